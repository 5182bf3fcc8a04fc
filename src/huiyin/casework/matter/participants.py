"""Those who bring a matter together: by position, never by name; who each of them is
lies in the vault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.casework import effects
from huiyin.casework.basis import commitments
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.basis.rows_read import RowsRead, once
from huiyin.casework.matter.views import CaseView
from huiyin.casework.matter.work import stream
from huiyin.casework.models import Participant
from huiyin.compiled import Compiled
from huiyin.law.calendar import deadlines
from huiyin.law.rules.duties import Right
from huiyin.ledger import reads as ledger
from huiyin.ledger.event import Event

SIGNATORY = "signatory"
REPRESENTATIVE = "representative"
SIGNING = (SIGNATORY, REPRESENTATIVE)
# Answers to what was asked after the decision, and the date on which they are received:
# what comes next runs from it.
ON_APPEAL = {
    "matter.reviewed": "review_served",
    "matter.rereviewed": "rereview_served",
}
ANSWERED_IN = (
    "reviewed",
    "rereviewed",
)  # the states in which such an answer is being served
EACH_RECEIVED = (
    "one_served",
    "answer_received",
)  # the dates from which an answer counts as received by one of several
MOST = 1000  # signatories of one matter


@dataclass(frozen=True, slots=True)
class Signed:
    """One of those who brought the matter, as its pages show them.

    ``served_date`` is when they received the latest answer, ``remedy_until`` their own
    last day to ask for what comes next, ``remedy`` the pack's right of that name (a
    review, R22 Art 35, or a re-review, Art 36); nothing until then. ``agreed`` says
    that they agreed to withdraw.
    """

    position: int
    role: str
    identity: str
    left: bool = False
    agreed: bool = False
    served_date: date | None = None
    method: str = ""
    remedy_until: date | None = None
    remedy: str = ""


def rows_of(
    case_id: str,
    identities: Sequence[str],
    *,
    seq: int,
    first: int,
    representatives: int,
) -> list[Participant]:
    """Unsaved rows for some ``identities`` of the vault; the first ``representatives``
    of them represent the others.

    ``seq`` is the event that names them, ``first`` the position of the first of them.
    """
    return [
        Participant(
            id=f"{case_id}.{position}",
            case_id=case_id,
            event_seq=seq,
            position=position,
            role=REPRESENTATIVE
            if position < first + representatives
            else SIGNATORY,
            identity=identity,
            salt=commitments.new_salt(),
        )
        for position, identity in enumerate(identities, start=first)
    ]


def data_of(rows: Iterable[Participant]) -> dict[str, Any]:
    """What the event keeps: positions, roles, and commitments to the ids; nothing where
    there is nobody.
    """
    told = [
        {
            "position": row.position,
            "role": row.role,
            "identity": commitments.commit(row.salt, row.identity),
        }
        for row in rows
    ]
    return {"participants": told} if told else {}


def _standing(case_id: str) -> QuerySet[Participant]:
    """Those who stand behind the matter now, without those who left."""
    return Participant.objects.filter(
        case_id=case_id, role__in=SIGNING, ended_seq=0
    )


def signing(case_id: str) -> list[Participant]:
    """Those who stand behind the matter now, without those who left."""
    return list(_standing(case_id).order_by("position"))


def expect_signing(case_id: str, positions: Iterable[Any]) -> set[int]:
    """The positions of all who stand behind a matter now. Raises Invalid where one of
    these ``positions`` is not among them.
    """
    standing = {row.position for row in signing(case_id)}
    if not standing.issuperset(positions):
        raise Invalid(
            "signatory",
            _("there is no signatory with this number, or they have left"),
        )
    return standing


STANDING = Compiled(
    lambda case: _standing(case).order_by("position").values_list("position"),
    case=str,
)


def to_serve(case_id: str, rows: RowsRead) -> int:
    """On how many persons an answer is served: each signatory, or the one who filed.
    One query, unless ``rows`` has them.
    """
    standing = once(rows, "standing", lambda: STANDING.rows(case=case_id))
    return max(1, len(standing))


def _latest_answer(events: Sequence[Event]) -> Event | None:
    """The latest answer to the petitioners: a decision, or the answer to a review or re-review."""
    for event in reversed(events):
        if (
            event.type in ON_APPEAL
            or effects.read(event.payload).answers_claims
        ):
            return event
    return None


def services(events: Sequence[Event]) -> dict[int, Event]:
    """The services of the latest answer, by the position of whoever received it."""
    answer = _latest_answer(events)
    since = answer.seq if answer else 0
    return {
        int(event.payload["data"]["signatory"]): event
        for event in events
        if event.seq > since and "received_on" in event.payload.get("data", {})
    }


def waiting(case_id: str) -> int | None:
    """How many do not have the latest answer yet; None where one person is served."""
    standing = {row.position for row in signing(case_id)}
    if len(standing) < 2:
        return None
    return len(standing.difference(services(ledger.events(stream(case_id)))))


def received_days(received: Mapping[int, Event]) -> list[date]:
    """The days from which an answer counts as received: some time after a public notice
    (CPL Art 95).
    """
    return [_received(event) for event in received.values()]


def _received(event: Event) -> date:
    set_then = event.payload.get("dates", {})
    told = event.payload["data"]["received_on"]
    for name in EACH_RECEIVED:
        if name in set_then:
            return date.fromisoformat(set_then[name])
    return date.fromisoformat(told)


def agreed(events: Iterable[Event]) -> frozenset[int]:
    """The positions of those who agreed that the matter is withdrawn."""
    agreeing = (event.payload.get("data", {}).get("agreed") for event in events)
    return frozenset(
        int(position) for position in agreeing if position is not None
    )


def to_agree(case_id: str) -> int | None:
    """How many stand behind the matter; None where it is only one."""
    standing = len(signing(case_id))
    return standing if standing > 1 else None


def all_agree(case_id: str) -> bool | None:
    """Whether all of them agree to withdraw it, but whoever filed, who does it; None
    where it is only one.
    """
    standing = [row.position for row in signing(case_id)]
    if len(standing) < 2:
        return None
    willing = agreed(ledger.events(stream(case_id)))
    return willing.issuperset(standing[1:])


def of(view: CaseView) -> tuple[Signed, ...]:
    """Those who brought the matter together, in their order; empty for a matter of one.
    Two queries at most.
    """
    rows = list(
        Participant.objects.filter(
            case_id=view.case_id, role__in=SIGNING
        ).order_by("position")
    )
    if not rows:
        return ()
    events = ledger.events(stream(view.case_id))
    received, willing, answer = (
        services(events),
        agreed(events),
        _latest_answer(events),
    )
    base = ON_APPEAL.get(answer.type, view.pack.answered) if answer else ""
    remedy = _remedy(view, base)
    signed = tuple(
        _signed(view, row, received.get(row.position), willing, remedy)
        for row in rows
    )
    # A simplified answer is told to all of them, and recorded as of the last.
    told = (
        answer.payload.get("dates", {}).get(view.pack.answered)
        if answer
        else None
    )
    if not told:
        return signed
    day = date.fromisoformat(told)
    return tuple(
        replace(person, served_date=person.served_date or day)
        for person in signed
    )


def _signed(
    view: CaseView,
    row: Participant,
    service: Event | None,
    willing: frozenset[int],
    remedy: Right | None,
) -> Signed:
    day = _received(service) if service else None
    return Signed(
        position=row.position,
        role=row.role,
        identity=row.identity,
        left=bool(row.ended_seq),
        agreed=row.position in willing,
        served_date=day,
        method=str(service.payload["data"]["method"]) if service else "",
        remedy_until=_until(view, remedy, day) if day and remedy else None,
        remedy=remedy.id if day and remedy else "",
    )


def _remedy(view: CaseView, base: str) -> Right | None:
    """The right with a last day that runs from the day on which an answer is received."""
    if view.state.values.get("category") != "appeal":
        return None
    for right in view.pack.rights.values():
        if right.base == base and right.days:
            return right
    return None


def _until(view: CaseView, rule: Right, received: date) -> date | None:
    """Its last day, counted from this person's own receipt."""
    if not rule.days:
        return None
    counted = deadlines.compute(
        view.pack.calendar, received, rule.days, rule.unit
    )
    return counted.due_date
