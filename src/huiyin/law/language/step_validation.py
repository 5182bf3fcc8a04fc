"""Whether the parts of one step fit: the states, roles, duties, rights and facts it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from huiyin.law.language.argument_validation import (
    argument_problems,
    barring_problems,
)
from huiyin.law.language.parsing_past import past_problems
from huiyin.law.language.reading import unlike
from huiyin.law.language.references import (
    is_base,
    is_known,
    near_fact,
    unknown_facts,
)
from huiyin.law.rules.conditions import Condition
from huiyin.law.rules.consequences import Opening
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import ALL, Step

BUILT_IN_ROLES = frozenset({"system"})
Misfits = Iterator[tuple[str, str]]
"""The key in the step, and the reason."""


def step_problems(pack: Pack, step: Step) -> Misfits:
    """Everything in a step that does not fit."""
    for check in (
        _states,
        _roles,
        _openings,
        _given_first,
        _stops,
        argument_problems,
        _asks,
        barring_problems,
        _settings,
        _sources,
        _mentions,
        past_problems,
        _answers,
    ):
        yield from check(pack, step)


def _states(pack: Pack, step: Step) -> Misfits:
    for state in sorted(step.sources):
        if state != FILED and state not in pack.states:
            yield "from", unlike(state, "a state that is declared", pack.states)
    for state in sorted(step.targets - set(pack.states)):
        yield "to", unlike(state, "a state that is declared", pack.states)
    if step.target is None and FILED in step.sources:
        yield (
            "to",
            "is missing: a step that begins a matter must lead to a state",
        )


def _answers(pack: Pack, step: Step) -> Misfits:
    events = {other.event for other in pack.steps.values()}
    for event in step.answers:
        if event not in events:
            yield "answers", unlike(event, "the event of a step", events)


def _roles(pack: Pack, step: Step) -> Misfits:
    for role in sorted(step.by):
        party = role.split(".")[0]
        if party not in pack.parties and role not in {
            *pack.roles,
            *BUILT_IN_ROLES,
        }:
            known = {*pack.parties, *pack.roles}
            yield (
                "by",
                unlike(role, "a party or a role that is declared", known),
            )


def _stops(pack: Pack, step: Step) -> Misfits:
    """A clock stands still only for something that has a name, with a reason and papers
    that somebody must give.
    """
    known = pack.terms["stops"].terms if "stops" in pack.terms else {}
    required = {
        arg.name for arg in step.args if arg.required and arg.kind == "text"
    }
    for stop in step.stops:
        if stop.category not in known:
            reason = f"{stop.category!r} is not a term of the vocabulary stops"
            yield "stop.category", reason
        for key, name in (("reason", stop.reason), ("evidence", stop.evidence)):
            if name not in required:
                reason = (
                    f"{name!r} is not a text that the step requires: a clock stops "
                    f"only with a {key}"
                )
                yield f"stop.{key}", reason


def _kinds(openings: Iterable[Opening]) -> list[str]:
    return [opening.kind for opening in openings]


def _kinds_within(step: Step) -> list[str]:
    """The duties by whose day others must be done."""
    kinds: list[str] = []
    for opening in step.opens:
        kinds += opening.within
    return kinds


Kinds = Callable[[Step], Iterable[str]]
NAMED_DUTIES: tuple[tuple[str, Kinds], ...] = (
    ("discharges", lambda step: step.discharges),
    ("cancels", lambda step: step.cancels),
    ("discharge", lambda step: _kinds(step.conditional_discharges)),
    ("open", lambda step: _kinds(step.opens)),
    ("cancel", lambda step: _kinds(step.conditional_cancels)),
    ("waits_for", lambda step: step.waits_for),
    ("gives_first", lambda step: step.gives_first),
    ("within", _kinds_within),
    ("stop", lambda step: _kinds((*step.stops, *step.resumes))),
    ("extend", lambda step: [extension.duty for extension in step.extends]),
)
NAMED_RIGHTS: tuple[tuple[str, Kinds], ...] = (
    ("grant", lambda step: _kinds(step.rights)),
    ("close", lambda step: _kinds(step.closes)),
)
MAY_NAME_ALL = frozenset({"cancels", "cancel", "close"})


def _openings(pack: Pack, step: Step) -> Misfits:
    """Duties, rights, dates and parties that are named in what follows."""
    yield from _undeclared(step, NAMED_DUTIES, pack.duties)
    yield from _undeclared(step, NAMED_RIGHTS, pack.rights)
    for opening in (*step.opens, *step.rights):
        if opening.base and not is_base(pack, opening.base):
            yield (
                "from",
                unlike(opening.base, "a date that is declared", pack.dates),
            )
        if opening.until and opening.until not in pack.dates:
            yield (
                "until",
                unlike(opening.until, "a date that is declared", pack.dates),
            )
    for reassignment in step.reassigns:
        owner = reassignment.owned_by
        if owner not in pack.parties:
            yield "reassign", f"{owner!r} is not a party that is declared"


def _undeclared(
    step: Step, table: Iterable[tuple[str, Kinds]], declared: Iterable[str]
) -> Misfits:
    """The kinds that a step names under some key and that are not declared."""
    for key, kinds in table:
        known = {*declared, ALL} if key in MAY_NAME_ALL else set(declared)
        for kind in kinds(step):
            if kind not in known:
                yield (
                    key,
                    unlike(
                        kind, "declared as a [[duty]] or a [[right]]", known
                    ),
                )


def _given_first(pack: Pack, step: Step) -> Misfits:
    """Whoever may not end the matter before something is given can give it; where time
    ends it, whoever owes it can.
    """
    takers = {role.partition(".")[0] for role in step.by} - BUILT_IN_ROLES
    for kind in step.gives_first:
        owner = {pack.duties[kind].owner} if kind in pack.duties else set()
        for role in sorted(takers or owner):
            if step.sources - _states_to_discharge(pack, kind, role):
                yield (
                    "gives_first",
                    f"{role!r} could not give {kind!r} in every state in which the step is taken",
                )


def _states_to_discharge(pack: Pack, kind: str, role: str) -> set[str]:
    """The states in which somebody with a role can discharge a kind of duties."""
    states: set[str] = set()
    for step in pack.steps.values():
        if kind in step.discharges and role in step.by:
            states |= step.sources
    return states


def _asks(_pack: Pack, step: Step) -> Misfits:
    """What a step takes instead of what is asked for and not given is one of its arguments."""
    taken: set[str] = set()
    for ask in step.asks:
        taken |= {name for name, _value in ask.takes}
    for name in sorted(taken - {arg.name for arg in step.args}):
        yield "ask.takes", f"{name!r} is no argument of the step"


def _settings(pack: Pack, step: Step) -> Misfits:
    """Parties and dates that are set are declared, and set in a way that fits them."""
    for setting in step.parties:
        name = setting.name
        if name not in pack.parties:
            yield "set.parties", unlike(name, "declared", pack.parties)
        elif setting.days:
            yield "set.parties", f"{name!r}: days are added to dates only"
        elif setting.how == "append":
            yield "set.parties", f"{name!r}: only a value is appended to"
        elif bool(setting.how) is not bool(pack.parties[name].several):
            reason = (
                f"{name!r}: organs enter and leave a party that several "
                "are, and no other"
            )
            yield "set.parties", reason
    for setting in step.dates:
        if setting.name not in pack.dates:
            yield "set.dates", unlike(setting.name, "declared", pack.dates)
        elif setting.how == "append":
            yield "set.dates", f"{setting.name!r}: only a value is appended to"


def _sources(pack: Pack, step: Step) -> Misfits:
    """Where values, days, organs and owners come from is declared."""
    paths = [setting.source.path for setting in step.settings]
    for extension in step.extends:
        paths += [
            source.path for source in (extension.by, extension.until) if source
        ]
    owned = (
        *step.opens,
        *step.conditional_discharges,
        *step.conditional_cancels,
    )
    paths += [opening.owner.path for opening in owned if opening.owner]
    paths += [
        extension.owner.path for extension in step.extends if extension.owner
    ]
    paths += [reassignment.to.path for reassignment in step.reassigns]
    for path in paths:
        if not is_known(pack, step, path):
            hint = near_fact(pack, step, path)
            reason = f"{path!r} is not an argument, party or date that is declared{hint}"
            yield "set", reason


def _mentions(pack: Pack, step: Step) -> Misfits:
    """What its conditions mention is declared."""
    conditions: list[Condition] = [*step.conditions(), *step.concerns]
    for paper in step.papers:
        conditions += paper.when
    for ask in step.asks:
        conditions += (*ask.when, *ask.that)
    yield from unknown_facts(pack, step, conditions, key="require")
