#!/usr/bin/env bash
# One step of setting up: scripts/step.sh WHAT-IT-DOES WHAT-TO-DO-WHEN-IT-FAILS COMMAND [ARGUMENT...]
#
# Says what it does, does it quietly, and says how long it took. When the command fails, shows all that it printed and
# then, as the last line, what to do next: a newcomer should not have to search for it.
set -uo pipefail
what=$1 advice=$2
shift 2

printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
echo "→ $what …"
started=$SECONDS
"$@" >"$printed" 2>&1
code=$?
if [ $code = 0 ]; then
    echo "  ✓ $((SECONDS - started)) s"
    exit 0
fi
cat "$printed" >&2
echo "✗ $what: this failed (exit code $code)." >&2
echo "  What to do: $advice" >&2
exit $code
