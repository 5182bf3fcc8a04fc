#!/usr/bin/env bash
# Run a command with a private PostgreSQL behind DATABASE_URL: scripts/postgres.sh COMMAND [ARGUMENT...]
#
# The cluster lives in a temporary directory, listens on the loopback on a free port, and is gone afterwards; with
# HUIYIN_POSTGRES_DIR it lives there and stays, for what takes long to make. Without a command it prints its
# DATABASE_URL and runs until it is interrupted.
set -euo pipefail

bin=""
for candidate in /usr/lib/postgresql/*/bin; do [ -x "$candidate/initdb" ] && bin=$candidate; done
[ -n "$bin" ] || { echo "scripts/postgres.sh: PostgreSQL 15 or later is needed (apt-get install postgresql)" >&2; exit 2; }

kept=${HUIYIN_POSTGRES_DIR:-}
if [ -n "$kept" ]; then
    mkdir -p "$kept"
    directory=$(cd "$kept" && pwd)
else
    directory=$(mktemp -d "${TMPDIR:-/tmp}/huiyin-postgres-XXXXXX")
fi
as_owner=()
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$directory"
    as_owner=(runuser -u "$owner" --)
fi

stop() {
    if [ -n "$kept" ]; then
        "${as_owner[@]}" "$bin/pg_ctl" -D "$directory/data" -m fast -w -t 120 stop >/dev/null 2>&1 || true
    else
        "${as_owner[@]}" "$bin/pg_ctl" -D "$directory/data" -m immediate stop >/dev/null 2>&1 || true
        rm -rf "$directory"
    fi
}
trap stop EXIT
trap 'exit 130' INT TERM

cd "$directory"
[ -e "$directory/data/PG_VERSION" ] ||
    "${as_owner[@]}" "$bin/initdb" -D "$directory/data" -U huiyin -A trust -E UTF8 --locale=C.UTF-8 >"$directory/initdb.log" 2>&1 ||
    { cat "$directory/initdb.log" >&2; exit 2; }

# Durability is not what these clusters are for, unless the benchmarks ask for it.
durable=${HUIYIN_POSTGRES_DURABLE:-0}
fast="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
[ "$durable" = 1 ] && fast=""

started=""
for _ in 1 2 3 4 5; do
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$directory -c max_connections=60 -c shared_buffers=256MB $fast"
    if "${as_owner[@]}" "$bin/pg_ctl" -D "$directory/data" -w -t 60 -l "$directory/data/server.log" -o "$options" start >/dev/null 2>&1; then
        started=yes
        break
    fi
done
[ -n "$started" ] || { echo "scripts/postgres.sh: PostgreSQL did not start" >&2; cat "$directory/data/server.log" >&2; exit 2; }

there=$("${as_owner[@]}" "$bin/psql" -h 127.0.0.1 -p "$port" -U huiyin -d template1 -Atc "SELECT 1 FROM pg_database WHERE datname = 'huiyin'")
[ -n "$there" ] || "${as_owner[@]}" "$bin/createdb" -h 127.0.0.1 -p "$port" -U huiyin huiyin
export DATABASE_URL="postgres://huiyin@127.0.0.1:$port/huiyin"

cd "$OLDPWD"
if [ "$#" = 0 ]; then
    echo "$DATABASE_URL"
    sleep infinity &
    wait $!
else
    "$@"
fi
