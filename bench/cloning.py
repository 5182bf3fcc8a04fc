"""Matters by the hundred thousand: copies of genuine ones, each with an id, a number and a
valid chain of its own.

What a copy shares with its original are its days, its words and the identity behind its
contacts. Whatever is committed to or hashed is computed anew, so that ``huiyin verify``
finds nothing wrong in a register of copies.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from rich.progress import track

from huiyin.casework.basis import commitments
from huiyin.casework.models import Case, Claim, Contact, Duty
from huiyin.ledger.bulk import insert, ready, write
from huiyin.ledger.chain import digest
from huiyin.ledger.event import GENESIS, Event
from huiyin.ledger.models import LedgerEvent

GENUINE = 20_000
AT_ONCE = 1_000
"""Matters in one transaction."""


class Original:
    """A genuine matter with all its rows."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.events: list[LedgerEvent] = []
        self.rows: list[Duty | Claim | Contact] = []

    def copied(self, number: str) -> tuple[list[Event], list[Model]]:
        """The events of a copy under another number, and its rows."""
        case_id = uuid4().hex
        rows = [self._row(row, case_id, number) for row in self.rows]
        contacts = {row.event_seq: row for row in rows if isinstance(row, Contact)}
        events: list[Event] = []
        previous = GENESIS
        for event in self.events:
            payload = _renumbered(event.payload, number, contacts.get(event.seq))
            written = replace(event.to_event(), stream=f"case:{case_id}", payload=payload, prev_hash=previous)
            previous = digest(written)
            events.append(replace(written, hash=previous))
        case = copy.copy(self.case)
        case.pk, case.number, case.event_hash = case_id, number, previous
        return events, [case, *rows]

    def _row(self, original: Duty | Claim | Contact, case_id: str, number: str) -> Duty | Claim | Contact:
        row = copy.copy(original)
        row.pk = original.pk.replace(self.case.pk, case_id)
        row.case_id = case_id
        if isinstance(row, Contact) and row.external_number:
            row.external_number = row.external_number.replace(self.case.number, number)
        return row


def _renumbered(payload: dict[str, Any], number: str, contact: Contact | None) -> dict[str, Any]:
    """The payload of a copy's event: its number, and the commitment to what stands beside
    a contact's words.
    """
    if "number" in payload:
        payload = {**payload, "number": number}
    if contact is None:
        return payload
    beside = commitments.beside(contact.office, contact.identity, contact.external_number)
    told = {**payload["data"]["contact"], "beside": commitments.commit(contact.salt, beside)}
    return {**payload, "data": {**payload["data"], "contact": told}}


def originals(most: int = GENUINE) -> list[Original]:
    """Matters that were carried over, with their rows."""
    cases = Case.objects.filter(number__startswith="JZ", sealed=False).order_by("id")[:most]
    by_id = {case.pk: Original(case) for case in cases}
    for event in LedgerEvent.objects.filter(stream__startswith="case:").order_by("stream", "seq").iterator():
        if original := by_id.get(event.stream.removeprefix("case:")):
            original.events.append(event)
    for model in (Duty, Claim, Contact):
        for row in model.objects.order_by("pk").iterator():
            if original := by_id.get(row.case_id):
                original.rows.append(row)
    return list(by_id.values())


def clone(count: int, *, begun: int) -> None:
    """Add ``count`` copies; ``begun``: how many there are already, so that no number comes twice."""
    genuine = originals()
    for start in track(range(0, count, AT_ONCE), description="Copying matters"):
        places = range(start, min(start + AT_ONCE, count))
        _write([genuine[place % len(genuine)].copied(f"KL{begun + place:09d}") for place in places])


@transaction.atomic
def _write(copies: Sequence[tuple[list[Event], list[Model]]]) -> None:
    """Write copies: events first, matters before what belongs to them."""
    write(ready(LedgerEvent, chain.from_iterable(events for events, _rows in copies)))
    kinds: dict[type[Model], list[Model]] = defaultdict(list)
    for row in chain.from_iterable(rows for _events, rows in copies):
        kinds[type(row)].append(row)
    for kind in (Case, Duty, Claim, Contact):
        insert(kinds[kind])
