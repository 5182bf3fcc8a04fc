"""The model check: every way a matter can go under a pack, looked for by trying.

From each situation reached, every step is tried with every argument that some condition
depends on, on the same day and again long after. What is not asked about by any
condition still to come does not tell two situations apart, so that there are few enough
to try them all.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import product

from huiyin.law.checks import liveness
from huiyin.law.checks.relevant_arguments import UNSETTLED, telling
from huiyin.law.checks.transitions import FAR, Key, Move, move
from huiyin.law.engine import procedure
from huiyin.law.engine.effects import apply
from huiyin.law.language.reading import Problem
from huiyin.law.rules import tracks
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.rules.tracks import conditions_of
from huiyin.law.terms import party_slots
from huiyin.law.terms.facts import Command, Facts, Scalar, Value
from huiyin.law.terms.ruling import Ruling

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
LATER = timedelta(days=400)
MOST = 50_000
NOTHING: Mapping[str, Sequence[str]] = {}


@dataclass(slots=True)
class Exploration:
    """All situations found: an example of each, how and when it was reached, and where it leads."""

    examples: dict[Key, Facts] = field(default_factory=dict)
    came: dict[Key, tuple[Key | None, str]] = field(default_factory=dict)
    leads: dict[Key, set[Key]] = field(default_factory=dict)
    moves: dict[Key, dict[Move, None]] = field(default_factory=dict)
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


def _settled(step: Step) -> list[list[Requirement]]:
    """For each argument, the requirements that are settled once it and those before it
    are told, whatever the day.
    """
    names = [f"args.{arg.name}" for arg in step.args]
    settled: list[list[Requirement]] = [[] for _ in names]
    for requirement in step.requirements:
        asked = {
            mention
            for condition in (*requirement.when, *requirement.that)
            for mention in condition.mentions
        }
        told = [number for number, name in enumerate(names) if name in asked]
        if told and not any(fact.startswith(UNSETTLED) for fact in asked):
            settled[max(told)].append(requirement)
    return settled


class Explorer:
    """Tries every step from every situation: the steps of the main procedure, or those
    of one track beside it.
    """

    def __init__(
        self, pack: Pack, track: str = "", apart: Mapping[str, Sequence[str]] = NOTHING
    ) -> None:
        """Work out which facts matter in which state, and which values are worth trying.

        ``apart`` names arguments, by step, of which every term is tried although no
        condition tells them apart.
        """
        self.pack = pack
        self.steps = {
            step.id: step for step in pack.steps.values() if step.track == track
        }
        self.literals: dict[str, set[Scalar]] = {}
        self.asked: dict[str, set[str]] = {}
        for step in self.steps.values():
            self.asked[step.id] = {
                mention for item in conditions_of(step) for mention in item.mentions
            }
            self.asked[step.id] |= {
                arg.matching.path for arg in step.args if arg.matching is not None
            }
            for condition in conditions_of(step):
                for path, literal in condition.literals:
                    self.literals.setdefault(path, set()).add(literal)
        self.track = track
        self.concerned = {
            fact
            for step in self.steps.values()
            for fact in (tracks.asked(step) | tracks.written(step))
        }
        self.everywhere = {path for asked in self.asked.values() for path in asked}
        self.idle = {step.id for step in self.steps.values() if liveness.idle(step)}
        self.speaking = {
            step.id for step in self.steps.values() if "organ" in tracks.asked(step)
        }
        self.observer = liveness.Observer(self.steps.values(), pack.reach, pack.marks)
        self.timed = {
            name
            for name, asked in self.asked.items()
            if any(
                path.startswith(("today", "duty.", "duties.", "right."))
                for path in asked
            )
        }
        self.settled = {step.id: _settled(step) for step in self.steps.values()}
        seen = {
            path
            for views in self.observer.alive.values()
            for path, _operator, _wanted in views
        }
        self.telling = {
            step.id: telling(step, self.settled[step.id], seen, apart.get(step.id, ()))
            for step in self.steps.values()
        }
        self.samples = {
            (step.id, arg.name): self._samples(step, arg)
            for step in self.steps.values()
            for arg in step.args
        }

    def explore(self, starts: Iterable[Facts] = (Facts(),)) -> Exploration:
        """Every situation that can be reached from nothing (or from the situations
        given), breadth first.
        """
        found = Exploration()
        queue: deque[tuple[Key, datetime]] = deque()
        for start in starts:
            first = self.key(start)
            if first not in found.examples:
                found.examples[first], found.came[first] = start, (None, "")
                found.when[first] = START
                queue.append((first, START))
        while queue:
            key, at = queue.popleft()
            found.leads[key], found.moves[key] = set(), {}
            before = found.examples[key]
            for step, ruling, when in self._next(before, at):
                found.taken.add(step.id)
                after = apply(before, ruling)
                reached = self.key(after)
                found.leads[key].add(reached)
                found.moves[key][move(step, before, ruling, reached)] = None
                if reached not in found.examples:
                    found.examples[reached], found.came[reached] = after, (key, step.id)
                    found.when[reached] = when
                    queue.append((reached, when))
            if len(found.examples) > MOST:
                found.complete = False
                break
        return found

    def key(self, facts: Facts) -> Key:
        """What tells one situation from another: state, duties, rights, and the facts
        still asked about.
        """
        values = self.observer.values(facts)
        parties = self.observer.known(
            "parties",
            {party_slots.role_of(name) for name, code in facts.parties.items() if code},
            facts,
        )
        dates = self.observer.known("dates", facts.dates, facts)
        owed = [
            (d.kind, bool(d.owner), d.stopped_on is None)
            for d in facts.duties
            if self._counts(d.kind)
        ]
        # Of several organs it is enough to know whether some of them still owe something.
        shared = {
            one
            for one in owed
            if self.pack.parties[self.pack.duties[one[0]].owner].several
        }
        duties = tuple(sorted((*shared, *(one for one in owed if one not in shared))))
        rights = tuple(
            sorted(
                right.kind
                for right in facts.rights
                if self._counts(right.kind, "right")
            )
        )
        return facts.state, duties, rights, values, parties, dates

    def _counts(self, kind: str, what: str = "duty") -> bool:
        """Whether a duty or right tells two situations apart: all do, but to a track
        only those that concern it.
        """
        return not self.track or f"{what}.{kind}" in self.concerned

    def _next(
        self, facts: Facts, at: datetime
    ) -> Iterator[tuple[Step, Ruling, datetime]]:
        for step in self.steps.values():
            if facts.state not in step.sources:
                continue
            for args in self.arguments(step, facts, at):
                allowed = self.try_step(step, facts, args, at)
                if allowed is not None:
                    yield (step, *allowed)
                if allowed is not None and step.id in self.idle:
                    break

    def try_step(
        self, step: Step, facts: Facts, args: dict[str, Value], at: datetime
    ) -> tuple[Ruling, datetime] | None:
        """What follows from the step, on the day or long after; None when it is refused on both."""
        for when, organ in product(
            (at, at + LATER) if step.id in self.timed else (at,),
            self._organs(step, facts),
        ):
            ruling = procedure.decide(
                self.pack, facts, Command(step.id, args, step.by, organ=organ), when
            )
            if ruling.allowed:
                return ruling, when
        return None

    def _organs(self, step: Step, facts: Facts) -> list[str]:
        """Whom the actor speaks for, where that makes a difference: each of the several
        organs that may act.
        """
        parties = sorted({role.removesuffix(".head") for role in step.by})
        codes = [
            code
            for role in parties
            for code in party_slots.members(facts.parties, role)
        ]
        return codes if step.id in self.speaking and codes else [""]

    def arguments(
        self, step: Step, facts: Facts, at: datetime
    ) -> Iterator[dict[str, Value]]:
        """Every combination worth trying: one that a requirement refuses whatever else
        is told is given up at once, and of those that differ only in what no longer
        matters then, one is enough.
        """
        today = procedure.local_day(self.pack, at)
        told: list[dict[str, Value]] = [
            {arg.name: arg.default for arg in step.args if arg.default is not None}
        ]
        for arg, settled in zip(step.args, self.settled[step.id], strict=True):
            choices = self._choices(step, arg, facts, today)
            further = (
                {**one, arg.name: value} if value is not None else one
                for one in told
                for value in choices
            )
            told = [one for one in further if self._passes(settled, facts, one, today)]
        apart = self.telling[step.id].apart
        yield from {
            apart(one, self._context(facts, one, today)): one for one in told
        }.values()

    def _passes(
        self,
        settled: list[Requirement],
        facts: Facts,
        args: dict[str, Value],
        today: date,
    ) -> bool:
        context = self._context(facts, args, today)
        return all(
            not hold(one.when, context) or hold(one.that, context) for one in settled
        )

    def _context(self, facts: Facts, args: dict[str, Value], today: date) -> Context:
        return Context(facts, args, today, self.pack.calendar, self.pack.marks)

    def _choices(
        self, step: Step, arg: Argument, facts: Facts, today: date
    ) -> list[Value]:
        samples = self.samples[step.id, arg.name]
        if arg.kind == "date":
            ahead = sorted(
                days
                for days in self.literals.get(f"args.{arg.name}", ())
                if isinstance(days, int)
            )
            due = [
                duty.due_date
                for duty in facts.duties
                if f"duties.{duty.kind}" in self.asked[step.id]
            ]
            return [
                today,
                *(today + timedelta(days=days) for days in ahead),
                *due,
                *samples,
            ]
        if arg.find == "own":
            return [
                "own organ"
            ]  # another than any that is named, as whoever acts for it mostly is
        if arg.kind == "organ":
            taken = set(facts.parties.values())
            new = next(
                code
                for number in range(len(taken) + 1)
                if (code := f"organ {number}") not in taken
            )
            # Of several organs that are one party, one: a step may be about an organ
            # that is one already.
            known = {
                party_slots.role_of(place): code
                for place, code in facts.parties.items()
                if "." in place and code
            }
            return [new, *known.values(), *samples]
        if arg.kind == "term" and arg.matching is not None:
            wanted = arg.matching.name
            terms = self.pack.terms[arg.vocabulary].terms
            allowed = facts.values.get(wanted)
            samples = [
                name
                for name in samples
                if not terms[str(name)].applies or allowed in terms[str(name)].applies
            ]
        return samples

    def _samples(self, step: Step, arg: Argument) -> list[Value]:
        """The values of an argument worth trying: all that some condition tells apart,
        otherwise one.
        """
        paths = {f"args.{arg.name}"}
        for scope, settings in (
            ("values", step.values),
            ("dates", step.dates),
            ("parties", step.parties),
        ):
            paths |= {
                f"{scope}.{item.name}"
                for item in settings
                if item.source.path == f"args.{arg.name}"
            }
        matters = not paths.isdisjoint(self.everywhere)
        if arg.kind == "staff":
            return [
                *([] if arg.required else [None]),
                ("somebody",) if arg.many else "somebody",
            ]
        optional: list[Value] = (
            [] if arg.required or arg.otherwise or not matters else [None]
        )
        if arg.kind == "term":
            return self._terms(step, arg, paths, optional, matters=matters)
        if arg.kind in (
            "date",
            "organ",
            "area",
        ):  # an area is another one than any other argument names
            return [*optional, f"area {arg.name}"] if arg.kind == "area" else optional
        if arg.kind == "bool":
            return [True, False] if matters else [True]
        if arg.kind == "int":
            return [1, 6, 31, *self._longest(step, arg)] if matters else [1]
        literals = {
            value
            for path in paths
            for value in self.literals.get(path, ())
            if isinstance(value, str) and value
        }
        return [*sorted(literals), "something else"] if matters else ["something else"]

    def _longest(self, step: Step, arg: Argument) -> list[Value]:
        """Where an argument prolongs a limit: the numbers of days that conditions name,
        and a great one.
        """
        path = f"args.{arg.name}"
        if all(extension.by.path != path for extension in step.extends):
            return []
        named = (
            value
            for value in self.literals.get(path, ())
            if type(value) is int and value not in {1, 6, 31}
        )
        return [*named, FAR]

    def _terms(
        self,
        step: Step,
        arg: Argument,
        paths: set[str],
        optional: list[Value],
        *,
        matters: bool,
    ) -> list[Value]:
        """The first of each sort of terms that conditions can tell apart, by name or by
        marks, or other terms apply to.

        Where a term is compared with one told earlier, the first two: terms of one sort
        can change places in all that happens, so that whether two are the same is all
        there is to know of them.
        """
        terms = self.pack.terms[arg.vocabulary].terms
        if not matters and arg.matching is None:
            return [next(iter(terms))]
        enough = 2 if self.observer.compared(step, paths) else 1
        matched = [
            other.vocabulary
            for step in self.steps.values()
            for other in step.args
            if other.matching is not None and other.matching.path in paths
        ]
        sorts: dict[object, list[Value]] = defaultdict(list)
        for term in terms.values():
            applies = term.applies if arg.matching is not None else None
            applied = [
                term.id in other.applies
                for name in matched
                for other in self.pack.terms[name].terms.values()
            ]
            sorts[
                applies, tuple(applied), self.observer.sort(step, paths, term.id)
            ].append(term.id)
        return [*(name for same in sorts.values() for name in same[:enough]), *optional]


@lru_cache(maxsize=64)
def explored(pack: Pack) -> Exploration:
    """The whole main procedure of a pack, explored once."""
    return Explorer(pack).explore()


def problems(pack: Pack) -> Iterator[Problem]:
    """What the model check finds: situations nobody is responsible for, dead ends,
    steps that cannot be taken.
    """
    found = explored(pack)
    if not found.complete:
        yield Problem(
            "model",
            pack.key,
            f"more than {MOST} situations: the conditions tell too many facts apart",
        )
        return
    yield from _unowed(pack, found)
    yield from _left_open(pack, found)
    yield from _without_end(pack, found)
    yield from _never(pack, found)
    for name in tracks.names(pack):
        yield from _beside(pack, name, found)


def _unowed(pack: Pack, found: Exploration) -> Iterator[Problem]:
    """Situations in which nobody owes anything."""
    for key, facts in found.examples.items():
        owed = any(duty.owner and duty.stopped_on is None for duty in facts.duties)
        if facts.state != FILED and not pack.state(facts.state).final and not owed:
            yield Problem(
                "model", facts.state, f"nobody has a duty after: {found.path(key)}"
            )


def _left_open(pack: Pack, found: Exploration) -> Iterator[Problem]:
    """Matters that have ended while somebody still owes something."""
    for key, facts in found.examples.items():
        if facts.state != FILED and pack.state(facts.state).final and facts.duties:
            kinds = ", ".join(sorted(duty.kind for duty in facts.duties))
            yield Problem(
                "model", facts.state, f"{kinds} still open after: {found.path(key)}"
            )


def _beside(pack: Pack, name: str, main: Exploration) -> Iterator[Problem]:
    """What is wrong with a track, tried from every situation of the main procedure that
    it can tell apart.
    """
    explorer = Explorer(pack, name)
    found = explorer.explore(main.examples.values())
    if not found.complete:
        yield Problem(
            "model",
            name,
            f"more than {MOST} situations: the conditions tell too many facts apart",
        )
        return
    for step in explorer.steps.values():
        if step.id not in found.taken:
            yield Problem("model", f"step.{step.id}", "can never be taken")
    opened = {
        opening.kind for step in explorer.steps.values() for opening in step.opens
    }
    closed = {
        kind
        for step in explorer.steps.values()
        for kind in (
            *step.discharges,
            *step.cancels,
            *(item.kind for item in step.settles),
        )
    }
    for kind in sorted(opened - closed):
        yield Problem(
            "model", f"duty.{kind}", f"no step of the track {name!r} discharges it"
        )
    yield from _ends_with_everything(pack, name)


def _ends_with_everything(pack: Pack, name: str) -> Iterator[Problem]:
    """A step that can end the matter must end what stands open beside it too."""
    for step in pack.steps.values():
        ends = any(pack.state(target).final for target in step.targets)
        everything = "*" in step.cancels or any(drop.kind == "*" for drop in step.drops)
        if ends and not everything:
            yield Problem(
                "model",
                f"step.{step.id}",
                f"can end the matter and leaves duties of {name!r} open",
            )


def _without_end(pack: Pack, found: Exploration) -> Iterator[Problem]:
    ending = _ending(pack, found)
    for key, facts in found.examples.items():
        if key not in ending:
            yield Problem(
                "model",
                facts.state or "(start)",
                f"no way leads to an end after: {found.path(key)}",
            )


def _never(pack: Pack, found: Exploration) -> Iterator[Problem]:
    for step in pack.steps.values():
        if not step.track and step.id not in found.taken:
            yield Problem("model", f"step.{step.id}", "can never be taken")
    reached = {facts.state for facts in found.examples.values()}
    for state in pack.states:
        if state not in reached:
            yield Problem("model", f"state.{state}", "can never be reached")


def _ending(pack: Pack, found: Exploration) -> set[Key]:
    """The situations from which some way leads to a final state."""
    comes: dict[Key, set[Key]] = {}
    for key, reached in found.leads.items():
        for target in reached:
            comes.setdefault(target, set()).add(key)
    ending = {
        key
        for key, facts in found.examples.items()
        if facts.state != FILED and pack.state(facts.state).final
    }
    queue = deque(ending)
    while queue:
        for before in comes.get(queue.popleft(), ()):
            if before not in ending:
                ending.add(before)
                queue.append(before)
    return ending
