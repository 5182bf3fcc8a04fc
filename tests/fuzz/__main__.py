"""Fuzz the product for long, in processes of their own, on both databases: ``make fuzz ARGS="--requests 1000000"``.

Each walk has a seed and an empty database of its own; ``--seed N --requests M --databases sqlite`` walks it again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.plugins.environment import SETTINGS

UNLIMITED = {"HUIYIN_RATE_WRONG_CODES": "", "HUIYIN_RATE_SIGN_IN": "", "HUIYIN_LOG_LEVEL": "CRITICAL"}
ROOT = Path(__file__).resolve().parents[2]
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of random name is made in it
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000, help="how many on each database, in all")
    parser.add_argument(
        "--walk", type=int, default=10_000, help="requests of one walk, before the database begins anew"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the first walk; the next ones count on")
    parser.add_argument("--matters", type=int, default=24, help="matters of the sample year that a walk begins with")
    parser.add_argument("--databases", nargs="+", default=list(NAMES), choices=list(NAMES))
    parser.add_argument("--processes", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "fuzz.json")
    return parser.parse_args()


def _walked(job: tuple[str, int, int, int]) -> dict[str, Any]:
    database, seed, requests, matters = job
    with tempfile.TemporaryDirectory(prefix="huiyin-fuzz-", dir=IN_MEMORY) as directory:
        Path(directory, "static").mkdir()
        path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        environment = {**os.environ, **SETTINGS, **UNLIMITED, "HUIYIN_DATA_DIR": directory, "PYTHONPATH": path,
                       "DJANGO_SETTINGS_MODULE": "huiyin.server.settings",
                       "TMPDIR": IN_MEMORY or tempfile.gettempdir()}  # fmt: skip
        for one in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(one, None)
        asked = ["--seed", str(seed), "--requests", str(requests), "--matters", str(matters)]
        command = [sys.executable, "-m", "tests.fuzz.child", *asked]
        if database == "postgresql":
            command = [str(ROOT / "scripts" / "postgres.sh"), *command]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
        if done.returncode:
            place = {"times": 1, "number": 0, "who": "", "what": "", "trace": ""}
            ended = {"seed": seed, "database": database, "requests": 0, "broken": 1, "statuses": {}, "problems": []}
            return {**ended, "places": {"the walk itself ended": place}}
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result


def _jobs(options: argparse.Namespace) -> list[tuple[str, int, int, int]]:
    jobs = []
    for place, begin in enumerate(range(0, options.requests, options.walk)):
        size = min(options.walk, options.requests - begin)
        jobs += [(database, options.seed + place, size, options.matters) for database in options.databases]
    return jobs


def main() -> int:
    """Walk, say how it goes, write everything down; 1 when anything broke."""
    options, started = _options(), time.monotonic()
    jobs, results = _jobs(options), []
    with ThreadPoolExecutor(options.processes) as pool:
        for result in pool.map(_walked, jobs):
            results.append(result)
            _say(result, len(results), len(jobs))
            options.output.parent.mkdir(parents=True, exist_ok=True)
            options.output.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    wrong = sum(one["broken"] + len(one["problems"]) for one in results)
    for database in options.databases:
        mine = [one for one in results if one["database"].startswith(database[:6])]
        answers = sum((Counter(one["statuses"]) for one in mine), Counter())
        told = ", ".join(f"{status}: {times}" for status, times in sorted(answers.items()))
        print(f"{NAMES[database]}: {sum(one['requests'] for one in mine)} requests, answers {told}")
    print(f"{wrong} broke or are not whole; {time.monotonic() - started:.0f} s; everything: {options.output}")
    return 1 if wrong else 0


def _say(result: dict[str, Any], done: int, of: int) -> None:
    about = f"{result['database']} seed {result['seed']}: {result['requests']} requests, {result['broken']} broken"
    print(f"[{done}/{of}] {about}", flush=True)
    for place, one in result["places"].items():
        print(
            f"    {one['times']} × {place}\n      first at request {one['number']}, {one['who']}: {one['what'][:300]}",
            flush=True,
        )
    for problem in result["problems"]:
        print(f"    not whole: {problem}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
