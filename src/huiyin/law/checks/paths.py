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
from huiyin.law.checks.max_duration import Limit, Loop, Route, Search
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.rules.tracks import conditions_of
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
    found = explored(pack)
    search = Search(pack, found)
    search.run()
    return Listing(
        pack=pack,
        situations=Counter(
            facts.state for facts in found.examples.values() if facts.state != FILED
        ),
        routes=tuple(search.routes()),
        loops=tuple(loop for loop in search.loops if loop.opens),
        reopens=_reopens(pack, found),
        carried=tuple(step.id for step in pack.steps.values() if step.reassigns),
        ways={state: _ways(pack, found, state) for state in pack.states},
    )


def _reopens(pack: Pack, found: Exploration) -> tuple[Loop, ...]:
    """The steps that take up again what had ended."""
    loops: dict[tuple[str, str, str], Loop] = {}
    for key, moves in found.moves.items():
        source = str(key[0])
        if source == FILED or not pack.state(source).final:
            continue
        for move in moves:
            target = str(move.to[0])
            if not pack.state(target).final:
                opened = tuple(kind for kind, *_ in move.opens)
                loops.setdefault(
                    (move.step, source, target), Loop(move.step, source, target, opened)
                )
    return tuple(loops.values())


def _ways(pack: Pack, found: Exploration, state: str) -> Ways:
    keys = [key for key, facts in found.examples.items() if facts.state == state]
    taken = {move.step for key in keys for move in found.moves.get(key, ())}
    taken |= {
        step.id for step in pack.steps.values() if step.track and state in step.sources
    }
    own = [
        step
        for step in pack.steps.values()
        if step.id in taken and PETITIONER in step.by
    ]
    used = {
        kind
        for step in pack.steps.values()
        if PETITIONER in step.by
        for kind in _rights_used(step)
    }
    open_here = {right.kind for key in keys for right in found.examples[key].rights}
    refusing = {name for name, vocabulary in pack.terms.items() if vocabulary.refusal}
    living = [step for step in pack.steps.values() if not step.of_an_old_ledger]
    turning = [
        step for step in living if state in step.sources or state in step.targets
    ]
    routes = {
        arg.vocabulary: None
        for step in turning
        for arg in step.args
        if arg.vocabulary in refusing
    }
    return Ways(
        steps=tuple(step.id for step in own),
        rights=tuple(kind for kind in pack.rights if kind in open_here - used),
        routes=tuple(routes),
    )


def _rights_used(step: Step) -> set[str]:
    """The rights that a step makes use of: asked about by name, or closed by name."""
    asked = {
        mention for condition in conditions_of(step) for mention in condition.mentions
    }
    closed = {opening.kind for opening in step.closes if not opening.when}
    return closed | {mention[6:] for mention in asked if mention.startswith("right.")}


def asked_late(pack: Pack, route: Route) -> tuple[Step, ...]:
    """The steps of a way that a petitioner may take after their time, with an excuse:
    on no last day at all.
    """
    found = [pack.step(name) for name in dict.fromkeys(route.steps)]
    return tuple(
        step
        for step in found
        if PETITIONER in step.by and any(map(_excused, step.requirements))
    )


def _excused(requirement: Requirement) -> bool:
    """Whether something that is stated stands in for the time of a right."""
    asked = {
        mention for condition in requirement.that for mention in condition.mentions
    }
    return all(
        any(mention.startswith(scope) for mention in asked)
        for scope in ("right.", "args.")
    )


def counted_later(pack: Pack, route: Route) -> tuple[tuple[Step, int], ...]:
    """The steps of a way that can set a date some days after what they are told (a
    public notice), with the most.
    """
    steps = (pack.step(name) for name in dict.fromkeys(route.steps))
    found = (
        (step, max((setting.days for setting in step.dates), default=0))
        for step in steps
    )
    return tuple((step, days) for step, days in found if days)


def put_off(pack: Pack, route: Route) -> tuple[Step, ...]:
    """The steps that set another day for what has no limit of its own, and may be taken
    again and again.
    """
    again = [
        step
        for step in pack.steps.values()
        if not step.track
        and not step.sources.isdisjoint(route.states)
        and _sets_anew(step) & set(route.unbounded)
    ]
    return tuple(again)


def _sets_anew(step: Step) -> set[str]:
    return set(step.cancels) & {opening.kind for opening in step.opens}


def named(pack: Pack, route: Route) -> Text:
    """A way of ending in words: "answer served, review decided, concluded"."""
    return joined([pack.state(name).title for name in route.name], "arrow")


def joined(texts: list[Text], separator: str = "list_separator") -> Text:
    """Several wordings as one, with what stands between them in each language."""
    between = wording.text(separator)
    return Text(
        between.zh.join(text.zh for text in texts),
        between.en.join(text.en for text in texts),
    )


def lasting(route: Route) -> Text:
    """How long a way can take: "160 calendar days", "28 calendar days and 75 working days"."""
    parts = [
        wording.text(
            "how_long",
            days=route.day.total(unit),
            unit=_in_unit(unit, route.day.total(unit)),
        )
        for unit in ("year", "month", "calendar", "working")
        if route.day.total(unit)
    ]
    return joined(
        parts or [wording.text("how_long", days=0, unit=wording.text("unit_calendar"))],
        "plus",
    )


def limit_text(pack: Pack, limit: Limit) -> Text:
    """One limit of a chain in words: "Handling 60 days (Art. 34)"."""
    rule = (
        pack.rights.get(limit.name)
        if limit.kind == "right"
        else pack.duties.get(limit.name)
    )
    if limit.kind == "extension":
        step = next(
            step
            for step in pack.steps.values()
            if any(one.duty == limit.name for one in step.extends)
        )
        title, article = step.title, step.article
    elif limit.kind == "standstill":
        stop = next(
            stop
            for step in pack.steps.values()
            for stop in step.stops
            if stop.kind == limit.name
        )
        term = pack.terms["stops"].terms[stop.category]
        title, article = term.title, term.article
    elif rule is not None:
        title, article = rule.title, rule.article
    else:
        return wording.text(
            "limit_from",
            title=pack.dates[limit.name],
            days=limit.days,
            unit=_unit(limit),
        )
    return wording.text(
        "limit_of", title=title, days=limit.days, unit=_unit(limit), cited=cite(article)
    )


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
    return wording.text(f"unit_{unit}{'_one' if unit in SPANS and number == 1 else ''}")
