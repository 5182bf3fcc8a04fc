"""From the rows of a ledger to what they say, and what is wrong with a row, in the
words of the file.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.chapters.legacy_import.cells import (
    count_of,
    is_nothing,
    key_of,
    label_of,
    text_of,
)
from huiyin.casework.chapters.legacy_import.checking import findings
from huiyin.casework.chapters.legacy_import.days import day_of
from huiyin.casework.chapters.legacy_import.entries import Entry, RowProblem
from huiyin.casework.chapters.legacy_import.identities import (
    Spoilt,
    identity_of,
)
from huiyin.casework.chapters.legacy_import.mapping import (
    BEYOND_DECISIONS,
    CODED,
    OPEN,
    UNSAID,
    YEAR,
    LedgerMapping,
)
from huiyin.casework.chapters.legacy_import.sheets import (
    Cell,
    Row,
    Sheet,
    Unreadable,
    is_there,
)
from huiyin.casework.chapters.legacy_import.showing import shown
from huiyin.law.packs import NoPackInForce
from huiyin.law.rules.pack import Pack
from huiyin.reading import whole_number

LONGEST_NUMBER = 40
LONGEST_NOTHING = 12
DAYS_LIMIT = 10_000
VOCABULARIES = {
    "channel": "channels",
    "category": "categories",
    "outcome": "outcomes",
}
NAMES = ("topic", "area", "handler")
WORDS = (
    "title",
    "text",
    "place",
    "reply",
    "claimant",
    "phone",
    "address",
    "email",
)


Cells = dict[str, Cell]


class Reader:
    """Reads rows of one sheet by one mapping. ``today`` is the office's day: nothing
    can have happened after it.
    """

    def __init__(
        self,
        mapping: LedgerMapping,
        sheet: Sheet,
        *,
        today: date,
        named: bool = False,
    ) -> None:
        self.mapping = mapping
        self.sheet = sheet
        self.headings = sheet.headings
        self.places = mapping.places(sheet.headings)
        self.today = today
        self.name = sheet.grid.name if named else ""
        self.nothing = {
            name: mapping.columns[name].nothing | mapping.nothing
            for name in self.places
        }
        self._law: dict[date, Pack | None] = {}
        self.personal = [
            name
            for name in ("claimant", "phone", "address", "email")
            if name in self.places
        ]

    def column(self, name: str) -> str:
        """The heading of a field in this file; of a field that it does not have, what
        the mapping calls it.
        """
        if name in self.places:
            return self.headings[self.places[name]]
        column = self.mapping.columns.get(name)
        return column.headings[0] if column else name

    def read(self, row: Row) -> Entry:
        """What a row says, with everything that is wrong with it."""
        entry = Entry(row=row.number)
        cells = self._cells(entry, row)
        if self.sheet.width and any(
            is_there(cell) for cell in row.cells[self.sheet.width :]
        ):
            message = _(
                "has more cells than there are headings: a separator may stand "
                "inside a cell, without quotes"
            )
            entry.problems.append(
                RowProblem(entry.row, "", "", message, self.name)
            )
        self._read_days(entry, cells)
        entry.number = self._number(entry, "number", cells)
        entry.repeat_of = self._number(entry, "repeat_of", cells)
        for name in NAMES:
            setattr(
                entry,
                name,
                label_of(cells.get(name)) or self.mapping.default(name),
            )
        for name in WORDS:
            setattr(
                entry,
                name,
                text_of(cells.get(name)) or self.mapping.default(name),
            )
        entry.title = entry.title or entry.text
        entry.text = entry.text or entry.title
        self._read_codes(entry, cells)
        self._read_persons(entry, cells)
        for name, value, message in findings(entry, self.places, cells):
            self.note(entry, name, value, message)
        return entry

    def written(self, name: str, value: Cell) -> Cell:
        """A value as files of this mapping write it: the first word that means it."""
        known = self.mapping.words.values.get(name, {})
        return next(
            (word for word, meaning in known.items() if meaning == value), value
        )

    def note(self, entry: Entry, name: str, value: Cell, message: str) -> None:
        """Add a problem with a field of the row; a value is shown as far as it is about nobody."""
        words = tuple(getattr(entry, personal) for personal in self.personal)
        said = shown(name, value, words)
        entry.wrong.add(name)
        entry.problems.append(
            RowProblem(entry.row, self.column(name), said, message, self.name)
        )

    def _cells(self, entry: Entry, row: Row) -> Cells:
        """The cells by field; signs and words for nothing are nothing, what cannot be
        read is a problem.
        """
        cells: Cells = {}
        for name, place in self.places.items():
            cell = row.cells[place]
            if isinstance(cell, Unreadable):
                self.note(entry, name, "", cell.message)
            elif cell is not None and not (
                isinstance(cell, str) and self._says_nothing(name, cell)
            ):
                cells[name] = cell
        return cells

    def _says_nothing(self, name: str, cell: str) -> bool:
        if len(cell) > LONGEST_NOTHING:
            return not cell.strip()
        text = cell.strip()
        return (
            not text or is_nothing(text) or key_of(text) in self.nothing[name]
        )

    def _number(self, entry: Entry, name: str, cells: Cells) -> str:
        try:
            written = identity_of(cells.get(name))
        except Spoilt as error:
            self.note(entry, name, "", error.message)
            return ""
        number = self._with_prefix(entry, written) if written else ""
        if len(number) > LONGEST_NUMBER:
            self.note(
                entry, name, number, _("is longer than 40 signs: shorten it")
            )
        return number

    def _with_prefix(self, entry: Entry, written: str) -> str:
        """A number with what the mapping puts in front; a number that says its year
        already is left as it is.
        """
        prefix = self.mapping.columns["number"].prefix
        if YEAR not in prefix:
            return prefix + written
        year = f"{entry.received_on.year:04d}" if entry.received_on else ""
        before, _year, after = prefix.partition(YEAR)
        start = written.removeprefix(before.upper())
        if (
            start[:4].isdecimal()
            and start[4:].startswith(after.upper())
            and (after or len(start) > 4)
        ):
            return (
                written
                if written.startswith(before.upper())
                else before + written
            )
        return prefix.replace(YEAR, year) + written

    def _read_days(self, entry: Entry, cells: Cells) -> None:
        entry.received_on = self._day(entry, "received_on", cells)
        entry.answered_on = self._day(entry, "answered_on", cells)
        later = self._reply_days(entry, cells)
        if later is None or entry.received_on is None:
            return
        worked_out = entry.received_on + timedelta(days=later)
        if entry.answered_on and entry.answered_on != worked_out:
            message = _(
                "does not fit the day of the answer, %s: correct one of the two"
            )
            self.note(entry, "reply_days", later, message % entry.answered_on)
        elif "answered_on" not in entry.wrong:
            entry.answered_on = worked_out
            self._check_day(entry, "reply_days", worked_out)

    def _day(self, entry: Entry, name: str, cells: Cells) -> date | None:
        cell = cells.get(name)
        try:
            day = day_of(
                cell,
                epoch=self.sheet.grid.epoch,
                formats=self.mapping.day_formats,
            )
        except (ValueError, OverflowError):
            self.note(
                entry,
                name,
                cell,
                _("is no day of the calendar: write it like 2014-05-20"),
            )
            return None
        if day is not None:
            self._check_day(entry, name, day)
        return day

    def _check_day(self, entry: Entry, name: str, day: date) -> None:
        if day > self.today:
            self.note(
                entry,
                name,
                day,
                _(
                    "lies in the future: correct the day, or import the row once it has come"
                ),
            )
        elif day < self.mapping.earliest:
            message = _(
                "lies before %s, the earliest day that is taken: correct the day"
            )
            self.note(entry, name, day, message % self.mapping.earliest)

    def _reply_days(self, entry: Entry, cells: Cells) -> int | None:
        """After how many days the answer was given."""
        written = (
            label_of(cells.get("reply_days"))
            .removesuffix("天")
            .removesuffix("日")
            .strip()
        )
        if not written:
            return None
        days = whole_number(written.removesuffix(".0"), 0, DAYS_LIMIT)
        if days is None:
            self.note(
                entry,
                "reply_days",
                written,
                _("is no number of days: write a whole number from 0"),
            )
        return days

    def _read_codes(self, entry: Entry, cells: Cells) -> None:
        for name in (
            "category",
            *(name for name in CODED if name != "category"),
        ):
            setattr(
                entry, name, self._code(entry, name, label_of(cells.get(name)))
            )
        if entry.outcome == OPEN:
            entry.stands_open, entry.outcome = True, ""
        if entry.outcome == UNSAID:
            entry.outcome = self._unsaid(entry)
        if entry.answered_on is None and "outcome" not in cells:
            entry.outcome = ""

    def _code(self, entry: Entry, name: str, written: str) -> str:
        mapping = self.mapping
        if not written:
            return mapping.default(name, entry.category)
        known = mapping.meaning(name, written, entry.category)
        if known:
            return known
        if (name == "outcome" and written in BEYOND_DECISIONS) or self._is_term(
            name, written, entry
        ):
            return written
        listed = "、".join(mapping.words.values.get(name, {})) or _("none")
        message = _(
            "is not known; known: %(known)s. Correct it, or enter it in a mapping "
            "file under [values.%(field)s]"
        )
        self.note(
            entry, name, written, message % {"known": listed, "field": name}
        )
        return ""

    def _is_term(self, name: str, written: str, entry: Entry) -> bool:
        pack = self._law_of(entry)
        if pack is None or name not in VOCABULARIES:
            return False
        vocabulary = pack.terms.get(VOCABULARIES[name])
        return vocabulary is not None and written in vocabulary.terms

    def _unsaid(self, entry: Entry) -> str:
        """The outcome that the law of that day keeps for old ledgers that do not say it;
        "" for none.
        """
        pack, outcomes = self._law_of(entry), VOCABULARIES["outcome"]
        if pack is None or outcomes not in pack.terms:
            return ""
        terms = pack.terms[outcomes].terms
        return next((term for term in terms if pack.legacy(outcomes, term)), "")

    def _read_persons(self, entry: Entry, cells: Cells) -> None:
        cell = cells.get("persons")
        try:
            entry.persons = count_of(cell) or 1
        except ValueError:
            self.note(
                entry,
                "persons",
                cell,
                _("is no number of persons: write a whole number from 1"),
            )

    def _law_of(self, entry: Entry) -> Pack | None:
        """The law of the day on which a matter was received; None where there is none."""
        day = entry.received_on
        if day is None:
            return None
        if day not in self._law:
            self._law[day] = _law_on(day)
        return self._law[day]


def _law_on(day: date) -> Pack | None:
    try:
        return law_access.pack_on(day)
    except NoPackInForce:
        return None
