"""Importing an office's ledger from a file: good rows land, the others are reported,
and a second time nothing doubles.

The rows are gone through several times: to look them over, for the matters, for the
repeat contacts (which may stand before their matter). Some hundred rows at a time are
one transaction.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.chapters.legacy_import.acts import (
    Lookup,
    carry_contacts,
    carry_over,
    land,
    look_up,
)
from huiyin.casework.chapters.legacy_import.building import Built, Order, build
from huiyin.casework.chapters.legacy_import.entries import Entry
from huiyin.casework.chapters.legacy_import.mapping import LedgerMapping
from huiyin.casework.chapters.legacy_import.reading import Reader
from huiyin.casework.chapters.legacy_import.records import (
    Carried,
    LegacyContact,
    LegacyMatter,
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
from huiyin.casework.chapters.legacy_import.survey import Survey
from huiyin.casework.chapters.legacy_import.tables import (
    Choice,
    Table,
    choose,
)
from huiyin.casework.chapters.legacy_import.telling import (
    difference_of,
    row_problem,
)
from huiyin.ledger.append import Conflict
from huiyin.ledger.parts import Share, in_turn
from huiyin.organisations import reads as organs
from huiyin.organisations import register
from huiyin.organisations.imports import record_import

CHUNK = 500
ACTOR = "system"
Progress = Callable[[int, int], None]
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
    share: Share = in_turn,
) -> Outcome:
    """Import a file into the register of an office.

    ``at`` is the present instant: nothing is dated after it. ``sheet`` names the sheet
    of a workbook to read, ``all_sheets`` reads every one that fits; without them the
    first that fits is read. ``create_organs`` makes the organs, topics and areas that
    good rows name. Rows that cannot be taken are written to ``rejects``, with the
    reason. ``dry_run`` does everything, and then undoes it. ``progress`` is told rows
    done and rows in all. ``share`` may have several processes build the matters; what
    is written is the same. Raises ``UnusableFile`` when nothing can be read,
    ``UnknownOrgan`` for the office, ``Lost`` when a process that shared the work was
    killed: what was written by then stays, and a second time nothing doubles.
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
        outcome = job.run(create_organs=create_organs, share=share)
    else:
        with transaction.atomic():
            outcome = job.run(create_organs=create_organs, share=share)
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

    def run(self, *, create_organs: bool, share: Share) -> Outcome:
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
        self._carry_matters(self._matters(directory), share)
        self._carry_contacts(self._contacts())
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

    def _good(self, *, repeats: bool) -> Iterator[Read]:
        """The rows of matters, or of repeat contacts, that were good when the file was
        looked over, read again.
        """
        good = self.survey.good_repeats if repeats else self.survey.good_matters
        for table in self.tables:
            for row in table.fitted.sheet.rows():
                if (table.reader.name, row.number) in good:
                    yield table, table.reader.read(row)

    def _matters(
        self, directory: Directory
    ) -> Iterator[tuple[Read, LegacyMatter]]:
        for table, entry in self._good(repeats=False):
            if entry.received_on is None:
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
        if not self.survey.good_repeats:
            return
        for table, entry in self._good(repeats=True):
            if entry.received_on is None:
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

    def _carry_matters(
        self, rows: Iterator[tuple[Read, LegacyMatter]], share: Share
    ) -> None:
        """Have chunks of matters built, by whoever shares the work, and write each in
        its turn.
        """
        waiting: deque[tuple[list[Read], Lookup]] = deque()

        def orders() -> Iterator[Order]:
            while chunk := list(islice(rows, CHUNK)):
                matters = [matter for _read, matter in chunk]
                known = look_up(matters, office=self.office, at=self.at)
                waiting.append(([read for read, _matter in chunk], known))
                yield known.order

        for built in share(build, orders()):
            read, known = waiting.popleft()
            carried = self._landed(known, built)
            self.outcome.matters += len(carried.taken)
            self._note(read, carried)

    def _landed(self, known: Lookup, built: Built) -> Carried:
        """A chunk as it is written; when somebody else has written one of its numbers
        meanwhile, it is taken again, and finds that.
        """
        try:
            return land(known, built)
        except (IntegrityError, Conflict):
            return carry_over(
                matters=known.matters, office=self.office, at=self.at
            )

    def _carry_contacts(
        self, rows: Iterator[tuple[Read, LegacyContact]]
    ) -> None:
        while chunk := list(islice(rows, CHUNK)):
            contacts = [contact for _read, contact in chunk]
            try:
                carried = carry_contacts(contacts=contacts, office=self.office)
            except (IntegrityError, Conflict):
                # Somebody else has written one of its numbers meanwhile
                carried = carry_contacts(contacts=contacts, office=self.office)
            self.outcome.contacts += len(carried.taken)
            self._note([read for read, _contact in chunk], carried)

    def _note(self, rows: Sequence[Read], carried: Carried) -> None:
        """Say in the words of the file what became of the rows of a chunk."""
        read = {entry.number: (table.reader, entry) for table, entry in rows}
        for problem in carried.problems:
            reader, entry = read[problem.number]
            self.outcome.problems.append(row_problem(reader, entry, problem))
            self.survey.spoil(reader, entry)
        for difference in carried.differences:
            told = difference_of(*read[difference.number], difference)
            self.outcome.differences.extend(told)
        self.outcome.present += len(carried.present)
        self.outcome.changed += len(carried.changed)
        self._advance(len(rows))

    def _advance(self, rows: int) -> None:
        self.done += rows
        if self.progress:
            self.progress(self.done, self.survey.good)

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
