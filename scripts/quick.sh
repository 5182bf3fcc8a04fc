#!/usr/bin/env bash
# What can be known in less than a minute: every check of lint.sh, and the tests that need no database and no patience.
set -euo pipefail
. "$(dirname "$0")/checks.sh"

# Each of these takes ten seconds and more of a processor: whole packs are explored, or every scenario is run.
slow=(
    tests/law/test_chinesecalendar.py tests/law/test_cli.py tests/law/test_coverage.py tests/law/test_endings.py
    tests/law/test_paths.py tests/law/test_procedures_page.py tests/law/test_scenarios.py
)

lint
# The ledger's arithmetic is in these two; the other tests of the ledger write to a database.
tests "tests without a database" pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not django_db" "${slow[@]/#/--ignore=}" \
    tests/law tests/house tests/ledger/test_canonical.py tests/ledger/test_chain.py
verdict
