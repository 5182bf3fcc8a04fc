"""Serving one answer on several people, each for themselves."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.events import CaseState
from huiyin.casework.matter import participants, reads
from huiyin.casework.matter.command import Files, Notes, checked_text, files_data
from huiyin.casework.matter.rulings import facts_of
from huiyin.casework.matter.work import Work, stream
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Note
from huiyin.law.engine.settings import dates_set
from huiyin.law.rules.conditions import Context
from huiyin.law.terms.ruling import Ruling
from huiyin.ledger import reads as ledger
from huiyin.ledger.event import Event

HOW = ("method", "received_on", "notice_ground", "notice_reason")
ON_APPEAL = {"serve_review_one": "serve_review", "serve_rereview_one": "serve_rereview"}
"""The answers to a review and a re-review: the service of one, and the step that
follows when everybody has it.
"""
NO_NOTICE: Mapping[str, str] = {}
WHOLE = {"serve_one": "serve", **ON_APPEAL}
"""The service of one of several, and the service of an answer on a petitioner who is alone."""


def _to_be_served(
    case_id: str, signatories: Sequence[int], received: Container[int]
) -> set[int]:
    """All who are served; Invalid where somebody is not among them, or has the answer,
    or nobody was named.
    """
    standing = {row.position for row in participants.signing(case_id)}
    if not signatories:
        raise Invalid("signatory", _("choose at least one of those who signed"))
    for one in signatories:
        if one not in standing:
            raise Invalid(
                "signatory",
                _("there is no signatory with this number, or they have left"),
            )
        if one in received:
            raise Invalid(
                "signatory", _("this signatory has received the answer already")
            )
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
    """Record that the opinion reached one of several signatories (R22 Art 32, 35); each
    of them once.

    With the last of them the matter is served, and the right to ask for a review runs
    from the latest receipt. ``execute_by`` is the day by which what was promised will
    be done. Invalid for a number that nobody has.
    """
    return serve_each(
        case_id=case_id,
        step="serve_one",
        signatories=(signatory,),
        method=method,
        received_on=received_on,
        by=by,
        at=at,
        execute_by=execute_by,
    )


def serve_answer_one(
    *,
    case_id: str,
    step: str,
    signatory: int,
    method: str,
    received_on: date,
    by: Actor,
    at: datetime,
) -> CaseState:
    """Record that the answer to a review or re-review (``step``) reached one of several
    signatories; each once.

    With the last of them it is served, as of the latest receipt (R22 Art 35, 36).
    Invalid for a number nobody has.
    """
    return serve_each(
        case_id=case_id,
        step=step,
        signatories=(signatory,),
        method=method,
        received_on=received_on,
        by=by,
        at=at,
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
    notice: Mapping[str, str] = NO_NOTICE,
    files: Files = (),
) -> CaseState:
    """Record that an answer reached several signatories, in the same way and on the
    same day, in one act.

    ``notice`` says of a public notice on which ground it was given and what was tried
    (``notice_ground``, ``notice_reason``); ``received_on`` is then the day of the
    notice.

    ``step`` is serve_one or one of ON_APPEAL: one event for each person, as if each had
    been recorded by itself. ``files`` is what the last event keeps of the signed record
    of service. Invalid for a number that nobody has, or for none.
    """
    work = Work.load(reads.lock_case(by=by, case_id=case_id))
    received = participants.services(ledger.events(stream(case_id)))
    told = {
        "method": method,
        "received_on": received_on,
        "execute_by": execute_by,
        **notice,
    }
    _take_each(work, step, signatories, told, received, by=by, at=at)
    kept = Notes(
        work,
        notice_reason=checked_text(
            "notice_reason", notice.get("notice_reason", ""), required=False
        ),
    )
    work.tell({**files_data(files), **kept.data()})
    Note.objects.bulk_create(kept.rows(case_id, work.state.event_seq))
    return commit(work)


def foresee(
    work: Work,
    step: str,
    signatories: Sequence[int],
    told: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> Ruling:
    """What follows when all of them are served, in memory: the ruling on the last step
    that is taken.

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
    case_id = work.start.case_id
    standing = _to_be_served(case_id, signatories, received)
    how = {name: told[name] for name in HOW if told.get(name)}
    latest = max(
        [_counts_from(work, step, how, at=at), *participants.received_days(received)]
    )
    data = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in how.items()
    }
    data.pop("notice_reason", None)  # words are kept beside the event
    rulings = []
    for number in signatories:
        args = {"signatory": number, **how}
        if step not in ON_APPEAL:
            args |= {"latest_on": latest, "execute_by": told.get("execute_by")}
        rulings.append(
            work.take(step, args, by=by, at=at, data={"signatory": number, **data})
        )
    if step in ON_APPEAL and standing == {*signatories, *received}:
        services = [_told_of(event) for event in received.values()]
        served = max(
            [how, *services], key=lambda one: _counts_from(work, step, one, at=at)
        )
        rulings.append(work.take(ON_APPEAL[step], served, by=by, at=at))
    return rulings[-1]


def _told_of(service: Event) -> dict[str, Any]:
    """How somebody was served, as the law was told; what was tried before a notice
    stands beside that event.
    """
    data = service.payload["data"]
    told = {name: data[name] for name in ("method", "notice_ground") if data.get(name)}
    told["received_on"] = date.fromisoformat(data["received_on"])
    return told | ({"notice_reason": service.type} if "notice_ground" in told else {})


def _counts_from(
    work: Work, step: str, told: Mapping[str, Any], *, at: datetime
) -> date:
    """The day on which an answer counts as received: the day of receipt, or some time
    after a public notice.
    """
    today = law_access.local_day(work.pack, at)
    context = Context(
        facts_of(work.state), dict(told), today, work.pack.calendar, work.pack.marks
    )
    found = dates_set(work.pack.step(step), context)
    received: date = told["received_on"]
    return next(
        (found[name] for name in participants.EACH_RECEIVED if name in found), received
    )
