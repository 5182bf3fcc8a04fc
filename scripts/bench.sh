#!/usr/bin/env bash
# Measure: petitions filed, lives of a matter, import rows, the two pages; on both databases, at two sizes.
# What is measured and the ceilings: benchmarks/README.md
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH="$PWD/.venv/bin:$PATH" HUIYIN_RATE_FILE= HUIYIN_RATE_FOLLOW= HUIYIN_LOG_LEVEL=ERROR
[ -f benchmarks/__main__.py ] || { echo "There are no benchmarks in this version." >&2; exit 2; }
scripts/need.sh initdb

sizes=${SIZES:-"10000 100000"}
for size in $sizes; do
    directory=$(mktemp -d)
    HUIYIN_DATA_DIR=$directory python -m benchmarks --size "$size" "$@"
    HUIYIN_DATA_DIR=$directory HUIYIN_POSTGRES_DURABLE=1 scripts/postgres.sh python -m benchmarks --size "$size" "$@"
    rm -rf "$directory"
done
