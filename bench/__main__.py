"""Measure, compare with the aims, print and keep the results: ``python -m bench``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import installation, results
from bench.results import Size

ROOT = Path(__file__).resolve().parent.parent
RECORDED = Path(__file__).with_name("recorded.json")
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
LONG_TO_MAKE = 1_000_000
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

console = Console()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="numbers of matters")
    parser.add_argument("--databases", nargs="+", default=list(NAMES), choices=list(NAMES))
    parser.add_argument("--quick", action="store_true", help="two minutes: ratios against those recorded")
    parser.add_argument(
        "--keep",
        type=Path,
        help="a folder for installations that stay, one of each size; a million matters stay in build/bench",
    )
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "bench.json")
    parser.add_argument("--update-docs", action="store_true", help=f"write the table into {PAGE.relative_to(ROOT)}")
    parser.add_argument(
        "--record", action="store_true", help="keep the ratios of this run, for --quick to compare with"
    )
    return parser.parse_args()


def _measured(database: str, options: argparse.Namespace) -> list[Size]:
    """Each size: those that are kept in an installation of its own, the others in one that grows."""
    passing = [size for size in options.sizes if not _kept(size, options)]
    sizes: list[Size] = []
    if passing:
        with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as directory:
            sizes += _measured_in(Path(directory), database, passing, options)
    for size in sorted(set(options.sizes) - set(passing)):
        folder = _kept(size, options)
        if folder is not None:
            place = (folder / f"{database}-{size}").resolve()
            place.mkdir(parents=True, exist_ok=True)
            sizes += _measured_in(place, database, [size], options)
    return sizes


def _kept(size: int, options: argparse.Namespace) -> Path | None:
    """The folder in which installations of a size stay; None where they go afterwards."""
    if options.keep is not None:
        return Path(options.keep)
    return ROOT / "build" / "bench" if size >= LONG_TO_MAKE else None


def _measured_in(directory: Path, database: str, matters: Sequence[int], options: argparse.Namespace) -> list[Size]:
    output = directory / "results.json"
    path = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    environment = installation.environment(
        str(directory), PYTHONPATH=path, DJANGO_SETTINGS_MODULE="huiyin.server.settings", HUIYIN_POSTGRES_DURABLE="1"
    )
    environment.pop("DATABASE_URL", None)
    environment["HUIYIN_POSTGRES_DIR"] = str(directory / "cluster") if _kept(matters[0], options) else ""
    command = [sys.executable, "-m", "bench.child", "--sizes", *map(str, matters), "--output", str(output)]
    if options.quick:
        command.append("--quick")
    if database == "postgresql":
        command = [str(ROOT / "scripts" / "postgres.sh"), *command]
    with console.status(f"{NAMES[database]} …"):
        # Our own commands
        subprocess.run(command, env=environment, cwd=ROOT, check=True)  # noqa: S603
    return results.read(output)


HEAD = ("Operation", "Goal /s", "Reached /s", "p50 / p95 ms", "Processor ms", "Queries", "Of an empty view", "Growth")


def _rows(size: Size, grown: Mapping[tuple[str, str], float]) -> list[tuple[str, ...]]:
    ratios = size.ratios()
    return [
        (
            one.name,
            f"{one.goal:,.0f}",
            f"{one.rate:,.1f}" + ("" if one.rate >= one.goal else " ✗"),
            f"{one.p50:,.1f} / {one.p95:,.1f}" if one.p50 else "",
            f"{one.processor:.1f}" if one.processor else "",
            str(one.queries or ""),
            f"{ratios.get(one.name, 0.0):.4f}",
            f"× {grown[size.database, one.name]}" if (size.database, one.name) in grown else "",
        )
        for one in size.operations
    ]


def _title(size: Size) -> str:
    return (
        f"{NAMES[size.database]}, {size.matters:,} matters; an empty view answers {size.empty:,.0f} a second, "
        f"the database commits {size.commits:,.0f}; a worker holds {size.memory:.0f} MB afterwards"
    )


def _last(sizes: Sequence[Size], size: Size) -> bool:
    return size.matters == max(other.matters for other in sizes if other.database == size.database)


def _print(sizes: Sequence[Size]) -> None:
    grown = results.growth(sizes)
    for size in sizes:
        table = Table(title=_title(size))
        for name in HEAD:
            table.add_column(name)
        for row in _rows(size, grown if _last(sizes, size) else {}):
            table.add_row(*row)
        console.print(table)


def _update_docs(sizes: Sequence[Size]) -> None:
    text = PAGE.read_text("utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    grown = results.growth(sizes)
    commit = subprocess.run(  # noqa: S603 - our own command
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"],  # noqa: S607 - the git that is there
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    lines = [f"Measured on {machine}, on {time.strftime('%Y-%m-%d')}, at {commit}."]
    for size in sizes:
        lines += ["", f"### {_title(size)}", ""]
        lines += ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
        lines += ["| " + " | ".join(row) + " |" for row in _rows(size, grown if _last(sizes, size) else {})]
    PAGE.write_text(text[:start] + "\n" + "\n".join(lines) + "\n" + text[end:], "utf-8")


def _record(sizes: Sequence[Size]) -> None:
    known = json.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() else {}
    known |= {size.database: size.ratios() for size in sizes}
    RECORDED.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def main() -> int:
    """Run; 1 when a goal is missed or a ceiling broken, with --quick when an operation has
    fallen by more than a fifth against the recorded ratio.
    """
    options = _options()
    sizes = [size for database in options.databases for size in _measured(database, options)]
    results.write(options.output, sizes)
    _print(sizes)
    if options.update_docs:
        _update_docs(sizes)
    if options.record:
        _record(sizes)
    recorded = json.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() else {}
    missed = results.fallen(sizes, recorded) if options.quick else results.misses(sizes)
    for line in missed:
        console.print(f"[red]✗[/] {line}", highlight=False)
    if not missed:
        console.print("[green]✓[/] " + ("nothing has fallen" if options.quick else "all goals are reached"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
