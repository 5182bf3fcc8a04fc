"""Who may end a matter: for every final state, by whom, in which capacity, on which
ground, and what is open then.

Found by trying, as all of the model check: from every situation every step that can end
the matter is tried with every ground that it could name, on the same day and again long
after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from huiyin.law.checks.explorer import Explorer, explored
from huiyin.law.engine.applying import apply
from huiyin.law.language.reading import Problem
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Facts, Value
from huiyin.law.terms.ruling import Ruling, Text

PETITIONER, SYSTEM = "petitioner", "system"
WITHDRAWN, AWAY = "withdrawn", ("refused", "passed_on")


@dataclass(frozen=True, slots=True)
class Ground:
    """The term on which somebody is turned away: "refusals", "not_competent"; both ""
    where none is named.
    """

    vocabulary: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """What the petitioner can do after the end: rights that stand open, steps that take
    the matter up again, and the remedy that the final state or the ground names in
    words.
    """

    rights: tuple[str, ...]
    steps: tuple[str, ...]
    remedy: Text | None

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is left to them."""
        return not self.rights and not self.steps and self.remedy is None


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a matter ends: in ``state``, by ``step``, which whoever has a
    role ``by`` takes, in which capacities, on which ground, from the states
    ``sources``, with what is open afterwards.
    """

    state: str
    step: str
    by: tuple[str, ...]
    capacities: tuple[str, ...]
    ground: Ground
    sources: tuple[str, ...]
    open: Open

    @property
    def by_an_organ(self) -> bool:
        """Whether somebody other than the petitioner, their agent and time alone can end it so."""
        return any(
            role.partition(".")[0] not in {PETITIONER, "agent", SYSTEM}
            for role in self.by
        )


@lru_cache(maxsize=32)
def ways(pack: Pack) -> tuple[Way, ...]:
    """Every way in which a matter can end under ``pack``, by final state and step."""
    exploration = explored(pack)
    explorer = _asking_every_ground(pack)
    sources: dict[_Ending, set[str]] = defaultdict(set)
    for key, facts in exploration.examples.items():
        for end in _ends(explorer, facts, exploration.when[key]):
            sources[_ending(explorer, facts, end)].add(facts.state)
    order = {name: place for place, name in enumerate((FILED, *pack.states))}
    listed = [
        Way(
            ending.state,
            ending.step,
            tuple(sorted(pack.step(ending.step).by)),
            ending.capacities,
            ending.ground,
            tuple(sorted(states, key=order.__getitem__)),
            ending.open,
        )
        for ending, states in sources.items()
    ]
    return tuple(sorted(listed, key=lambda way: _place(pack, way)))


@dataclass(frozen=True, slots=True)
class _Ending:
    """What tells one way of ending from another, from whichever state it is taken."""

    state: str
    step: str
    capacities: tuple[str, ...]
    ground: Ground
    open: Open


@dataclass(frozen=True, slots=True)
class _End:
    """A step that ends a matter on a ground, what follows from it, and when it was taken."""

    step: Step
    ground: Ground
    ruling: Ruling
    when: datetime


def _ending(explorer: Explorer, facts: Facts, end: _End) -> _Ending:
    after = apply(facts, end.ruling)
    return _Ending(
        after.state,
        end.step.id,
        _capacities(explorer.pack, end.step, facts, end.when),
        end.ground,
        _open(explorer, after, end),
    )


def _place(pack: Pack, way: Way) -> tuple[object, ...]:
    states, steps = list(pack.states), list(pack.steps)
    return (
        states.index(way.state),
        steps.index(way.step),
        way.ground.term,
        way.capacities,
        way.open.rights,
    )


def turning_away(pack: Pack, step: Step) -> tuple[str, ...]:
    """The arguments of a step in which somebody is turned away on a ground."""
    return tuple(
        arg.name
        for arg in step.args
        if arg.vocabulary and pack.terms[arg.vocabulary].refusal
    )


def _asking_every_ground(pack: Pack) -> Explorer:
    """An explorer that tells every ground apart, even where no condition does."""
    grounds = {
        step.id: turning_away(pack, step) for step in pack.steps.values()
    }
    return Explorer(pack, apart=grounds)


def _ends(explorer: Explorer, facts: Facts, at: datetime) -> Iterator[_End]:
    """The steps that end the matter from here, each with every ground on which it is allowed."""
    pack = explorer.pack
    if facts.state != FILED and pack.state(facts.state).final:
        return
    for step in explorer.analysis.steps.values():
        if facts.state not in step.sources or not _can_end(
            pack, step, facts.state
        ):
            continue
        for args in explorer.arguments(step, facts, at):
            allowed = explorer.try_step(step, facts, args, at)
            if allowed is None:
                continue
            ruling, when = allowed
            if pack.state(ruling.state).final:
                yield _End(step, _ground_named(pack, step, args), ruling, when)


def _can_end(pack: Pack, step: Step, state: str) -> bool:
    """Whether a step taken in ``state`` can lead to a final one."""
    return any(pack.state(target).final for target in step.leads(state))


def _ground_named(pack: Pack, step: Step, args: Mapping[str, Value]) -> Ground:
    """The first ground that the arguments name for turning somebody away."""
    for name in turning_away(pack, step):
        term, arg = args.get(name), step.arg(name)
        if term and arg is not None:
            return Ground(arg.vocabulary, str(term))
    return Ground()


def _capacities(
    pack: Pack, step: Step, facts: Facts, at: datetime
) -> tuple[str, ...]:
    """In which capacities it was taken; those that no condition of the step asks about
    say nothing of it.
    """
    asked = step.mentions
    today = at.astimezone(pack.timezone).date()
    context = Context(facts, {}, today, pack.calendar, pack.marks)
    return tuple(
        capacity.id
        for capacity in pack.capacities.values()
        if capacity.mentions <= asked and hold(capacity.when, context)
    )


def _open(explorer: Explorer, after: Facts, end: _End) -> Open:
    """What the petitioner can do on the day after the end."""
    pack, ground = explorer.pack, end.ground
    against = (
        right.kind for right in after.rights if pack.right(right.kind).against
    )
    term = pack.term(ground.vocabulary, ground.term) if ground.term else None
    remedy = pack.state(after.state).remedy
    if term is not None and term.remedy is not None:
        remedy = term.remedy
    next_day = end.when + timedelta(days=1)
    steps = tuple(_taking_up_again(explorer, after, next_day))
    return Open(tuple(sorted(against)), steps, remedy)


def _taking_up_again(
    explorer: Explorer, facts: Facts, at: datetime
) -> Iterator[str]:
    """The steps by which the petitioner can take up again a matter that has ended."""
    for step in explorer.analysis.steps.values():
        if PETITIONER not in step.by or facts.state not in step.sources:
            continue
        targets = (
            explorer.pack.state(name) for name in step.leads(facts.state)
        )
        reopens = any(not target.final for target in targets)
        if reopens and _can(explorer, step, facts, at):
            yield step.id


def _can(explorer: Explorer, step: Step, facts: Facts, at: datetime) -> bool:
    return any(
        explorer.try_step(step, facts, args, at)
        for args in explorer.arguments(step, facts, at)
    )


def problems(pack: Pack) -> Iterator[Problem]:
    """What is wrong with who may end a matter: an end with nothing open after it, an
    organ that turns somebody away without naming a ground or leaving a right against
    that, and whoever takes back what they have not brought.
    """
    if not explored(pack).complete:
        return
    brought = _who_may_bring(pack)
    for way in ways(pack):
        if way.open.nothing:
            reason = f"ends a matter in {way.state!r} and leaves no right and no remedy"
            yield Problem(pack.key, f"step:{way.step}", reason)
        ending = pack.state(way.state).ending
        if ending == WITHDRAWN:
            yield from _taken_back(pack, way, brought)
        elif way.by_an_organ and (ending in AWAY or way.ground.term):
            yield from _turned_away(pack, way)


def _who_may_bring(pack: Pack) -> set[str]:
    """Who may bring a matter: whoever may file one, and an agent for them."""
    roles = {"agent"}
    for step in pack.steps.values():
        if FILED in step.sources:
            roles |= step.by
    return roles


def _taken_back(pack: Pack, way: Way, brought: set[str]) -> Iterator[Problem]:
    """Whoever takes a matter back must be one of those who may bring one."""
    for role in way.by:
        recorded = role == SYSTEM and pack.step(way.step).of_an_old_ledger
        if role.partition(".")[0] not in brought and not recorded:
            reason = f"{role!r} takes back a matter that they did not bring"
            yield Problem(pack.key, f"step:{way.step}", reason)


def _turned_away(pack: Pack, way: Way) -> Iterator[Problem]:
    name = f"step:{way.step}"
    if way.ground.term and not way.open.rights:
        yield Problem(
            pack.key,
            name,
            "turns somebody away and opens no right against that",
        )
    elif (
        not way.ground.term and not way.open.rights and way.open.remedy is None
    ):
        yield Problem(
            pack.key,
            name,
            f"ends a matter in {way.state!r} without a ground and without a remedy",
        )
