"""Measure, compare with the aims, print and keep the results: ``python -m bench``."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import installation, results
from bench.results import AIMS, GROWTH, Size

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

console = Console()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="numbers of matters")
    parser.add_argument("--databases", nargs="+", default=list(NAMES), choices=list(NAMES))
    parser.add_argument("--quick", action="store_true", help="fewer requests: shows that it works, not how fast it is")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "bench.json")
    parser.add_argument("--update-docs", action="store_true", help=f"write the table into {PAGE.relative_to(ROOT)}")
    return parser.parse_args()


def _measured(database: str, options: argparse.Namespace) -> list[Size]:
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as directory:
        output = Path(directory) / "results.json"
        path = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        environment = installation.environment(
            directory, PYTHONPATH=path, DJANGO_SETTINGS_MODULE="huiyin.server.settings", HUIYIN_POSTGRES_DURABLE="1"
        )
        environment.pop("DATABASE_URL", None)
        sizes = [str(size) for size in options.sizes]
        command = [sys.executable, "-m", "bench.child", "--sizes", *sizes, "--output", str(output)]
        if options.quick:
            command.append("--quick")
        if database == "postgresql":
            command = [str(ROOT / "scripts" / "postgres.sh"), *command]
        with console.status(f"{NAMES[database]} …"):
            # Our own commands
            subprocess.run(command, env=environment, cwd=ROOT, check=True)  # noqa: S603
        return results.read(output)


def _rows(sizes: Sequence[Size]) -> list[tuple[str, ...]]:
    grown = results.growth(sizes)
    rows = []
    for size in sizes:
        cells = [
            NAMES[size.database],
            f"{size.matters:,}",
            f"{size.filings:.0f}",
            f"{size.filings_with_form:.0f}",
            f"{size.lives:.1f}",
            f"{size.rows:.0f}",
        ]
        for name, page in size.pages.items():
            ratio = grown.get((size.database, name)) if size.matters == max(one.matters for one in sizes) else None
            cells.append(
                f"{page.median:.1f} / {page.p95:.1f} ms, {page.queries} queries" + (f", × {ratio}" if ratio else "")
            )
        rows.append(tuple(cells))
    return rows


HEAD = ("Database", "Matters", "Filings /s", "with the form fetched", "Lives /s", "Import rows /s", "My duties", "Case")


def _print(sizes: Sequence[Size]) -> None:
    table = Table(title="Huiyin")
    for name in HEAD:
        table.add_column(name)
    for row in _rows(sizes):
        table.add_row(*row)
    console.print(table)


def _update_docs(sizes: Sequence[Size]) -> None:
    text = PAGE.read_text("utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += ["| " + " | ".join(row) + " |" for row in _rows(sizes)]
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    PAGE.write_text(
        text[:start] + "\n" + "\n".join([*lines, "", f"Measured on {machine}."]) + "\n" + text[end:], "utf-8"
    )


def main() -> int:
    """Run; 1 when an aim is missed or a ceiling broken."""
    options = _options()
    found = [size for database in options.databases for size in _measured(database, options)]
    results.write(options.output, found)
    _print(found)
    if options.update_docs:
        _update_docs(found)
    missed = results.misses(found)
    for line in missed:
        console.print(f"[red]✗[/] {line}", highlight=False)
    if not missed:
        aims = ", ".join(f"{aim:.0f} {name}" for name, aim in AIMS.items())
        console.print(f"[green]✓[/] {aims} a second; no page more than {GROWTH} times slower at the largest size")
    return 1 if missed and not options.quick else 0


if __name__ == "__main__":
    sys.exit(main())
