"""The structure of the sheets of an XLSX workbook, from the XML in which it is written;
a cell at a time.

Values are read elsewhere (python-calamine); this says what that reader leaves out.
Names of parts and of elements are those of ECMA-376 and, for Strict Open XML, ISO/IEC
29500.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from huiyin.casework.chapters.legacy_import.sheets import (
    EXCEL_EPOCH,
    MAC_EPOCH,
    Unreadable,
)
from huiyin.casework.chapters.legacy_import.structure import (
    Structure,
    uncalculated,
)

CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
GENERAL = "General"
TRUE = ("1", "true")


def structures(path: Path) -> dict[str, Structure]:
    """For each sheet of the workbook, by its name, what its structure says."""
    with zipfile.ZipFile(path) as packed:
        names = set(packed.namelist())
        book = _tree(packed, "xl/workbook.xml")
        links = _links(packed, "xl/workbook.xml", names)
        formats = _formats(packed, names)
        epoch = _epoch(book)
        by_sheet: dict[str, Structure] = {}
        for sheet in _all(book, "sheet"):
            part = links.get(_attribute(sheet, "id"), "")
            if part in names:
                by_sheet[sheet.get("name", "")] = _look(
                    packed, part, names, formats=formats, epoch=epoch
                )
        return by_sheet


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


def _all(tree: Element, name: str) -> Iterator[Element]:
    return (element for element in tree.iter() if _plain(element.tag) == name)


def _attribute(element: Element, name: str) -> str:
    """The value of an attribute of this name, in whatever namespace."""
    return next(
        (
            value
            for key, value in element.items()
            if _plain(key) == name and key != name
        ),
        "",
    )


def _tree(packed: zipfile.ZipFile, part: str) -> Element:
    return ET.fromstring(packed.read(part))  # noqa: S314 - expat of today knows no endless entities


def _links(
    packed: zipfile.ZipFile, part: str, names: set[str]
) -> Mapping[str, str]:
    """The parts to which a part refers, by the id of the reference."""
    folder, name = posixpath.split(part)
    beside = f"{folder}/_rels/{name}.rels"
    if beside not in names:
        return {}
    targets = {}
    for link in _tree(packed, beside):
        target = link.get("Target", "")
        whole = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(f"{folder}/{target}")
        )
        targets[link.get("Id", "")] = whole
    return targets


def _epoch(book: Element) -> date:
    old_macintosh = any(
        properties.get("date1904") in TRUE
        for properties in _all(book, "workbookPr")
    )
    return MAC_EPOCH if old_macintosh else EXCEL_EPOCH


def _formats(packed: zipfile.ZipFile, names: set[str]) -> dict[int, str]:
    """For each style of a cell, by its number, the format of numbers where it is
    neither General nor a date's.
    """
    if "xl/styles.xml" not in names:
        return {}
    styles = _tree(packed, "xl/styles.xml")
    own = {
        int(style.get("numFmtId", 0)): style.get("formatCode", GENERAL)
        for style in _all(styles, "numFmt")
    }
    used = next(_all(styles, "cellXfs"), None)
    codes = {}
    for style, row in enumerate(used if used is not None else ()):
        number = int(row.get("numFmtId", 0))
        code = own.get(number) or BUILTIN_FORMATS.get(number, GENERAL)
        if code not in {GENERAL, "@"} and not is_date_format(code):
            codes[style] = code
    return codes


def _look(
    packed: zipfile.ZipFile,
    part: str,
    names: set[str],
    *,
    formats: Mapping[int, str],
    epoch: date,
) -> Structure:
    structure = Structure(epoch=epoch)
    for linked in _links(packed, part, names).values():
        if linked in names and "comments" in linked.lower():
            structure.comments += sum(
                1 for _comment in _all(_tree(packed, linked), "comment")
            )
        elif (
            linked in names
            and "drawings/" in linked
            and linked.endswith(".xml")
        ):
            structure.pictures += sum(
                1 for _picture in _all(_tree(packed, linked), "pic")
            )
    with packed.open(part) as file:
        _Scan(structure, formats).read(file)
    return structure


class _Scan:
    """Goes through the XML of one sheet once, and keeps only what is out of the ordinary."""

    def __init__(
        self, structure: Structure, formats: Mapping[int, str]
    ) -> None:
        self.structure = structure
        self.formats = formats
        self.row = -1
        self.column = -1
        self.last_row = self.last_column = -1

    def read(self, file: IO[bytes]) -> None:
        """Read all cells. What is done with is thrown away, so that a large sheet does
        not fill the memory.
        """
        rows: Element | None = None
        for event, element in ET.iterparse(file, events=("start", "end")):  # noqa: S314 - see _tree
            name = _plain(element.tag)
            if event == "start":
                if name == "row":
                    self._begin_row(element)
                elif name == "sheetData":
                    rows = element
            elif name == "c":
                self._cell(element)
            elif name == "row" and rows is not None:
                rows.clear()
            elif name == "col":
                self._column(element)
        self.structure.far = (self.last_row, self.last_column)

    def _begin_row(self, element: Element) -> None:
        self.row = int(element.get("r", self.row + 2)) - 1
        self.column = -1
        if element.get("hidden") in TRUE or element.get("ht") == "0":
            self.structure.hidden_rows.append(self.row)

    def _column(self, element: Element) -> None:
        if element.get("hidden") in TRUE or element.get("width") == "0":
            first, last = int(element.get("min", 1)), int(element.get("max", 1))
            self.structure.hidden_columns.extend(
                range(first - 1, min(last, first + 500))
            )

    def _cell(self, element: Element) -> None:
        self.column = self._place(element)
        value = formula = inline = None
        for part in element:
            name = _plain(part.tag)
            if name == "v":
                value = part.text
            elif name == "f":
                formula = part
            elif name == "is":
                inline = part
        if value is None and formula is None and inline is None:
            return
        self.last_row = self.row
        self.last_column = max(self.last_column, self.column)
        self._judge(
            element, value, calculated=formula is None or inline is not None
        )

    def _judge(
        self, element: Element, value: str | None, *, calculated: bool
    ) -> None:
        kind = element.get("t", "n")
        if kind == "e":
            message = _(
                "holds the error %s of a formula: correct it in the file"
            ) % (value or "")
            self.structure.mark(self.row, self.column, Unreadable(message))
        elif (
            not value and not calculated and kind != "str"
        ):  # "str" without text is a formula that says nothing
            self.structure.mark(self.row, self.column, uncalculated())
        elif (
            kind == "n"
            and self.formats
            and (code := self.formats.get(int(element.get("s", 0))))
        ):
            self.structure.show(self.row, self.column, code)

    def _place(self, element: Element) -> int:
        """The column of a cell; one that does not say where it stands follows the one before."""
        match = CELL.fullmatch(element.get("r", ""))
        if match is None:
            return self.column + 1
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        return column - 1
