"""Every way a matter can go under a pack, looked for by trying.

From each situation reached, every step is tried with every argument that some condition
depends on, on the same day and again long after. What is not asked about by any
condition still to come does not tell two situations apart, so that there are few enough
to try them all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from huiyin.law.checks.analysis import NOTHING, Analysis
from huiyin.law.checks.transitions import Key, StepTransition, transition_of
from huiyin.law.engine import procedure
from huiyin.law.engine.applying import apply
from huiyin.law.rules.argument import AHEAD, Argument
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.terms import party_slots
from huiyin.law.terms.facts import Command, Facts, Value
from huiyin.law.terms.ruling import Ruling

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
LATER = timedelta(days=400)
MOST = 50_000


@dataclass(slots=True)
class Exploration:
    """All situations found: an example of each, how and when it was reached, and where it leads."""

    examples: dict[Key, Facts] = field(default_factory=dict)
    came: dict[Key, tuple[Key | None, str]] = field(default_factory=dict)
    leads: dict[Key, set[Key]] = field(default_factory=dict)
    transitions: dict[Key, dict[StepTransition, None]] = field(
        default_factory=dict
    )
    taken: set[str] = field(default_factory=set)
    when: dict[Key, datetime] = field(default_factory=dict)
    complete: bool = True

    def path(self, key: Key) -> str:
        """The steps that led to a situation, "file > register > forward"."""
        names: list[str] = []
        at: Key | None = key
        while at is not None:
            at, name = self.came[at]
            names.append(name)
        return " > ".join(name for name in reversed(names) if name)


class Explorer:
    """Tries every step from every situation: the steps of the main procedure, or those
    of one track beside it.
    """

    def __init__(
        self,
        pack: Pack,
        track: str = "",
        apart: Mapping[str, Sequence[str]] = NOTHING,
    ) -> None:
        """Analyse the pack: see ``Analysis.of`` for the arguments."""
        self.pack = pack
        self.analysis = Analysis.of(pack, track, apart)

    def explore(self, starts: Iterable[Facts] = (Facts(),)) -> Exploration:
        """Every situation that can be reached from nothing (or from the situations
        given), breadth first; not complete where there are more than ``MOST``.
        """
        exploration = Exploration()
        queue: deque[tuple[Key, datetime]] = deque()
        for start in starts:
            key = self.key(start)
            if key not in exploration.examples:
                exploration.examples[key], exploration.came[key] = (
                    start,
                    (None, ""),
                )
                exploration.when[key] = START
                queue.append((key, START))
        while queue:
            key, at = queue.popleft()
            queue.extend(self._explore_from(exploration, key, at))
            if len(exploration.examples) > MOST:
                exploration.complete = False
                break
        return exploration

    def _explore_from(
        self, exploration: Exploration, key: Key, at: datetime
    ) -> Iterator[tuple[Key, datetime]]:
        """Try every step from one situation; those that it leads to for the first time."""
        leads = exploration.leads[key] = set[Key]()
        transitions = exploration.transitions[key] = dict[
            StepTransition, None
        ]()
        before = exploration.examples[key]
        for step, ruling, when in self._next(before, at):
            exploration.taken.add(step.id)
            after = apply(before, ruling)
            reached = self.key(after)
            leads.add(reached)
            transitions[transition_of(step, before, ruling, reached)] = None
            if reached not in exploration.examples:
                exploration.examples[reached] = after
                exploration.came[reached] = key, step.id
                exploration.when[reached] = when
                yield reached, when

    def key(self, facts: Facts) -> Key:
        """What tells one situation from another: state, duties, rights, and the facts
        still asked about.
        """
        observer = self.analysis.observer
        roles = {
            party_slots.role_of(place)
            for place, code in facts.parties.items()
            if code
        }
        return (
            facts.state,
            self._duties_told_apart(facts),
            self._rights_told_apart(facts),
            observer.values(facts),
            observer.known("parties", roles, facts),
            observer.known("dates", facts.dates, facts),
        )

    def _duties_told_apart(
        self, facts: Facts
    ) -> tuple[tuple[str, bool, bool], ...]:
        """The open duties by kind, whether somebody owes them and whether they run."""
        shared: set[tuple[str, bool, bool]] = set()
        owed: list[tuple[str, bool, bool]] = []
        for duty in facts.duties:
            if not self.analysis.counts(f"duty.{duty.kind}"):
                continue
            seen = (duty.kind, bool(duty.owner), duty.stopped_on is None)
            # Of several organs it is enough to know whether some of them still owe something.
            if self.pack.parties[self.pack.duties[duty.kind].owner].several:
                shared.add(seen)
            else:
                owed.append(seen)
        return tuple(sorted((*shared, *owed)))

    def _rights_told_apart(self, facts: Facts) -> tuple[str, ...]:
        kinds = (right.kind for right in facts.rights)
        return tuple(
            sorted(
                kind for kind in kinds if self.analysis.counts(f"right.{kind}")
            )
        )

    def _next(
        self, facts: Facts, at: datetime
    ) -> Iterator[tuple[Step, Ruling, datetime]]:
        """Every step that is allowed from here, with each of the arguments worth trying."""
        for step in self.analysis.steps.values():
            if facts.state not in step.sources:
                continue
            for args in self.arguments(step, facts, at):
                allowed = self.try_step(step, facts, args, at)
                if allowed is None:
                    continue
                yield (step, *allowed)
                if step.id in self.analysis.unchanging:
                    break

    def try_step(
        self, step: Step, facts: Facts, args: dict[str, Value], at: datetime
    ) -> tuple[Ruling, datetime] | None:
        """What follows from the step, on the day or long after; None when it is refused on both."""
        organs = self._organs(step, facts)
        for when in (
            (at, at + LATER) if step.id in self.analysis.timed else (at,)
        ):
            told = _promised_from(
                step, args, procedure.local_day(self.pack, when)
            )
            for organ in organs:
                command = Command(step.id, told, step.by, organ=organ)
                ruling = procedure.decide(self.pack, facts, command, when)
                if ruling.allowed:
                    return ruling, when
        return None

    def _organs(self, step: Step, facts: Facts) -> list[str]:
        """Whom the actor speaks for, where that makes a difference: each of the several
        organs that may act.
        """
        if step.id not in self.analysis.by_organ:
            return [""]
        codes: list[str] = []
        for party in sorted({role.removesuffix(".head") for role in step.by}):
            codes += party_slots.members(facts.parties, party)
        return codes or [""]

    def arguments(
        self, step: Step, facts: Facts, at: datetime
    ) -> Iterator[dict[str, Value]]:
        """Every combination worth trying: one that a requirement refuses whatever else
        is told is given up at once, and of those that differ only in what no longer
        matters then, one is enough.
        """
        today = procedure.local_day(self.pack, at)
        combinations: list[dict[str, Value]] = [
            {
                arg.name: arg.default
                for arg in step.args
                if arg.default is not None
            }
        ]
        settled = self.analysis.settled[step.id]
        for arg, requirements in zip(step.args, settled, strict=True):
            choices = self._choices(step, arg, facts, today)
            combinations = [
                args
                for args in _with_each(combinations, arg.name, choices)
                if not requirements
                or self._passes(requirements, facts, args, today)
            ]
        relevant = self.analysis.relevant[step.id]
        told_apart: dict[object, dict[str, Value]] = {}
        for args in combinations:
            context = self._context(facts, args, today)
            told_apart[relevant.told_apart(args, context)] = args
        yield from told_apart.values()

    def _passes(
        self,
        requirements: list[Requirement],
        facts: Facts,
        args: dict[str, Value],
        today: date,
    ) -> bool:
        """Whether none of these requirements refuses the step."""
        context = self._context(facts, args, today)
        return all(
            not hold(requirement.when, context)
            or hold(requirement.that, context)
            for requirement in requirements
        )

    def _context(
        self, facts: Facts, args: dict[str, Value], today: date
    ) -> Context:
        return Context(facts, args, today, self.pack.calendar, self.pack.marks)

    def _choices(
        self, step: Step, arg: Argument, facts: Facts, today: date
    ) -> list[Value]:
        """The values of an argument worth trying in a situation; None is "not told"."""
        samples = self.analysis.samples[step.id, arg.name]
        if arg.kind == "date":
            return [*self._days(step, arg, facts, today), *samples]
        if arg.find == "own":
            # Another than any that is named, as whoever acts for it mostly is.
            return ["own organ"]
        if arg.kind == "organ":
            return [*_organs_to_name(facts), *samples]
        if arg.kind == "term" and arg.matching is not None:
            terms = self.pack.terms[arg.vocabulary].terms
            told = facts.values.get(arg.matching.name)
            applies = {name: term.applies for name, term in terms.items()}
            return [
                name
                for name in samples
                if not applies[str(name)] or told in applies[str(name)]
            ]
        return samples

    def _days(
        self, step: Step, arg: Argument, facts: Facts, today: date
    ) -> list[Value]:
        """Today, the days that conditions count from today, and when open duties are due
        that the step asks about.
        """
        literals = self.analysis.literals.get(f"args.{arg.name}", ())
        ahead = sorted(days for days in literals if isinstance(days, int))
        asked = self.analysis.asked[step.id]
        due = [
            duty.due_date
            for duty in facts.duties
            if f"duties.{duty.kind}" in asked
        ]
        return [today, *(today + timedelta(days=days) for days in ahead), *due]


def _promised_from(
    step: Step, args: dict[str, Value], today: date
) -> dict[str, Value]:
    """The same arguments for a step that is taken ``today``: what is promised lies no
    earlier.
    """
    moved = dict(args)
    for arg in step.args:
        if arg.day != AHEAD:
            continue
        promised = args.get(arg.name)
        if isinstance(promised, date) and promised < today:
            moved[arg.name] = today
    return moved


def _with_each(
    combinations: Iterable[dict[str, Value]],
    name: str,
    choices: Sequence[Value],
) -> Iterator[dict[str, Value]]:
    """Every combination with every choice for one more argument."""
    for args in combinations:
        for value in choices:
            yield args if value is None else {**args, name: value}


def _organs_to_name(facts: Facts) -> list[Value]:
    """An organ that has no part in the matter, and one of each party that several
    organs are: a step may be about an organ that is one already.
    """
    taken = set(facts.parties.values())
    number = 0
    while f"organ {number}" in taken:
        number += 1
    of_several: dict[str, str] = {}
    for place, code in facts.parties.items():
        if "." in place and code:
            of_several[party_slots.role_of(place)] = code
    return [f"organ {number}", *of_several.values()]


@lru_cache(maxsize=64)
def explored(pack: Pack) -> Exploration:
    """The whole main procedure of a pack, explored once."""
    return Explorer(pack).explore()
