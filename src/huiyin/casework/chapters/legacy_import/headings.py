"""Finding the headings of a table: the row that fits a mapping best, somewhere in the
first rows of a sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.cells import text_of
from huiyin.casework.chapters.legacy_import.mapping import LedgerMapping
from huiyin.casework.chapters.legacy_import.sheets import (
    HEADING_ROWS,
    Book,
    Cell,
    Grid,
    Sheet,
    UnusableFile,
)

TOLD = 12


@dataclass(frozen=True, slots=True)
class Fitted:
    """A sheet in which headings were found, and the mapping that they fit: all of what
    it needs, or how much.
    """

    sheet: Sheet
    mapping: LedgerMapping

    @property
    def missing(self) -> list[str]:
        """The headings that the mapping needs and the sheet does not have."""
        return self.mapping.missing(self.sheet.headings)

    @property
    def hits(self) -> int:
        """How many fields of the mapping the sheet has."""
        return len(self.mapping.places(self.sheet.headings))

    @property
    def fit(self) -> tuple[bool, int, int]:
        """How well they go together, the greater the better: whether nothing is
        missing, how much is there, and how little is not.
        """
        return (not self.missing, self.hits, -len(self.missing))


def best(grid: Grid, mappings: Sequence[LedgerMapping]) -> Fitted | None:
    """The row of headings in a grid and the mapping that fit best, None in a grid
    without anything in it.
    """
    tried: list[Fitted] = []
    above: tuple[str, ...] = ()
    for number, cells in islice(grid.rows(), HEADING_ROWS):
        headings = _headings(cells)
        if not any(headings):
            above = ()
            continue
        rows = [headings, _two_rows(above, headings)] if above else [headings]
        for row in rows:
            sheet = Sheet(
                grid,
                row,
                heading_row=number,
                width=0 if grid.name else len(cells),
            )
            tried.extend(Fitted(sheet, mapping) for mapping in mappings)
        above = headings
    # Of those that fit alike, the first: a row of data that holds the word for a column
    # is no row of headings.
    return max(tried, key=lambda fitting: fitting.fit, default=None)


def likeliest(book: Book, mappings: Sequence[LedgerMapping]) -> list[Fitted]:
    """For each sheet of a workbook where its headings stand and what they mean; for a
    CSV file, of the ways to read it the one that fits best.
    """
    fitting = [sheet for grid in book.grids if (sheet := best(grid, mappings))]
    if book.encoding and fitting:
        return [max(fitting, key=lambda best_of: best_of.fit)]
    return fitting


def nothing_fits(
    book: Book, tried: Sequence[Fitted], mappings: Sequence[LedgerMapping]
) -> UnusableFile:
    """Why no table was found in a file: what the nearest one misses. Says no more of
    the file than headings that are known, because what stands where headings should may
    be anything, also the name of a person.
    """
    nearest = max(tried, key=lambda attempt: attempt.fit, default=None)
    if nearest is None:
        return UnusableFile(
            _(
                "The first row is empty. The headings of the columns must stand there."
            )
        )
    if book.looks_like:
        return UnusableFile(book.looks_like)
    places = nearest.mapping.places(nearest.sheet.headings)
    if not places:
        return _no_headings(mappings)
    known = [nearest.mapping.columns[name].headings[0] for name in places][
        :TOLD
    ]
    return UnusableFile(
        _(
            "Columns are missing: %(missing)s. Known columns that were found: %(known)s "
            "(row %(row)s). Name them so in "
            "one of the first %(rows)s rows, or say in a mapping file which columns "
            "they are (--mapping)."
        )
        % {
            "missing": "、".join(nearest.missing),
            "known": "、".join(known),
            "row": nearest.sheet.heading_row,
            "rows": HEADING_ROWS,
        }
    )


def _no_headings(mappings: Sequence[LedgerMapping]) -> UnusableFile:
    needed = ["、".join(mapping.missing(())) for mapping in mappings]
    return UnusableFile(
        _(
            "None of the first %(rows)s rows has a heading that is known. Needed are: "
            "%(needed)s. Delete what stands "
            "above the headings, or say in a mapping file which columns are meant (--mapping)."
        )
        % {"rows": HEADING_ROWS, "needed": _("; or: ").join(needed)}
    )


def _headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    headings = [" ".join(text_of(cell).split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)


def _two_rows(
    above: tuple[str, ...], below: tuple[str, ...]
) -> tuple[str, ...]:
    """Headings that stand in two rows, one above the other: where the lower one is
    empty, the upper one counts.
    """
    width = max(len(above), len(below))
    upper = (*above, *[""] * (width - len(above)))
    lower = (*below, *[""] * (width - len(below)))
    return tuple(
        under or over for over, under in zip(upper, lower, strict=True)
    )
