"""What the structure of a sheet says beside its values: merging, hiding, formats,
formulas without a value.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.utils import get_column_letter

from huiyin.casework.chapters.legacy_import.sheets import (
    EXCEL_EPOCH,
    Cell,
    Unreadable,
)

Place = tuple[int, int]
SHOWN_SPANS = 8


@dataclass(slots=True)
class Structure:
    """What a sheet says beside its values. Places are (row, column), both from 0;
    hidden rows and columns likewise.

    ``unreadable`` holds what stands in cells that the reader of values takes for empty
    ones; ``formats`` the formats of numbers that are shown otherwise than they are
    kept. ``far`` is the last cell that holds anything.
    """

    epoch: date = EXCEL_EPOCH
    unreadable: dict[int, dict[int, Unreadable]] = field(default_factory=dict)
    formats: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    comments: int = 0
    pictures: int = 0
    far: Place = (-1, -1)

    def mark(self, row: int, column: int, cell: Unreadable) -> None:
        """Note a cell that cannot be read, by its ``row`` and ``column`` from 0."""
        self.unreadable.setdefault(row, {})[column] = cell

    def show(self, row: int, column: int, format_: str) -> None:
        """Note the format in which the number at ``row`` and ``column`` (from 0) is shown."""
        self.formats.setdefault(row, {})[column] = format_

    def remarks(self) -> list[str]:
        """What of the sheet was not read, or was read although it cannot be seen, in words."""
        rows = [row for row in self.hidden_rows if row <= self.far[0]]
        columns = [
            column for column in self.hidden_columns if column <= self.far[1]
        ]
        remarks = []
        if rows:
            remarks.append(
                _("Hidden rows were read as well: %s.") % spans(rows, str)
            )
        if columns:
            remarks.append(
                _("Hidden columns were read as well: %s.")
                % spans(columns, get_column_letter)
            )
        if self.comments:
            said = ngettext(
                "%d comment was not read.",
                "%d comments were not read.",
                self.comments,
            )
            remarks.append(said % self.comments)
        if self.pictures:
            remarks.append(_("Pictures in the sheet were not read."))
        return remarks


def uncalculated() -> Unreadable:
    """What stands in a cell whose formula has no value yet."""
    return Unreadable(
        _(
            "holds a formula that was never calculated: open the file in Excel or "
            "WPS, save it, import it anew"
        )
    )


def spans(places: Iterable[int], name: Callable[[int], str]) -> str:
    """``places`` from 0 in the words of a spreadsheet, neighbours together: 5, 7–9;
    ``name`` says a row's or a column's.
    """
    runs: list[list[int]] = []
    for place in sorted(set(places)):
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    shown = [
        name(first + 1)
        if first == last
        else f"{name(first + 1)}–{name(last + 1)}"
        for first, last in runs[:SHOWN_SPANS]
    ]
    return "、".join(shown) + (" …" if len(runs) > SHOWN_SPANS else "")


def downwards(
    ranges: Collection[tuple[Place, Place]],
) -> dict[int, dict[int, int]]:
    """For each row and column inside a merged range that goes down, the row from which
    its value comes.
    """
    above: dict[int, dict[int, int]] = {}
    for (top, left), (bottom, _right) in ranges:
        for row in range(top + 1, bottom + 1):
            above.setdefault(row, {})[left] = top
    return above


def fill(
    cells: list[Cell], sources: Mapping[int, int], kept: Mapping[Place, Cell]
) -> None:
    """Put into a row the values of the merged ranges that reach into it."""
    for column, top in sources.items():
        if column < len(cells) and cells[column] is None:
            cells[column] = kept.get((top, column))
