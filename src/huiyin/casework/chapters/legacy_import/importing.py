"""Importing an office's ledger from a file: good rows land, the others are reported,
and a second time nothing doubles.

The rows are gone through several times: to look them over, for the matters, for the
repeat contacts (which may stand before their matter). Some hundred rows at a time are
one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.chapters.legacy_import.acts import (
    carry_contacts,
    carry_over,
)
from huiyin.casework.chapters.legacy_import.entries import Entry, RowProblem
from huiyin.casework.chapters.legacy_import.mapping import LedgerMapping
from huiyin.casework.chapters.legacy_import.reading import Reader
from huiyin.casework.chapters.legacy_import.records import (
    Carried,
    Difference,
    LegacyContact,
    LegacyMatter,
    Problem,
)
from huiyin.casework.chapters.legacy_import.registering import (
    Directory,
    create_missing,
)
from huiyin.casework.chapters.legacy_import.rejects import (
    check_target,
    write_rejects,
)
from huiyin.casework.chapters.legacy_import.report import Outcome
from huiyin.casework.chapters.legacy_import.resolving import (
    named_by,
    resolve,
    several_numbers,
)
from huiyin.casework.chapters.legacy_import.showing import shown
from huiyin.casework.chapters.legacy_import.survey import Survey
from huiyin.casework.chapters.legacy_import.tables import (
    Choice,
    Table,
    choose,
)
from huiyin.ledger.append import Conflict
from huiyin.organisations import reads as organs
from huiyin.organisations import register
from huiyin.organisations.imports import record_import

CHUNK = 500
ACTOR = "system"
Progress = Callable[[int, int], None]
T = TypeVar("T")
Read = tuple[Table, Entry]


def run(
    *,
    path: Path,
    office: str,
    at: datetime,
    mapping: LedgerMapping | None = None,
    sheet: str = "",
    all_sheets: bool = False,
    create_organs: bool = False,
    rejects: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Import a file into the register of an office.

    ``at`` is the present instant: nothing is dated after it. ``sheet`` names the sheet
    of a workbook to read, ``all_sheets`` reads every one that fits; without them the
    first that fits is read. ``create_organs`` makes the organs, topics and areas that
    good rows name. Rows that cannot be taken are written to ``rejects``, with the
    reason. ``dry_run`` does everything, and then undoes it. ``progress`` is told rows
    done and rows in all. Raises ``UnusableFile`` when nothing can be read,
    ``UnknownOrgan`` for the office.
    """
    organs.organ(office)
    if rejects:
        check_target(rejects, source=path)
    today = law_access.office_day(at)
    choice = choose(
        path, mapping=mapping, today=today, sheet=sheet, all_sheets=all_sheets
    )
    job = _Job(path, choice, office=office, at=at, progress=progress)
    if not dry_run:
        outcome = job.run(create_organs=create_organs)
    else:
        with transaction.atomic():
            outcome = job.run(create_organs=create_organs)
            transaction.set_rollback(True)
        register.forget()
        outcome.dry_run = True
    if rejects:
        outcome.rejected = write_rejects(
            rejects, choice.tables, outcome.problems, source=path
        )
    return outcome


class _Job:
    """One import: its file, its tables, and what has become of it so far."""

    def __init__(
        self,
        path: Path,
        choice: Choice,
        *,
        office: str,
        at: datetime,
        progress: Progress | None,
    ) -> None:
        self.path = path
        self.tables = choice.tables
        self.office = office
        self.at = at
        self.mapping = self.tables[0].fitted.mapping
        self.progress = progress
        self.survey = Survey()
        self.outcome = Outcome(
            mapping=self.mapping.id, left=choice.left, chosen=choice.chosen
        )
        self.done = 0

    def run(self, *, create_organs: bool) -> Outcome:
        """Look the file over, make what is to be made, carry over matters, then contacts."""
        self._look_over()
        if create_organs:
            self.outcome.created = create_missing(
                self.survey.named,
                office=self.office,
                mapping=self.mapping,
                at=self.at,
            )
        directory = Directory.of(self.office, self.mapping)
        self._carry(self._matters(directory), self._take_matters)
        self._carry(self._contacts(), self._take_contacts)
        order = {
            table.reader.name: place for place, table in enumerate(self.tables)
        }
        self.outcome.problems.sort(
            key=lambda problem: (order.get(problem.sheet, 0), problem.row)
        )
        self._record()
        return self.outcome

    def _look_over(self) -> None:
        outcome, survey = self.outcome, self.survey
        for table in self.tables:
            for row in table.survey():
                entry = table.reader.read(row)
                first = survey.add(table.reader, entry)
                if first:
                    table.reader.note(entry, "number", entry.number, first)
                outcome.problems.extend(entry.problems)
                if not entry.problems:
                    named_by(entry, survey.named)
            outcome.rows += table.rows
            outcome.sheets.append(table.read())
            outcome.remarks.extend(table.remarks())
            ignored = table.ignored()
            outcome.ignored = tuple(dict.fromkeys([*outcome.ignored, *ignored]))

    def _good(self) -> Iterator[Read]:
        """The rows that were good when the file was looked over, read again."""
        for table in self.tables:
            for row in table.fitted.sheet.rows():
                if (table.reader.name, row.number) in self.survey.good:
                    yield table, table.reader.read(row)

    def _matters(
        self, directory: Directory
    ) -> Iterator[tuple[Read, LegacyMatter]]:
        for table, entry in self._good():
            if entry.repeat_of or entry.received_on is None:
                continue
            codes = resolve(table.reader, entry, directory)
            if entry.problems:
                self._refuse(table.reader, entry)
                continue
            yield (
                (table, entry),
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
                    place=entry.place,
                    persons=entry.persons,
                    answered_on=entry.answered_on,
                    outcome=entry.outcome,
                    ground=entry.ground,
                    reply=entry.reply,
                    claimant=entry.claimant,
                    phone=entry.phone,
                    address=entry.address,
                    email=entry.email,
                ),
            )

    def _contacts(self) -> Iterator[tuple[Read, LegacyContact]]:
        if not self.survey.repeats:
            return
        for table, entry in self._good():
            if not entry.repeat_of or entry.received_on is None:
                continue
            self._check_target(table.reader, entry)
            if entry.problems:
                self._refuse(table.reader, entry)
                continue
            yield (
                (table, entry),
                LegacyContact(
                    number=entry.number,
                    matter_number=entry.repeat_of,
                    on=entry.received_on,
                    channel=entry.channel,
                    text=entry.text,
                    persons=entry.persons,
                ),
            )

    def _check_target(self, reader: Reader, entry: Entry) -> None:
        """What the file itself says against a repeat contact's matter."""
        target = entry.repeat_of
        if target in self.survey.repeats:
            message = (
                _("is itself a repeat contact (row %s): name the matter")
                % self.survey.repeats[target]
            )
            reader.note(entry, "repeat_of", target, message)
        elif target in self.survey.spoilt:
            message = (
                _("could not be taken (row %s): correct that row first")
                % self.survey.spoilt[target]
            )
            reader.note(entry, "repeat_of", target, message)
        elif (
            target not in self.survey.matters
            and len(numbers := several_numbers(target)) > 1
        ):
            message = _(
                "names several matters (%s): name the one to which this contact belongs"
            )
            reader.note(
                entry, "repeat_of", target, message % "、".join(numbers)
            )

    def _refuse(self, reader: Reader, entry: Entry) -> None:
        self.outcome.problems.extend(entry.problems)
        self.survey.spoil(reader, entry)
        self._advance(1)

    def _carry(
        self,
        rows: Iterator[tuple[Read, T]],
        take: Callable[[Sequence[T]], Carried],
    ) -> None:
        while chunk := list(islice(rows, CHUNK)):
            carried = _once_more([given for _read, given in chunk], take)
            read = {
                entry.number: (table.reader, entry)
                for (table, entry), _given in chunk
            }
            for problem in carried.problems:
                reader, entry = read[problem.number]
                self.outcome.problems.append(
                    self._row_problem(reader, entry, problem)
                )
                self.survey.spoil(reader, entry)
            for difference in carried.differences:
                self._differ(*read[difference.number], difference)
            self.outcome.present += len(carried.present)
            self.outcome.changed += len(carried.changed)
            self._advance(len(chunk))

    def _take_matters(self, matters: Sequence[LegacyMatter]) -> Carried:
        carried = carry_over(matters=matters, office=self.office, at=self.at)
        self.outcome.matters += len(carried.taken)
        return carried

    def _take_contacts(self, contacts: Sequence[LegacyContact]) -> Carried:
        carried = carry_contacts(contacts=contacts, office=self.office)
        self.outcome.contacts += len(carried.taken)
        return carried

    def _row_problem(
        self, reader: Reader, entry: Entry, problem: Problem
    ) -> RowProblem:
        """The act's answer in the words of the file."""
        column = value = ""
        if problem.field:
            column = reader.column(problem.field)
            value = shown(
                problem.field, getattr(entry, problem.field, "") or ""
            )
        language = get_language() or "zh-hans"
        texts: list[str] = []
        for ground in problem.grounds:
            texts += [
                text.in_language(language)
                for text in (ground.text, ground.remedy)
                if text
            ]
        said = " ".join(texts)
        return RowProblem(
            entry.row, column, value, said or problem.message, reader.name
        )

    def _differ(
        self, reader: Reader, entry: Entry, difference: Difference
    ) -> None:
        """Where the file itself, and not a default of its mapping, says otherwise than
        the register.
        """
        name = difference.field
        if name == "answered_on" and name not in reader.places:
            name = "reply_days"
        if name not in reader.places:
            return
        message = _("says something else than the register")
        if difference.known:
            message = (
                _("differs from the register, which has %s") % difference.known
            )
        value = shown(
            name, reader.written(name, getattr(entry, difference.field))
        )
        self.outcome.differences.append(
            RowProblem(
                entry.row, reader.column(name), value, message, reader.name
            )
        )

    def _advance(self, rows: int) -> None:
        self.done += rows
        if self.progress:
            self.progress(self.done, len(self.survey.good))

    def _record(self) -> None:
        """Say in the office's own stream that a file was carried over: what file (by
        digest) and how much of it.
        """
        if not (
            self.outcome.matters
            or self.outcome.contacts
            or self.outcome.changed
        ):
            return
        with self.path.open("rb") as file:
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


def _once_more(
    given: Sequence[T], take: Callable[[Sequence[T]], Carried]
) -> Carried:
    """Take a chunk; when somebody else has written one of its numbers meanwhile, take
    it again and find that.
    """
    try:
        return take(given)
    except (IntegrityError, Conflict):
        return take(given)
