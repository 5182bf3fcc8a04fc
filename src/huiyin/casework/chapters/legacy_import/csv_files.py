"""CSV files: how they are written, and the ways in which their rows can be told apart."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.encodings import (
    GB18030,
    encoding_of,
    looks_like_big5,
)
from huiyin.casework.chapters.legacy_import.kinds import CSV
from huiyin.casework.chapters.legacy_import.sheets import (
    HEADING_ROWS,
    Book,
    Cell,
    Cells,
    Grid,
    NumberedRows,
    Unreadable,
    UnusableFile,
)

MAX_CELL = 4 * 1024 * 1024
DELIMITERS = (",", "\t", ";", "|", "，")
STATED = "sep="
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#NAME?")


def open_csv(path: Path, head: bytes) -> Book:
    """A CSV file as one grid for each separator that may be meant, the likeliest first:
    the headings tell which it is.

    Raises ``UnusableFile`` where its text cannot be read.
    """
    encoding = encoding_of(path, head)
    stated = _stated(path, encoding)
    likely = (stated,) if stated else _by_likelihood(path, encoding)
    grids = [
        Grid("", partial(_rows, path, encoding, delimiter, stated=bool(stated)))
        for delimiter in likely
    ]
    looks_like = ""
    if encoding == GB18030 and looks_like_big5(head):
        looks_like = _(
            "The text looks like Big5 (traditional Chinese). Save the table as CSV "
            "in UTF-8 and import that."
        )
    elif not stated and likely[0] == "，":
        looks_like = _(
            "The columns are separated by full-width commas. Save the table as .xlsx or .csv anew."
        )
    return Book(
        path, CSV, tuple(grids), encoding=encoding, looks_like=looks_like
    )


def error_in(cell: Cell) -> Unreadable | None:
    """What is wrong with a cell that a spreadsheet program could not work out or could
    not show; None for any other cell.
    """
    if not isinstance(cell, str) or not cell.startswith("#"):
        return None
    if cell in ERRORS:
        return Unreadable(
            _("holds the error %s of a formula: correct it in the file") % cell
        )
    if cell.strip("#") == "" and len(cell) > 2:
        return Unreadable(
            _(
                "was too narrow to be shown when the file was saved: widen the "
                "column and save it anew"
            )
        )
    return None


def _stated(path: Path, encoding: str) -> str:
    """The separator that the first line names ("sep=;"), as programs from Microsoft
    write it; else "".
    """
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        first = file.readline(64).strip('\r\n"')
    if first.lower().startswith(STATED) and len(first) == len(STATED) + 1:
        return first[-1]
    return ""


def _by_likelihood(path: Path, encoding: str) -> tuple[str, ...]:
    """The separators by how many columns they make of the first rows; a comma before
    others that make as many.
    """

    def columns(delimiter: str) -> int:
        rows = islice(_rows(path, encoding, delimiter), HEADING_ROWS)
        return max((len(cells) for _number, cells in rows), default=0)

    return tuple(sorted(DELIMITERS, key=columns, reverse=True))


def _rows(
    path: Path, encoding: str, delimiter: str, *, stated: bool = False
) -> NumberedRows:
    csv.field_size_limit(MAX_CELL)
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            for number, cells in enumerate(
                csv.reader(file, delimiter=delimiter), start=1
            ):
                yield number, () if stated and number == 1 else _cells(cells)
    except csv.Error as error:
        raise UnusableFile(
            _(
                "The table cannot be read behind row %(row)s: a cell is larger than "
                "%(limit)s MB there. A quotation "
                "mark may be missing."
            )
            % {"row": number, "limit": MAX_CELL // 1024 // 1024}
        ) from error
    except UnicodeError as error:
        raise UnusableFile(
            _("The table cannot be read behind row %(row)s.") % {"row": number}
        ) from error


def _cells(cells: list[str]) -> Cells:
    """The cells of a row, those that a spreadsheet program left unreadable marked."""
    read: list[Cell] = list(cells)
    for place in _suspects(cells):
        read[place] = error_in(cells[place]) or cells[place]
    return tuple(read)


def _suspects(cells: list[str]) -> Iterator[int]:
    return (place for place, cell in enumerate(cells) if cell[:1] == "#")
