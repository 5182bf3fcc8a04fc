#!/usr/bin/env bash
# Check everything: style, types, walls, migrations, then the tests on SQLite (with a browser) and on PostgreSQL.
# All checks run even when one fails; the last line is pytest's summary; the exit code says whether all was well.
#
# Under CI=true a skipped test is a failure. HUIYIN_SHARED_DATA names the folder with the real data files.
set -euo pipefail
. "$(dirname "$0")/checks.sh"

export HUIYIN_SHARED_DATA=${HUIYIN_SHARED_DATA:-$(realpath -m "$PWD/../shared/data")}

scripts/need.sh initdb chromium cjk nginx caddy

shared=(-n 2 --dist loadfile --no-loadscope-reorder)

[ "${1:-}" = --tests-only ] || lint

# Files stay together, the longest first: tests/plugins/choosing.py.
tests "tests on SQLite" pytest "${shared[@]}"
# Apart, because the browser driver keeps an event loop running in its process, and other tests start their own.
# Three, because each waits for its browser at times.
tests "tests in a browser" pytest "${shared[@]}" -n 3 --browser -m browser tests/browser
verdict || true # said before the last tests, whose summary is to be the last line
# What reaches no database is left out by itself (tests/plugins/choosing.py). These folders, which do not or bring
# their own, need not even be read.
tests "tests on PostgreSQL" scripts/postgres.sh pytest "${shared[@]}" --ignore=tests/law --ignore=tests/house \
    --ignore=tests/setup --ignore=tests/trials
[ ${#failed[@]} = 0 ]
