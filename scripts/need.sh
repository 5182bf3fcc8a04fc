#!/usr/bin/env bash
# See that tools are there: scripts/need.sh TOOL... Installs what is missing where that is possible (Debian, as root).
set -euo pipefail

declare -A package=(
    [node]=nodejs [npm]=npm [chromium]=chromium [xgettext]=gettext [initdb]=postgresql [cjk]=fonts-noto-cjk
)

is_there() {
    case $1 in
        initdb) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null ;;
        cjk) command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn file 2>/dev/null)" ] ;;
        chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

missing=()
for tool in "$@"; do is_there "$tool" || missing+=("${package[$tool]:-$tool}"); done
[ ${#missing[@]} = 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || {
        apt-get update -qq >/dev/null 2>&1 || true
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    }
else
    echo "These are needed and missing: ${missing[*]}. On Debian: apt-get install ${missing[*]}" >&2
    exit 2
fi
