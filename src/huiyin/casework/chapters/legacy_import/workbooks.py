"""Workbooks: XLSX (Strict Open XML too), XLSB, XLS and ODS. Values come from
python-calamine, the rest from structure.

A sheet of a workbook is held in memory, packed, and turned into rows one at a time.
"""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.utils import get_column_letter
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from huiyin.casework.chapters.legacy_import import xls_structure, xlsx_structure
from huiyin.casework.chapters.legacy_import.kinds import damaged, has_password
from huiyin.casework.chapters.legacy_import.sheets import (
    Book,
    Cell,
    Formatted,
    Grid,
    NumberedRows,
    UnusableFile,
)
from huiyin.casework.chapters.legacy_import.structure import (
    Place,
    Structure,
    downwards,
    fill,
)

MAX_CELLS = 20_000_000
BROKEN = (
    CalamineError,
    XmlError,
    ZipError,
    OSError,
    ValueError,
    KeyError,
    ParseError,
    zipfile.BadZipFile,
)


def open_workbook(path: Path, kind: str) -> Book:
    """A workbook with its sheets of cells, in the order in which they stand. Raises
    ``UnusableFile``.
    """
    try:
        structures = _structures(path, kind)
        for name, structure in structures.items():
            _check_size(name, structure)
        with CalamineWorkbook.from_path(str(path)) as book:
            grids = [
                _grid(
                    book.get_sheet_by_name(sheet.name),
                    structures.get(sheet.name),
                    sheet.visible,
                )
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError as error:
        raise has_password() from error
    except BROKEN as error:
        raise damaged() from error
    if not grids:
        raise UnusableFile(_("The workbook has no table in it."))
    return Book(path, kind, tuple(grids))


def _structures(path: Path, kind: str) -> dict[str, Structure]:
    if kind == "xlsx":
        return xlsx_structure.structures(path)
    return xls_structure.structures(path) if kind == "xls" else {}


def _check_size(name: str, structure: Structure) -> None:
    """A single cell far away from the table would make a table of billions of cells."""
    row, column = structure.far
    if (row + 1) * (column + 1) > MAX_CELLS:
        raise UnusableFile(
            _(
                "The sheet %(sheet)s is too large: it reaches to row %(row)s and column "
                "%(column)s. Delete what stands "
                "far away from the table, or save the table as CSV."
            )
            % {
                "sheet": name,
                "row": row + 1,
                "column": get_column_letter(column + 1),
            }
        )


def _grid(
    sheet: CalamineSheet, structure: Structure | None, visible: SheetVisibleEnum
) -> Grid:
    known = structure or Structure()
    merged = downwards(sheet.merged_cell_ranges or ())
    remarks = known.remarks()
    if merged:
        values: set[tuple[int, int]] = set()  # each by its column and its row
        for row in merged.values():
            values.update(row.items())
        count = len(values)
        said = ngettext(
            "Merged cells: %d value was taken for each of its rows.",
            "Merged cells: %d values were taken for each of their rows.",
            count,
        )
        remarks.append(said % count)
    return Grid(
        name=sheet.name,
        rows=partial(_rows, sheet, known, merged),
        epoch=known.epoch,
        hidden=visible != SheetVisibleEnum.Visible,
        remarks=tuple(remarks),
    )


def _rows(
    sheet: CalamineSheet,
    structure: Structure,
    merged: dict[int, dict[int, int]],
) -> NumberedRows:
    """The rows from the first of the sheet; merged values are carried down, what cannot
    be read is marked.
    """
    left = (sheet.start or (0, 0))[1]
    indent: list[Cell] = [None] * left
    tops: dict[int, set[int]] = {}
    for sources in merged.values():
        for column, top in sources.items():
            tops.setdefault(top, set()).add(column)
    kept: dict[Place, Cell] = {}
    for number, values in enumerate(sheet.iter_rows()):
        cells: list[Cell] = [
            *indent,
            *(None if value == "" else value for value in values),
        ]
        if number in structure.unreadable or number in structure.formats:
            _mark(cells, structure, number)
        if number in merged:
            fill(cells, merged[number], kept)
        for column in tops.get(number, ()):
            kept[number, column] = (
                cells[column] if column < len(cells) else None
            )
        yield number + 1, tuple(cells)


def _mark(cells: list[Cell], structure: Structure, number: int) -> None:
    for column, said in structure.unreadable.get(number, {}).items():
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = said
    for column, code in structure.formats.get(number, {}).items():
        value = cells[column] if column < len(cells) else None
        if isinstance(value, float):
            cells[column] = Formatted(value, code)
