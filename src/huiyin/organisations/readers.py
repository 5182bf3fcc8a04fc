"""Naming those who read an organ's sealed reports: the head proposes, a second person
approves. Ids only in the ledger.

An administrator cannot do it: who reads a report is the organ's own matter, and the
administrator may be its subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.organisations import permissions, register
from huiyin.organisations.info import StaffInfo
from huiyin.organisations.models import Posting, ReaderProposal
from huiyin.organisations.recording import InvalidRegister
from huiyin.organisations.vocabulary import Post

APPROVED, DECLINED = "approved", "declined"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that waits for a second person: whom, by whom, since when."""

    id: int
    organ: str
    staff: int
    proposed_by: int
    proposed_at: datetime


def may_propose(by: StaffInfo) -> bool:
    """Whether somebody may propose a reader: only the head of an organ."""
    return permissions.may(by, "case.head", by.organ)


def may_answer(by: StaffInfo, proposed: Proposed) -> bool:
    """Whether somebody may answer a proposal: a second person of the organ who heads or
    handles there, neither who proposed nor who is to read.
    """
    second = by.organ == proposed.organ and by.id not in {
        proposed.staff,
        proposed.proposed_by,
    }
    return second and permissions.may(by, "case.handle", by.organ)


@transaction.atomic
def propose(*, staff: int, by: StaffInfo, at: datetime) -> int:
    """Propose a member of the organ's own staff as a reader; returns the proposal's id.

    Refuses (InvalidRegister) whoever is not the head, somebody of another organ, a
    reader, and the same proposal twice.
    """
    if not may_propose(by):
        raise InvalidRegister("only the head of the organ proposes a reader")
    holds = set(
        Posting.objects.filter(
            staff_id=staff, organ_id=by.organ, to_date__isnull=True
        ).values_list("post", flat=True)
    )
    if not holds or Post.SEALED_READER in holds:
        raise InvalidRegister(
            "a reader is somebody who serves in the organ and is not a reader yet"
        )
    if ReaderProposal.objects.filter(
        organ_id=by.organ, staff_id=staff, answer=""
    ).exists():
        raise InvalidRegister("this person is proposed already")
    row = ReaderProposal.objects.create(
        organ_id=by.organ, staff_id=staff, proposed_by_id=by.id, proposed_at=at
    )
    written = _record(
        "organ.reader_proposed",
        {"proposal": row.pk, "staff": staff},
        by=by,
        at=at,
    )
    if written != at:  # its stream was further on already
        row.proposed_at = written
        row.save(update_fields=["proposed_at"])
    return row.pk


@transaction.atomic
def answer(
    *, proposal: int, approve: bool, by: StaffInfo, on: date, at: datetime
) -> Proposed:
    """Answer a proposal and return it: ``approve`` appoints the reader from ``on``,
    otherwise it is declined.

    Refuses (InvalidRegister) an unknown or answered proposal, and whoever is no second
    person. What was sealed before is handed to the new reader by
    ``casework.chapters.sealed.acts``, which calls this.
    """
    row = (
        ReaderProposal.objects.select_for_update(no_key=True)
        .filter(pk=proposal, answer="")
        .first()
    )
    if row is None or not may_answer(by, _proposed(row)):
        raise InvalidRegister("there is no such proposal for you to answer")
    row.answer = APPROVED if approve else DECLINED
    row.save(update_fields=["answer"])
    kind = "organ.reader_named" if approve else "organ.reader_declined"
    if approve:
        Posting.objects.create(
            staff_id=row.staff_id,
            organ_id=row.organ_id,
            post=Post.SEALED_READER,
            from_date=on,
        )
        register.changed()
    since = {"from_date": on.isoformat()} if approve else {}
    _record(
        kind, {"proposal": row.pk, "staff": row.staff_id, **since}, by=by, at=at
    )
    return _proposed(row)


@transaction.atomic
def end(*, staff: int, by: StaffInfo, on: date, at: datetime) -> None:
    """End the reading of ``staff`` (an id) at once: by the head, or by the readers
    themselves. ``on`` is the first day without. InvalidRegister for anybody else, and
    for somebody who is no reader of the organ.
    """
    if not (may_propose(by) or by.id == staff):
        raise InvalidRegister(
            "only the head of the organ, or the readers themselves, end it"
        )
    held = Posting.objects.filter(
        staff_id=staff,
        organ_id=by.organ,
        post=Post.SEALED_READER,
        to_date__isnull=True,
    )
    row = held.select_for_update(no_key=True).first()
    if row is None:
        raise InvalidRegister("this person is no reader here")
    if row.from_date < on:
        row.to_date = on
        row.save(update_fields=["to_date"])
    else:
        # Named and taken back on the same day: a posting cannot be empty, the ledger
        # keeps both
        row.delete()
    register.changed()
    _record(
        "organ.reader_ended",
        {"staff": staff, "to_date": on.isoformat()},
        by=by,
        at=at,
    )


def waiting(organ: str) -> tuple[Proposed, ...]:
    """The proposals of an organ that nobody has answered."""
    return tuple(
        _proposed(row)
        for row in ReaderProposal.objects.filter(
            organ_id=organ, answer=""
        ).order_by("pk")
    )


def _proposed(row: ReaderProposal) -> Proposed:
    return Proposed(
        row.pk, row.organ_id, row.staff_id, row.proposed_by_id, row.proposed_at
    )


def _record(
    kind: str, payload: dict[str, Any], *, by: StaffInfo, at: datetime
) -> datetime:
    """Write it; returns when it happened, as the ledger has it."""
    draft = EventDraft(
        type=kind, at=at, actor=by.actor, organ=by.organ, payload=payload
    )
    (event,) = append_next(stream=f"organ:{by.organ}", drafts=[draft])
    return event.at
