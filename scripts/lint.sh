#!/usr/bin/env bash
# Every check that runs no test: style, types, walls, migrations, translations.
set -euo pipefail
. "$(dirname "$0")/checks.sh"

lint
verdict
