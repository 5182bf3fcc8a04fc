"""From tables to steps: arguments, requirements, and everything that follows when a
step is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

from huiyin.law.language.parsing import Defaults, common, source_of
from huiyin.law.language.parsing_conditions import conditions, source
from huiyin.law.language.parsing_past import past
from huiyin.law.language.reading import Table
from huiyin.law.rules.argument import SIDES, Argument
from huiyin.law.rules.asking import Ask
from huiyin.law.rules.conditions import Condition, Source
from huiyin.law.rules.consequences import (
    Branch,
    Extension,
    Opening,
    Reassignment,
    Resume,
    Setting,
    Stop,
)
from huiyin.law.rules.known import KNOWN
from huiyin.law.rules.recusal_bars import Bar
from huiyin.law.rules.rule import Rule
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.terms.ruling import Ground

KINDS = ("text", "int", "bool", "date", "organ", "area", "term", "staff")


def step(table: Table, given: Defaults) -> Step:
    """Read one [[step]]. References to states, parties, duties and so on are checked
    later, over the whole pack.
    """
    fields = common(table, given, "step:")
    stands = Origin(given, fields["id"], fields["ground"])
    read = Step(
        **fields,
        event=table.string("event"),
        sources=frozenset(table.strings("from", required=True)),
        named=frozenset(table.strings("from")),
        target=table.string("to", required=False) or None,
        by=frozenset(table.strings("by", required=True)),
        auto=table.boolean("auto"),
        track=given.track,
        branches=tuple(_branch(row) for row in table.tables("turn", name="to")),
        args=tuple(_argument(row) for row in table.tables("arg", name="name")),
        asks=tuple(_ask(row, stands) for row in table.tables("ask")),
        needs=table.optional_text("needs"),
        past=past(table),
        told=table.boolean("told"),
        answers=table.strings("answers"),
        concerns=conditions(table, "concerns"),
        conditional_discharges=_openings(table, "discharge", "duty"),
        waits_for=table.strings("waits_for"),
        gives_first=table.strings("gives_first"),
        extends=tuple(
            _extension(row) for row in table.tables("extend", name="duty")
        ),
        reassigns=tuple(
            _reassignment(row)
            for row in table.tables("reassign", name="owned_by")
        ),
        **_effects(table, stands),
    )
    table.finish()
    return read


class Effects(TypedDict):
    """What a step demands and brings about that an overlay can add to as well."""

    requirements: tuple[Requirement, ...]
    discharges: tuple[str, ...]
    cancels: tuple[str, ...]
    conditional_cancels: tuple[Opening, ...]
    stops: tuple[Stop, ...]
    resumes: tuple[Resume, ...]
    opens: tuple[Opening, ...]
    rights: tuple[Opening, ...]
    closes: tuple[Opening, ...]
    parties: tuple[Setting, ...]
    dates: tuple[Setting, ...]
    values: tuple[Setting, ...]
    letters: tuple[str, ...]
    papers: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the parts of a step are read: what holds in the file, the step's id, and the
    ground on which parts without an article of their own stand.
    """

    given: Defaults
    step_id: str
    ground: Ground


def _effects(table: Table, stands: Origin) -> Effects:
    """Read what a step demands and brings about, of a [[step]] or a [[change]] of one."""
    setting = table.table("set")
    read = Effects(
        requirements=tuple(
            _requirement(row, stands) for row in table.tables("require")
        ),
        discharges=table.strings("discharges"),
        cancels=table.strings("cancels"),
        conditional_cancels=_openings(table, "cancel", "duty"),
        stops=tuple(_stop(row) for row in table.tables("stop", name="duty")),
        resumes=tuple(
            _resume(row) for row in table.tables("resume", name="duty")
        ),
        opens=_openings(table, "open", "duty"),
        rights=_openings(table, "grant", "right"),
        closes=_openings(table, "close", "right"),
        parties=_settings(setting.table("parties")),
        dates=_settings(setting.table("dates")),
        values=_settings(setting.table("values")),
        letters=table.strings("letters"),
        papers=_openings(table, "letter", "letter"),
    )
    setting.raw("parties"), setting.raw("dates"), setting.raw("values")
    setting.finish()
    return read


def bar(table: Table, given: Defaults) -> Bar:
    """Read one [[bar]]: ``when`` it keeps whoever acts away, ``plain`` what they are
    told, ``remedy`` who can act.
    """
    read = Bar(
        **common(table, given, "bar:"),
        when=conditions(table, "when"),
        remedy=table.text("remedy"),
    )
    if not read.when:
        table.problem("when", "is missing: a bar says whom it keeps away")
    table.finish()
    return read


def added(table: Table, given: Defaults, to: Step, rule: Rule) -> Step:
    """Read what a [[change]] of an overlay adds to a step.

    Args:
        table: the [[change]].
        given: what holds in its file.
        to: the step that it changes.
        rule: the rule that the change is, with its own article.

    Returns:
        A step in which only the additions stand.
    """
    sources = frozenset(table.strings("from"))
    return replace(
        to,
        sources=sources,
        named=sources,
        target=None,
        by=frozenset(table.strings("by")),
        branches=(),
        args=tuple(
            replace(_argument(row), further=True)
            for row in table.tables("arg", name="name")
        ),
        extends=(),
        reassigns=(),
        **_effects(table, Origin(given, to.id, rule.ground)),
        also=(rule,),
    )


def _argument(table: Table) -> Argument:
    kind = table.choice("kind", KINDS)
    matching = source(table, "matching") if table.has("matching") else None
    default = source(table, "default") if table.has("default") else Source()
    read = Argument(
        name=table.string("name"),
        title=table.text("title"),
        kind=kind,
        required=table.boolean("required"),
        default=default.literal,
        vocabulary=table.string("vocabulary", required=kind == "term"),
        matching=matching,
        find=table.string("find", required=False),
        note=table.boolean("note", default=kind == "text"),
        told=table.boolean("told"),
        among=table.string("among", required=False),
        many=table.boolean("many"),
        sits=table.boolean("sits"),
        choice=table.optional_text("choice"),
        otherwise=default if default.scope else None,
        by=frozenset(table.strings("by")),
        known=table.choice("known", tuple(KNOWN), default=""),
        day=table.choice("day", SIDES) if table.has("day") else "",
    )
    table.finish()
    return read


def _requirement(table: Table, stands: Origin) -> Requirement:
    """Read one [[step.require]]: ``when`` it applies, ``that`` must hold, else
    ``refuse`` and ``remedy`` are said.
    """
    name = table.string("id")
    ground = replace(
        _ground(table, stands, name, says="refuse"), remedy=table.text("remedy")
    )
    when, that = conditions(table, "when"), conditions(table, "that")
    if not that:
        table.problem("that", "is missing: a requirement asks for something")
    table.finish()
    needs_args = any(_asks_args(condition) for condition in (*when, *that))
    return Requirement(name, when, that, ground, needs_args=needs_args)


def _ask(table: Table, stands: Origin) -> Ask:
    """Read one [[step.ask]]: ``when`` it applies and not ``that``, ``say`` is said, and
    ``takes`` is taken.
    """
    name = table.string("id")
    ground = _ground(table, stands, name, says="say")
    when, that = conditions(table, "when"), conditions(table, "that")
    inner = table.table("takes")
    takes = tuple((key, source(inner, key).literal) for key in inner.data)
    inner.finish()
    table.finish()
    return Ask(name, when, that, ground, takes)


def _ground(table: Table, stands: Origin, name: str, *, says: str) -> Ground:
    """The ground of what a step demands or asks for; without an article of its own it
    stands where its step does.
    """
    given, step_ground = stands.given, stands.ground
    article = table.string("article", required=False)
    instrument, pack = (
        source_of(table, given)
        if article
        else (step_ground.instrument, step_ground.pack)
    )
    verified = table.boolean("verified", default=given.verified)
    return Ground(
        rule=f"step:{stands.step_id}.{name}",
        article=article or step_ground.article,
        text=table.text(says),
        instrument=instrument,
        verified=verified and given.standing is None,
        pack=pack,
    )


def _asks_args(condition: Condition) -> bool:
    return any(mention.startswith("args.") for mention in condition.mentions)


def _openings(table: Table, key: str, kind: str) -> tuple[Opening, ...]:
    """Read all [[step.<key>]], whose duties, rights or letters stand under ``kind``."""
    return tuple(_opening(row, kind) for row in table.tables(key, name=kind))


def _opening(table: Table, kind: str) -> Opening:
    read = Opening(
        kind=table.string(kind),
        when=conditions(table, "when"),
        base=table.string("from", required=False),
        until=table.string("until", required=False),
        within=table.strings("within"),
        owner=source(table, "owner") if table.has("owner") else None,
    )
    table.finish()
    return read


def _stop(table: Table) -> Stop:
    read = Stop(
        kind=table.string("duty"),
        when=conditions(table, "when"),
        category=table.string("category"),
        reason=table.string("reason"),
        evidence=table.string("evidence"),
    )
    table.finish()
    return read


def _resume(table: Table) -> Resume:
    read = Resume(
        kind=table.string("duty"),
        when=conditions(table, "when"),
        at_most=table.integer("at_most", required=False)
        if table.has("at_most")
        else None,
    )
    table.finish()
    return read


def _branch(table: Table) -> Branch:
    read = Branch(to=table.string("to"), when=conditions(table, "when"))
    if not read.when:
        table.problem("when", "is missing: another state needs a condition")
    table.finish()
    return read


def _extension(table: Table) -> Extension:
    read = Extension(
        duty=table.string("duty"),
        by=source(table, "by"),
        until=source(table, "until") if table.has("until") else None,
        owner=source(table, "owner") if table.has("owner") else None,
    )
    if not table.has("by") and read.until is None:
        table.problem(
            "by",
            "is missing: a duty is prolonged by a number of days, or until a day",
        )
    table.finish()
    return read


def _reassignment(table: Table) -> Reassignment:
    read = Reassignment(
        owned_by=table.string("owned_by"), to=source(table, "to")
    )
    table.finish()
    return read


def _setting(inner: Table, name: str) -> Setting:
    when = conditions(inner, "when")
    if inner.has("add"):
        return Setting(
            name,
            source(inner, "add", 0),
            inner.integer("add", negative=True),
            when,
        )
    for how in ("enter", "leave", "append"):
        if inner.has(how):
            return Setting(name, source(inner, how), when=when, how=how)
    return Setting(
        name,
        source(inner, "value"),
        when=when,
        days=inner.integer("days", required=False),
    )


def _settings(table: Table) -> tuple[Setting, ...]:
    """Read what a step sets: ``name = "$args.to"``, a literal, ``{ add = 1 }`` to
    count, ``{ value, when }``.

    A list of the last kind holds alternatives: the last whose conditions hold is set.
    """
    read = []
    for name in table.data:
        value = table.raw(name)
        if isinstance(value, list) and any(
            isinstance(item, dict) for item in value
        ):
            for inner in table.tables(name, name="value"):
                read.append(_setting(inner, name))
                inner.finish()
        elif isinstance(value, dict):
            inner = table.table(name)
            read.append(_setting(inner, name))
            inner.finish()
        else:
            read.append(Setting(name, source(table, name)))
    return tuple(read)
