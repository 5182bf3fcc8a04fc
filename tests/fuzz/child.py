"""One walk in a process and a database of its own; prints lines of JSON: how far it is,
and last what it found.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import time
from pkgutil import resolve_name

import django
from django.core.management import call_command
from django.utils import translation

SECONDS_BETWEEN_LINES = 2


def main() -> None:
    """Prepare, walk, verify, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--requests", type=int, required=True)
    parser.add_argument("--matters", type=int, default=24)
    options = parser.parse_args()
    django.setup()
    logging.disable(logging.CRITICAL)
    resolve_name("tests.fuzz.quick:quicken")()  # by name: Django has to be ready first
    call_command("migrate", interactive=False, verbosity=0)

    said = time.monotonic()

    def progress(sent: int) -> None:
        nonlocal said
        if time.monotonic() - said > SECONDS_BETWEEN_LINES:
            said = time.monotonic()
            print(json.dumps({"sent": sent}), flush=True)

    translation.activate("zh-hans")
    result = resolve_name("tests.fuzz.found").walk(
        seed=options.seed,
        matters=options.matters,
        requests=options.requests,
        progress=progress,
        begun=resolve_name("tests.fuzz.quick:settle"),
    )
    result["processor"] = round(time.process_time(), 1)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")
    main()
