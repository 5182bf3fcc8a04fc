"""Packs that stand on another: local rules over national ones, each rule with the
source it comes from.

An overlay adds rules, and changes those beneath by ``[[change]]``, only in the
direction that ``tightening`` allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from huiyin.law.calendar.deadlines import SPANS, UNITS
from huiyin.law.language import parsing, parsing_steps, tightening
from huiyin.law.language.parsing import Defaults
from huiyin.law.language.reading import EMPTY_TEXT, Table
from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Rule
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.rules.vocabularies import Term, Vocabulary
from huiyin.law.terms.ruling import Ground

Rows = Callable[[str], Iterator[tuple[Table, Defaults]]]

KINDS = (
    "party",
    "role",
    "date",
    "state",
    "vocabulary",
    "duty",
    "right",
    "indicator",
    "succession",
    "question",
    "route",
    "step",
    "bar",
    "capacity",
)
FIELDS = (
    "parties",
    "roles",
    "dates",
    "states",
    "terms",
    "duties",
    "rights",
    "indicators",
    "successions",
    "questions",
    "routes",
    "steps",
    "bars",
    "capacities",
)


@dataclass(slots=True)
class _Over:
    """The rules of the pack beneath with those of the overlay, while changes are laid on them."""

    base: Pack
    parts: dict[str, dict[str, Any]]


def laid_over(
    base: Pack, own: Mapping[str, Any], rows: Rows, changes: Rows
) -> dict[str, Any]:
    """The rules of ``base`` with the overlay's own, and its changes; what may not be is
    a problem on its table.

    Args:
        base: the pack beneath.
        own: what the overlay's files declare, by the name of the field of a pack.
        rows: the tables of a kind in the overlay's files, to say where a problem is.
        changes: the same for [[change]].
    """
    for kind, name in zip(KINDS, FIELDS, strict=True):
        for row, _given in rows(kind):
            if row.data.get("id") in getattr(base, name):
                row.problem(
                    "id",
                    f"{row.data['id']!r} is there already in {base.key}: change it with [[change]]",
                )
    over = _Over(
        base, {name: {**getattr(base, name), **own[name]} for name in FIELDS}
    )
    for row, _given in rows("step"):
        added = own["steps"].get(row.data.get("id", ""))
        for key, reason in (
            tightening.step(base, added, over.parts["parties"])
            if added is not None
            else ()
        ):
            row.problem(key, reason)
    for row, given in changes("change"):
        _change(row, given, over)
    advice = {"advice": (*base.advice, *own["advice"])}
    return {
        **{name: MappingProxyType(rules) for name, rules in over.parts.items()},
        **advice,
    }


def _change(table: Table, given: Defaults, over: _Over) -> None:
    """Lay one [[change]] on the rule that it names."""
    name = table.string("rule")
    kind, _, rest = name.partition(":")
    step, _, requirement = rest.partition(".")
    vocabulary, _, term = name.partition(".")
    base, parts = over.base, over.parts
    if kind == "duty" and rest in base.duties:
        parts["duties"][rest] = _duty(table, given, parts["duties"][rest])
    elif kind == "right" and rest in base.rights:
        parts["rights"][rest] = _right(table, given, parts["rights"][rest])
    elif kind == "vocabulary" and rest in base.terms:
        parts["terms"][rest] = _vocabulary(table, given, over, rest)
    elif kind == "step" and step in base.steps:
        change = _requirement if requirement else _step
        parts["steps"][step] = change(table, given, over, parts["steps"][step])
    elif vocabulary in base.terms and term in base.terms[vocabulary].terms:
        parts["terms"][vocabulary] = _term(
            table, given, parts["terms"][vocabulary], term
        )
    else:
        table.problem("rule", f"{name!r} is no rule of {base.key}")
        return
    table.finish()


def _again(table: Table, given: Defaults, old: Rule) -> dict[str, Any]:
    """What every rule carries, as the overlay says it anew: the article is its own."""
    title, plain = (
        table.text("title", required=False),
        table.text("plain", required=False),
    )
    title = old.title if title == EMPTY_TEXT else title
    plain = old.plain if plain == EMPTY_TEXT else plain
    article = table.string("article")
    verified, note = parsing.standing(table, given)
    return {
        "title": title,
        "plain": plain,
        "article": article,
        "in_force": parsing.dated(table, "in_force", given.in_force),
        "checked": parsing.dated(table, "checked", given.checked),
        "verified": verified,
        "note": note,
        "review_months": table.integer(
            "review_months", required=False, default=given.review_months
        ),
        "ground": Ground(
            old.ground.rule,
            article,
            plain,
            given.instrument,
            verified,
            old.ground.remedy,
            given.pack,
        ),
    }


def _only_the_source(table: Table, old: Rule | Requirement) -> None:
    """A rule that says the same under another article: only where the text beneath
    leaves it open.
    """
    if old.ground.verified:
        source = f"{old.ground.instrument.en}, {old.ground.article}"
        table.problem(
            "rule",
            f"nothing changes, and it stands in {source}: a verified rule keeps its own source",
        )


def _limit(table: Table, old: Duty | Right) -> tuple[int | None, str]:
    """The limit that a change names, in the unit of the rule beneath where it names
    none; that one's without any.
    """
    if table.has("months") or table.has("years"):
        return parsing.limit_of(table, required=True)
    unit = table.choice("unit", (*UNITS, *SPANS), default=old.unit)
    return table.integer("days") if table.has("days") else old.days, unit


def _duty(table: Table, given: Defaults, old: Duty) -> Duty:
    fields = _again(table, given, old)
    days, unit = _limit(table, old)
    new: Duty = replace(old, **fields, days=days or 0, unit=unit)
    if (new.days, new.unit) == (old.days, old.unit):
        _only_the_source(table, old)
    for key, reason in tightening.duty(old, new):
        table.problem(key, reason)
    return new


def _right(table: Table, given: Defaults, old: Right) -> Right:
    fields = _again(table, given, old)
    unlimited = table.boolean("unlimited")
    days, unit = _limit(table, old)
    new: Right = replace(
        old, **fields, days=None if unlimited else days, unit=unit
    )
    if (new.days, new.unit) == (old.days, old.unit):
        _only_the_source(table, old)
    for key, reason in tightening.right(old, new):
        table.problem(key, reason)
    return new


def _vocabulary(
    table: Table, given: Defaults, over: _Over, name: str
) -> Vocabulary:
    old: Vocabulary = over.parts["terms"][name]
    for key, reason in tightening.terms(over.base, name):
        table.problem(key, reason)
    terms: dict[str, Term] = dict(old.terms)
    for row in table.tables("term"):
        read = parsing.term(row, given, name, refusal=old.refusal)
        if read.id in terms:
            row.problem("id", f"{read.id!r} is there already")
        terms[read.id] = read
    return replace(old, terms=MappingProxyType(terms))


def _term(
    table: Table, given: Defaults, vocabulary: Vocabulary, name: str
) -> Vocabulary:
    old = vocabulary.terms[name]
    _only_the_source(table, old)
    new: Term = replace(old, **_again(table, given, old))
    return replace(
        vocabulary, terms=MappingProxyType({**vocabulary.terms, name: new})
    )


def _requirement(
    table: Table, given: Defaults, over: _Over, step: Step
) -> Step:
    name = table.string("rule").partition(".")[2]
    old = next(
        (
            requirement
            for requirement in step.requirements
            if requirement.id == name
        ),
        None,
    )
    if old is None:
        table.problem(
            "rule",
            f"step:{step.id} of {over.base.key} has no requirement {name!r}",
        )
        return step
    _only_the_source(table, old)
    refuse, remedy = (
        table.text("refuse", required=False),
        table.optional_text("remedy"),
    )
    verified, _note = parsing.standing(table, given)
    ground = replace(
        old.ground,
        article=table.string("article"),
        text=old.ground.text if refuse == EMPTY_TEXT else refuse,
        remedy=remedy or old.ground.remedy,
        instrument=given.instrument,
        verified=verified,
        pack=given.pack,
    )
    new = replace(old, ground=ground)
    return replace(
        step,
        requirements=tuple(
            new if requirement is old else requirement
            for requirement in step.requirements
        ),
    )


def _step(table: Table, given: Defaults, over: _Over, old: Step) -> Step:
    """A step with what the overlay adds; without additions it says the same under its
    own article.
    """
    if not table.has("id"):
        _only_the_source(table, old)
        return replace(old, **_again(table, given, old))
    name = table.string("id")
    fields = _again(table, given, old)
    ground = replace(fields["ground"], rule=f"step:{old.id}.{name}")
    new = parsing_steps.added(
        table, given, old, Rule(id=name, **{**fields, "ground": ground})
    )
    for key, reason in tightening.added(
        over.base, old, new, over.parts["parties"]
    ):
        table.problem(key, reason)
    taken = {requirement.id for requirement in old.requirements} | {
        requirement.id for requirement in old.also
    }
    for clash in sorted(
        taken & {name, *(added.id for added in new.requirements)}
    ):
        table.problem("id", f"{clash!r} is there already")
    return joined(old, new)


def joined(old: Step, new: Step) -> Step:
    """The step of the pack beneath (``old``) with everything that another pack adds to
    it (``new``).
    """
    names: Iterable[str] = (
        "args",
        "requirements",
        "discharges",
        "cancels",
        "conditional_cancels",
        "stops",
        "resumes",
        "opens",
        "rights",
        "closes",
        "parties",
        "dates",
        "values",
        "letters",
        "papers",
        "also",
    )
    both: dict[str, Any] = {
        name: (*getattr(old, name), *getattr(new, name)) for name in names
    }
    return replace(old, by=old.by | new.by, named=old.named | new.named, **both)
