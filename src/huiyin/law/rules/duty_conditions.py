"""Conditions on open duties and rights: whether one stands open, is in time, stands
still, or can still be used.
"""

from __future__ import annotations

from datetime import date

from huiyin.law.rules.conditions import Context, Source, Test, as_day
from huiyin.law.terms.facts import OpenDuty


def _of_kind(
    context: Context, kind: str, owner: Source | None
) -> list[OpenDuty]:
    """The open duties of a kind; with ``owner`` those of that organ only."""
    code = owner.read(context) if owner is not None else None
    return [
        duty
        for duty in context.facts.duties
        if duty.kind == kind and (owner is None or duty.owner == code)
    ]


def duty_open(kind: str, *, wanted: bool, owner: Source | None = None) -> Test:
    """A test whether a duty of this kind (of this organ) stands open; not ``wanted``:
    whether none does.
    """
    return lambda context: bool(_of_kind(context, kind, owner)) is wanted


def duty_in_time(
    kind: str, *, wanted: bool, owner: Source | None = None
) -> Test:
    """A test whether an open duty of this kind is not yet past its due date; a clock
    that stands still is not. Not ``wanted``: whether none is in time.
    """

    def running(duty: OpenDuty, today: date) -> bool:
        return duty.stopped_on is not None or today <= duty.due_date

    return lambda context: (
        any(
            running(duty, context.today)
            for duty in _of_kind(context, kind, owner)
        )
        is wanted
    )


def duty_still(kind: str, days: int) -> Test:
    """A test whether the clock of an open duty of this kind has stood still for more
    than so many calendar days.
    """

    def test(context: Context) -> bool:
        since = [
            duty.stopped_on
            for duty in context.facts.duties
            if duty.kind == kind and duty.stopped_on
        ]
        return any((context.today - day).days > days for day in since)

    return test


def duty_due_before(
    kind: str, day: Source, *, owner: Source | None = None
) -> Test:
    """A test whether an open duty of this kind is due before a day."""

    def test(context: Context) -> bool:
        other = as_day(day.read(context))
        return other is not None and any(
            duty.due_date < other for duty in _of_kind(context, kind, owner)
        )

    return test


def right_open(kind: str, *, wanted: bool) -> Test:
    """A test whether a right of this kind stands open (even if its last day has gone
    by); not ``wanted``: whether none does.
    """
    return lambda context: (
        any(right.kind == kind for right in context.facts.rights) is wanted
    )


def right_passed(kind: str, *, wanted: bool) -> Test:
    """A test whether no right of this kind can be used any more: never opened, or its
    last day has gone by. Not ``wanted``: whether one can.
    """

    def test(context: Context) -> bool:
        usable = any(
            right.kind == kind
            and (right.due_date is None or context.today <= right.due_date)
            for right in context.facts.rights
        )
        return (not usable) is wanted

    return test
