"""Sealed reports: their readers change, and what was sealed before goes with them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.casework.basis import law_access
from huiyin.casework.models.sealed import SealedHolder, SealedKey
from huiyin.casework.sealing import keyring
from huiyin.ledger.bulk import insert
from huiyin.organisations import readers
from huiyin.organisations.info import StaffInfo

BATCH = 200


def can_be_named() -> bool:
    """Whether readers can be named on this machine: whether it holds the keys for it."""
    return keyring.present()


@transaction.atomic
def answer_proposal(
    *, proposal: int, approve: bool, by: StaffInfo, at: datetime
) -> int:
    """Answer ``proposal`` (an id) for a reader: ``approve`` names them, otherwise it is
    declined; returns how many matters were handed to them.

    Whoever is named gets a key pair, and the key of every sealed matter that the organ
    is responsible for: opened by the machine with the key of a reader who is there
    already, or with the key that waits for the first. Refuses what
    ``organisations.readers.answer`` refuses, and a machine that holds no sealed keys.
    """
    answered = readers.answer(
        proposal=proposal,
        approve=approve,
        by=by,
        on=law_access.office_day(at),
        at=at,
    )
    if not approve:
        return 0
    holder = keyring.make_holder(organ=answered.organ, staff=answered.staff)
    keyring.make_holder(organ="", holder_id=keyring.IDENTITIES)
    held = keyring.holding(answered.organ)
    for case_id in held:
        _hand(case_id, holder)
    SealedKey.objects.filter(
        case_id__in=held, holder=keyring.waiting_id(answered.organ)
    ).delete()
    return len(held)


def _hand(case_id: str, holder: SealedHolder) -> None:
    pair = keyring.any_pair(case_id)
    if (
        pair is not None
        and not SealedKey.objects.filter(
            case_id=case_id, holder=holder.id
        ).exists()
    ):
        insert(keyring.keys_for(case_id, pair, [holder]))


@transaction.atomic
def end_reader(*, staff: int, by: StaffInfo, at: datetime) -> None:
    """Take away the keys of ``staff`` (an id), a reader. The last one's matters go to
    the key that waits for the next reader of the organ. Refuses what
    ``organisations.readers.end`` refuses.
    """
    readers.end(staff=staff, by=by, on=law_access.office_day(at), at=at)
    gone = keyring.reader_id(by.organ, staff)
    held = list(
        SealedKey.objects.filter(holder=gone).values_list("case_id", flat=True)
    )
    left = [
        holder
        for holder in SealedHolder.objects.filter(organ=by.organ).exclude(
            pk=gone
        )
        if holder.staff
    ]
    if not left:
        waiting = keyring.make_holder(organ=by.organ)
        for case_id in held:
            _hand(case_id, waiting)
    SealedKey.objects.filter(holder=gone).delete()
    SealedHolder.objects.filter(pk=gone).delete()
