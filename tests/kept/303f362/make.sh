#!/usr/bin/env bash
# make.sh FOLDER: fill an empty office in FOLDER by the commands of the checkout that this is run in (303f362), and write
# FOLDER/expected.json. DATABASE_URL names another database than SQLite in FOLDER. See README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export HUIYIN_DATA_DIR=$1 DJANGO_SETTINGS_MODULE=huiyin.server.settings HUIYIN_HTTPS=0
mkdir -p "$1"
python -m huiyin init --bare
python "$here/make.py" make
python -m huiyin import "$here/ledger_2014.csv" --office office --create-organs
cp "$here/2027.toml" "$1/calendars/"
python -m huiyin redate --reason "国务院办公厅公布2027年放假安排"
python -m huiyin verify
python "$here/make.py" tell "$1/expected.json"
