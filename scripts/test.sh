#!/usr/bin/env bash
# Check everything: style, types, walls, migrations, then the tests on SQLite (with a browser) and on PostgreSQL.
# All checks run even when one fails; the last line is pytest's summary; the exit code says whether all was well.
#
# Under CI=true a skipped test is a failure. HUIYIN_SHARED_DATA names the folder with the real data files.
set -euo pipefail
. "$(dirname "$0")/checks.sh"

export HUIYIN_SHARED_DATA=${HUIYIN_SHARED_DATA:-$(realpath -m "$PWD/../shared/data")}

scripts/need.sh initdb chromium cjk nginx caddy

[ "${1:-}" = --tests-only ] || lint

tests "tests on SQLite" pytest -n 2 --dist worksteal
# Apart, because the browser driver keeps an event loop running in its process, and other tests start their own.
tests "tests in a browser" pytest -n 2 --dist worksteal --browser -m browser
verdict || true # said before the last tests, whose summary is to be the last line
# The law, the house rules and the set-up touch no database of ours, and the trials bring their own: once is enough.
tests "tests on PostgreSQL" scripts/postgres.sh pytest -n 2 --dist worksteal --ignore=tests/law --ignore=tests/house --ignore=tests/setup --ignore=tests/trials
[ ${#failed[@]} = 0 ]
