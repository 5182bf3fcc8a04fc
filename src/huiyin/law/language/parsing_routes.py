"""From tables to ways outside petitioning, and whether their names fit the rest of the pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from huiyin.law.calendar.deadlines import SPANS, UNITS
from huiyin.law.language.parsing import Defaults, common
from huiyin.law.language.reading import EMPTY_TEXT, Problem, Table
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.routes import (
    ANY,
    CLAIMS,
    DAYS,
    EFFECTS,
    WAYS,
    Advice,
    Clock,
    Excuse,
    Exemption,
    Figure,
    Precedence,
    Question,
    Route,
    Wait,
    When,
)
from huiyin.law.terms.ruling import Ground, Text

Laws = Mapping[str, Text]
KINDS = ("date", "bool")


def law(table: Table) -> tuple[str, Text]:
    """Read one [[law]], a statute that figures cite: its short name and its title."""
    read = table.string("id"), table.text("title")
    table.finish()
    return read


def question(table: Table) -> Question:
    """Read one [[question]] that limits depend on."""
    read = Question(
        table.string("id"),
        table.choice("kind", KINDS),
        table.text("title"),
        table.optional_text("hint"),
    )
    table.finish()
    return read


def advice(table: Table) -> Advice:
    """Read one [[advice]]: where people get advice, or what to know of the estimates."""
    read = Advice(
        table.string("id"),
        table.text("text"),
        table.string("phone", required=False),
    )
    table.finish()
    return read


def route(table: Table, given: Defaults, laws: Laws) -> Route:
    """Read one [[route]] with its limits, caps, answers, what comes first, and what
    petitioning does to its clock.
    """
    fields = common(table, given, "route:")
    name = fields["id"]

    def figures(key: str) -> tuple[Figure, ...]:
        return tuple(
            _figure(row, given, laws, f"route:{name}.")
            for row in table.tables(key)
        )

    read = Route(
        **fields,
        claims=frozenset(table.strings("claims", required=True)),
        way=table.string("way", required=False),
        competent=table.string("competent", required=False),
        competent_text=table.optional_text("competent_text"),
        after=table.string("after", required=False),
        separate=table.boolean("separate"),
        limits=figures("limit"),
        caps=figures("cap"),
        answers=figures("answer"),
        firsts=tuple(
            _first(row, laws, name)
            for row in table.tables("first", name="route")
        ),
        exemptions=tuple(
            _exemption(row, given, laws, f"route:{name}.")
            for row in table.tables("exempt")
        ),
        excuses=tuple(
            _excuse(row, laws, name) for row in table.tables("excuse")
        ),
        clock=_clock(table.table("clock"), laws, name)
        if table.has("clock")
        else None,
    )
    table.finish()
    return read


def _law(table: Table, laws: Laws, *, required: bool = True) -> Text:
    name = table.string("law", required=required)
    if name and name not in laws:
        table.problem("law", f"{name!r} is not declared as [[law]]")
    return laws.get(name, EMPTY_TEXT)


def _cited(table: Table, laws: Laws, rule: str) -> Ground:
    """The citation that a table stands on, which only an unverified one may leave out;
    it finishes the table.
    """
    verified = table.boolean("verified", default=True)
    article, law_ = (
        table.string("article", required=verified),
        _law(table, laws, required=verified),
    )
    ground = Ground(rule, article, table.text("text"), law_, verified)
    table.finish()
    return ground


def _when(table: Table) -> When:
    """The answers on which a rule depends."""
    return tuple(
        (name, bool(value)) for name, value in table.scalars("when").items()
    )


def _first(table: Table, laws: Laws, name: str) -> Precedence:
    route_, claims, when = (
        table.string("route"),
        frozenset(table.strings("claims", required=True)),
        _when(table),
    )
    return Precedence(
        route_, claims, _cited(table, laws, f"route:{name}.first"), when
    )


def _exemption(
    table: Table, given: Defaults, laws: Laws, prefix: str
) -> Exemption:
    fields = common(table, replace(given, instrument=_law(table, laws)), prefix)
    read = Exemption(
        **fields, claims=frozenset(table.strings("claims")), when=_when(table)
    )
    table.finish()
    return read


def _excuse(table: Table, laws: Laws, name: str) -> Excuse:
    note = table.optional_text("note")
    ground = _cited(table, laws, f"route:{name}.excuse")
    if not ground.verified and note is None:
        table.problem(
            "note",
            "is missing: an unverified rule must say where its value comes from",
        )
    return Excuse(ground, note)


def _clock(table: Table, laws: Laws, name: str) -> Clock:
    effect, note = table.choice("effect", EFFECTS), table.optional_text("note")
    ground = _cited(table, laws, f"route:{name}.clock")
    if not ground.verified and note is None:
        table.problem(
            "note",
            "is missing: an unverified rule must say where its value comes from",
        )
    return Clock(effect, ground, note)


def _figure(table: Table, given: Defaults, laws: Laws, prefix: str) -> Figure:
    fields = common(table, replace(given, instrument=_law(table, laws)), prefix)
    wait = table.table("wait")
    read = Figure(
        **fields,
        base=table.string("from"),
        number=table.integer("number"),
        unit=table.choice("unit", (*UNITS, *SPANS)),
        runs=table.choice("runs", DAYS, default=""),
        asks=table.optional_text("asks"),
        claims=frozenset(table.strings("claims")),
        when=_when(table),
        wait=Wait(wait.integer("number"), wait.choice("unit", (*UNITS, *SPANS)))
        if table.has("wait")
        else None,
        until_then=table.optional_text("until_then"),
        alone=table.boolean("alone"),
    )
    if table.has("wait"):
        wait.finish()
    table.finish()
    return read


def problems(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Names in routes that nothing declares: rule, key, reason."""
    for route_ in pack.routes.values():
        for key, reason in _undeclared(pack, route_):
            yield f"route:{route_.id}", key, reason


def _undeclared(pack: Pack, route_: Route) -> Iterator[tuple[str, str]]:
    """What one route names although nothing declares it: key and reason."""
    vocabulary = pack.terms.get(CLAIMS)
    claims = {*(vocabulary.terms if vocabulary else ()), ANY}
    for claim in sorted(route_.claims - claims):
        yield "claims", f"{claim!r} is not a term of the vocabulary {CLAIMS}"
    ways = pack.terms[WAYS].terms if WAYS in pack.terms else {}
    if route_.way and route_.way not in ways:
        yield "way", f"{route_.way!r} is not a term of the vocabulary {WAYS}"
    firsts = [("first", first.route) for first in route_.firsts]
    for key, name in (("after", route_.after), *firsts):
        if name and name not in pack.routes:
            yield key, f"{name!r} is not a route"
    yield from _unfitting_conditions(pack, route_)


def _unfitting_conditions(
    pack: Pack, route_: Route
) -> Iterator[tuple[str, str]]:
    """Claims and questions on which parts of a route depend and that are not its own."""
    for key, takes, when in route_.conditional:
        for reason in (*_elsewhere(takes, route_), *_not_asked(pack, when)):
            yield key, reason
    for figure in route_.figures:
        for reason in _misfits(pack, figure):
            yield figure.id, reason


def _misfits(pack: Pack, figure: Figure) -> Iterator[str]:
    base = pack.questions.get(figure.base)
    if base is None or base.kind != "date":
        yield f"{figure.base!r} is not a question that asks for a date"


def _not_asked(pack: Pack, when: When) -> Iterator[str]:
    for name, _wanted in when:
        asked = pack.questions.get(name)
        if asked is None or asked.kind != "bool":
            yield f"{name!r} is not a question to be answered with yes or no"


def _elsewhere(claims: frozenset[str], route_: Route) -> Iterator[str]:
    for claim in sorted(claims - route_.claims):
        yield f"{claim!r} is not among the claims of the route"


def inconsistent(pack: Pack) -> Iterator[Problem]:
    """Claims that no route takes, questions that no figure asks, limits that disagree:
    readers would be led astray.
    """
    vocabulary = pack.terms.get(CLAIMS)
    for claim in vocabulary.terms if vocabulary else ():
        if not any(claim in route_.claims for route_ in pack.routes.values()):
            yield Problem(
                pack.key,
                f"{CLAIMS}.{claim}",
                "no route takes this kind of claim",
            )
        yield from _one_day_each(pack, claim)
    asked = _asked(pack)
    for name in pack.questions:
        if name not in asked:
            yield Problem(
                pack.key, f"question.{name}", "no limit depends on it"
            )
    yield from _unsaid(pack)
    yield from _disagreeing(pack)


def _asked(pack: Pack) -> set[str]:
    """The questions on which something of a route depends."""
    asked: set[str] = set()
    for route_ in pack.routes.values():
        asked |= {figure.base for figure in route_.figures}
        for _key, _claims, when in route_.conditional:
            asked |= {name for name, _wanted in when}
    return asked


def _unsaid(pack: Pack) -> Iterator[Problem]:
    """Every figure says what happened on the day it runs from; every way with a limit
    says what excuses delay.
    """
    for route_ in pack.routes.values():
        for figure in route_.figures:
            if not figure.runs:
                reason = (
                    "must say with runs what happened on the day it runs from: "
                    f"{', '.join(DAYS)}"
                )
                yield Problem(pack.key, figure.ground.rule, reason)
        if route_.limits and not route_.excuses:
            reason = (
                "must say with [[route.excuse]] what the law has for somebody who was "
                "kept from filing in time"
            )
            yield Problem(pack.key, f"route:{route_.id}", reason)


def _one_day_each(pack: Pack, claim: str) -> Iterator[Problem]:
    """A day asked for one kind of claim cannot be two days: that of making a decision
    and that of serving it.
    """
    meant: dict[str, set[str]] = {}
    for route_ in pack.routes.values():
        for figure in route_.figures if claim in route_.claims else ():
            if not figure.claims or claim in figure.claims:
                meant.setdefault(figure.base, set()).add(figure.runs)
    for name, days in meant.items():
        if len(days) > 1:
            reason = (
                f"{name!r} is asked for as one day but stands for several: "
                f"{', '.join(sorted(days))}"
            )
            yield Problem(pack.key, f"{CLAIMS}.{claim}", reason)


UNIT_OF = {"day": "calendar", "working_day": "working"}


def _disagreeing(pack: Pack) -> Iterator[Problem]:
    """A way that is told in words with a limit must have that very limit among those of
    its routes.
    """
    ways = pack.terms[WAYS].terms if pack.routes and WAYS in pack.terms else {}
    for term in ways.values():
        if term.limit is None:
            continue
        counted: set[tuple[int, str]] = set()
        for route_ in pack.routes.values():
            if route_.way == term.id:
                counted |= {
                    (figure.number, figure.unit) for figure in route_.limits
                }
        unit = UNIT_OF.get(term.limit.unit, term.limit.unit)
        if (term.limit.number, unit) not in counted:
            reason = "no route that leads this way has the limit that it names"
            yield Problem(pack.key, f"{WAYS}.{term.id}", reason)
