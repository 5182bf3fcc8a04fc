# What lint.sh, quick.sh and test.sh share; they source it. Every check runs even when one before it failed.
#
#   step NAME COMMAND...   a check that says nothing but how long it took, unless it fails
#   tests NAME COMMAND...  tests, whose own lines are shown
#   lint                   every check that runs no test
#   verdict                says what failed; its code is that of the whole
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/.venv/bin:$PATH"
unset DATABASE_URL DJANGO_SETTINGS_MODULE
# Hundreds of processes are started: what Python has compiled is kept for the next, whatever the environment says.
unset PYTHONDONTWRITEBYTECODE
# In memory where there is enough: databases, clusters and installations are made by the hundred.
memory=$(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1)
[ "${memory:-0}" -lt 4000 ] || export TMPDIR=/dev/shm
scratch=$(mktemp -d)
chmod 711 "$scratch" # the cluster in it is another user's
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
failed=()

step() {
    local name=$1 started=$SECONDS
    shift
    if "$@" >"$scratch/out" 2>&1; then
        printf '  ✓ %-34s %3ds\n' "$name" $((SECONDS - started))
    else
        printf '  ✗ %-34s %3ds\n' "$name" $((SECONDS - started))
        cat "$scratch/out"
        failed+=("$name")
    fi
}

tests() {
    local name=$1
    shift
    echo
    echo "== $name"
    "$@" || failed+=("$name")
}

manage() { HUIYIN_DATA_DIR=$scratch HUIYIN_SECRET_KEY=check python -m huiyin manage "$@"; }

finished() { # finished PROCESS OUTPUT: waits for what was started before, and says what it said
    local code=0
    wait "$1" || code=$?
    cat "$2"
    return "$code"
}

lint() {
    mypy >"$scratch/mypy" 2>&1 & # takes as long as the others together, and runs beside them
    local mypy=$!
    step "ruff check" ruff check src tests scripts bench setup.py
    step "ruff format" ruff format --check src tests scripts bench setup.py
    step "import walls" lint-imports
    step "no migration is missing" manage makemigrations --check --dry-run
    step "everything has its Chinese" python -m huiyin.server.messages missing
    step "mypy" finished "$mypy" "$scratch/mypy"
}

verdict() {
    [ ${#failed[@]} = 0 ] && return
    echo
    echo "FAILED: ${failed[*]}"
    return 1
}
