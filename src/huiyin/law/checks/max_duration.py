"""The longest time a matter can lawfully take: along every way of the model, each limit
used to its last day.

A limit is a bound from above on the day of a step, so leaving every situation as late
as its limits allow gives the latest day for all that follows. What comes out is a chain
of limits, from filing to the end, each counted from the last day of the one before. A
way enters no state twice: what leads back is a loop, and is listed as one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from huiyin.law.checks.explorer import Exploration
from huiyin.law.checks.transitions import FAR, Key, Move
from huiyin.law.rules.conditions import Bound
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step

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
            self.weight + sum(limit.days * WEEK[limit.unit] for limit in limits),
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
        return (
            None
            if self.limits is None or self.stopped
            else self.base.after(*self.limits)
        )


@dataclass(frozen=True, slots=True)
class Loop:
    """A step that leads back to a state in which the matter was before, with the duties
    that begin anew.
    """

    step: str
    source: str
    target: str
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One way of ending: the states it is told by, the longest time it can take, and
    what can make it longer.

    ``states`` are all states of the longest way; ``unbounded`` the duties in it that
    are due on a day somebody sets, so that nothing else bounds the time; ``named``
    those whose limit can be replaced by such a day; ``free`` the steps that extend a
    limit by as many days as somebody says, counted once and as far as they go without
    more.
    """

    name: tuple[str, ...]
    day: Day
    states: tuple[str, ...]
    steps: tuple[str, ...]
    unbounded: tuple[str, ...]
    named: tuple[str, ...]
    free: tuple[str, ...] = ()


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
        """Every day that matters from here on; the later the better."""
        found = {
            f"duty {name}": _weight(running.last)
            for name, running in self.duties.items()
        }
        found |= {
            f"right {name}": _weight(running.last)
            for name, running in self.rights.items()
        }
        found |= {f"date {name}": day.weight for name, day in self.dates.items()}
        return {"now": self.now.weight, **found}


def _weight(day: Day | None) -> int:
    return -1 if day is None else day.weight


class Search:
    """Goes every way of one explored pack, leaving each situation as late as its limits allow."""

    def __init__(self, pack: Pack, found: Exploration) -> None:
        """Prepare the bounds that steps set for the day on which they are taken."""
        self.pack = pack
        self.found = found
        self.bounds = {step.id: tuple(bounds(step)) for step in pack.steps.values()}
        self.needed = _needed(pack)
        self.waited_for = {
            opening.kind
            for step in pack.steps.values()
            if step.stops
            for opening in step.opens
        }
        self.best: dict[tuple[str, ...], Place] = {}
        self.loops: dict[Loop, None] = {}
        self.unbounded: dict[str, dict[str, None]] = {}
        self.named: dict[str, None] = {}
        self.free = _free(pack, found)
        self._seen: dict[tuple[Key, tuple[str, ...]], list[dict[str, int]]] = {}

    def run(self) -> None:
        """Go all ways; ``best`` then holds the longest for each way of ending."""
        first = next(iter(self.found.examples))
        queue = deque([Place(first)])
        while queue:
            place = queue.popleft()
            for move in self.found.moves.get(place.key, ()):
                reached = self._take(place, move)
                if reached is None or self._known(reached):
                    continue
                if self.pack.state(reached.state).final:
                    self._end(reached)
                else:
                    queue.append(reached)

    def routes(self) -> Iterator[Route]:
        """The ways of ending, the longest first."""
        for name, place in sorted(
            self.best.items(), key=lambda item: (-item[1].now.weight, item[0])
        ):
            held = dict.fromkeys(
                kind for state in place.states for kind in self.unbounded.get(state, ())
            )
            used = {limit.name for limit in place.now.chain}
            named = tuple(kind for kind in self.named if kind in used)
            free = tuple(
                step for step in dict.fromkeys(place.steps) if step in self.free
            )
            yield Route(
                name, place.now, place.states, place.steps, tuple(held), named, free
            )

    def _end(self, place: Place) -> None:
        name = (
            *(state for state in place.states[:-1] if self.pack.state(state).landmark),
            place.state,
        )
        before = self.best.get(name)
        if before is None or (before.now.weight, -len(before.steps)) < (
            place.now.weight,
            -len(place.steps),
        ):
            self.best[name] = place

    def _known(self, place: Place) -> bool:
        """True when the situation was reached before, by states that lead to the same
        ends, as late in every way.
        """
        ahead = self.pack.reach[place.state]
        passed = tuple(
            state
            for state in place.states
            if state in ahead or state == place.state or self.pack.state(state).landmark
        )
        days, known = place.days(), self._seen.setdefault((place.key, passed), [])
        if any(
            all(other.get(name, -1) >= day for name, day in days.items())
            for other in known
        ):
            return True
        known.append(days)
        return False

    def _take(self, place: Place, move: Move) -> Place | None:
        """The place that a step leads to when it is taken as late as it can be; None
        for loops and what cannot be.
        """
        if self.pack.step(move.step).of_an_old_ledger:
            return None  # it was done under whatever limits held then
        if move.step in self.free and self._freely(place, move):
            return None
        target = str(move.to[0])
        if target != place.state and target in place.states:
            self.loops[
                Loop(
                    move.step,
                    place.state,
                    target,
                    tuple(kind for kind, *_ in move.opens),
                )
            ] = None
            return None
        if move.to == place.key and not move.opens and not move.extends:
            return None
        day = self._leave(place, move)
        if day is None:
            return None
        states = place.states if target == place.state else (*place.states, target)
        return self._follow(place, move, day, states)

    def _freely(self, place: Place, move: Move) -> bool:
        """Whether a step that may extend a limit by any number of days does so again,
        or further than is usual.
        """
        return move.step in place.steps or any(
            days > self.free[move.step] for _kind, days in move.extends
        )

    def _leave(self, place: Place, move: Move) -> Day | None:
        """The last day on which the step can be taken; None where it cannot be taken in time."""
        days = [running.last for running in place.duties.values()]
        limits = [day for day in (*days, *self._by_itself(place)) if day is not None]
        bounds = self.bounds[move.step]
        limits += [
            day
            for bound in bounds
            if not bound.after and (day := _bound(place, bound)) is not None
        ]
        if not limits and place.duties:
            open_ended = [
                kind for kind, running in place.duties.items() if running.limits is None
            ]
            held = [
                kind for kind in open_ended if kind in self.waited_for
            ] or open_ended
            self.unbounded.setdefault(place.state, {}).update(dict.fromkeys(held))
        latest = min(limits, key=lambda day: day.weight, default=place.now)
        earliest = [
            day
            for bound in bounds
            if bound.after and (day := _bound(place, bound)) is not None
        ]
        if latest.weight < place.now.weight or any(
            day.weight > latest.weight for day in earliest
        ):
            return None
        return latest

    def _by_itself(self, place: Place) -> Iterator[Day]:
        """The days on which the system takes a step by itself, so that the situation
        lasts no longer.
        """
        for name in {move.step for move in self.found.moves[place.key]}:
            if self.pack.step(name).auto:
                days = [
                    day
                    for bound in self.bounds[name]
                    if bound.after and (day := _bound(place, bound)) is not None
                ]
                yield max((place.now, *days), key=lambda day: day.weight)

    def _follow(
        self, place: Place, move: Move, day: Day, states: tuple[str, ...]
    ) -> Place:
        dates = dict(place.dates)
        dates |= {
            name: dates.get(source, day) if source else day
            for name, source in move.dates
        }
        duties = {
            kind: running
            for kind, running in place.duties.items()
            if kind not in move.ends
        }
        for kind in move.stops:
            duties[kind] = replace(duties[kind], stopped=True, since=day)
        for kind in move.resumes:
            duties[kind] = self._resumed(kind, duties[kind], move)
        for kind, days in move.extends:
            old, rule = duties[kind], self.pack.duty(kind)
            more = Limit(
                "extension",
                kind,
                days,
                "working" if rule.unit == "working" else "calendar",
            )
            duties[kind] = replace(
                old, limits=None if old.limits is None else (*old.limits, more)
            )
        rights = {
            kind: running
            for kind, running in place.rights.items()
            if kind not in move.closes
        }
        for kind, base in move.rights:
            right = self.pack.right(kind)
            limits = (
                None
                if right.days is None
                else (Limit("right", kind, right.days, right.unit),)
            )
            rights[kind] = Running(dates.get(base, day), limits)
        for kind, base, until in move.opens:
            duties[kind] = self._opened(kind, until, _base(base, dates, rights, day))
        dates = {
            name: value
            for name, value in dates.items()
            if name in self.needed[states[-1]]
        }
        reached = Place(
            move.to, day, duties, rights, dates, states, (*place.steps, move.step)
        )
        return _clamped(reached)

    def _resumed(self, kind: str, running: Running, move: Move) -> Running:
        """A clock that runs again: what it may stand still at most is one more limit of
        its chain.
        """
        bounds = [
            one.at_most for one in self.pack.step(move.step).resumes if one.kind == kind
        ]
        most = next((days for days in bounds if days is not None), None)
        if most is None or running.limits is None:
            return replace(running, stopped=False)
        more = Limit("standstill", kind, most, self.pack.duty(kind).unit)
        return replace(running, stopped=False, limits=(*running.limits, more))

    def _opened(self, kind: str, until: str, base: Day) -> Running:
        """A duty that begins to run; one that is due on a named day is taken with its
        own limit where it has one.
        """
        rule = self.pack.duty(kind)
        if rule.until:
            return Running(base, None)
        if until:
            self.named[kind] = None
        return Running(base, (Limit("duty", kind, rule.days, rule.unit),))


def _free(pack: Pack, found: Exploration) -> Mapping[str, int]:
    """The steps that may extend a limit by any number of days, with how many are
    allowed without more ado (0: none).
    """
    moves = (move for some in found.moves.values() for move in some)
    names = {
        move.step for move in moves if any(days >= FAR for _kind, days in move.extends)
    }
    return {name: _usual(pack.step(name)) for name in names}


def _usual(step: Step) -> int:
    """The greatest number of days that a requirement of a step compares its extension with."""
    paths = {extension.by.path for extension in step.extends}
    literals = (
        pair
        for one in step.requirements
        for condition in one.that
        for pair in condition.literals
    )
    return max(
        (value for path, value in literals if path in paths and type(value) is int),
        default=0,
    )


def _base(
    name: str, dates: Mapping[str, Day], rights: Mapping[str, Running], day: Day
) -> Day:
    if name.startswith("rights."):
        running = rights.get(name[7:])
        return (running.last if running else None) or day
    return dates.get(name, day)


def _clamped(place: Place) -> Place:
    """The place with every day moved back to the first last day: what begins late
    cannot end before it began.
    """
    lasts = [
        last for running in place.duties.values() if (last := running.last) is not None
    ]
    first = min(lasts, key=lambda day: day.weight, default=place.now)
    if first.weight >= place.now.weight:
        return place

    def earlier(day: Day) -> Day:
        return first if day.weight > first.weight else day

    def moved(running: Running) -> Running:
        return replace(running, base=earlier(running.base))

    return replace(
        place,
        now=first,
        duties={kind: moved(running) for kind, running in place.duties.items()},
        rights={kind: moved(running) for kind, running in place.rights.items()},
        dates={name: earlier(day) for name, day in place.dates.items()},
    )


def _bound(place: Place, bound: Bound) -> Day | None:
    """The last day that a bound speaks of; None where it does not run."""
    scope, _, name = bound.name.partition(".")
    if scope == "right":
        running = place.rights.get(name)
        return running.last if running else None
    if scope == "still":
        stopped = place.duties.get(name)
        within = Limit("standstill", name, bound.days, "calendar")
        return stopped.since.after(within) if stopped and stopped.stopped else None
    base = place.dates.get(name)
    return (
        None
        if base is None
        else base.after(Limit("within", name, bound.days, bound.unit))
    )


def bounds(step: Step) -> Iterable[Bound]:
    """Between which days a step can be taken, as far as its requirements say so
    whatever else is the case.
    """
    for requirement in step.requirements:
        if not requirement.when:
            for condition in requirement.that:
                yield from condition.bounds


def _needed(pack: Pack) -> Mapping[str, frozenset[str]]:
    """For each state, the dates that some limit still to come runs from, so that their
    day matters.
    """
    read = {step.id: _dates_read(step, pack) for step in pack.steps.values()}
    return {
        state: frozenset(
            name
            for step in pack.steps.values()
            if not ahead.isdisjoint(step.sources)
            for name in read[step.id]
        )
        for state, ahead in pack.reach.items()
    }


def _dates_read(step: Step, pack: Pack) -> frozenset[str]:
    """The dates set before from which a step counts something."""
    found = {opening.base or pack.duty(opening.kind).base for opening in step.opens}
    found |= {opening.base or pack.right(opening.kind).base for opening in step.rights}
    found |= {
        bound.name.partition(".")[2]
        for bound in bounds(step)
        if bound.name.startswith("dates.")
    }
    own = {item.name for item in step.dates if item.source.scope != "dates"}
    copied = {item.source.name for item in step.dates if item.source.scope == "dates"}
    return frozenset((found & set(pack.dates)) - own | copied)
