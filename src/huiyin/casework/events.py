"""What a case is: the fold of its events. Pure: no framework, no clock, no database.

Every event describes its own effects (state reached, duties opened and closed, dates,
rights), so that folding needs no pack and an old ledger folds the same way for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from huiyin.casework.charge import NOBODY, Charge
from huiyin.casework.effects import EMPTY, Effects, read
from huiyin.casework.limits import Opened, RightOpened

OPEN = "open"
DISCHARGED = "discharged"
CANCELLED = "cancelled"
UNRECORDED = (
    "unrecorded"  # of a duty when it was done, of a matter how it ended
)

# The filing, which brings the first contact (件次) to the matter.
FILED = "matter.filed"
HEARD = "heard"  # in the data of a decision: how the petitioner was heard before it, and when
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
ERASURE_DUE = (
    "matter.erasure_due"  # proposed by the office itself: its term is over
)
ERASURE_MISTAKEN = (
    "matter.erasure_mistaken"  # the same, for a name recorded by mistake
)
ERASURE_REFUSED = "matter.erasure_refused"
ERASED = "matter.identity_erased"
ERASURE = (
    "erasure"  # in the data of each of these: whose names, what was answered
)

PETITIONER = (
    "petitioner"  # to whom a letter goes where its pack says nothing else
)

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


@dataclass(frozen=True, slots=True)
class CaseState:
    """A matter as its events leave it.

    ``event_at`` is how far time has come in its stream: the latest instant of its
    events. ``resolved_date`` is since when it is dealt with, ``ending`` how:
    "resolved", "refused", "passed_on", "withdrawn", "unresolved", or "unrecorded" where
    an old ledger says that it ended and not how. Both are empty again when it must be
    handled anew; ``reopened_date`` says since when.
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
    charge: Charge = NOBODY
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
    at: datetime | None = None,
    hash: str = "",  # noqa: A002 - as above
) -> CaseState:
    """The case after one more event; raises FoldError where the event cannot come next."""
    return fold_in(
        state, seq=seq, type=type, effects=read(payload), at=at, hash=hash
    )


def fold_in(
    state: CaseState,
    *,
    seq: int,
    type: str,  # noqa: A002 - the event's own word
    effects: Effects,
    at: datetime | None = None,
    hash: str = "",  # noqa: A002 - as above
) -> CaseState:
    """The same from effects that are at hand already; raises FoldError likewise.

    ``at`` is when the event happened, ``hash`` its own; without them the state says
    what it said of the event before.
    """
    if seq != state.event_seq + 1:
        raise FoldError(f"event {seq} ({type}) follows event {state.event_seq}")
    day = effects.day
    final = state.final if effects.final is None else effects.final
    resolved_date = _resolved_date(state, effects)
    reopened = state.resolved_date is not None and resolved_date is None
    opened = {f"{seq}.{place}" for place in range(len(effects.opens))}
    return CaseState(
        case_id=state.case_id,
        title=state.title,
        number=effects.number or state.number,
        pack=effects.pack or state.pack,
        state=effects.state,
        final=final,
        values={**state.values, **effects.values},
        dates={**state.dates, **effects.dates},
        parties=_parties(state, effects),
        rights=_fold_rights(state.rights, effects),
        remedies=_fold_remedies(state.remedies, effects),
        duties=_fold_duties(state, seq, effects),
        received_date=_received_date(state, seq, effects),
        resolved_date=resolved_date,
        ending=_ending(state, type, effects),
        closed_date=(state.closed_date or day) if final else None,
        reopened_date=day if reopened else state.reopened_date,
        contacts=state.contacts + (1 if effects.brings_contact else 0),
        charge=_charge(state, effects),
        event_seq=seq,
        event_hash=hash or state.event_hash,
        event_at=_time_after(state, at),
        touched=state.touched | effects.touched | opened,
    )


def _charge(state: CaseState, effects: Effects) -> Charge:
    """Who is in charge after an event: as before, where it does not say."""
    return state.charge if effects.charge is None else effects.charge


def _received_date(state: CaseState, seq: int, effects: Effects) -> date | None:
    """When the matter was received: its filing says it."""
    return effects.received_date if seq == 1 else state.received_date


def _time_after(state: CaseState, at: datetime | None) -> datetime | None:
    """How far time has come after an event of ``at``; as before, where that is not said."""
    return state.event_at if at is None else latest(state.event_at, at)


def _parties(state: CaseState, effects: Effects) -> dict[str, str]:
    """The parties after an event; one that it clears is none any more."""
    named = {**state.parties, **effects.parties}
    return {party: organ for party, organ in named.items() if organ}


def _resolved_date(state: CaseState, effects: Effects) -> date | None:
    """Since when the matter is resolved. An event that leaves it where it was changes
    nothing in that.
    """
    if effects.state == state.state:
        return state.resolved_date
    return (state.resolved_date or effects.day) if effects.resolved else None


# The event's own word
def _ending(state: CaseState, type: str, effects: Effects) -> str:  # noqa: A002
    """How the matter stands as dealt with: "resolved", "refused" and so on; "" while it is open."""
    if effects.state == state.state:
        return state.ending
    if not effects.resolved:
        return ""
    ending = effects.ending or UNSAID_ENDINGS.get(type, RESOLVED)
    outcome = effects.values.get("outcome", state.values.get("outcome"))
    return (
        UNRECORDED if ending == RESOLVED and outcome == UNRECORDED else ending
    )


def fold(case_id: str, events: Iterable[Any]) -> CaseState:
    """The case after a whole stream of ``events``, oldest first; they need ``seq``,
    ``type``, ``at``, ``payload`` and ``hash``. Raises FoldError where one cannot follow
    the one before.
    """
    state = CaseState(case_id=case_id)
    for event in events:
        state = fold_one(
            state,
            seq=event.seq,
            type=event.type,
            payload=event.payload,
            at=event.at,
            hash=event.hash,
        )
    return state


def latest(before: datetime | None, at: datetime) -> datetime:
    """How far time has come after an event of ``at``; what an old ledger records may lie before."""
    return at if before is None else max(before, at)


def _fold_duties(
    state: CaseState, seq: int, effects: Effects
) -> tuple[DutyState, ...]:
    duties = {duty.ref: duty for duty in state.duties}

    def change(ref: str, **changes: Any) -> None:
        duty = duties.get(ref)
        if duty is None or duty.status != OPEN:
            raise FoldError(
                f"event {seq} changes duty {ref}, which does not stand open"
            )
        duties[ref] = replace(duty, event_seq=seq, **changes)

    for move in effects.moves:
        limit = move.limit
        change(
            move.ref,
            last_day=limit.last_day,
            due_date=limit.due_date,
            extension_days=limit.extension_days,
            provisional=limit.provisional,
            stopped_days=limit.stopped_days,
            **({"stopped_date": None} if move.resumed else {}),
        )
    for ref in effects.stops:
        change(ref, stopped_date=effects.day)
    for ref, owner in effects.reassigns:
        change(ref, owner=owner)
    for refs, status in (
        (effects.discharges, DISCHARGED),
        (effects.cancels, CANCELLED),
        (effects.unrecorded, UNRECORDED),
    ):
        for ref in refs:
            change(ref, status=status, closed_date=effects.day)
    for place, opened in enumerate(effects.opens):
        ref = f"{seq}.{place}"
        duties[ref] = _opened(ref, seq, effects.day, opened)
    return tuple(duties.values())


def _opened(ref: str, seq: int, day: date, opened: Opened) -> DutyState:
    limit = opened.limit
    return DutyState(
        ref=ref,
        kind=opened.kind,
        owner=opened.owner,
        article=opened.article,
        verified=opened.verified,
        base_date=limit.base_date,
        days=limit.days,
        unit=limit.unit,
        extension_days=limit.extension_days,
        last_day=limit.last_day,
        due_date=limit.due_date,
        provisional=limit.provisional,
        opened_date=day,
        event_seq=seq,
        stopped_days=limit.stopped_days,
    )


def _fold_rights(
    rights: tuple[RightState, ...], effects: Effects
) -> tuple[RightState, ...]:
    closed = set(effects.rights_closed)
    kept = {right.kind: right for right in rights if right.kind not in closed}
    for opened in effects.rights_opened:
        kept[opened.kind] = _right(opened)
    return tuple(kept.values())


def _right(opened: RightOpened) -> RightState:
    return RightState(
        kind=opened.kind,
        article=opened.article,
        last_day=opened.last_day,
        due_date=opened.due_date,
        provisional=opened.provisional,
    )


def _fold_remedies(
    remedies: tuple[RemedyState, ...], effects: Effects
) -> tuple[RemedyState, ...]:
    """An event that estimates says all of them anew."""
    if effects.remedies is None:
        return remedies
    return tuple(
        RemedyState(estimate.route, estimate.last_day, estimate.provisional)
        for estimate in effects.remedies
    )
