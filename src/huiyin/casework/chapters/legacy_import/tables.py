"""Which tables of a file are read, with what mapping, and everything of the file that
is not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.utils import get_column_letter

from huiyin.casework.chapters.legacy_import import mapping_file
from huiyin.casework.chapters.legacy_import.cells import key_of
from huiyin.casework.chapters.legacy_import.headings import (
    Fitted,
    likeliest,
    nothing_fits,
)
from huiyin.casework.chapters.legacy_import.identities import shown_as
from huiyin.casework.chapters.legacy_import.mapping import LedgerMapping
from huiyin.casework.chapters.legacy_import.opening import open_book
from huiyin.casework.chapters.legacy_import.reading import Reader
from huiyin.casework.chapters.legacy_import.sheets import (
    Book,
    Formatted,
    Row,
    UnusableFile,
    is_there,
)

REASON = ("未转入原因", "Why it was not taken")
"""The heading of the column in which refused rows are given back with the reason;
passed over when they return.
"""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet that was read: its name ("" for CSV), the row of its headings, the
    mapping, how many rows it has.
    """

    name: str
    heading_row: int
    mapping: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class SheetLeft:
    """A sheet that was not read. ``like`` says that it holds a table that could have been."""

    name: str
    hidden: bool
    like: bool


@dataclass(slots=True)
class Table:
    """One sheet that is read, and what is seen on the way and belongs into the report."""

    fitted: Fitted
    reader: Reader
    rows: int = 0
    unnamed: Counter[int] = field(default_factory=Counter)
    differing: Counter[str] = field(default_factory=Counter)
    odd_formats: int = 0
    spare: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, fitted: Fitted, *, today: date, named: bool) -> Table:
        """The table in a sheet; ``named`` where several are read and problems must say
        in which they are.
        """
        places = fitted.mapping.all_places(fitted.sheet.headings)
        spare = {
            name: columns
            for name, columns in places.items()
            if len(columns) > 1
        }
        return cls(
            fitted,
            Reader(fitted.mapping, fitted.sheet, today=today, named=named),
            spare=spare,
        )

    def survey(self) -> Iterator[Row]:
        """All rows, each looked at for what no field takes."""
        headings = self.fitted.sheet.headings
        number = self.reader.places.get("number", 0)
        for row in self.fitted.sheet.rows():
            self.rows += 1
            for place, cell in enumerate(row.cells):
                if (place >= len(headings) or not headings[place]) and is_there(
                    cell
                ):
                    self.unnamed[place] += 1
            if self.spare:
                self._compare(row)
            cell = row.cells[number]
            if (
                isinstance(cell, Formatted)
                and shown_as(cell, cell.format) is None
            ):
                self.odd_formats += 1
            yield row

    def _compare(self, row: Row) -> None:
        for name, (first, *others) in self.spare.items():
            said = key_of(row.cells[first])
            if any(
                key_of(row.cells[other]) not in {"", said} for other in others
            ):
                self.differing[name] += 1

    def read(self) -> SheetRead:
        """What to say of the sheet."""
        sheet = self.fitted.sheet
        return SheetRead(
            sheet.grid.name,
            sheet.heading_row,
            self.fitted.mapping.id,
            self.rows,
        )

    def ignored(self) -> list[str]:
        """The headings of columns that no field takes."""
        headings = dict(enumerate(self.reader.headings))
        for places in self.fitted.mapping.all_places(
            self.reader.headings
        ).values():
            for place in places:
                headings.pop(place, None)
        return [
            heading
            for heading in headings.values()
            if heading not in {"", *REASON}
        ]

    def remarks(self) -> list[str]:
        """What was not read of the sheet, and what was read in a way that somebody
        should know of.
        """
        sheet = self.fitted.sheet
        remarks = list(sheet.grid.remarks)
        if sheet.heading_row != 1:
            said = _("The headings were found in row %d.") % sheet.heading_row
            remarks.insert(0, said)
        for place, count in sorted(self.unnamed.items()):
            said = ngettext(
                "Column %(column)s has no heading and was not read: it holds "
                "something in %(count)d row.",
                "Column %(column)s has no heading and was not read: it holds "
                "something in %(count)d rows.",
                count,
            )
            remarks.append(
                said % {"column": get_column_letter(place + 1), "count": count}
            )
        remarks.extend(
            self._several(name, places) for name, places in self.spare.items()
        )
        if self.odd_formats:
            said = ngettext(
                "%d number is shown by a format that is not understood, and was taken without it.",
                "%d numbers are shown by a format that is not understood, and were "
                "taken without it.",
                self.odd_formats,
            )
            remarks.append(said % self.odd_formats)
        prefix = f"{sheet.grid.name}: " if self.reader.name else ""
        return [prefix + remark for remark in remarks]

    def _several(self, name: str, places: Sequence[int]) -> str:
        headings = self.reader.headings
        told = [
            f"{headings[place]} ({get_column_letter(place + 1)})"
            for place in places
        ]
        said = ngettext(
            "Several columns mean the same: %(all)s. %(first)s was read; another says "
            "otherwise in %(count)d row. "
            "A mapping file can name the one that is meant.",
            "Several columns mean the same: %(all)s. %(first)s was read; another says "
            "otherwise in %(count)d rows. "
            "A mapping file can name the one that is meant.",
            self.differing[name],
        )
        return said % {
            "all": "、".join(told),
            "first": told[0],
            "count": self.differing[name],
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """The tables of a file that are read, and the sheets that are not."""

    tables: list[Table]
    left: list[SheetLeft]
    chosen: bool


def choose(
    path: Path,
    *,
    mapping: LedgerMapping | None,
    today: date,
    sheet: str = "",
    all_sheets: bool = False,
) -> Choice:
    """Open a file and return its tables: the first that fits, the one on ``sheet``, or
    with ``all_sheets`` all that fit, with the sheets that are left.

    Raises ``UnusableFile`` when there is none, naming what the nearest one misses.
    """
    book = open_book(path)
    known = [mapping] if mapping else list(mapping_file.shipped())
    every = likeliest(book, known)
    wanted = every
    if sheet:
        wanted = _named(every, sheet, [grid.name for grid in book.grids])
    fitting = [fitted for fitted in wanted if not fitted.missing]
    if not fitting:
        raise nothing_fits(book, wanted, known)
    taken = fitting if all_sheets else fitting[:1]
    tables = [
        Table.of(fitted, today=today, named=len(taken) > 1) for fitted in taken
    ]
    return Choice(tables, _left(book, every, taken), chosen=bool(sheet))


def _left(
    book: Book, every: Sequence[Fitted], taken: Sequence[Fitted]
) -> list[SheetLeft]:
    """The sheets that hold something and are not read."""
    read = _names(taken)
    fits = _names(fitted for fitted in every if not fitted.missing)
    unread = _names(every) - read
    return [
        SheetLeft(grid.name, grid.hidden, grid.name in fits)
        for grid in book.grids
        if grid.name in unread
    ]


def _names(tables: Iterable[Fitted]) -> set[str]:
    return {fitted.sheet.grid.name for fitted in tables}


def _named(
    every: Sequence[Fitted], name: str, names: Sequence[str]
) -> list[Fitted]:
    """The tables on the sheet of a name; ``names`` are those of all sheets."""
    sought = key_of(name)
    wanted = [
        fitted for fitted in every if key_of(fitted.sheet.grid.name) == sought
    ]
    if wanted:
        return wanted
    if sought in map(key_of, names):
        raise UnusableFile(_("The sheet %s is empty.") % name)
    raise UnusableFile(
        _("There is no sheet %(name)s. The file has: %(names)s.")
        % {"name": name, "names": "、".join(names) or _("none")}
    )
