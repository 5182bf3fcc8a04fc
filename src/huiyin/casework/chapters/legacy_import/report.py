"""What became of a file that was imported: counted, and row by row what was not taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from huiyin.casework.chapters.legacy_import.entries import RowProblem
from huiyin.casework.chapters.legacy_import.registering import (
    Created,
)
from huiyin.casework.chapters.legacy_import.tables import (
    SheetLeft,
    SheetRead,
)


@dataclass(slots=True)
class Outcome:
    """What became of a file: rows looked at, matters and contacts taken, rows already
    there, problems row by row.

    ``remarks`` say what of the file was not read, or was read in a way that somebody
    should know of; ``left`` are the sheets that were not read, ``chosen`` says that
    somebody named the one to read. ``changed`` counts matters that were there already
    and went on by what the file says now; ``differences`` are where a row that is there
    says otherwise than the register, which stays as it is.
    """

    mapping: str
    rows: int = 0
    matters: int = 0
    contacts: int = 0
    present: int = 0
    changed: int = 0
    created: Created = field(default_factory=Created)
    ignored: tuple[str, ...] = ()
    sheets: list[SheetRead] = field(default_factory=list)
    left: list[SheetLeft] = field(default_factory=list)
    chosen: bool = False
    remarks: list[str] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    differences: list[RowProblem] = field(default_factory=list)
    rejected: int = 0
    dry_run: bool = False

    @property
    def ok(self) -> bool:
        """Whether everything that the file says is in the register, and no sheet was
        passed over that could be read.
        """
        return not (self.problems or self.differences) and (
            self.chosen or not any(sheet.like for sheet in self.left)
        )

    @property
    def rows_not_taken(self) -> int:
        """How many rows have a problem; one row may have several."""
        return len({(problem.sheet, problem.row) for problem in self.problems})
