"""Serving one answer on several people, each for themselves."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.cases import participants, reads
from huiyin.casework.cases.actors import Actor
from huiyin.casework.cases.errors import Invalid
from huiyin.casework.cases.work import Work, commit, stream
from huiyin.casework.events import CaseState
from huiyin.ledger import reads as ledger


def _to_be_served(case_id: str, signatory: int, received: Container[int]) -> set[int]:
    """All who are served; Invalid where somebody is not among them, or has the answer."""
    standing = {row.position for row in participants.signing(case_id)}
    if signatory not in standing:
        raise Invalid("signatory", _("there is no signatory with this number, or they have left"))
    if signatory in received:
        raise Invalid("signatory", _("this signatory has received the answer already"))
    return standing


@transaction.atomic
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
    work = Work.load(reads.lock_case(by=by, case_id=case_id))
    received = participants.services(ledger.events(stream(case_id)))
    _to_be_served(case_id, signatory, received)
    args = {
        "signatory": signatory,
        "method": method,
        "received_on": received_on,
        "latest_on": max([received_on, *participants.received_days(received)]),
        "execute_by": execute_by,
    }
    data = {"signatory": signatory, "method": method, "received_on": received_on.isoformat()}
    work.take("serve_one", args, by=by, at=at, data=data)
    return commit(work)


ON_APPEAL = {"serve_review_one": "serve_review", "serve_rereview_one": "serve_rereview"}
"""The answers to a review and a re-review: the service of one, and the step that follows when everybody has it."""


@transaction.atomic
def serve_answer_one(
    *, case_id: str, step: str, signatory: int, method: str, received_on: date, by: Actor, at: datetime
) -> CaseState:
    """Record that the answer to a review or re-review (``step``) reached one of several signatories; each once.

    With the last of them it is served, as of the latest receipt (R22 Art 35, 36). Invalid for a number nobody has.
    """
    work = Work.load(reads.lock_case(by=by, case_id=case_id))
    received = participants.services(ledger.events(stream(case_id)))
    standing = _to_be_served(case_id, signatory, received)
    told = {"method": method, "received_on": received_on}
    data = {"signatory": signatory, "method": method, "received_on": received_on.isoformat()}
    work.take(step, {"signatory": signatory, **told}, by=by, at=at, data=data)
    if standing == {signatory, *received}:
        latest = max([received_on, *participants.received_days(received)])
        work.take(ON_APPEAL[step], {**told, "received_on": latest}, by=by, at=at)
    return commit(work)
