"""Requests that somebody's name is erased (PIPL 47), and what the office proposes of
itself, once its term is over or because a name was recorded by mistake: what was asked
and answered, and what stands against it.

All of it follows from the matter's own events. Whose name it is stands there as a place
in the matter ("contact:1", "signatory:3", "agent:1"), never as an identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Protocol

from huiyin.casework.basis.actors import Actor
from huiyin.casework.events import (
    ERASED,
    ERASURE,
    ERASURE_ASKED,
    ERASURE_DUE,
    ERASURE_MISTAKEN,
    ERASURE_PROPOSED,
    ERASURE_REFUSED,
    ERASURE_SENT_BACK,
    ERASURE_TAKEN_BACK,
)
from huiyin.casework.matter.work import stream
from huiyin.casework.models import Agent, Contact, ErasureWaiting, Participant
from huiyin.casework.sealing.visibility import Listed
from huiyin.ledger import reads as ledger
from huiyin.organisations import permissions
from huiyin.people.vocabulary import ErasureReason

CONTACT, SIGNATORY, AGENT = "contact", "signatory", "agent"

ASKED, PROPOSED, REFUSED, TAKEN_BACK, DONE = (
    "asked",
    "proposed",
    "refused",
    "taken_back",
    "erased",
)
STATES: Mapping[str, str] = {
    ERASURE_PROPOSED: PROPOSED,
    ERASURE_SENT_BACK: ASKED,
    ERASURE_TAKEN_BACK: TAKEN_BACK,
    ERASURE_REFUSED: REFUSED,
    ERASED: DONE,
}

TYPES = (ERASURE_ASKED, ERASURE_DUE, ERASURE_MISTAKEN, *STATES)
"""Every event of which requests consist."""

OPEN, UNSET, RUNS, BY_LAW = "open", "unset", "runs", "by_law"
BELONGS = "belongs"
"""Why a name is not erased: the matter is open; the office has not set its term; the
term runs; a law has it kept; it was no mistake, the name belongs here.
"""

OF_ITSELF: Mapping[str, str] = {
    ERASURE_DUE: ErasureReason.RETENTION_OVER,
    ERASURE_MISTAKEN: ErasureReason.MISTAKEN,
}
"""Why the office proposes it of itself, by the event in which it does."""

DAYS_TO_ANSWER = 30  # GB/T 35273-2020, 8.7; the law itself says "promptly" (PIPL 50). Unverified.
SHOWN = 50
BY_CODE = ("petitioner", "")


class Told(Protocol):
    """An event of the matter, from the ledger or as the timeline has it."""

    @property
    def seq(self) -> int:
        """Its number in the matter."""
        ...

    @property
    def type(self) -> str:
        """Which event."""
        ...

    @property
    def actor(self) -> str:
        """Who, as the ledger writes them; "" where the petitioner reads it and it was no agent."""
        ...

    @property
    def organ(self) -> str:
        """For which organ, "" for a petitioner."""
        ...

    @property
    def payload(self) -> Mapping[str, Any]:
        """What it holds."""
        ...


@dataclass(frozen=True, slots=True)
class Against:
    """What stands against erasing now: a code, and for a term that runs its last day."""

    code: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as it stands. ``seq`` is the event by which it was asked,
    ``answered_seq`` that of the answer.

    ``seen`` is the ground on which the counter knew who asked; empty where the query
    code said it. ``recorded_by`` and ``proposed_by`` are actors of the ledger.
    ``cause`` is a code of ``ErasureReason``, ``mistake`` one of ``Mistake`` where a
    name was recorded by mistake.
    """

    seq: int
    asked_date: date
    due_date: date
    organ: str
    places: tuple[str, ...]
    seen: str
    recorded_by: str
    state: str = ASKED
    proposed_by: str = ""
    reason: str = ""
    until: date | None = None
    answered_date: date | None = None
    answered_seq: int = 0
    cause: str = ErasureReason.REQUESTED
    mistake: str = ""

    @property
    def own(self) -> bool:
        """Whether nobody asked: the office proposes it of itself."""
        return self.cause != ErasureReason.REQUESTED

    @property
    def mistaken(self) -> bool:
        """Whether it is proposed because the name was recorded by mistake."""
        return self.cause == ErasureReason.MISTAKEN

    @property
    def waits(self) -> bool:
        """Whether it has no answer yet."""
        return self.state in {ASKED, PROPOSED}


def requests(events: Iterable[Told]) -> tuple[Request, ...]:
    """Every request of a matter, the oldest first, from its events."""
    asked: dict[int, Request] = {}
    for event in events:
        said = event.payload.get("data", {}).get(ERASURE)
        if event.type == ERASURE_ASKED:
            asked[event.seq] = _asked(event, said)
        elif event.type in OF_ITSELF:
            asked[event.seq] = replace(
                _asked(event, said),
                state=PROPOSED,
                proposed_by=event.actor,
                cause=OF_ITSELF[event.type],
            )
        elif event.type in STATES:
            seq = said["asked"]
            asked[seq] = _answered(asked[seq], event, said)
    return tuple(asked.values())


def of(case_id: str) -> tuple[Request, ...]:
    """The same, read from the ledger; the caller has been let through to the matter."""
    return requests(ledger.events(stream(case_id)))


def _asked(event: Told, said: Mapping[str, Any]) -> Request:
    return Request(
        seq=event.seq,
        asked_date=date.fromisoformat(event.payload["day"]),
        due_date=date.fromisoformat(said["due"]),
        organ=said["organ"],
        places=tuple(said["places"]),
        seen=said.get("seen", ""),
        recorded_by=event.actor,
        mistake=said.get("mistake", ""),
    )


def _answered(before: Request, event: Told, said: Mapping[str, Any]) -> Request:
    after = replace(
        before,
        state=STATES[event.type],
        places=tuple(said.get("places", before.places)),
    )
    if event.type == ERASURE_PROPOSED:
        return replace(after, proposed_by=event.actor)
    if event.type == ERASURE_SENT_BACK:
        return replace(after, proposed_by="")
    stands = stood_against(said)
    return replace(
        after,
        reason=stands.code if stands else "",
        until=stands.until if stands else None,
        answered_date=date.fromisoformat(event.payload["day"]),
        answered_seq=event.seq,
    )


def stood_against(said: Mapping[str, Any]) -> Against | None:
    """What an event says stood against erasing; None where it refuses nothing."""
    code, until = said.get("reason"), said.get("until")
    if not code:
        return None
    return Against(code, date.fromisoformat(until) if until else None)


def answer_by(asked: date) -> date:
    """The last day for the answer to a request that was made on the day ``asked``."""
    return asked + timedelta(days=DAYS_TO_ANSWER)


def identities(case_id: str) -> dict[str, str]:
    """The identities of a matter by their places, in order; whoever filed and signed
    first has one place alone.
    """
    contacts = Contact.objects.filter(case_id=case_id).exclude(identity="")
    in_order = contacts.order_by("event_seq").values_list(
        "event_seq", "identity"
    )
    places = {f"{CONTACT}:{seq}": identity for seq, identity in in_order}
    for kind, model in ((SIGNATORY, Participant), (AGENT, Agent)):
        rows = model.objects.filter(case_id=case_id).order_by("position")
        known = set(places.values())
        for position, identity in rows.values_list("position", "identity"):
            if identity not in known:
                places[f"{kind}:{position}"] = identity
    return places


def own_places(events: Iterable[Told], known: Iterable[str]) -> tuple[str, ...]:
    """The places, of those ``known``, of whoever filed the matter, as far as that is
    known without opening a name: the filing, and what they brought later with their own
    code.
    """
    own = {
        f"{CONTACT}:{event.seq}"
        for event in events
        if event.seq == 1 or (not event.organ and event.actor in BY_CODE)
    }
    return tuple(place for place in known if place in own)


def erased_places(asked: Iterable[Request]) -> dict[str, date]:
    """The day on which each name was erased on these requests, by its place."""
    erased: dict[str, date] = {}
    for request in asked:
        if request.state == DONE and request.answered_date is not None:
            erased |= dict.fromkeys(request.places, request.answered_date)
    return erased


def gone(case_id: str, asked: Iterable[Request]) -> dict[str, date]:
    """The day on which each identity of a matter was erased, by its id; no query where
    none was.
    """
    places = erased_places(asked)
    if not places:
        return {}
    held = identities(case_id)
    return {held[place]: day for place, day in places.items() if place in held}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits, as a list shows it."""

    case_id: str
    number: str
    seq: int
    asked_date: date
    due_date: date
    proposed: bool


def may_propose(by: Actor, organ: str) -> bool:
    """Whether the actor may propose, or refuse, in the organ that answers: who
    registers there and opens identities.
    """
    return by.may("case.register", organ) and by.may("people.reveal", organ)


def may_confirm(by: Actor, organ: str) -> bool:
    """Whether the actor may confirm what another proposed: the head of the organ that answers."""
    return by.may("case.head", organ) and by.may("people.reveal", organ)


def may_answer(by: Actor, organ: str) -> bool:
    """Whether the actor is one of the two: may propose or refuse, or confirm, in the
    organ that answers.
    """
    return may_propose(by, organ) or may_confirm(by, organ)


@cache
def _waiting_in(organs: int) -> Listed[tuple[Any, ...]]:
    """Requests that so many organs have to answer, the next due first."""
    names = [f"organ{place}" for place in range(organs)]
    return Listed(
        lambda **given: ErasureWaiting.objects.filter(
            organ__in=[given[name] for name in names]
        ),
        lambda rows, **_given: rows.order_by("due_date", "id").values_list(
            "case_id",
            "case__number",
            "event_seq",
            "asked_date",
            "due_date",
            "proposed",
        )[:SHOWN],
        **dict.fromkeys(names, str),
    )


def waiting(by: Actor) -> tuple[Waiting, ...]:
    """The requests that the actor's organ has to answer, the next due first; one query."""
    if by.staff is None or not may_answer(by, by.organ):
        return ()
    organs = {
        *permissions.reachable(by.staff, "case.register"),
        *permissions.reachable(by.staff, "case.head"),
    }
    asked: dict[str, Any] = {
        f"organ{place}": organ for place, organ in enumerate(organs)
    }
    rows = _waiting_in(len(asked)).rows(by, **asked)
    return tuple(Waiting(*row) for row in rows)
