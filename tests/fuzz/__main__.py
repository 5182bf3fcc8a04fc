"""Fuzz the product for long, in processes of their own, on both databases: ``make fuzz
ARGS="--requests 1000000"``.

Each walk has a seed and an empty database of its own; ``--seed N --requests M
--databases sqlite`` walks it again.
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
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from tests.plugins.environment import SETTINGS

UNLIMITED = {"HUIYIN_RATE_WRONG_CODES": "", "HUIYIN_RATE_SIGN_IN": "", "HUIYIN_LOG_LEVEL": "CRITICAL"}
ROOT = Path(__file__).resolve().parents[2]
# A folder of random name is made in it
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


console = Console(soft_wrap=True)
Result = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """One walk: on which database, from which seed, how many requests."""

    database: str
    seed: int
    requests: int
    matters: int

    def again(self, number: int) -> str:
        """What is typed to walk the same way as far as request ``number``."""
        walk = f"--databases {self.database} --seed {self.seed} --matters {self.matters}"
        return f'make fuzz ARGS="{walk} --requests {number} --walk {number}"'


def options_of(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000, help="how many on each database, in all")
    parser.add_argument(
        "--walk", type=int, default=20_000, help="requests of one walk, before the database begins anew"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the first walk; the next ones count on")
    parser.add_argument("--matters", type=int, default=24, help="matters of the sample year that a walk begins with")
    parser.add_argument("--databases", nargs="+", default=list(NAMES), choices=list(NAMES))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 2, help="walks at the same time")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "fuzz.json")
    return parser.parse_args(arguments)


def jobs(options: argparse.Namespace) -> list[Job]:
    """The walks that make up so many requests on each database."""
    found = []
    for place, begin in enumerate(range(0, options.requests, options.walk)):
        size = min(options.walk, options.requests - begin)
        found += [Job(database, options.seed + place, size, options.matters) for database in options.databases]
    return found


def _walked(job: Job, sent: Callable[[int], None]) -> Result:
    with tempfile.TemporaryDirectory(prefix="huiyin-fuzz-", dir=IN_MEMORY) as directory:
        Path(directory, "static").mkdir()
        path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        environment = {
            **os.environ,
            **SETTINGS,
            **UNLIMITED,
            "HUIYIN_DATA_DIR": directory,
            "PYTHONPATH": path,
            "DJANGO_SETTINGS_MODULE": "huiyin.server.settings",
            "TMPDIR": IN_MEMORY or tempfile.gettempdir(),
        }
        for one in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(one, None)
        asked = ["--seed", str(job.seed), "--requests", str(job.requests), "--matters", str(job.matters)]
        command = [sys.executable, "-m", "tests.fuzz.child", *asked]
        if job.database == "postgresql":
            command = [str(ROOT / "scripts" / "postgres.sh"), *command]
        result: Result = {}
        with subprocess.Popen(  # noqa: S603 - our own command
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as walking:
            for line in walking.stdout or ():
                said = json.loads(line)
                if "sent" in said:
                    sent(said["sent"])
                else:
                    result = said
    if walking.returncode or not result:
        place = {"times": 1, "number": job.requests, "who": "", "what": "", "trace": ""}
        result = {
            "requests": 0,
            "broken": 1,
            "statuses": {},
            "problems": [],
            "processor": 0.0,
            "places": {"the walk itself ended": place},
        }
    return {**result, "database": job.database, "seed": job.seed}


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk, say how it goes, write everything down; 1 when anything broke."""
    options, started = options_of(arguments), time.monotonic()
    results: list[Result] = []
    options.output.parent.mkdir(parents=True, exist_ok=True)
    walks = jobs(options)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress, ThreadPoolExecutor(options.processes) as pool:
        total = progress.add_task("Requests", total=sum(job.requests for job in walks))
        sent = dict.fromkeys(walks, 0)

        def note(job: Job, number: int) -> None:
            sent[job] = number
            progress.update(total, completed=sum(sent.values()))

        waiting = {pool.submit(_walked, job, lambda number, job=job: note(job, number)): job for job in walks}
        for ended in as_completed(waiting):
            job, result = waiting[ended], ended.result()
            results.append(result)
            note(job, job.requests)
            _say(job, result, f"[{len(results)}/{len(walks)}]")
            options.output.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    console.print(_figures(results))
    wrong = sum(one["broken"] + len(one["problems"]) for one in results)
    console.print(f"{wrong} broke or are not whole; {time.monotonic() - started:.0f} s; everything: {options.output}")
    return 1 if wrong else 0


def _say(job: Job, result: Result, place: str) -> None:
    about = f"{NAMES[job.database]}, seed {job.seed}: {result['requests']} requests, {result['broken']} broken"
    console.print(f"{place} {about}", markup=False)
    for where, one in result["places"].items():
        first = f"{one['times']} × {where}\n  first at request {one['number']}, {one['who']}: {one['what'][:300]!r}"
        console.print(f"{first}\n  again: {job.again(one['number'])}", markup=False, highlight=False)
    for problem in result["problems"]:
        console.print(f"not whole: {problem}\n  again: {job.again(job.requests)}", markup=False, highlight=False)


def _figures(results: list[Result]) -> Table:
    """What was answered how often on each database, and how many requests a second of a
    processor's time.

    Of the processes that walk, preparing and verifying included; what PostgreSQL's own
    processes took is not in it.
    """
    table = Table("Database", "Requests", "A second of processor time", "Answers", title_justify="left")
    for database, name in NAMES.items():
        mine = [one for one in results if one["database"] == database]
        if mine:
            answers = sum((Counter(one["statuses"]) for one in mine), Counter[str]())
            told = ", ".join(f"{status}: {times}" for status, times in sorted(answers.items()))
            sent, seconds = (sum(one["requests"] for one in mine), sum(one["processor"] for one in mine))
            table.add_row(name, str(sent), f"{sent / seconds:.0f}" if seconds else "–", told)
    return table


if __name__ == "__main__":
    sys.exit(main())
