"""What the acts on erasing names share: the matter held for them, the request that they
answer, their events, and the row of what waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.events import ERASURE, CaseState
from huiyin.casework.matter import erasures, keeping, mistakes, reads
from huiyin.casework.matter.command import checked_text
from huiyin.casework.matter.erasures import (
    BELONGS,
    PROPOSED,
    Against,
    Request,
)
from huiyin.casework.matter.work import Work, stream
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, ErasureWaiting
from huiyin.law.rules.pack import Pack
from huiyin.ledger import reads as ledger

SHORTEST_REASON = 2
PETITIONER = "petitioner"


def locked(case_id: str, by: Actor) -> tuple[Case, tuple[Request, ...]]:
    """The matter, held for an act, and every request so far. Invalid for a sealed one."""
    case = reads.lock_case(by=by, case_id=case_id)
    if case.sealed:
        raise Invalid(
            "places",
            _(
                "in a report of wrongdoing this cannot be done: nobody here knows who made it"
            ),
        )
    return case, erasures.of(case_id)


def add(
    work: Work,
    kind: str,
    said: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    more: Mapping[str, Any] | None = None,
) -> None:
    """An event that leaves the matter where it is."""
    data = {ERASURE: dict(said), **(more or {})}
    work.add(
        kind,
        work.unmoved(at, by=by, data=data),
        grounds=(),
        by=by,
        at=at,
    )


def wait(
    work: Work, organ: str, today: date, *, proposed: bool = False
) -> CaseState:
    """Write it down, with the row by which a list shows what waits, ``proposed``
    already or not; returns how the matter stands then.
    """
    state = commit(work)
    ErasureWaiting.objects.create(
        id=f"{state.case_id}.{state.event_seq}",
        case_id=state.case_id,
        event_seq=state.event_seq,
        organ=organ,
        asked_date=today,
        due_date=erasures.answer_by(today),
        proposed=proposed,
    )
    return state


def refuse_while(stands: Against | None) -> None:
    """Raise Invalid where something stands against erasing now."""
    if stands is not None:
        raise Invalid(
            "asked",
            _(
                "the matter or the term stands against it now: answer with that reason"
            ),
        )


def against(
    pack: Pack, state: CaseState, request: Request, today: date
) -> Against | None:
    """What stands against doing now what was asked; None where nothing does. For a name
    recorded by mistake neither an open matter nor a term is a reason to keep it, but
    that its owner takes part in the matter (by now).
    """
    if not request.mistaken:
        return keeping.against(pack, state, today)
    told = ledger.events(stream(state.case_id))
    parts = mistakes.part_taken(state.case_id, told, today)
    taking = any(place in parts for place in request.places)
    return Against(BELONGS) if taking else None


def waiting_request(earlier: Sequence[Request], asked: int) -> Request:
    """The request that is answered; ``asked`` is the number of the event by which it
    was made. NotFound where there is none; Invalid where it was answered before.
    """
    request = {request.seq: request for request in earlier}.get(asked)
    if request is None:
        raise NotFound("nothing of the kind was asked")
    if not request.waits:
        raise Invalid("asked", _("this request was answered already"))
    return request


def proposed_request(
    earlier: Sequence[Request], asked: int, by: Actor
) -> Request:
    """The request that a second person looks at; ``asked`` is the number of the event
    by which it was made. NotFound for whoever may not; Invalid where nobody has
    proposed it, and for whoever had a hand in it.
    """
    request = waiting_request(earlier, asked)
    if not erasures.may_confirm(by, request.organ):
        raise NotFound("this is not yours to confirm")
    if request.state != PROPOSED:
        raise Invalid("asked", _("nobody has proposed it yet"))
    if by.name in {request.proposed_by, request.recorded_by}:
        raise Invalid(
            "asked",
            _(
                "it takes two: whoever proposed it, or took it down, does not confirm it"
            ),
        )
    return request


def names(case: Case, earlier: Sequence[Request]) -> tuple[str, ...]:
    """The places of a matter whose names no request had erased, in order."""
    done = erasures.erased_places(earlier)
    return tuple(
        place for place in erasures.identities(case.pk) if place not in done
    )


def asked_of(
    case: Case, earlier: Sequence[Request], places: Sequence[str], by: Actor
) -> list[str]:
    """Whose names a request is for: at the counter those that were said, else what is
    known to be the petitioner's. Invalid where that is nobody's, or a name that is gone.
    """
    free = names(case, earlier)
    if by.kind == PETITIONER:
        whose = erasures.own_places(ledger.events(stream(case.pk)), free)
    else:
        whose = tuple(dict.fromkeys(places))
    if not whose or not set(whose) <= set(free):
        raise Invalid(
            "places",
            _(
                "say whose name it is; one that was erased is not there any more"
            ),
        )
    return list(whose)


def refuse_twice(
    earlier: Sequence[Request],
    whose: Sequence[str],
    work: Work,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Raise Invalid while a request for the same name waits, and on the day on which one
    was refused: another says nothing new.
    """
    today = work.day(at, by=by)
    for request in earlier:
        if set(request.places).isdisjoint(whose):
            continue
        if request.waits:
            raise Invalid(
                "places", _("it was asked for already, and waits for an answer")
            )
        if request.answered_date == today and request.state == erasures.REFUSED:
            raise Invalid(
                "places",
                _(
                    "it was asked for and answered today: the answer stands in the history"
                ),
            )


def why(reason: str) -> str:
    """The words that say why, as they are kept. Invalid where they say nothing."""
    words = checked_text("reason", reason, required=True)
    if len(words) < SHORTEST_REASON:
        raise Invalid("reason", _("say why"))
    return words
