"""Reading spreadsheets as offices keep them: CSV in the encodings that occur, and XLSX. Rows come one at a time.

A sheet can be gone through again and again and is never held in memory, so that size costs time and nothing else.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 200 * 1024 * 1024
MAX_UNPACKED = 2 * 1024 * 1024 * 1024  # an XLSX is packed XML; a small file may hide one that fills the disk
MAX_CELL = 4 * 1024 * 1024
HEAD_BYTES = 64 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", "\t", ";")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"

Cell = str | int | float | bool | date | datetime | None


class UnusableFile(Exception):
    """The file as a whole cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet program shows it, and its cells in the order of the headings."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file with headings in its first row. ``kind`` is "csv" or "xlsx", ``encoding`` how a CSV was written."""

    path: Path
    kind: str
    headings: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ","

    def rows(self) -> Iterator[Row]:
        """The rows under the headings, from the file anew; rows without anything in them are passed over."""
        found = _csv_rows(self) if self.kind == "csv" else _xlsx_rows(self.path)
        width = len(self.headings)
        for number, cells in found:
            if number == 1 or all(cell is None or cell == "" for cell in cells):
                continue
            yield Row(number, (*cells[:width], *(None,) * (width - len(cells))))


def open_sheet(path: Path) -> Sheet:
    """Recognise a file by its content and read its headings. Raises ``UnusableFile``."""
    if not path.is_file():
        raise UnusableFile(_("There is no file %(path)s.") % {"path": path})
    if path.stat().st_size > MAX_BYTES:
        raise UnusableFile(
            _("The file is larger than %(limit)s MB. Split it and import the parts one after the other.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(ZIP):
        sheet = Sheet(path, "xlsx", _headings(next(_xlsx_rows(path), (1, ()))[1]))
    elif head.startswith(OLD_EXCEL):
        raise UnusableFile(_("This is a workbook of the old .xls kind. Save it as .xlsx or .csv and import that."))
    else:
        sheet = _open_csv(path, head)
    if not any(sheet.headings):
        raise UnusableFile(_("The first row is empty. The headings of the columns must stand there."))
    return sheet


def _headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple("" if cell is None else " ".join(str(cell).split()) for cell in cells)


def _open_csv(path: Path, head: bytes) -> Sheet:
    if b"\x00" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnusableFile(_("This is neither CSV nor XLSX. Save the table as one of the two and import that."))
    encoding = _encoding(path, head)
    first = io.StringIO(head.decode(encoding, errors="ignore"), newline="").readline()
    delimiter = max(DELIMITERS, key=first.count)
    blank = Sheet(path, "csv", (), encoding, delimiter)
    return Sheet(path, "csv", _headings(next(_csv_rows(blank), (1, ()))[1]), encoding, delimiter)


def _encoding(path: Path, head: bytes) -> str:
    """The encoding in which the whole file can be read: UTF-8 first, because other text hardly ever passes for it."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while block := file.read(1024 * 1024):
                    decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnusableFile(_("The text is neither UTF-8 nor GB18030. Save the table as CSV in UTF-8 and import that."))


def _csv_rows(sheet: Sheet) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    csv.field_size_limit(MAX_CELL)
    number = 0
    try:
        with sheet.path.open(encoding=sheet.encoding, newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=sheet.delimiter), start=1):
                yield number, tuple(cells)
    except (csv.Error, UnicodeError) as error:
        raise UnusableFile(
            _("The table cannot be read behind row %(row)s: %(error)s.") % {"row": number, "error": error}
        ) from error


def _xlsx_rows(path: Path) -> Iterator[tuple[int, tuple[Any, ...]]]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise UnusableFile(_("The workbook is too large once unpacked. Split it or save it as CSV."))
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UnusableFile(_("The workbook cannot be opened: %(error)s.") % {"error": error}) from error
    try:
        if not book.worksheets:
            raise UnusableFile(_("The workbook has no table in it."))
        # Programs sometimes write a wrong size into the sheet; then rows would be cut off.
        book.worksheets[0].reset_dimensions()
        yield from enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
    finally:
        book.close()
