"""What looking a file over has found: which rows are good, which numbers stand where,
and the names they use.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.entries import Entry
from huiyin.casework.chapters.legacy_import.reading import Reader
from huiyin.casework.chapters.legacy_import.registering import Named

Where = tuple[str, int]


@dataclass(slots=True)
class Survey:
    """Numbers with the rows in which they stand, in the words of the file; of the good
    ones sheet and row.
    """

    matters: dict[str, str] = field(default_factory=dict)
    repeats: dict[str, str] = field(default_factory=dict)
    spoilt: dict[str, str] = field(default_factory=dict)
    good_matters: set[Where] = field(default_factory=set)
    good_repeats: set[Where] = field(default_factory=set)
    named: Named = field(default_factory=Named)

    def add(self, reader: Reader, entry: Entry) -> str:
        """Take note of a row. Returns what is wrong with it when its number stood in
        the file before, else "".
        """
        number = entry.number
        first = (
            self.matters.get(number)
            or self.repeats.get(number)
            or self.spoilt.get(number, "")
        )
        if number and first:
            return _("stands already in row %s of the file") % first
        where = self._told(reader, entry)
        if entry.problems or entry.received_on is None:
            self.spoilt[number] = where
            return ""
        (self.repeats if entry.repeat_of else self.matters)[number] = where
        good = self.good_repeats if entry.repeat_of else self.good_matters
        good.add((reader.name, entry.row))
        return ""

    @property
    def good(self) -> int:
        """How many rows are good."""
        return len(self.good_matters) + len(self.good_repeats)

    def spoil(self, reader: Reader, entry: Entry) -> None:
        """Take back that the row of ``entry`` is good: it could not be taken after all,
        for what ``reader`` has noted.
        """
        self.spoilt[entry.number] = self._told(reader, entry)
        self.matters.pop(entry.number, None)

    @staticmethod
    def _told(reader: Reader, entry: Entry) -> str:
        """A row as messages name it, with its sheet where several are read."""
        return f"{reader.name} {entry.row}".strip()
