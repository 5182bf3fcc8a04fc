"""Importing an office's ledger from a file: good rows land, the others are reported, and a second time nothing doubles.

The file is gone through three times and never held in memory: to look it over, for the matters, for the repeat contacts
(which may stand before their matter). Some hundred rows at a time are one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.casework.carrying.acts import (
    Carried,
    LegacyContact,
    LegacyMatter,
    Problem,
    carry_contacts,
    carry_over,
)
from huiyin.casework.carrying.mapping import LedgerMapping, check_fits, choose
from huiyin.casework.carrying.reading import Entry, Reader, RowProblem, names_of, resolve
from huiyin.casework.carrying.registering import Created, Directory, Named, create_missing
from huiyin.casework.carrying.sheets import Sheet, open_sheet
from huiyin.casework.cases import law_access
from huiyin.ledger.append import Conflict
from huiyin.organisations import reads as organs
from huiyin.organisations.imports import record_import

CHUNK = 500
ACTOR = "system"
Progress = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(slots=True)
class Outcome:
    """What became of a file: rows looked at, matters and contacts taken, rows already there, problems row by row."""

    mapping: str
    rows: int = 0
    matters: int = 0
    contacts: int = 0
    present: int = 0
    created: Created = field(default_factory=Created)
    ignored: tuple[str, ...] = ()
    problems: list[RowProblem] = field(default_factory=list)
    dry_run: bool = False

    @property
    def ok(self) -> bool:
        """Whether every row was taken or was there already."""
        return not self.problems

    @property
    def rows_not_taken(self) -> int:
        """How many rows have a problem; one row may have several."""
        return len({problem.row for problem in self.problems})


@dataclass(frozen=True, slots=True)
class _Place:
    row: int
    day: date


@dataclass(slots=True)
class _Survey:
    """What looking the file over has found: numbers with their rows, and the names it uses."""

    rows: int = 0
    matters: dict[str, _Place] = field(default_factory=dict)
    repeats: dict[str, int] = field(default_factory=dict)
    spoilt: dict[str, int] = field(default_factory=dict)
    named: Named = field(default_factory=Named)


def run(
    *,
    path: Path,
    office: str,
    at: datetime,
    mapping: LedgerMapping | None = None,
    create_organs: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Import a file into the register of an office.

    ``at`` is the present instant: nothing is dated after it. ``create_organs`` makes the organs, topics and areas that
    good rows name. ``dry_run`` does everything, and then undoes it. ``progress`` is told rows done and rows in all.
    Raises ``UnusableFile`` when nothing can be read, ``UnknownOrgan`` for the office.
    """
    organs.organ(office)
    sheet = open_sheet(path)
    if mapping is None:
        mapping = choose(sheet.headings)
    else:
        check_fits(mapping, sheet.headings)
    job = _Job(sheet, mapping, office=office, at=at, progress=progress)
    if not dry_run:
        return job.run(create_organs=create_organs)
    with transaction.atomic():
        outcome = job.run(create_organs=create_organs)
        transaction.set_rollback(True)
    organs.forget()
    outcome.dry_run = True
    return outcome


class _Job:
    """One import: its file, its mapping, and what has become of it so far."""

    def __init__(
        self, sheet: Sheet, mapping: LedgerMapping, *, office: str, at: datetime, progress: Progress | None
    ) -> None:
        self.sheet = sheet
        self.office = office
        self.at = at
        self.mapping = mapping
        self.reader = Reader(mapping, sheet.headings, today=law_access.office_day(at))
        self.progress = progress
        self.survey = _Survey()
        self.outcome = Outcome(mapping=mapping.id, ignored=tuple(self.reader.ignored()))
        self.done = 0

    def run(self, *, create_organs: bool) -> Outcome:
        """Look the file over, make what is to be made, carry over matters, then contacts."""
        self._look_over()
        if create_organs:
            self.outcome.created = create_missing(
                self.survey.named, office=self.office, mapping=self.mapping, at=self.at
            )
        directory = Directory.of(self.office)
        self._carry(self._matters(directory), self._take_matters)
        self._carry(self._contacts(), self._take_contacts)
        self.outcome.problems.sort(key=lambda problem: problem.row)
        self._record()
        return self.outcome

    def _look_over(self) -> None:
        survey = self.survey
        for row in self.sheet.rows():
            survey.rows += 1
            entry = self.reader.read(row)
            first = self._first_row(entry.number)
            if entry.number and first:
                self.reader.note(entry, "number", entry.number, _("stands already in row %s of the file") % first)
                self.outcome.problems.extend(entry.problems)
                continue
            if entry.problems or entry.received_on is None:
                self.outcome.problems.extend(entry.problems)
                survey.spoilt[entry.number] = entry.row
            elif entry.repeat_of:
                survey.repeats[entry.number] = entry.row
            else:
                survey.matters[entry.number] = _Place(entry.row, entry.received_on)
            if not entry.problems:
                names_of(entry, survey.named)
        self.outcome.rows = survey.rows

    def _first_row(self, number: str) -> int:
        """The row in which this number stood before, 0 for none."""
        place = self.survey.matters.get(number)
        return place.row if place else self.survey.repeats.get(number) or self.survey.spoilt.get(number, 0)

    def _good(self) -> Iterator[Entry]:
        """The rows that were good when the file was looked over, read again."""
        for row in self.sheet.rows():
            entry = self.reader.read(row)
            place = self.survey.matters.get(entry.number)
            if entry.row in (place.row if place else 0, self.survey.repeats.get(entry.number)):
                yield entry

    def _matters(self, directory: Directory) -> Iterator[tuple[Entry, LegacyMatter]]:
        for entry in self._good():
            if entry.repeat_of or entry.received_on is None:
                continue
            codes = resolve(self.reader, entry, directory)
            if entry.problems:
                self._refuse(entry)
                continue
            yield (
                entry,
                LegacyMatter(
                    number=entry.number,
                    received_on=entry.received_on,
                    channel=entry.channel,
                    title=entry.title,
                    text=entry.text,
                    handler=codes["handler"] or self.office,
                    category=entry.category,
                    topic=codes["topic"],
                    area=codes["area"],
                    persons=entry.persons,
                    answered_on=entry.answered_on,
                    outcome=entry.outcome,
                    reply=entry.reply,
                    claimant=entry.claimant,
                ),
            )

    def _contacts(self) -> Iterator[tuple[Entry, LegacyContact]]:
        if not self.survey.repeats:
            return
        for entry in self._good():
            if not entry.repeat_of or entry.received_on is None:
                continue
            self._check_target(entry)
            if entry.problems:
                self._refuse(entry)
                continue
            yield (
                entry,
                LegacyContact(
                    number=entry.number,
                    matter_number=entry.repeat_of,
                    on=entry.received_on,
                    channel=entry.channel,
                    text=entry.text,
                    persons=entry.persons,
                ),
            )

    def _check_target(self, entry: Entry) -> None:
        """What the file itself says against a repeat contact's matter."""
        target = entry.repeat_of
        if target in self.survey.repeats:
            message = _("is itself a repeat contact (row %s): name the matter") % self.survey.repeats[target]
            self.reader.note(entry, "repeat_of", target, message)
        elif target in self.survey.spoilt:
            message = _("could not be taken (row %s): correct that row first") % self.survey.spoilt[target]
            self.reader.note(entry, "repeat_of", target, message)

    def _refuse(self, entry: Entry) -> None:
        self.outcome.problems.extend(entry.problems)
        self.survey.spoilt[entry.number] = entry.row
        self.survey.matters.pop(entry.number, None)
        self._advance(1)

    def _carry(self, rows: Iterator[tuple[Entry, T]], take: Callable[[Sequence[T]], Carried]) -> None:
        while chunk := list(islice(rows, CHUNK)):
            carried = _once_more([given for _entry, given in chunk], take)
            entries = {entry.number: entry for entry, _given in chunk}
            for problem in carried.problems:
                entry = entries[problem.number]
                self.outcome.problems.append(self._row_problem(entry, problem))
                self.survey.spoilt[entry.number] = entry.row
            self.outcome.present += len(carried.present)
            self._advance(len(chunk))

    def _take_matters(self, matters: Sequence[LegacyMatter]) -> Carried:
        carried = carry_over(matters=matters, office=self.office, at=self.at)
        self.outcome.matters += len(carried.taken)
        return carried

    def _take_contacts(self, contacts: Sequence[LegacyContact]) -> Carried:
        carried = carry_contacts(contacts=contacts, office=self.office)
        self.outcome.contacts += len(carried.taken)
        return carried

    def _row_problem(self, entry: Entry, problem: Problem) -> RowProblem:
        """The act's answer in the words of the file."""
        value = str(getattr(entry, problem.field, "") or "")[:60]
        column = self.reader.column(problem.field) if problem.field else ""
        language = get_language() or "zh-hans"
        texts = [text for ground in problem.grounds for text in (ground.text, ground.remedy) if text]
        said = " ".join(text.in_language(language) for text in texts)
        return RowProblem(entry.row, column, value, said or problem.message)

    def _advance(self, rows: int) -> None:
        self.done += rows
        if self.progress:
            self.progress(self.done, len(self.survey.matters) + len(self.survey.repeats))

    def _record(self) -> None:
        """Say in the office's own stream that a file was carried over: what file (by digest) and how much of it."""
        if not (self.outcome.matters or self.outcome.contacts):
            return
        with self.sheet.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        record_import(
            organ=self.office,
            digest=digest,
            mapping=self.mapping.id,
            matters=self.outcome.matters,
            contacts=self.outcome.contacts,
            problems=self.outcome.rows_not_taken,
            by=ACTOR,
            at=self.at,
        )


def _once_more(given: Sequence[T], take: Callable[[Sequence[T]], Carried]) -> Carried:
    """Take a chunk; when somebody else has written one of its numbers meanwhile, take it again and find that."""
    try:
        return take(given)
    except (IntegrityError, Conflict):
        return take(given)
