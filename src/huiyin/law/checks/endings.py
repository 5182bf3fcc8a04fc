"""Who may end a matter: for every final state, by whom, in which capacity, on which
ground, and what is open then.

Found by trying, as all of the model check: from every situation every step that can end
the matter is tried with every ground that it could name, on the same day and again long
after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from huiyin.law.checks.explorer import Explorer, explored
from huiyin.law.engine.effects import apply
from huiyin.law.language.reading import Problem
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Step
from huiyin.law.rules.tracks import conditions_of
from huiyin.law.terms.facts import Facts
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
    found = explored(pack)
    explorer = _asking_every_ground(pack)
    sources: dict[tuple[str, str, tuple[str, ...], Ground, Open], set[str]] = (
        defaultdict(set)
    )
    for key, facts in found.examples.items():
        for step, ground, ruling, when in _ends(explorer, facts, found.when[key]):
            after = apply(facts, ruling)
            left = _open(pack, explorer, after, when, ground)
            sources[
                after.state, step.id, _capacities(pack, step, facts, when), ground, left
            ].add(facts.state)
    order = {name: place for place, name in enumerate((FILED, *pack.states))}
    listed = [
        Way(
            state,
            step,
            tuple(sorted(pack.step(step).by)),
            capacities,
            ground,
            tuple(sorted(some, key=order.__getitem__)),
            left,
        )
        for (state, step, capacities, ground, left), some in sources.items()
    ]
    return tuple(sorted(listed, key=lambda way: _place(pack, way)))


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
    apart = {step.id: turning_away(pack, step) for step in pack.steps.values()}
    explorer = Explorer(pack, apart=apart)
    for step in explorer.steps.values():
        for arg in step.args:
            if arg.name in apart[step.id]:
                explorer.samples[step.id, arg.name] = list(
                    pack.terms[arg.vocabulary].terms
                )
    return explorer


def _ends(
    explorer: Explorer, facts: Facts, at: datetime
) -> Iterator[tuple[Step, Ground, Ruling, datetime]]:
    """The steps that end the matter from here, each with every ground on which it is allowed."""
    pack = explorer.pack
    for step in explorer.steps.values():
        ends = any(pack.state(target).final for target in step.leads(facts.state))
        if (
            facts.state not in step.sources
            or not ends
            or (facts.state != FILED and pack.state(facts.state).final)
        ):
            continue
        names = turning_away(pack, step)
        for args in explorer.arguments(step, facts, at):
            allowed = explorer.try_step(step, facts, args, at)
            if allowed is None or not pack.state(allowed[0].state).final:
                continue
            told = next(
                ((name, str(args[name])) for name in names if args.get(name)), None
            )
            arg = step.arg(told[0]) if told else None
            ground = Ground(arg.vocabulary, told[1]) if told and arg else Ground()
            yield step, ground, *allowed


def _capacities(pack: Pack, step: Step, facts: Facts, at: datetime) -> tuple[str, ...]:
    """In which capacities it was taken; those that no condition of the step asks about
    say nothing of it.
    """
    asked = {
        mention for condition in conditions_of(step) for mention in condition.mentions
    }
    context = Context(
        facts, {}, at.astimezone(pack.timezone).date(), pack.calendar, pack.marks
    )
    told = (one for one in pack.capacities.values() if one.mentions <= asked)
    return tuple(one.id for one in told if hold(one.when, context))


def _open(
    pack: Pack, explorer: Explorer, after: Facts, at: datetime, ground: Ground
) -> Open:
    rights = tuple(
        right.kind for right in after.rights if pack.right(right.kind).against
    )
    steps = [
        step.id
        for step in explorer.steps.values()
        if PETITIONER in step.by
        and any(not pack.state(to).final for to in step.leads(after.state))
        if after.state in step.sources
        and _can(explorer, step, after, at + timedelta(days=1))
    ]
    term = pack.term(ground.vocabulary, ground.term) if ground.term else None
    remedy = (
        term.remedy
        if term is not None and term.remedy is not None
        else pack.state(after.state).remedy
    )
    return Open(tuple(sorted(rights)), tuple(steps), remedy)


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
    brought = {
        role
        for step in pack.steps.values()
        if FILED in step.sources
        for role in step.by
    } | {"agent"}
    for way in ways(pack):
        name, ending = f"step:{way.step}", pack.state(way.state).ending
        if way.open.nothing:
            yield Problem(
                pack.key,
                name,
                f"ends a matter in {way.state!r} and leaves no right and no remedy",
            )
        if ending == WITHDRAWN:
            for role in way.by:
                recorded = role == SYSTEM and pack.step(way.step).of_an_old_ledger
                if role.partition(".")[0] not in brought and not recorded:
                    yield Problem(
                        pack.key,
                        name,
                        f"{role!r} takes back a matter that they did not bring",
                    )
        elif way.by_an_organ and (ending in AWAY or way.ground.term):
            yield from _turned_away(pack, way)


def _turned_away(pack: Pack, way: Way) -> Iterator[Problem]:
    name = f"step:{way.step}"
    if way.ground.term and not way.open.rights:
        yield Problem(
            pack.key, name, "turns somebody away and opens no right against that"
        )
    elif not way.ground.term and not way.open.rights and way.open.remedy is None:
        yield Problem(
            pack.key,
            name,
            f"ends a matter in {way.state!r} without a ground and without a remedy",
        )


def by_state(found: Iterable[Way]) -> Mapping[str, tuple[Way, ...]]:
    """The ways by the final state that they lead to."""
    grouped: dict[str, list[Way]] = defaultdict(list)
    for way in found:
        grouped[way.state].append(way)
    return {state: tuple(some) for state, some in grouped.items()}
