"""Between the law and the ledger: the facts of a matter as the law asks for them, and
what follows from a ruling as an event says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huiyin.casework.effects import CAME, Effects
from huiyin.casework.events import RESOLVED, CaseState
from huiyin.casework.limits import Limit, Moved, Opened, RightOpened
from huiyin.law.terms.facts import Facts, OpenDuty, OpenRight
from huiyin.law.terms.ruling import (
    Deadline,
    Ground,
    MovedDuty,
    NewDuty,
    NewRight,
    Ruling,
)


def facts_of(state: CaseState) -> Facts:
    """The facts of a case as the law asks for them."""
    return Facts(
        state=state.state,
        values={
            name: tuple(value) if isinstance(value, list) else value
            for name, value in state.values.items()
        },
        dates=state.dates,
        parties=state.parties,
        duties=tuple(
            OpenDuty(
                id=duty.ref,
                kind=duty.kind,
                owner=duty.owner,
                base_date=duty.base_date,
                last_day=duty.last_day,
                due_date=duty.due_date,
                provisional=duty.provisional,
                extension_days=duty.extension_days,
                stopped_days=duty.stopped_days,
                stopped_on=duty.stopped_date,
            )
            for duty in state.open_duties
        ),
        rights=tuple(
            OpenRight(
                right.kind, right.last_day, right.due_date, right.provisional
            )
            for right in state.rights
        ),
    )


def limit_of(deadline: Deadline) -> Limit:
    """A deadline as events keep it."""
    return Limit(
        base_date=deadline.base_date,
        days=deadline.days,
        unit=deadline.unit,
        extension_days=deadline.extension_days,
        last_day=deadline.last_day,
        due_date=deadline.due_date,
        provisional=deadline.provisional,
        stopped_days=deadline.stopped_days,
    )


def source_of(ground: Ground, pack: str) -> str:
    """The pack that a rule comes from, where the matter's own pack stands on it; else ""."""
    return "" if ground.pack == pack else ground.pack


def effects_of(
    ruling: Ruling,
    *,
    pack: str,
    day: date,
    data: Mapping[str, Any],
    unrecorded: bool = False,
) -> Effects:
    """Everything that follows from a ruling on a ``day``, so that folding needs no pack.

    ``pack`` is the key of the matter's pack; ``data`` are ids and commitments;
    ``unrecorded`` closes the duties that were done without saying when.
    """
    return Effects(
        day=day,
        state=ruling.state,
        final=ruling.final,
        resolved=ruling.resolved,
        ending=None if ruling.ending == RESOLVED else ruling.ending,
        discharges=() if unrecorded else tuple(ruling.discharges),
        unrecorded=tuple(ruling.discharges) if unrecorded else (),
        cancels=tuple(ruling.cancels),
        stops=tuple(ref for ref, _since in ruling.stops),
        reassigns=tuple(ruling.reassigns),
        moves=tuple(map(_moved, ruling.moves)),
        opens=tuple(_opened(duty, pack) for duty in ruling.opens),
        rights_opened=tuple(
            _right(right, pack) for right in ruling.rights_opened
        ),
        rights_closed=tuple(ruling.rights_closed),
        parties=dict(ruling.parties),
        dates=dict(ruling.dates),
        values={name: plain(value) for name, value in ruling.values.items()},
        data=data,
    )


def _moved(move: MovedDuty) -> Moved:
    return Moved(
        ref=move.duty_id,
        old_due_date=move.old_due_date,
        limit=limit_of(move.deadline),
        resumed=move.resumed,
    )


def _opened(duty: NewDuty, pack: str) -> Opened:
    return Opened(
        kind=duty.kind,
        owner=duty.owner,
        article=duty.ground.article,
        verified=duty.ground.verified,
        limit=limit_of(duty.deadline),
        source=source_of(duty.ground, pack),
    )


def _right(right: NewRight, pack: str) -> RightOpened:
    limit = right.deadline
    return RightOpened(
        kind=right.kind,
        article=right.ground.article,
        last_day=limit.last_day if limit else None,
        due_date=limit.due_date if limit else None,
        provisional=bool(limit and limit.provisional),
        source=source_of(right.ground, pack),
    )


def plain(value: Any) -> Any:
    """A value as events keep it: days as text, several as a list."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def came(args: Mapping[str, Any]) -> dict[str, Any]:
    """The days of receipt and of posting that somebody said, for the event's data."""
    said = {
        name: args[name].isoformat()
        for name in ("arrived_on", "posted_on")
        if args.get(name)
    }
    return {CAME: said} if said else {}
