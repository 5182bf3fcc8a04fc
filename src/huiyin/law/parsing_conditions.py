"""From tables to conditions: one subject (fact, duty, right, any) and what is asked of it."""

from __future__ import annotations

from datetime import date

from huiyin.law import conditions as made
from huiyin.law.conditions import Condition, Source, Test
from huiyin.law.deadlines import UNITS
from huiyin.law.facts import Scalar
from huiyin.law.reading import Table

COMPARISONS = ("is", "is_not", "at_least", "at_most", "present")
RELATIONS = ("not_before", "not_after", "same_as", "not_same_as")
SUBJECTS = ("fact", "duty", "right", "any")


def conditions(table: Table, key: str) -> tuple[Condition, ...]:
    """Read a list of conditions, all of which must hold."""
    return tuple(_condition(row) for row in table.tables(key, name="fact"))


def source(table: Table, key: str, text: Scalar | None = None) -> Source:
    """Read where a value comes from: ``$args.to``, ``$today``, or the literal itself."""
    value = table.raw(key) if text is None else text
    if isinstance(value, str) and value.startswith("$"):
        found = made.reference(value[1:])
        if found is None:
            table.problem(
                key, f"{value!r} is no place a value can come from: $today or $args., $values., $dates., $parties."
            )
            return Source()
        return found
    if value is not None and not isinstance(value, str | int | bool | date):
        table.problem(key, f"must be a plain value or a reference, not {value!r}")
        return Source()
    return Source(literal=value)


def _condition(table: Table) -> Condition:
    subjects = [subject for subject in SUBJECTS if table.has(subject)]
    if len(subjects) != 1:
        table.problem("fact", f"a condition is about exactly one of {', '.join(SUBJECTS)}")
        return Condition(lambda _: False, frozenset())
    tests, mentions = _READERS[subjects[0]](table)
    if not tests:
        table.problem(subjects[0], "nothing is asked of it")
    table.finish()
    test = tests[0] if len(tests) == 1 else (lambda context: all(one(context) for one in tests))
    return Condition(test, frozenset(mentions))


def _fact(table: Table) -> tuple[list[Test], set[str]]:
    path = table.string("fact")
    subject = made.reference(path)
    if subject is None:
        table.problem("fact", f"{path!r} is no fact: today or args., values., dates., parties. and a name")
        return [lambda _: False], set()
    mentions = {path}
    tests = [
        made.compare(subject, operator, source(table, operator).literal)
        for operator in COMPARISONS
        if table.has(operator)
    ]
    tests += [
        made.among(subject, frozenset(table.strings(operator)), inside=operator == "in")
        for operator in ("in", "not_in")
        if table.has(operator)
    ]
    for operator in RELATIONS:
        if table.has(operator):
            other = source(table, operator)
            mentions.add(other.path)
            tests.append(made.relate(subject, operator, other))
    tests += _within(table, subject, mentions) + _has(table, subject)
    return tests, mentions


def _within(table: Table, subject: Source, mentions: set[str]) -> list[Test]:
    if not table.has("within"):
        return []
    inner = table.table("within")
    base = source(inner, "from")
    mentions.add(base.path)
    days = inner.integer("days")
    unit = inner.choice("unit", UNITS)
    inner.finish()
    return [made.within(subject, base, days, unit)]


def _has(table: Table, subject: Source) -> list[Test]:
    if not table.has("has"):
        return []
    inner = table.table("has")
    vocabulary, mark = inner.string("vocabulary"), inner.string("mark")
    inner.finish()
    return [made.marked(subject, vocabulary, mark)]


def _duty(table: Table) -> tuple[list[Test], set[str]]:
    kind = table.string("duty")
    tests: list[Test] = []
    if table.has("open"):
        tests.append(made.duty_open(kind, wanted=table.boolean("open")))
    if table.has("in_time"):
        tests.append(made.duty_in_time(kind, wanted=table.boolean("in_time")))
    return tests, {f"duty.{kind}"}


def _right(table: Table) -> tuple[list[Test], set[str]]:
    kind = table.string("right")
    tests: list[Test] = []
    if table.has("open"):
        tests.append(made.right_open(kind, wanted=table.boolean("open")))
    if table.has("passed"):
        tests.append(made.right_passed(kind, wanted=table.boolean("passed")))
    return tests, {f"right.{kind}"}


def _any(table: Table) -> tuple[list[Test], set[str]]:
    inner = conditions(table, "any")
    mentions = {mention for condition in inner for mention in condition.mentions}
    return [made.either(inner)], mentions


_READERS = {"fact": _fact, "duty": _duty, "right": _right, "any": _any}
