#!/usr/bin/env bash
# Check everything: style, types, walls, migrations, then the tests on SQLite (with a browser) and on PostgreSQL.
# All checks run even when one fails; the last line is pytest's summary; the exit code says whether all was well.
#
# Under CI=true a skipped test is a failure. HUIYIN_SHARED_DATA names the folder with the real data files.
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH="$PWD/.venv/bin:$PATH"
export HUIYIN_SHARED_DATA=${HUIYIN_SHARED_DATA:-$(realpath -m "$PWD/../shared/data")}
unset DATABASE_URL DJANGO_SETTINGS_MODULE
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

scripts/need.sh initdb chromium cjk nginx caddy

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
manage() { HUIYIN_DATA_DIR=$scratch HUIYIN_SECRET_KEY=check python -m huiyin manage "$@"; }

if [ "${1:-}" != --tests-only ]; then
    step "ruff check" ruff check src tests scripts bench setup.py
    step "ruff format" ruff format --check src tests scripts bench setup.py
    step "mypy" mypy
    step "import walls" lint-imports
    step "no migration is missing" manage makemigrations --check --dry-run
    step "everything has its Chinese" python -m huiyin.server.messages missing
fi

pytests() {
    local name=$1
    shift
    echo
    echo "== $name"
    "$@" || failed+=("$name")
}
pytests "tests on SQLite" pytest -n 2 --dist worksteal
# Apart, because the browser driver keeps an event loop running in its process, and other tests start their own.
pytests "tests in a browser" pytest -n 2 --dist worksteal --browser -m browser
[ ${#failed[@]} = 0 ] || { echo; echo "FAILED so far: ${failed[*]}"; }
# The law, the house rules and the set-up touch no database of ours, and the trials bring their own: once is enough.
pytests "tests on PostgreSQL" scripts/postgres.sh pytest -n 2 --dist worksteal --ignore=tests/law --ignore=tests/house --ignore=tests/setup --ignore=tests/trials
[ ${#failed[@]} = 0 ]
