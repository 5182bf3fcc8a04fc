"""From the rows of a ledger to what they say, and what is wrong with a row, in the words of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from huiyin.casework.carrying.cells import count_of, day_of, label_of, text_of
from huiyin.casework.carrying.mapping import CODED, LedgerMapping
from huiyin.casework.carrying.registering import Directory, Named
from huiyin.casework.carrying.sheets import Cell, Row
from huiyin.casework.cases import law_access
from huiyin.law.packs import NoPackInForce

SHOWN = 60
VOCABULARIES = {"channel": "channels", "category": "categories", "outcome": "outcomes"}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that could not be taken: its number as the spreadsheet shows it, the column, the value, what to do."""

    row: int
    column: str
    value: str
    message: str


@dataclass(slots=True)
class Entry:
    """What one row says. Organ, topic and area are still names; ``repeat_of`` marks a repeat contact."""

    row: int
    number: str = ""
    received_on: date | None = None
    channel: str = ""
    persons: int = 1
    topic: str = ""
    area: str = ""
    handler: str = ""
    title: str = ""
    text: str = ""
    category: str = ""
    answered_on: date | None = None
    outcome: str = ""
    reply: str = ""
    claimant: str = ""
    repeat_of: str = ""
    problems: list[RowProblem] = field(default_factory=list)


class Reader:
    """Reads rows of one file by one mapping. ``today`` is the office's day: nothing can have happened after it."""

    def __init__(self, mapping: LedgerMapping, headings: tuple[str, ...], *, today: date) -> None:
        self.mapping = mapping
        self.headings = headings
        self.places = mapping.places(headings)
        self.today = today

    def column(self, name: str) -> str:
        """The heading of a field in this file; of a field that it does not have, what the mapping calls it."""
        if name in self.places:
            return self.headings[self.places[name]]
        column = self.mapping.columns.get(name)
        return column.headings[0] if column else name

    def ignored(self) -> list[str]:
        """The headings of columns that no field takes."""
        used = set(self.places.values())
        return [heading for place, heading in enumerate(self.headings) if heading and place not in used]

    def read(self, row: Row) -> Entry:
        """What a row says, with everything that is wrong with it."""
        entry = Entry(row=row.number)
        cells = {name: row.cells[place] for name, place in self.places.items()}
        entry.number = self._number(entry, "number", cells)
        if not entry.number:
            self.note(entry, "number", "", _("is empty: give every row a number of its own"))
        entry.repeat_of = self._number(entry, "repeat_of", cells)
        self._read_days(entry, cells)
        self._read_words(entry, cells)
        self._read_codes(entry, cells)
        self._read_persons(entry, cells)
        self._check(entry, cells)
        return entry

    def note(self, entry: Entry, name: str, value: object, message: str) -> None:
        """Add a problem with a field of the row."""
        shown = str(value)
        shown = shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"
        entry.problems.append(RowProblem(entry.row, self.column(name), shown, message))

    def _number(self, entry: Entry, name: str, cells: dict[str, Cell]) -> str:
        found = label_of(cells.get(name)).upper()
        number = self.mapping.columns["number"].prefix + found if found else ""
        if len(number) > 40:
            self.note(entry, name, number, _("is longer than 40 signs: shorten it"))
        return number

    def _read_days(self, entry: Entry, cells: dict[str, Cell]) -> None:
        entry.received_on = self._day(entry, "received_on", cells)
        entry.answered_on = self._day(entry, "answered_on", cells)
        if entry.received_on is None and not any(p.column == self.column("received_on") for p in entry.problems):
            self.note(entry, "received_on", "", _("is empty: write the day of receipt like 2014-05-20"))

    def _day(self, entry: Entry, name: str, cells: dict[str, Cell]) -> date | None:
        cell = cells.get(name)
        try:
            day = day_of(cell)
        except (ValueError, OverflowError):
            self.note(entry, name, cell, _("is no day of the calendar: write it like 2014-05-20"))
            return None
        if day is not None and day > self.today:
            self.note(entry, name, day, _("lies in the future: correct the day, or import the row once it has come"))
        return day

    def _read_words(self, entry: Entry, cells: dict[str, Cell]) -> None:
        for name in ("topic", "area", "handler"):
            setattr(entry, name, label_of(cells.get(name)) or self.mapping.defaults.get(name, ""))
        for name in ("title", "text", "reply", "claimant"):
            setattr(entry, name, text_of(cells.get(name)) or self.mapping.defaults.get(name, ""))
        entry.title = entry.title or entry.text
        entry.text = entry.text or entry.title
        if not entry.text:
            name = "text" if "text" in self.places else "title"
            self.note(entry, name, "", _("is empty: write what the matter is about"))

    def _read_codes(self, entry: Entry, cells: dict[str, Cell]) -> None:
        for name in CODED:
            setattr(entry, name, self._code(entry, name, label_of(cells.get(name))))
        if entry.answered_on is None and not label_of(cells.get("outcome")):
            entry.outcome = ""

    def _code(self, entry: Entry, name: str, written: str) -> str:
        if not written:
            return self.mapping.defaults.get(name, "")
        known = self.mapping.values.get(name, {})
        if written in known:
            return known[written]
        if entry.received_on and self._is_term(name, written, entry.received_on):
            return written
        listed = "、".join(known) or _("none")
        message = _(
            "is not known; known: %(known)s. Correct it, or enter it in a mapping file under [values.%(field)s]"
        )
        self.note(entry, name, written, message % {"known": listed, "field": name})
        return ""

    def _is_term(self, name: str, written: str, day: date) -> bool:
        try:
            vocabulary = law_access.pack_on(day).terms.get(VOCABULARIES[name])
        except NoPackInForce:
            return False
        return vocabulary is not None and written in vocabulary.terms

    def _read_persons(self, entry: Entry, cells: dict[str, Cell]) -> None:
        cell = cells.get("persons")
        try:
            entry.persons = count_of(cell) or 1
        except ValueError:
            self.note(entry, "persons", cell, _("is no number of persons: write a whole number from 1"))

    def _check(self, entry: Entry, cells: dict[str, Cell]) -> None:
        """What does not go together within the row."""
        if not entry.channel and not any(problem.column == self.column("channel") for problem in entry.problems):
            self.note(entry, "channel", "", _("is empty: say how it came in"))
        if entry.repeat_of:
            if entry.repeat_of == entry.number:
                self.note(entry, "repeat_of", entry.repeat_of, _("is the row's own number: name the matter instead"))
            return
        if entry.answered_on and entry.received_on and entry.answered_on < entry.received_on:
            message = _("lies before receipt on %s: correct one of the two days")
            self.note(entry, "answered_on", entry.answered_on, message % entry.received_on)
        if "handler" in self.places and not entry.handler:
            self.note(entry, "handler", "", _("is empty: name the responsible organ"))
        if entry.answered_on and not entry.outcome and not label_of(cells.get("outcome")):
            self.note(entry, "outcome", "", _("is empty although the matter was answered: say what came of it"))
        answered = label_of(cells.get("outcome")) or entry.reply
        if answered and not label_of(cells.get("answered_on")):
            self.note(entry, "answered_on", "", _("is empty although there is an answer: give the day of the answer"))


def names_of(entry: Entry, named: Named) -> None:
    """Note the organ, topic and area that a row names. Those of a repeat contact are those of its matter."""
    if entry.repeat_of:
        return
    for name, found in ((entry.handler, named.organs), (entry.topic, named.topics), (entry.area, named.areas)):
        if name:
            found[name] = None


def resolve(reader: Reader, entry: Entry, directory: Directory) -> dict[str, str]:
    """The codes of the organ, topic and area that a row names; what the register does not know is a problem."""
    advice = _("is not in the register: correct the name, enter it there, or let --create-organs do so")
    codes: dict[str, str] = {}
    for name, known in (("handler", directory.organs), ("topic", directory.topics), ("area", directory.areas)):
        written = getattr(entry, name)
        codes[name] = known.get(written, "")
        if written and not codes[name]:
            reader.note(entry, name, written, advice)
    return codes
