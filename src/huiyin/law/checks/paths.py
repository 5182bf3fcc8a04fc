"""What the model of a pack says to people: how many situations, how long each way can
take, and every way out.

The longest times are sums of limits as the pack gives them, before a last day moves off
days of rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.law.calendar.deadlines import SPANS
from huiyin.law.checks.explorer import Exploration, explored
from huiyin.law.checks.limit_chains import Limit
from huiyin.law.checks.max_duration import Loop, Route, Search
from huiyin.law.rules.conditions import mentioned
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Rule
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.rules.vocabularies import Term
from huiyin.law.terms import citing, wording
from huiyin.law.terms.ruling import Text

PETITIONER = "petitioner"


@dataclass(frozen=True, slots=True)
class Ways:
    """What is open to a petitioner in one state.

    ``steps`` are those that they can take themselves, ``rights`` those that no step of
    the pack is for (a complaint to the superior organ), ``routes`` the vocabularies of
    other lawful ways to which the matter can be directed.
    """

    steps: tuple[str, ...]
    rights: tuple[str, ...]
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that the model check knows of one pack: situations by state, ways of
    ending, loops, ways out.
    """

    pack: Pack
    situations: Mapping[str, int]
    routes: tuple[Route, ...]
    loops: tuple[Loop, ...]
    reopens: tuple[Loop, ...]
    carried: tuple[str, ...]
    ways: Mapping[str, Ways]


def listing(pack: Pack) -> Listing:
    """List what can happen to a matter under ``pack``, all of it tried."""
    exploration = explored(pack)
    search = Search(pack, exploration)
    search.run()
    states = (facts.state for facts in exploration.examples.values())
    return Listing(
        pack=pack,
        situations=Counter(state for state in states if state != FILED),
        routes=tuple(search.routes()),
        loops=tuple(loop for loop in search.loops if loop.opens),
        reopens=_reopens(pack, exploration),
        carried=tuple(
            step.id for step in pack.steps.values() if step.reassigns
        ),
        ways={
            state: _open_to_petitioner(pack, exploration, state)
            for state in pack.states
        },
    )


def _reopens(pack: Pack, exploration: Exploration) -> tuple[Loop, ...]:
    """The steps that take up again what had ended."""
    loops: dict[tuple[str, str, str], Loop] = {}
    for key, transitions in exploration.transitions.items():
        source = str(key[0])
        if source == FILED or not pack.state(source).final:
            continue
        for transition in transitions:
            step, target = transition.step, str(transition.to[0])
            if not pack.state(target).final:
                opened = tuple(kind for kind, *_ in transition.opens)
                loop = Loop(step, source, target, opened)
                loops.setdefault((step, source, target), loop)
    return tuple(loops.values())


def _open_to_petitioner(
    pack: Pack, exploration: Exploration, state: str
) -> Ways:
    """What a petitioner can do in ``state``, in whatever situation the matter is there."""
    taken: set[str] = set()
    open_rights: set[str] = set()
    for key, facts in exploration.examples.items():
        if facts.state == state:
            open_rights |= {right.kind for right in facts.rights}
            taken |= {
                move.step for move in exploration.transitions.get(key, ())
            }
    used_rights: set[str] = set()
    steps: list[str] = []
    for step in pack.steps.values():
        if PETITIONER not in step.by:
            continue
        used_rights |= _rights_used(step)
        beside = bool(step.track) and state in step.sources
        if beside or step.id in taken:
            steps.append(step.id)
    unused = open_rights - used_rights
    return Ways(
        steps=tuple(steps),
        rights=tuple(kind for kind in pack.rights if kind in unused),
        routes=_refusing_vocabularies(pack, state),
    )


def _refusing_vocabularies(pack: Pack, state: str) -> tuple[str, ...]:
    """The lists of other lawful ways to which a living matter is directed by a step from
    or to ``state``.
    """
    names: dict[str, None] = {}
    for step in pack.steps.values():
        if step.of_an_old_ledger or state not in step.sources | step.targets:
            continue
        for arg in step.args:
            vocabulary = pack.terms.get(arg.vocabulary)
            if vocabulary is not None and vocabulary.refusal:
                names[arg.vocabulary] = None
    return tuple(names)


def _rights_used(step: Step) -> set[str]:
    """The rights that a step makes use of: asked about by name, or closed by name."""
    closed = {opening.kind for opening in step.closes if not opening.when}
    asked = {
        fact.removeprefix("right.")
        for fact in step.mentions
        if fact.startswith("right.")
    }
    return closed | asked


def asked_late(pack: Pack, route: Route) -> tuple[Step, ...]:
    """The steps of a way that a petitioner may take after their time, with an excuse:
    on no last day at all.
    """
    steps = [pack.step(name) for name in dict.fromkeys(route.steps)]
    return tuple(
        step
        for step in steps
        if PETITIONER in step.by and any(map(_excused, step.requirements))
    )


def _excused(requirement: Requirement) -> bool:
    """Whether something that is stated stands in for the time of a right."""
    asked = mentioned(requirement.that)
    of_right = any(fact.startswith("right.") for fact in asked)
    stated = any(fact.startswith("args.") for fact in asked)
    return of_right and stated


def counted_later(pack: Pack, route: Route) -> tuple[tuple[Step, int], ...]:
    """The steps of a way that can set a date some days after what they are told (a
    public notice), with the most days.
    """
    listed = []
    for name in dict.fromkeys(route.steps):
        step = pack.step(name)
        days = max((setting.days for setting in step.dates), default=0)
        if days:
            listed.append((step, days))
    return tuple(listed)


def put_off(pack: Pack, route: Route) -> tuple[Step, ...]:
    """The steps that set another day for what has no limit of its own, and may be taken
    again and again.
    """
    unbounded = set(route.unbounded)
    steps = (step for step in pack.steps.values() if not step.track)
    return tuple(
        step
        for step in steps
        if not step.sources.isdisjoint(route.states)
        and _sets_anew(step) & unbounded
    )


def _sets_anew(step: Step) -> set[str]:
    """The duties that a step cancels and opens again with another day."""
    return set(step.cancels) & {opening.kind for opening in step.opens}


def named(pack: Pack, route: Route) -> Text:
    """A way of ending in words: "answer served, review decided, concluded"."""
    return joined([pack.state(name).title for name in route.name], "arrow")


def joined(texts: list[Text], separator: str = "list_separator") -> Text:
    """Several wordings as one, with what stands between them in each language: the
    wording called ``separator``.
    """
    between = wording.text(separator)
    return Text(
        between.zh.join(text.zh for text in texts),
        between.en.join(text.en for text in texts),
    )


def lasting(route: Route) -> Text:
    """How long a way can take: "160 calendar days", "28 calendar days and 75 working days"."""
    parts = []
    for unit in ("year", "month", "calendar", "working"):
        total = route.day.total(unit)
        if total:
            said = _in_unit(unit, total)
            parts.append(wording.text("how_long", days=total, unit=said))
    if not parts:
        unit_text = wording.text("unit_calendar")
        parts = [wording.text("how_long", days=0, unit=unit_text)]
    return joined(parts, "plus")


def limit_text(pack: Pack, limit: Limit) -> Text:
    """One limit of a chain in words: "Handling 60 days (Art. 34)"."""
    rule = _rule_of(pack, limit)
    if rule is None:
        return wording.text(
            "limit_from",
            title=pack.dates[limit.name],
            days=limit.days,
            unit=_unit(limit),
        )
    return wording.text(
        "limit_of",
        title=rule.title,
        days=limit.days,
        unit=_unit(limit),
        cited=cite(rule.article),
    )


def _rule_of(pack: Pack, limit: Limit) -> Rule | None:
    """The rule that a limit of a chain rests on; None for a time counted from a date."""
    if limit.kind == "right":
        return pack.rights.get(limit.name)
    if limit.kind == "extension":
        return _extending_step(pack, limit.name)
    if limit.kind == "standstill":
        return _reason_to_stop(pack, limit.name)
    return pack.duties.get(limit.name)


def _extending_step(pack: Pack, duty: str) -> Step:
    """The first step that extends a duty; KeyError where none does."""
    for step in pack.steps.values():
        if any(extension.duty == duty for extension in step.extends):
            return step
    raise KeyError(duty)


def _reason_to_stop(pack: Pack, duty: str) -> Term:
    """For what the clock of a duty can stand still; KeyError where no step stops it."""
    for step in pack.steps.values():
        for stop in step.stops:
            if stop.kind == duty:
                return pack.terms["stops"].terms[stop.category]
    raise KeyError(duty)


def cite(article: str) -> Text:
    """An article as it is cited: "Art. 34"; "§6.2" stands for itself."""
    return (
        wording.text("citation", article=article)
        if not citing.stands_alone(article)
        else Text(article, article)
    )


def _unit(limit: Limit) -> Text:
    return _in_unit(limit.unit, limit.days)


def _in_unit(unit: str, number: int) -> Text:
    return wording.text(
        f"unit_{unit}{'_one' if unit in SPANS and number == 1 else ''}"
    )
