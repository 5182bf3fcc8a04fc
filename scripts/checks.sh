# What lint.sh, quick.sh and test.sh share; they source it. Every check runs even when one before it failed.
#
#   step NAME COMMAND...   a check that says nothing but how long it took, unless it fails
#   tests NAME COMMAND...  tests, whose own lines are shown
#   lint                   every check that runs no test
#   verdict                says what failed; its code is that of the whole
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/.venv/bin:$PATH"
unset DATABASE_URL DJANGO_SETTINGS_MODULE
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
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

lint() {
    step "ruff check" ruff check src tests scripts bench setup.py
    step "ruff format" ruff format --check src tests scripts bench setup.py
    step "mypy" mypy
    step "import walls" lint-imports
    step "no migration is missing" manage makemigrations --check --dry-run
    step "everything has its Chinese" python -m huiyin.server.messages missing
}

verdict() {
    [ ${#failed[@]} = 0 ] && return
    echo
    echo "FAILED: ${failed[*]}"
    return 1
}
