"""The longest time a matter can lawfully take: along every way of the model, each limit
used to its last day.

A limit is a bound from above on the day of a step, so leaving every situation as late
as its limits allow gives the latest day for all that follows. What comes out is a chain
of limits, from filing to the end, each counted from the last day of the one before. A
way enters no state twice: what leads back is a loop, and is listed as one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from huiyin.law.checks.explorer import Exploration
from huiyin.law.checks.limit_chains import (
    Day,
    Limit,
    Place,
    Running,
    earliest_of,
)
from huiyin.law.checks.step_days import bounds, dates_needed
from huiyin.law.checks.transitions import FAR, Key, StepTransition
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step


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


class Search:
    """Goes every way of one explored pack, leaving each situation as late as its limits allow."""

    def __init__(self, pack: Pack, exploration: Exploration) -> None:
        """Prepare the bounds that steps set for the day on which they are taken."""
        self.pack = pack
        self.exploration = exploration
        self.bounds = {
            step.id: tuple(bounds(step)) for step in pack.steps.values()
        }
        self.needed = dates_needed(pack)
        self.waited_for = _waited_for(pack)
        self.best: dict[tuple[str, ...], Place] = {}
        self.loops: dict[Loop, None] = {}
        self.unbounded: dict[str, dict[str, None]] = {}
        self.named: dict[str, None] = {}
        self.free = _free_extensions(pack, exploration)
        self._seen: dict[tuple[Key, tuple[str, ...]], list[dict[str, int]]] = {}

    def run(self) -> None:
        """Go all ways; ``best`` then holds the longest for each way of ending."""
        first = next(iter(self.exploration.examples))
        queue = deque([Place(first)])
        while queue:
            place = queue.popleft()
            for transition in self.exploration.transitions.get(place.key, ()):
                reached = self._take(place, transition)
                if reached is None or self._known(reached):
                    continue
                if self.pack.state(reached.state).final:
                    self._end(reached)
                else:
                    queue.append(reached)

    def routes(self) -> Iterator[Route]:
        """The ways of ending, the longest first."""
        longest_first = sorted(
            self.best.items(), key=lambda item: (-item[1].now.weight, item[0])
        )
        for name, place in longest_first:
            unbounded: dict[str, None] = {}
            for state in place.states:
                unbounded |= self.unbounded.get(state, {})
            used = {limit.name for limit in place.now.chain}
            named = tuple(kind for kind in self.named if kind in used)
            steps = dict.fromkeys(place.steps)
            free = tuple(step for step in steps if step in self.free)
            yield Route(
                name,
                place.now,
                place.states,
                place.steps,
                tuple(unbounded),
                named,
                free,
            )

    def _end(self, place: Place) -> None:
        name = (
            *(
                state
                for state in place.states[:-1]
                if self.pack.state(state).landmark
            ),
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
            if state in ahead
            or state == place.state
            or self.pack.state(state).landmark
        )
        days, known = (
            place.days(),
            self._seen.setdefault((place.key, passed), []),
        )
        if any(_as_late(other, days) for other in known):
            return True
        known.append(days)
        return False

    def _take(self, place: Place, transition: StepTransition) -> Place | None:
        """The place that a step leads to when it is taken as late as it can be; None
        for loops and what cannot be.
        """
        if self.pack.step(transition.step).of_an_old_ledger:
            return None  # it was done under whatever limits held then
        if transition.step in self.free and self._freely(place, transition):
            return None
        target = str(transition.to[0])
        if target != place.state and target in place.states:
            opened = tuple(kind for kind, *_ in transition.opens)
            self.loops[Loop(transition.step, place.state, target, opened)] = (
                None
            )
            return None
        limits_change = transition.opens or transition.extends
        if transition.to == place.key and not limits_change:
            return None
        day = self._last_day(place, transition)
        if day is None:
            return None
        states = (
            place.states if target == place.state else (*place.states, target)
        )
        return self._follow(place, transition, day, states)

    def _freely(self, place: Place, transition: StepTransition) -> bool:
        """Whether a step that may extend a limit by any number of days does so again,
        or further than is usual.
        """
        usual = self.free[transition.step]
        return transition.step in place.steps or any(
            days > usual for _kind, days in transition.extends
        )

    def _last_day(self, place: Place, transition: StepTransition) -> Day | None:
        """The last day on which the step can be taken; None where it cannot be taken in time."""
        bounds_of_step = self.bounds[transition.step]
        lasts = (running.last for running in place.duties.values())
        limits = [day for day in lasts if day is not None]
        limits += self._by_itself(place)
        limits += place.days_of(bounds_of_step, after=False)
        if not limits and place.duties:
            self._note_unbounded(place)
        latest = earliest_of(limits, place.now)
        earliest = place.days_of(bounds_of_step, after=True)
        too_early = any(day.weight > latest.weight for day in earliest)
        return None if too_early or latest.weight < place.now.weight else latest

    def _note_unbounded(self, place: Place) -> None:
        """Remember which duties leave the time in a state open: those for which
        something else stands still, or all that have no last day.
        """
        open_ended = [
            kind
            for kind, running in place.duties.items()
            if running.limits is None
        ]
        waited_for = [kind for kind in open_ended if kind in self.waited_for]
        kinds = dict.fromkeys(waited_for or open_ended)
        self.unbounded.setdefault(place.state, {}).update(kinds)

    def _by_itself(self, place: Place) -> Iterator[Day]:
        """The days on which the system takes a step by itself, so that the situation
        lasts no longer.
        """
        transitions = self.exploration.transitions[place.key]
        for name in {transition.step for transition in transitions}:
            if self.pack.step(name).auto:
                days = place.days_of(self.bounds[name], after=True)
                yield max((place.now, *days), key=lambda day: day.weight)

    def _follow(
        self,
        place: Place,
        transition: StepTransition,
        day: Day,
        states: tuple[str, ...],
    ) -> Place:
        """The place reached when the step is taken on ``day``."""
        dates = dict(place.dates)
        for name, source in transition.dates:
            dates[name] = place.dates.get(source, day) if source else day
        rights = self._rights_after(place, transition, dates, day)
        duties = self._duties_after(place, transition, day)
        for kind, base, until in transition.opens:
            base_day = _base(base, dates, rights, day)
            duties[kind] = self._opened(kind, until, base_day)
        needed = self.needed[states[-1]]
        reached = Place(
            transition.to,
            day,
            duties,
            rights,
            {name: value for name, value in dates.items() if name in needed},
            states,
            (*place.steps, transition.step),
        )
        return reached.clamped()

    def _duties_after(
        self, place: Place, transition: StepTransition, day: Day
    ) -> dict[str, Running]:
        """The duties that were open and stay so: stopped, running again, extended."""
        duties = {
            kind: running
            for kind, running in place.duties.items()
            if kind not in transition.ends
        }
        for kind in transition.stops:
            duties[kind] = replace(duties[kind], stopped=True, since=day)
        for kind in transition.resumes:
            duties[kind] = self._resumed(kind, duties[kind], transition)
        for kind, days in transition.extends:
            unit = (
                "working"
                if self.pack.duty(kind).unit == "working"
                else "calendar"
            )
            duties[kind] = duties[kind].extended(
                Limit("extension", kind, days, unit)
            )
        return duties

    def _rights_after(
        self,
        place: Place,
        transition: StepTransition,
        dates: Mapping[str, Day],
        day: Day,
    ) -> dict[str, Running]:
        """The rights that were open and stay so, and those that are granted."""
        rights = {
            kind: running
            for kind, running in place.rights.items()
            if kind not in transition.closes
        }
        for kind, base in transition.rights:
            right = self.pack.right(kind)
            limits = None
            if right.days is not None:
                limits = (Limit("right", kind, right.days, right.unit),)
            rights[kind] = Running(dates.get(base, day), limits)
        return rights

    def _resumed(
        self, kind: str, running: Running, transition: StepTransition
    ) -> Running:
        """A clock that runs again: what it may stand still at most is one more limit of
        its chain.
        """
        most = None
        for resume in self.pack.step(transition.step).resumes:
            if resume.kind == kind and most is None:
                most = resume.at_most
        again = replace(running, stopped=False)
        if most is None:
            return again
        return again.extended(
            Limit("standstill", kind, most, self.pack.duty(kind).unit)
        )

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


def _free_extensions(pack: Pack, exploration: Exploration) -> Mapping[str, int]:
    """The steps that may extend a limit by any number of days, with how many are
    allowed without more ado (0: none).
    """
    names: set[str] = set()
    for transitions in exploration.transitions.values():
        names |= {move.step for move in transitions if _extends_far(move)}
    return {name: _usual(pack.step(name)) for name in names}


def _extends_far(transition: StepTransition) -> bool:
    return any(days >= FAR for _kind, days in transition.extends)


def _usual(step: Step) -> int:
    """The greatest number of days that a requirement of a step compares its extension with."""
    paths = {extension.by.path for extension in step.extends}
    most = 0
    for requirement in step.requirements:
        for condition in requirement.that:
            compared = [
                value for path, value in condition.literals if path in paths
            ]
            most = max(
                (most, *(days for days in compared if type(days) is int))
            )
    return most


def _as_late(other: Mapping[str, int], days: Mapping[str, int]) -> bool:
    """Whether every day of ``days`` is as late in ``other``, or later."""
    return all(other.get(name, -1) >= day for name, day in days.items())


def _waited_for(pack: Pack) -> set[str]:
    """The duties that are opened where a clock is stopped: what is waited for."""
    kinds: set[str] = set()
    for step in pack.steps.values():
        if step.stops:
            kinds |= {opening.kind for opening in step.opens}
    return kinds


def _base(
    name: str, dates: Mapping[str, Day], rights: Mapping[str, Running], day: Day
) -> Day:
    if name.startswith("rights."):
        running = rights.get(name[7:])
        return (running.last if running else None) or day
    return dates.get(name, day)
