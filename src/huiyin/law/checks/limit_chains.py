"""Days as chains of limits, each counted from the last day of the one before; and what
runs in a situation that was reached as late as its limits allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from huiyin.law.checks.transitions import Key
from huiyin.law.rules.conditions import Bound

WEEK = {"calendar": 5, "working": 7, "month": 31 * 5, "year": 366 * 5}
"""What a day, month or year weighs when limits are compared: five working days are a
week, as seven days are.
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a chain: that of a duty, of a right, an extension, or a time within
    which a step must be taken.
    """

    kind: str  # "duty" | "right" | "extension" | "within" | "standstill"
    name: str
    days: int
    unit: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the chain of limits that leads to it from the day of filing; compared by
    ``weight``.
    """

    chain: tuple[Limit, ...] = ()
    weight: int = 0

    def after(self, *limits: Limit) -> Day:
        """The last day of ``limits`` that run from this day."""
        return Day(
            (*self.chain, *limits),
            self.weight
            + sum(limit.days * WEEK[limit.unit] for limit in limits),
        )

    def total(self, unit: str) -> int:
        """How many days of a unit the chain has."""
        return sum(limit.days for limit in self.chain if limit.unit == unit)


@dataclass(frozen=True, slots=True)
class Running:
    """An open duty or right: the day it runs from and its limits; none where it has no
    last day of its own.
    """

    base: Day
    limits: tuple[Limit, ...] | None
    stopped: bool = False
    since: Day = field(default_factory=Day)  # since when it stands still

    @property
    def last(self) -> Day | None:
        """Its last day; None where nothing bounds it, or while its clock stands still."""
        if self.limits is None or self.stopped:
            return None
        return self.base.after(*self.limits)

    def extended(self, limit: Limit) -> Running:
        """With one more limit; as it is, where it has no last day of its own."""
        if self.limits is None:
            return self
        return replace(self, limits=(*self.limits, limit))


@dataclass(frozen=True, slots=True)
class Place:
    """A situation with its days: when it was reached at the latest, and what runs in it."""

    key: Key
    now: Day = field(default_factory=Day)
    duties: Mapping[str, Running] = field(default_factory=dict)
    rights: Mapping[str, Running] = field(default_factory=dict)
    dates: Mapping[str, Day] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """The state of the matter."""
        return str(self.key[0])

    def days(self) -> dict[str, int]:
        """Every day that matters from here on, by weight; the later the better."""
        weights = {"now": self.now.weight}
        for name, running in self.duties.items():
            weights[f"duty {name}"] = _weight(running.last)
        for name, running in self.rights.items():
            weights[f"right {name}"] = _weight(running.last)
        for name, day in self.dates.items():
            weights[f"date {name}"] = day.weight
        return weights

    def day_of(self, bound: Bound) -> Day | None:
        """The last day that a bound speaks of; None where it does not run."""
        scope, _, name = bound.name.partition(".")
        if scope == "right":
            right = self.rights.get(name)
            return right.last if right else None
        if scope == "still":
            stopped = self.duties.get(name)
            within = Limit("standstill", name, bound.days, "calendar")
            return (
                stopped.since.after(within)
                if stopped and stopped.stopped
                else None
            )
        base = self.dates.get(name)
        if base is None:
            return None
        return base.after(Limit("within", name, bound.days, bound.unit))

    def days_of(self, bounds: Iterable[Bound], *, after: bool) -> list[Day]:
        """The days that those of the bounds that run speak of: the days that must have
        passed (``after``), or those that may not.
        """
        days = (self.day_of(bound) for bound in bounds if bound.after is after)
        return [day for day in days if day is not None]

    def clamped(self) -> Place:
        """The place with every day moved back to the first last day: what begins late
        cannot end before it began.
        """
        lasts = [running.last for running in self.duties.values()]
        first = earliest_of((day for day in lasts if day is not None), self.now)
        if first.weight >= self.now.weight:
            return self

        def earlier(day: Day) -> Day:
            return first if day.weight > first.weight else day

        def moved(running: Running) -> Running:
            return replace(running, base=earlier(running.base))

        return replace(
            self,
            now=first,
            duties={
                kind: moved(running) for kind, running in self.duties.items()
            },
            rights={
                kind: moved(running) for kind, running in self.rights.items()
            },
            dates={name: earlier(day) for name, day in self.dates.items()},
        )


def _weight(day: Day | None) -> int:
    return -1 if day is None else day.weight


def earliest_of(days: Iterable[Day], otherwise: Day) -> Day:
    """The earliest of these days; ``otherwise`` where there are none."""
    return min(days, key=lambda day: day.weight, default=otherwise)
