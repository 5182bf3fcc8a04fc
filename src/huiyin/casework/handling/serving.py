"""Serving one answer on several people, each for themselves."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.cases import participants, reads
from huiyin.casework.cases.actors import Actor
from huiyin.casework.cases.acts import Files, files_data
from huiyin.casework.cases.errors import Invalid
from huiyin.casework.cases.work import Work, commit, stream
from huiyin.casework.events import CaseState
from huiyin.law.ruling import Ruling
from huiyin.ledger import reads as ledger
from huiyin.ledger.event import Event

ON_APPEAL = {"serve_review_one": "serve_review", "serve_rereview_one": "serve_rereview"}
"""The answers to a review and a re-review: the service of one, and the step that follows when everybody has it."""
WHOLE = {"serve_one": "serve", **ON_APPEAL}
"""The service of one of several, and the service of an answer on a petitioner who is alone."""


def _to_be_served(case_id: str, signatories: Sequence[int], received: Container[int]) -> set[int]:
    """All who are served; Invalid where somebody is not among them, or has the answer, or nobody was named."""
    standing = {row.position for row in participants.signing(case_id)}
    if not signatories:
        raise Invalid("signatory", _("choose at least one of those who signed"))
    for one in signatories:
        if one not in standing:
            raise Invalid("signatory", _("there is no signatory with this number, or they have left"))
        if one in received:
            raise Invalid("signatory", _("this signatory has received the answer already"))
    return standing


def serve_one(
    *,
    case_id: str,
    signatory: int,
    method: str,
    received_on: date,
    by: Actor,
    at: datetime,
    execute_by: date | None = None,
) -> CaseState:
    """Record that the opinion reached one of several signatories (R22 Art 32, 35); each of them once.

    With the last of them the matter is served, and the right to ask for a review runs from the latest receipt.
    ``execute_by`` is the day by which what was promised will be done. Invalid for a number that nobody has.
    """
    return serve_each(
        case_id=case_id, step="serve_one", signatories=(signatory,), method=method, received_on=received_on,
        by=by, at=at, execute_by=execute_by,
    )  # fmt: skip


def serve_answer_one(
    *, case_id: str, step: str, signatory: int, method: str, received_on: date, by: Actor, at: datetime
) -> CaseState:
    """Record that the answer to a review or re-review (``step``) reached one of several signatories; each once.

    With the last of them it is served, as of the latest receipt (R22 Art 35, 36). Invalid for a number nobody has.
    """
    return serve_each(
        case_id=case_id, step=step, signatories=(signatory,), method=method, received_on=received_on, by=by, at=at
    )


@transaction.atomic
def serve_each(
    *,
    case_id: str,
    step: str,
    signatories: Sequence[int],
    method: str,
    received_on: date,
    by: Actor,
    at: datetime,
    execute_by: date | None = None,
    files: Files = (),
) -> CaseState:
    """Record that an answer reached several signatories, in the same way and on the same day, in one act.

    ``step`` is serve_one or one of ON_APPEAL: one event for each person, as if each had been recorded by itself.
    ``files`` is what the last event keeps of the signed record of service. Invalid for a number that nobody
    has, or for none.
    """
    work = Work.load(reads.lock_case(by=by, case_id=case_id))
    received = participants.services(ledger.events(stream(case_id)))
    told = {"method": method, "received_on": received_on, "execute_by": execute_by}
    _take_each(work, step, signatories, told, received, by=by, at=at)
    if files:
        work.tell(files_data(files))
    return commit(work)


def foresee(
    work: Work, step: str, signatories: Sequence[int], told: Mapping[str, Any], *, by: Actor, at: datetime
) -> Ruling:
    """What follows when all of them are served, in memory: the ruling on the last step that is taken.

    Raises Refused and Invalid as ``serve_each`` does, and changes nothing.
    """
    received = participants.services(ledger.events(stream(work.start.case_id)))
    return _take_each(work, step, signatories, told, received, by=by, at=at)


def _take_each(
    work: Work,
    step: str,
    signatories: Sequence[int],
    told: Mapping[str, Any],
    received: Mapping[int, Event],
    *,
    by: Actor,
    at: datetime,
) -> Ruling:
    case_id, day = work.start.case_id, told["received_on"]
    standing = _to_be_served(case_id, signatories, received)
    days = [day, *participants.received_days(received)]
    data = {"method": told["method"], "received_on": day.isoformat()}
    rulings = []
    for number in signatories:
        args = {"signatory": number, "method": told["method"], "received_on": day}
        if step not in ON_APPEAL:
            args |= {"latest_on": max(days), "execute_by": told.get("execute_by")}
        rulings.append(work.take(step, args, by=by, at=at, data={"signatory": number, **data}))
    if step in ON_APPEAL and standing == {*signatories, *received}:
        served = {"method": told["method"], "received_on": max(days)}
        rulings.append(work.take(ON_APPEAL[step], served, by=by, at=at))
    return rulings[-1]
