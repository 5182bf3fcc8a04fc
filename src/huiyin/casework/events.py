"""What a case is: the fold of its events. Pure: no framework, no clock, no database.

Every event describes its own effects (state reached, duties opened and closed, dates,
rights), so that folding needs no pack and an old ledger folds the same way for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

OPEN = "open"
DISCHARGED = "discharged"
CANCELLED = "cancelled"
UNRECORDED = "unrecorded"

EMPTY: Mapping[str, Any] = MappingProxyType({})

# Events that bring a contact (件次) to the matter: the first one is its filing.
FILED = "matter.filed"
CONTACTED = "matter.contacted"
# In an event's data: the days of receipt and posting that somebody said, "arrived_on"
# and "posted_on"
CAME = "came"
HEARD = "heard"  # in the data of a decision: how the petitioner was heard before it, and when
# The date of a pack that says when the matter came, where that is not the day of its
# filing
RECEIVED = "received"
CARRIED_OVER = "matter.carried_over"
REDATED = "duty.redated"
WENT_OVER = "matter.went_over"
SUCCEEDED = "matter.succeeded"
SUCCESSOR_NAMED = "matter.successor_named"
CORRECTED = "matter.particulars_corrected"
CODE_RENEWED = "matter.code_renewed"

# A request that somebody's name is erased (PIPL 47), until its answer. No steps: no
# date and no state moves.
ERASURE_ASKED = "matter.erasure_asked"
ERASURE_TAKEN_BACK = "matter.erasure_taken_back"
ERASURE_PROPOSED = "matter.erasure_proposed"
ERASURE_SENT_BACK = "matter.erasure_sent_back"
ERASURE_REFUSED = "matter.erasure_refused"
ERASED = "matter.identity_erased"
ERASURE = "erasure"  # in the data of each of these: whose names, what was answered

PETITIONER = "petitioner"  # to whom a letter goes where its pack says nothing else

# How a matter is dealt with that was answered; events say another ending.
RESOLVED = "resolved"
# Of events written before they said it themselves.
UNSAID_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "matter.refused": "refused",
        "matter.diverted": "passed_on",
        "matter.withdrawn": "withdrawn",
        "advice.recalled": "withdrawn",
        "complaint.excluded": "refused",
        "grievance.filed_away": "refused",
        "grievance.ended": "unresolved",
    }
)


class FoldError(ValueError):
    """An event cannot follow what came before it: the stream is not a case's history."""


@dataclass(frozen=True, slots=True)
class DutyState:
    """One duty of the case. ``ref`` is "<seq of the event that opened it>.<position>".

    ``stopped_date`` is the day since which its clock stands still, ``stopped_days`` how
    long it did so before.
    """

    ref: str
    kind: str
    owner: str
    article: str
    verified: bool
    base_date: date
    days: int
    unit: str
    extension_days: int
    last_day: date
    due_date: date
    provisional: bool
    opened_date: date
    status: str = OPEN
    closed_date: date | None = None
    event_seq: int = 0
    stopped_days: int = 0
    stopped_date: date | None = None

    @property
    def stopped(self) -> bool:
        """Whether its clock stands still: such a duty cannot be overdue."""
        return self.status == OPEN and self.stopped_date is not None


@dataclass(frozen=True, slots=True)
class RightState:
    """Something the petitioner may do; without a last day where the law sets none."""

    kind: str
    article: str
    last_day: date | None
    due_date: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class RemedyState:
    """The last day, as estimated, of a way outside petitioning."""

    route: str
    last_day: date
    provisional: bool


class Letter(NamedTuple):
    """A letter that an event owes: its kind in the pack, and to whom it goes
    ("petitioner", "organ:<code>" or a word of the pack).
    """

    kind: str
    addressee: str


def letters_owed(payload: Mapping[str, Any]) -> tuple[Letter, ...]:
    """The letters that an event says are owed; none before December 2026, and in what
    an old ledger records.
    """
    return tuple(
        Letter(str(kind), str(addressee))
        for kind, addressee in payload.get("letters", ())
    )


def answers_claims(payload: Mapping[str, Any]) -> bool:
    """Whether an event answers claims one by one, whatever the pack calls it: a
    decision, a proposal, a response.
    """
    return any(
        isinstance(entry, Mapping)
        for entry in payload.get("data", EMPTY).get("claims", ())
    )


@dataclass(frozen=True, slots=True)
class CaseState:
    """A matter as its events leave it.

    ``event_at`` is how far time has come in its stream: the latest instant of its
    events. ``resolved_date`` is since when it is dealt with, ``ending`` how:
    "resolved", "refused", "passed_on", "withdrawn", "unresolved". Both are empty again
    when it must be handled anew; ``reopened_date`` says since when.
    """

    case_id: str
    number: str = ""
    pack: str = ""
    state: str = ""
    final: bool = False
    title: str = ""
    values: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    dates: Mapping[str, date] = field(default_factory=lambda: EMPTY)
    parties: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    rights: tuple[RightState, ...] = ()
    remedies: tuple[RemedyState, ...] = ()
    duties: tuple[DutyState, ...] = ()
    received_date: date | None = None
    resolved_date: date | None = None
    ending: str = ""
    closed_date: date | None = None
    reopened_date: date | None = None
    contacts: int = 0
    event_seq: int = 0
    event_hash: str = ""
    event_at: datetime | None = None
    touched: frozenset[str] = field(default=frozenset())

    @property
    def open_duties(self) -> tuple[DutyState, ...]:
        """The duties that stand open, in the order they were opened."""
        return tuple(duty for duty in self.duties if duty.status == OPEN)


def fold_one(
    state: CaseState,
    *,
    seq: int,
    type: str,  # noqa: A002 - the event's own word
    payload: Mapping[str, Any],
) -> CaseState:
    """The case after one more event; raises FoldError where the event cannot come next."""
    if seq != state.event_seq + 1:
        raise FoldError(f"event {seq} ({type}) follows event {state.event_seq}")
    day = date.fromisoformat(payload["day"])
    duties = _fold_duties(state, seq, day, payload)
    final = bool(payload.get("final", state.final))
    resolved_date = _resolved_date(state, day, payload)
    ending = _ending(state, type, payload)
    data = payload.get("data", EMPTY)
    return replace(
        state,
        number=payload.get("number", state.number),
        pack=payload.get("pack", state.pack),
        title=state.title,
        state=payload["to"],
        final=final,
        values={**state.values, **payload.get("values", EMPTY)},
        dates={
            **state.dates,
            **{
                k: date.fromisoformat(v) for k, v in payload.get("dates", EMPTY).items()
            },
        },
        parties={
            k: v
            for k, v in {**state.parties, **payload.get("parties", EMPTY)}.items()
            if v
        },
        rights=_fold_rights(state.rights, payload),
        remedies=_fold_remedies(state.remedies, payload),
        duties=duties,
        received_date=_received(payload, day) if seq == 1 else state.received_date,
        resolved_date=resolved_date,
        ending=ending,
        closed_date=(state.closed_date or day) if final else None,
        reopened_date=day
        if state.resolved_date and not resolved_date
        else state.reopened_date,
        contacts=state.contacts + (1 if "contact" in data else 0),
        event_seq=seq,
        touched=state.touched | _touched(seq, payload),
    )


def _received(payload: Mapping[str, Any], day: date) -> date:
    """When a matter was received, from its filing: the day that the law counts from,
    else the day of the filing.
    """
    return _day(payload.get("dates", EMPTY).get(RECEIVED)) or day


def came_on(payload: Mapping[str, Any]) -> date:
    """When what an event records came to the office: the day that was said, else the
    day it was written down.
    """
    return _day(
        payload.get("data", EMPTY).get(CAME, EMPTY).get("arrived_on")
    ) or date.fromisoformat(payload["day"])


def posted_on(payload: Mapping[str, Any]) -> date | None:
    """When what an event records was posted, where somebody said so."""
    return _day(payload.get("data", EMPTY).get(CAME, EMPTY).get("posted_on"))


def _resolved_date(
    state: CaseState, day: date, payload: Mapping[str, Any]
) -> date | None:
    """Since when the matter is resolved. An event that leaves it where it was changes
    nothing in that.
    """
    if payload["to"] == state.state:
        return state.resolved_date
    return (state.resolved_date or day) if payload.get("resolved", False) else None


# The event's own word
def _ending(state: CaseState, type: str, payload: Mapping[str, Any]) -> str:  # noqa: A002
    """How the matter stands as dealt with: "resolved", "refused" and so on; "" while it is open."""
    if payload["to"] == state.state:
        return state.ending
    if not payload.get("resolved", False):
        return ""
    return str(payload.get("ending") or UNSAID_ENDINGS.get(type, RESOLVED))


def fold(case_id: str, events: Iterable[Any]) -> CaseState:
    """Fold a whole stream, oldest first. ``events`` need ``seq``, ``type``, ``at``,
    ``payload`` and ``hash``.
    """
    state = CaseState(case_id=case_id)
    for event in events:
        state = fold_one(state, seq=event.seq, type=event.type, payload=event.payload)
        state = replace(
            state, event_hash=event.hash, event_at=latest(state.event_at, event.at)
        )
    return state


def latest(before: datetime | None, at: datetime) -> datetime:
    """How far time has come after an event of ``at``; what an old ledger records may lie before."""
    return at if before is None else max(before, at)


def _touched(seq: int, payload: Mapping[str, Any]) -> frozenset[str]:
    refs = {f"{seq}.{n}" for n in range(len(payload.get("opens", ())))}
    for key in ("discharges", "cancels", "unrecorded", "stops"):
        refs.update(payload.get(key, ()))
    refs.update(move["ref"] for move in payload.get("moves", ()))
    refs.update(ref for ref, _owner in payload.get("reassigns", ()))
    return frozenset(refs)


def _fold_duties(
    state: CaseState, seq: int, day: date, payload: Mapping[str, Any]
) -> tuple[DutyState, ...]:
    duties = {duty.ref: duty for duty in state.duties}

    def change(ref: str, **changes: Any) -> None:
        duty = duties.get(ref)
        if duty is None or duty.status != OPEN:
            raise FoldError(
                f"event {seq} changes duty {ref}, which does not stand open"
            )
        duties[ref] = replace(duty, event_seq=seq, **changes)

    for move in payload.get("moves", ()):
        change(
            move["ref"],
            last_day=date.fromisoformat(move["last"]),
            due_date=date.fromisoformat(move["due"]),
            extension_days=move["ext"],
            provisional=move["provisional"],
            stopped_days=move.get("stopped", 0),
            **({"stopped_date": None} if move.get("resumed") else {}),
        )
    for ref in payload.get("stops", ()):
        change(ref, stopped_date=day)
    for ref, owner in payload.get("reassigns", ()):
        change(ref, owner=owner)
    for key, status in (
        ("discharges", DISCHARGED),
        ("cancels", CANCELLED),
        ("unrecorded", UNRECORDED),
    ):
        for ref in payload.get(key, ()):
            change(ref, status=status, closed_date=day)
    for n, opened in enumerate(payload.get("opens", ())):
        duties[f"{seq}.{n}"] = _opened(f"{seq}.{n}", seq, day, opened)
    return tuple(duties.values())


def _opened(ref: str, seq: int, day: date, opened: Mapping[str, Any]) -> DutyState:
    return DutyState(
        ref=ref,
        kind=opened["kind"],
        owner=opened["owner"],
        article=opened["article"],
        verified=opened["verified"],
        base_date=date.fromisoformat(opened["base"]),
        days=opened["days"],
        unit=opened["unit"],
        extension_days=opened["ext"],
        last_day=date.fromisoformat(opened["last"]),
        due_date=date.fromisoformat(opened["due"]),
        provisional=opened["provisional"],
        opened_date=day,
        event_seq=seq,
        stopped_days=opened.get("stopped", 0),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _fold_rights(
    rights: tuple[RightState, ...], payload: Mapping[str, Any]
) -> tuple[RightState, ...]:
    closed = set(payload.get("rights_closed", ()))
    kept = {right.kind: right for right in rights if right.kind not in closed}
    for opened in payload.get("rights_opened", ()):
        kept[opened["kind"]] = RightState(
            kind=opened["kind"],
            article=opened["article"],
            last_day=_day(opened["last"]),
            due_date=_day(opened["due"]),
            provisional=opened["provisional"],
        )
    return tuple(kept.values())


def _fold_remedies(
    remedies: tuple[RemedyState, ...], payload: Mapping[str, Any]
) -> tuple[RemedyState, ...]:
    """An event that estimates says all of them anew."""
    if "remedies" not in payload:
        return remedies
    return tuple(
        RemedyState(
            entry["route"], date.fromisoformat(entry["last"]), entry["provisional"]
        )
        for entry in payload["remedies"]
    )
