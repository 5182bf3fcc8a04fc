"""Giving back the rows that could not be taken, each with the reason, to be mended and
imported again.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from huiyin.casework.chapters.legacy_import.cells import text_of
from huiyin.casework.chapters.legacy_import.days import day_of
from huiyin.casework.chapters.legacy_import.entries import RowProblem
from huiyin.casework.chapters.legacy_import.identities import (
    Spoilt,
    identity_of,
)
from huiyin.casework.chapters.legacy_import.sheets import (
    Cell,
    Formatted,
    Row,
    UnusableFile,
)
from huiyin.casework.chapters.legacy_import.tables import REASON, Table
from huiyin.reading import for_workbook

DAYS = ("received_on", "answered_on")
FORMULA = ("=", "+", "-", "@")
Column = tuple[str, int]
"""A heading, and how many of the same stand before it."""


def check_target(path: Path, *, source: Path) -> None:
    """Raise ``UnusableFile`` where the rows cannot be written there: over the ledger
    itself, or to no folder.
    """
    if path.exists() and path.samefile(source):
        raise UnusableFile(
            _(
                "The rows that are not taken cannot be written over the ledger "
                "itself. Name another file."
            )
        )
    if not path.parent.is_dir():
        raise UnusableFile(
            _("There is no folder %s to write the rows to that are not taken.")
            % path.parent
        )
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise UnusableFile(
            _(
                "Name a file that ends in .csv or .xlsx for the rows that are not taken."
            )
        )


def write_rejects(
    path: Path,
    tables: Sequence[Table],
    problems: Sequence[RowProblem],
    *,
    source: Path,
) -> int:
    """Write the rows with a problem to ``path`` under their headings, with the reasons
    in a column of its own.

    Returns how many there are; where there are none, no file is written. Only the owner
    may read the file: it holds what the ledger holds. Raises ``UnusableFile``.
    """
    check_target(path, source=source)
    reasons: dict[tuple[str, int], list[str]] = {}
    for problem in problems:
        said = (
            f"{problem.column}: {problem.message}"
            if problem.column
            else problem.message
        )
        reasons.setdefault((problem.sheet, problem.row), []).append(said)
    if not reasons:
        return 0
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.close(opened)
    rows = _rows(tables, reasons)
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(_for_csv(row) for row in rows)
    else:
        _write_workbook(path, rows)
    return len(reasons)


def _rows(
    tables: Sequence[Table], reasons: dict[tuple[str, int], list[str]]
) -> Iterator[list[Cell]]:
    """The headings of all tables and the reason's, then the rows."""
    columns: dict[Column, int] = {}
    for table in tables:
        for column in _columns(table):
            columns.setdefault(column, len(columns))
    language = get_language() or "zh-hans"
    yield [
        *(heading for heading, _nth in columns),
        REASON[0 if language.startswith("zh") else 1],
    ]
    for table in tables:
        places = [columns[column] for column in _columns(table)]
        for row in table.fitted.sheet.rows():
            said = reasons.get((table.reader.name, row.number))
            if said is not None:
                given = _given_back(row, table, places, len(columns))
                yield [*given, "; ".join(said)]


def _given_back(
    row: Row, table: Table, places: Sequence[int], width: int
) -> list[Cell]:
    """A row of a table as ``width`` cells under the headings of all tables; ``places``
    says where each of its own columns stands there.
    """
    own = table.reader.places
    days = {own[name] for name in DAYS if name in own}
    given: list[Cell] = [None] * width
    # Beyond the columns no cell holds anything
    for column, (place, cell) in enumerate(
        zip(places, row.cells, strict=False)
    ):
        given[place] = _given(cell, table if column in days else None)
    return given


def _columns(table: Table) -> list[Column]:
    """The columns of a table but for the reason's of an earlier time; headings that are
    there twice are told apart.
    """
    headings = table.reader.headings
    width = max([len(headings), *(place + 1 for place in table.unnamed)])
    columns: list[Column] = []
    seen: Counter[str] = Counter()
    for place in range(width):
        heading = headings[place] if place < len(headings) else ""
        columns.append((heading, seen[heading] if heading else place))
        seen[heading] += 1
    return columns


def _given(cell: Cell, table: Table | None) -> Cell:
    """A cell as it is given back: what a number looks like rather than what it is, days as days."""
    if table is not None and not isinstance(cell, str):
        try:
            return day_of(cell, epoch=table.fitted.sheet.grid.epoch)
        except (ValueError, OverflowError):
            return text_of(cell)
    if isinstance(cell, Formatted):
        try:
            return identity_of(cell)
        except Spoilt:
            return float(cell)
    if isinstance(cell, (int, float, date, datetime)):
        return cell
    return text_of(cell)


def _for_csv(row: list[Cell]) -> list[str]:
    """A row as text. What a spreadsheet program would take for a formula gets a blank
    in front, which is no part of it when the file comes back.
    """
    texts = [text_of(cell) for cell in row]
    return [
        f"\t{text}" if text[:1] in FORMULA and len(text) > 1 else text
        for text in texts
    ]


def _write_workbook(path: Path, rows: Iterator[list[Cell]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_workbook_cell(sheet, cell) for cell in row])
    book.save(path)


def _workbook_cell(sheet: WriteOnlyWorksheet, cell: Cell) -> Any:
    value = for_workbook(cell)
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = (
            "s"  # words are words, also those that begin like a formula
        )
    return made
