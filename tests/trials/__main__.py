"""Pull the plug: ``make trials`` treats installations of its own badly, on both
databases, and says how it came out.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from tests.trials.place import ROOT, Failed, Place
from tests.trials.trials import MUST_BE_NONE, PREPARES_ITSELF, TRIALS

DATABASES = ("sqlite", "postgresql")
console = Console()


def tried(name: str, database: str, times: int, say: Any) -> dict[str, Any]:
    """One trial in an installation of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="huiyin-trial-") as directory:
        place, began = Place(Path(directory), database), time.monotonic()
        try:
            place.data.mkdir(mode=0o700)
            if name not in PREPARES_ITSELF:
                say("preparing")
                place.prepare()
            figures = TRIALS[name](place, say, times)
        except Failed as why:
            log = Path(directory, "processes.log")
            figures = {"not whole": [f"{why} {log.read_text(errors='replace')[-1500:] if log.exists() else ''}"]}
        finally:
            place.clear()
        return figures | {"seconds": round(time.monotonic() - began)}


def main() -> int:
    """Try what is asked for; 1 when anything was lost, doubled or not whole."""
    parser = argparse.ArgumentParser(prog="python -m tests.trials", description=__doc__)
    parser.add_argument("--times", type=int, default=50, help="kills, races; restarts and starts are a tenth of it")
    parser.add_argument("--only", nargs="+", choices=list(TRIALS), default=list(TRIALS))
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "trials.json")
    options = parser.parse_args()
    results: dict[str, dict[str, Any]] = {}
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        for name in options.only:
            for database in options.databases:
                task = progress.add_task(f"{name}, {database}", total=None, said="")
                # Of this line
                say = lambda said, task=task: progress.update(task, said=said)  # noqa: E731
                results[f"{name} {database}"] = tried(name, database, options.times, say)
                progress.update(task, total=1, completed=1)
                options.output.parent.mkdir(parents=True, exist_ok=True)
                options.output.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    return _told(results)


def _told(results: dict[str, dict[str, Any]]) -> int:
    wrong = False
    table = Table("Trial", "How it came out", title="Trials", title_justify="left")
    for name, figures in results.items():
        bad = [one for one in MUST_BE_NONE if figures.get(one)]
        wrong = wrong or bool(bad)
        table.add_row(f"[red]{name}[/]" if bad else name, ", ".join(f"{k}: {v}" for k, v in figures.items()))
    console.print(table)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
