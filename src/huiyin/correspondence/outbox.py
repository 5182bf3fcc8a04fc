"""The follower `outbox`: every letter that an event owes, once each, whatever happens
to the process that reads.

Nothing is sent from here. A row is the claim on a letter and outlives every reading:
reading the ledger again adds what is missing and takes nothing away, so that what was
sent is never forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from huiyin.casework.effects import letters_owed
from huiyin.correspondence.models import OwedLetter
from huiyin.ledger import reads as ledger
from huiyin.ledger.follow import Follower
from huiyin.ledger.reads import Entry


def take_down(entries: Sequence[Entry]) -> None:
    """Write a row for each letter that some events owe; what is there already stays as it is."""
    rows: list[OwedLetter] = []
    for entry in entries:
        rows += _rows(entry)
    OwedLetter.objects.bulk_create(rows, ignore_conflicts=True)


def _rows(entry: Entry) -> Iterator[OwedLetter]:
    event = entry.event
    for letter in letters_owed(event.payload):
        yield OwedLetter(
            event_id=entry.id,
            stream=event.stream,
            seq=event.seq,
            pack=event.pack,
            kind=letter.kind,
            addressee=letter.addressee,
            organ=event.organ,
            owed_at=event.at,
        )


def keep() -> None:
    """Take nothing away when the ledger is read again."""


def check(until_id: int) -> Iterator[str]:
    """Read everything again up to an id, and say which letter is missing and which one
    no event owes.
    """
    kept: set[tuple[int, str, str]] = set(
        OwedLetter.objects.values_list("event_id", "kind", "addressee")
    )
    for entry in ledger.iterate(until_id=until_id):
        for row in _rows(entry):
            claim = (row.event_id, row.kind, row.addressee)
            if claim in kept:
                kept.remove(claim)
            else:
                yield _("missing: %s") % row
    for event_id, kind, addressee in sorted(kept):
        yield _("no event owes it: %s") % f"{kind}, {addressee} (#{event_id})"


OUTBOX = Follower(name="outbox", handle=take_down, clear=keep, check=check)
