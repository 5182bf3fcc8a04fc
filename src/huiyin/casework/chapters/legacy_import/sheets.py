"""What a file of tables is to an import: grids of cells, and a table found in one by its headings.

Rows come one at a time, as often as they are asked for. What a cell means is said in
``cells`` and ``days``; a cell that cannot be read is no empty cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Self

HEADING_ROWS = (
    20  # so many of the first rows may stand above the headings, or be they
)


class UnusableFile(Exception):
    """The file as a whole cannot be used; the message says why and what to do, and
    repeats nothing of what is in it.
    """


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds something that cannot be read: ``message`` says what, and what to do."""

    message: str


class Formatted(float):
    """A number of a workbook with the format in which it is shown: "XF2014"0000 makes
    XF20140001 of 1.
    """

    format: str

    def __new__(cls, value: float, format_: str) -> Self:
        """The number ``value``, shown as ``format_`` says."""
        made = super().__new__(cls, value)
        made.format = format_
        return made


Cell = (
    str
    | int
    | float
    | bool
    | date
    | datetime
    | time
    | timedelta
    | Unreadable
    | None
)
Cells = tuple[Cell, ...]
NumberedRows = Iterator[tuple[int, Cells]]
EXCEL_EPOCH = date(1899, 12, 30)
MAC_EPOCH = date(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet program shows it, and its cells in the order
    of the headings.
    """

    number: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet of a workbook, or of a CSV file. ``epoch`` is the day from
    which its day numbers count; ``remarks`` say what it holds beside its cells, and
    what was done with that.
    """

    name: str
    rows: Callable[[], NumberedRows]
    epoch: date = EXCEL_EPOCH
    hidden: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A file that has been opened: what kind of file it is, and its sheets in their
    order. A CSV file has one, or the same one read by each separator that may be meant;
    ``encoding`` is how it was written.
    """

    path: Path
    kind: str
    grids: tuple[Grid, ...]
    encoding: str = ""
    looks_like: str = ""  # what to say when no headings are found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in a grid: its headings, and the row in which they stand. In a CSV file
    ``width`` is how many columns that row has, 0 elsewhere: a row that has more was
    split in the wrong place.
    """

    grid: Grid
    headings: tuple[str, ...]
    heading_row: int = 1
    width: int = 0

    def rows(self) -> Iterator[Row]:
        """The rows under the headings, from the file anew; rows without anything in
        them are passed over.

        A row has a cell for each heading, and those that stand beyond them.
        """
        width = len(self.headings)
        for number, cells in self.grid.rows():
            if number <= self.heading_row or not any(
                is_there(cell) for cell in cells
            ):
                continue
            yield Row(number, (*cells, *(None,) * (width - len(cells))))


def is_there(cell: Cell) -> bool:
    """Whether a cell holds anything; blanks are nothing."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
