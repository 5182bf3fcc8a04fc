"""From tables to rules: what every rule carries, vocabularies, duties, rights, states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypedDict, TypeVar

from huiyin.law.calendar.deadlines import SPANS, UNITS
from huiyin.law.language.reading import EMPTY_TEXT, NO_DATE, Table
from huiyin.law.rules.duties import STAGES, Duty, Right
from huiyin.law.rules.pack import Party
from huiyin.law.rules.rule import Instrument
from huiyin.law.rules.states import ENDINGS, RESOLVED, Milestone, Stage, State
from huiyin.law.rules.vocabularies import Limit, Term, Vocabulary
from huiyin.law.terms import citing
from huiyin.law.terms.ruling import Ground, Text

Named = TypeVar("Named", bound=Any)
NONE_CITED: Mapping[str, Instrument] = MappingProxyType({})
LIMIT_UNITS = ("day", "working_day", "month", "year")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a file says once for all its rules, and the instrument that they cite."""

    instrument: Text
    in_force: date
    checked: date
    verified: bool = True
    note: Text | None = None
    track: str = ""
    review_months: int = 0
    pack: str = ""
    cited: Mapping[str, Instrument] = field(
        default_factory=lambda: NONE_CITED
    )  # others that rules stand in
    standing: Text | None = (
        None  # why no rule of the pack counts as verified, where pack.toml says so of all
    )


class Common(TypedDict):
    """The fields that every rule has."""

    id: str
    title: Text
    plain: Text
    article: str
    in_force: date
    checked: date
    verified: bool
    note: Text | None
    review_months: int
    ground: Ground


def cited(table: Table, pack: str) -> Instrument:
    """Read one [[cited]]: another instrument that some rules of the pack stand in."""
    read = Instrument(
        f"{pack}@{table.string('id')}",
        table.text("title"),
        table.day("in_force"),
    )
    table.finish()
    return read


def source_of(table: Table, given: Defaults) -> tuple[Text, str]:
    """Which instrument a rule stands in, with its key: the pack's own, or one that it
    says by ``cited``.
    """
    name = table.string("cited", required=False)
    if not name:
        return given.instrument, given.pack
    instrument = given.cited.get(f"{given.pack}@{name}")
    if instrument is None:
        table.problem(
            "cited", f"{name!r} is no [[cited]] instrument of pack.toml"
        )
        return given.instrument, given.pack
    return instrument.title, instrument.pack


def defaults(
    table: Table,
    instrument: Text,
    review_months: int = 0,
    pack: str = "",
    *,
    standing: Text | None = None,
    cited: Mapping[str, Instrument] = NONE_CITED,
) -> Defaults:
    """Read what stands at the head of a file for all its rules: ``in_force``,
    ``checked``, ``verified``, ``note``, ``track``, ``review_months`` (otherwise those
    of the pack).

    ``pack`` is the key of the pack; with ``standing`` none of its rules is verified,
    and each note ends with it.
    """
    return Defaults(
        instrument,
        table.day("in_force", required=False),
        table.day("checked", required=False),
        pack=pack,
        cited=cited,
        standing=standing,
        verified=table.boolean("verified", default=standing is None),
        note=table.optional_text("note"),
        track=table.string("track", required=False),
        review_months=table.integer(
            "review_months", required=False, default=review_months
        ),
    )


def common(table: Table, given: Defaults, prefix: str) -> Common:
    """Read what every rule carries. A rule without article, in-force date or day of
    checking is a problem.
    """
    name = table.string("id")
    title = table.text("title")
    plain = table.text("plain", required=False)
    plain = title if plain == EMPTY_TEXT else plain
    article = _article(table)
    verified, note = standing(table, given)
    instrument, source = source_of(table, given)
    return Common(
        id=name,
        title=title,
        plain=plain,
        article=article,
        in_force=dated(table, "in_force", given.in_force),
        checked=dated(table, "checked", given.checked),
        verified=verified,
        note=note,
        review_months=table.integer(
            "review_months", required=False, default=given.review_months
        ),
        ground=Ground(
            f"{prefix}{name}", article, plain, instrument, verified, pack=source
        ),
    )


def _article(table: Table) -> str:
    """Where the rule stands in its instrument."""
    present = table.has("article")
    if not present:
        reason = (
            f"is missing: every rule says where it stands, by {citing.FORM}"
        )
        table.problem("article", reason)
    return table.string("article", required=present)


def standing(table: Table, given: Defaults) -> tuple[bool, Text | None]:
    """Whether a rule is verified, and its note. One that is not must say where its
    value comes from.
    """
    verified = (
        table.boolean("verified", default=given.verified)
        and given.standing is None
    )
    note = table.optional_text("note") or (None if verified else given.note)
    if given.standing is not None:
        note = (
            given.standing
            if note is None
            else Text(
                note.zh + given.standing.zh, f"{note.en} {given.standing.en}"
            )
        )
    if not verified and note is None:
        table.problem(
            "note",
            "is missing: an unverified rule must say where its value comes from",
        )
    return verified, note


def dated(table: Table, key: str, default: date) -> date:
    """A date of a rule; ``default``, that of the file, where the rule does not say. One
    that neither has is a problem.
    """
    if table.has(key):
        return table.day(key)
    if default == NO_DATE:
        table.problem(
            key,
            "is missing: write a date like 2022-05-01 here, or once at the head of the file",
        )
    return default


def index(
    items: Iterable[tuple[Table, Named]],
    key: Callable[[Named], str] = lambda item: item.id,
) -> Mapping[str, Named]:
    """Rules by id, in the order of the files; a second rule with the same id is a problem."""
    rules: dict[str, Named] = {}
    for table, item in items:
        if key(item) in rules:
            table.problem(
                "id",
                f"{key(item)!r} is there twice: give one of them another id, or take it out",
            )
        rules[key(item)] = item
    return MappingProxyType(rules)


def limit_of(table: Table, *, required: bool) -> tuple[int | None, str]:
    """Read a limit: ``days`` with ``unit``, or ``months``, or ``years``; its number
    (None without any) and its unit. Without any, it is a problem where it is
    ``required``.
    """
    said = [key for key in ("days", "months", "years") if table.has(key)]
    if len(said) > 1:
        table.problem(
            said[1],
            f"cannot stand beside {said[0]}: a limit is counted in one unit",
        )
    if said and said[0] != "days":
        if table.has("unit"):
            table.problem("unit", f"cannot stand beside {said[0]}")
        return table.integer(said[0]), SPANS[0] if said[
            0
        ] == "months" else SPANS[1]
    unit = table.choice("unit", UNITS, default="calendar")
    return (
        table.integer("days", required=required) if said or required else None
    ), unit


def duty(table: Table, given: Defaults) -> Duty:
    """Read one [[duty]]: its owner, and either ``days`` with ``unit`` or ``until`` a
    date that somebody sets.
    """
    fields = common(table, given, "duty:")
    until = table.string("until", required=False)
    days, unit = limit_of(table, required=not until)
    if until and days is not None:
        table.problem(
            "days",
            "cannot stand beside until: a duty has a limit or a date, not both",
        )
    read = Duty(
        **fields,
        owner=table.string("owner"),
        base=table.string("from"),
        days=days or 0,
        unit=unit,
        until=until,
        outlives=table.boolean("outlives"),
        inward=table.boolean("inward"),
        stage=table.choice("stage", STAGES, default=""),
    )
    table.finish()
    return read


def right(table: Table, given: Defaults) -> Right:
    """Read one [[right]]; without ``days`` the instrument sets no limit."""
    fields = common(table, given, "right:")
    days, unit = limit_of(table, required=False)
    read = Right(
        **fields,
        base=table.string("from", required=days is not None),
        days=days,
        unit=unit,
        against=table.boolean("against", default=True),
    )
    table.finish()
    return read


def vocabulary(table: Table, given: Defaults) -> Vocabulary:
    """Read one [[vocabulary]] with its terms; terms of a refusing vocabulary must name a remedy."""
    name = table.string("id")
    refusal = table.boolean("refusal")
    title = table.text("title")
    terms = index(
        (row, term(row, given, name, refusal=refusal))
        for row in table.tables("term")
    )
    if not terms:
        table.problem("term", "is missing: a vocabulary has at least one term")
    table.finish()
    return Vocabulary(id=name, title=title, terms=terms, refusal=refusal)


def term(
    table: Table, given: Defaults, vocabulary_id: str, *, refusal: bool
) -> Term:
    """Read one term; one that turns somebody away (``refusal``) must name a remedy."""
    fields = common(table, given, f"{vocabulary_id}.")
    remedy = table.optional_text("remedy")
    if refusal and remedy is None:
        table.problem(
            "remedy",
            "is missing: whoever is turned away must be told what to do instead",
        )
    limit = _limit(table.table("limit")) if table.has("limit") else None
    ground = fields["ground"]
    fields["ground"] = replace(ground, remedy=remedy)
    read = Term(
        **fields,
        applies=frozenset(table.strings("applies")),
        remedy=remedy,
        competent=table.string("competent", required=False),
        competent_text=table.optional_text("competent_text"),
        limit=limit,
        attributes=table.scalars("attributes"),
    )
    table.raw("limit")
    table.finish()
    return read


def _limit(table: Table) -> Limit:
    read = Limit(
        number=table.integer("number"),
        unit=table.choice("unit", LIMIT_UNITS),
        text=table.text("text"),
        law=table.text("law"),
    )
    table.finish()
    return read


def state(table: Table) -> State:
    """Read one [[state]]. A final one says how a matter ends in it; without that it
    would vanish from the figures, or what was refused would count as resolved.
    """
    final, resolved = table.boolean("final"), table.boolean("resolved")
    ending = (
        table.choice("ending", ENDINGS)
        if final
        else (RESOLVED if resolved else "")
    )
    read = State(
        id=table.string("id"),
        title=table.text("title"),
        final=final,
        resolved=resolved or final,
        landmark=table.boolean("landmark"),
        plain=table.optional_text("plain"),
        ending=ending,
        remedy=table.optional_text("remedy"),
    )
    if final and table.has("resolved"):
        table.problem(
            "resolved",
            "stands in states that are not final; a final one says ending instead",
        )
    table.finish()
    return read


def stage(table: Table) -> Stage:
    """Read one [[stage]] of the way that is shown to the petitioner."""
    read = Stage(
        id=table.string("id"),
        title=table.text("title"),
        states=frozenset(table.strings("states")),
        dates=table.strings("dates"),
        later=table.boolean("later"),
    )
    table.finish()
    return read


def milestone(table: Table) -> Milestone:
    """Read one [[way]]: a duty that a petitioner meets on the way, in plain words."""
    read = Milestone(duty=table.string("duty"), text=table.text("text"))
    table.finish()
    return read


def party(table: Table) -> Party:
    """Read one [[party]] or [[role]]."""
    several, said = (
        table.integer("several", required=False),
        table.has("refuse") or table.has("remedy"),
    )
    refuse, remedy = (
        (table.text("refuse"), table.text("remedy")) if said else (None, None)
    )
    read = Party(
        id=table.string("id"),
        title=table.text("title"),
        several=several,
        refuse=refuse,
        remedy=remedy,
    )
    table.finish()
    return read
