"""The facts of a matter after a ruling."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from huiyin.law.terms.facts import Facts, OpenDuty, OpenRight
from huiyin.law.terms.ruling import Deadline, NewRight, Ruling


def apply(facts: Facts, ruling: Ruling) -> Facts:
    """The facts after a ruling, for scenarios and checks: new duties are called "d1",
    "d2" ... whatever is free.

    A refused ruling changes nothing.
    """
    if ruling.refused:
        return facts
    gone = {*ruling.discharges, *ruling.cancels}
    duties = [
        _carried(duty, ruling) for duty in facts.duties if duty.id not in gone
    ]
    taken = {duty.id for duty in facts.duties}
    free = (name for number in count(1) if (name := f"d{number}") not in taken)
    duties += [
        _opened(name, new.kind, new.owner, new.deadline)
        for name, new in zip(free, ruling.opens, strict=False)
    ]
    ended = {
        *ruling.rights_closed,
        *(granted.kind for granted in ruling.rights_opened),
    }
    rights = [right for right in facts.rights if right.kind not in ended]
    rights += [_right(granted) for granted in ruling.rights_opened]
    return Facts(
        state=ruling.state,
        values={**facts.values, **ruling.values},
        dates={**facts.dates, **ruling.dates},
        parties={**facts.parties, **ruling.parties},
        duties=tuple(duties),
        rights=tuple(rights),
    )


def _carried(duty: OpenDuty, ruling: Ruling) -> OpenDuty:
    """An open duty as the ruling leaves it: moved, stopped, running again, with another owner."""
    kept = duty
    for move in ruling.moves:
        if move.duty_id == duty.id:
            kept = _opened(duty.id, duty.kind, duty.owner, move.deadline)
            kept = replace(
                kept, stopped_on=None if move.resumed else duty.stopped_on
            )
    kept = replace(
        kept, stopped_on=dict(ruling.stops).get(duty.id, kept.stopped_on)
    )
    return replace(kept, owner=dict(ruling.reassigns).get(duty.id, kept.owner))


def _opened(
    duty_id: str, kind: str, owner: str, deadline: Deadline
) -> OpenDuty:
    return OpenDuty(
        id=duty_id,
        kind=kind,
        owner=owner,
        base_date=deadline.base_date,
        last_day=deadline.last_day,
        due_date=deadline.due_date,
        provisional=deadline.provisional,
        extension_days=deadline.extension_days,
        stopped_days=deadline.stopped_days,
    )


def _right(granted: NewRight) -> OpenRight:
    limit = granted.deadline
    if limit is None:
        return OpenRight(granted.kind)
    return OpenRight(
        granted.kind, limit.last_day, limit.due_date, limit.provisional
    )
