#!/usr/bin/env bash
# pack.sh FOLDER NAME: put an office that make.sh filled beside this file as NAME.tar.xz, with NAME.json as its account.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
if [ -n "${DATABASE_URL:-}" ]; then
    # Statements, so that the restoring needs no program of PostgreSQL's; \restrict is for psql alone.
    bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/pg_dump | tail -1)")
    "$bin/pg_dump" --no-owner --no-privileges --inserts --rows-per-insert=500 "$DATABASE_URL" |
        grep -v -e '^\\restrict' -e '^\\unrestrict' -e '^--' >huiyin.sql
    database=huiyin.sql
else
    python -c 'import sqlite3; sqlite3.connect("huiyin.sqlite3").executescript("PRAGMA wal_checkpoint(TRUNCATE); VACUUM")'
    database=huiyin.sqlite3
fi
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=2026-11-22 -c "$database" attachments calendars secrets |
    xz -9e >"$here/$2.tar.xz"
cp expected.json "$here/$2.json"
