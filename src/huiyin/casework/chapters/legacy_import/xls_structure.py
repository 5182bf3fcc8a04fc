"""The structure of the sheets of an old .xls workbook, from its records (MS-XLS, BIFF8).

Values are read elsewhere (python-calamine); this says what that reader leaves out:
epoch, formats of numbers, errors, what is hidden, comments.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import olefile
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from huiyin.casework.chapters.legacy_import.kinds import has_password
from huiyin.casework.chapters.legacy_import.sheets import (
    EXCEL_EPOCH,
    MAC_EPOCH,
    Unreadable,
)
from huiyin.casework.chapters.legacy_import.structure import Structure

BOF: Final = 0x0809
EOF: Final = 0x000A
DATEMODE: Final = 0x0022
FILEPASS: Final = 0x002F
BOUNDSHEET: Final = 0x0085
FORMAT: Final = 0x041E
XF: Final = 0x00E0
ROW: Final = 0x0208
COLINFO: Final = 0x007D
NUMBER: Final = 0x0203
RK: Final = 0x027E
MULRK: Final = 0x00BD
FORMULA: Final = 0x0006
BOOLERR: Final = 0x0205
NOTE: Final = 0x001C
LABELS: Final = (0x0204, 0x00FD, 0x00D6)
IS_ERROR: Final = 2
BIFF8: Final = 0x0600
ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class _Globals:
    """What the workbook says for all of its sheets: where each begins, epoch, formats by style."""

    sheets: dict[str, int] = field(default_factory=dict)
    epoch: date = EXCEL_EPOCH
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)

    def format_of(self, style: int) -> str:
        """The format of numbers of a style, "" for General and for those of days."""
        if style >= len(self.styles):
            return ""
        number = self.styles[style]
        code = self.codes.get(number) or BUILTIN_FORMATS.get(number, "General")
        return "" if code in {"General", "@"} or is_date_format(code) else code


def structures(path: Path) -> dict[str, Structure]:
    """For each sheet of the workbook, by its name, what its structure says; nothing of
    workbooks before Excel 97.

    Raises ``UnusableFile`` where the workbook is encrypted.
    """
    with olefile.OleFileIO(path) as packed:
        if not packed.exists("Workbook"):
            return {}
        data = packed.openstream("Workbook").read()
    if len(data) < 6 or struct.unpack_from("<H", data, 4)[0] != BIFF8:
        return {}
    book = _globals(data)
    return {
        name: _look(data, start, book) for name, start in book.sheets.items()
    }


def _records(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of what begins there; charts within are passed over."""
    depth = 0
    while start + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, start)
        body = data[start + 4 : start + 4 + size]
        start += 4 + size
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body


def _globals(data: bytes) -> _Globals:
    book = _Globals()
    for kind, body in _records(data, 0):
        if kind == FILEPASS:
            raise has_password()
        if kind == DATEMODE and struct.unpack_from("<H", body)[0] == 1:
            book.epoch = MAC_EPOCH
        elif kind == BOUNDSHEET:
            book.sheets[_text(body[7:], length=body[6])] = struct.unpack_from(
                "<I", body
            )[0]
        elif kind == FORMAT:
            number, length = struct.unpack_from("<HH", body)
            book.codes[number] = _text(body[4:], length=length)
        elif kind == XF:
            book.styles.append(struct.unpack_from("<H", body, 2)[0])
    return book


def _text(body: bytes, *, length: int) -> str:
    """A text behind the byte that says whether its signs take one byte or two."""
    wide = bool(body[0] & 1) if body else False
    return (
        body[1 : 1 + length * 2].decode("utf-16-le")
        if wide
        else body[1 : 1 + length].decode("latin-1")
    )


def _look(data: bytes, start: int, book: _Globals) -> Structure:
    structure = Structure(epoch=book.epoch)
    last_row = last_column = -1
    for kind, body in _records(data, start):
        if kind == ROW and struct.unpack_from("<I", body, 12)[0] & 0x20:
            structure.hidden_rows.append(struct.unpack_from("<H", body)[0])
        elif kind == COLINFO and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            structure.hidden_columns.extend(range(first, last + 1))
        elif kind == NOTE:
            structure.comments += 1
        elif kind in {NUMBER, RK, MULRK, FORMULA, BOOLERR, *LABELS}:
            row, column = struct.unpack_from("<HH", body)
            last_row, last_column = max(last_row, row), max(last_column, column)
            _cell(structure, kind, body, book)
    structure.far = (last_row, last_column)
    return structure


def _cell(structure: Structure, kind: int, body: bytes, book: _Globals) -> None:
    row, column, style = struct.unpack_from("<HHH", body)
    if kind == BOOLERR and body[7]:
        structure.mark(row, column, _error(body[6]))
    elif kind == FORMULA and body[12:14] == b"\xff\xff":
        if body[6] == IS_ERROR:
            structure.mark(row, column, _error(body[8]))
    elif kind == MULRK:
        for place, at in enumerate(range(4, len(body) - 2, 6)):
            if code := book.format_of(struct.unpack_from("<H", body, at)[0]):
                structure.show(row, column + place, code)
    elif kind in {NUMBER, RK, FORMULA} and (code := book.format_of(style)):
        structure.show(row, column, code)


def _error(code: int) -> Unreadable:
    return Unreadable(
        _("holds the error %s of a formula: correct it in the file")
        % ERRORS.get(code, "#?")
    )
