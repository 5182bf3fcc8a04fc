#!/usr/bin/env bash
# Run the server and the worker here; the first time, prepare the installation and load the made-up district.
set -euo pipefail
cd "$(dirname "$0")/.."

PORT=${PORT:-8000}
huiyin=.venv/bin/huiyin
if [ -n "${PACK:-}" ]; then
    # Another country's law: its own folder, its time zone, and English where nothing else was said.
    law=$(ls -d src/huiyin/law/packs/"$PACK"/[0-9]*/ 2>/dev/null | sort | tail -1)
    [ -n "$law" ] || { echo "There is no pack $PACK. There are: $(ls -d src/huiyin/law/packs/*/ | xargs -n1 basename | grep -v __ | tr '\n' ' ')" >&2; exit 2; }
    export HUIYIN_PACK=$PACK
    # A pack that stands on another has that one's time zone.
    beneath=$(sed -n 's/^stands_on = "\(.*\)"$/\1/p' "${law}pack.toml")
    [ -z "$beneath" ] || law=src/huiyin/law/packs/$beneath/
    export HUIYIN_TIME_ZONE=${HUIYIN_TIME_ZONE:-$(sed -n 's/^timezone = "\(.*\)"$/\1/p' "${law}pack.toml")}
    [[ $PACK == cn-* ]] || export HUIYIN_LANGUAGE=${HUIYIN_LANGUAGE:-en}
fi
export HUIYIN_DATA_DIR=${HUIYIN_DATA_DIR:-$PWD/var}
export HUIYIN_LOG_LEVEL=${HUIYIN_LOG_LEVEL:-WARNING}
# Everybody here is made up, and the passwords are printed below: no telephone is needed to look around.
export HUIYIN_SECOND_FACTOR=${HUIYIN_SECOND_FACTOR-none}

if ! .venv/bin/python -c "import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('127.0.0.1', int(sys.argv[1])))" "$PORT" 2>/dev/null; then
    echo "Port $PORT is taken. Stop what listens there, or choose another: make run PORT=8001" >&2
    exit 2
fi

sign_ins() { $huiyin demo sign-ins 2>/dev/null || true; }
[ -e "$HUIYIN_DATA_DIR/secrets" ] || sign_ins() { :; } # loading tells them already

if $huiyin demo --help >/dev/null 2>&1; then
    $huiyin init --bare
    $huiyin demo load --if-empty
else
    $huiyin init
fi

$huiyin worker &
worker=$!
$huiyin serve --port "$PORT" &
server=$!
stop() {
    trap - INT TERM EXIT
    kill -TERM "$server" "$worker" 2>/dev/null || true
    wait "$server" "$worker" 2>/dev/null || true
}
trap 'stop; echo; echo "Stopped. What was written is in $HUIYIN_DATA_DIR"; exit 0' INT TERM
trap stop EXIT

for _ in $(seq 60); do
    if .venv/bin/python -c "import sys, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{sys.argv[1]}/health/live', timeout=1)" "$PORT" 2>/dev/null; then
        echo
        echo "  回音 Huiyin       http://127.0.0.1:$PORT/"
        echo "  工作人员 Offices  http://127.0.0.1:$PORT/office/"
        echo
        sign_ins
        [ "$HUIYIN_SECOND_FACTOR" != none ] || {
            echo "  试用环境不要求第二步验证（HUIYIN_SECOND_FACTOR=none）；正式使用时默认要求。"
            echo "  Here nobody is asked for a second step of signing in (HUIYIN_SECOND_FACTOR=none); by default most staff are."
        }
        echo "  Ctrl-C stops it."
        break
    fi
    kill -0 "$server" 2>/dev/null || exit 1
    sleep 0.5
done

wait -n "$server" "$worker" || true
