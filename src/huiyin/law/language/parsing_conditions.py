"""From tables to conditions: one subject (fact, duty, right, any) and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from huiyin.law.calendar.deadlines import UNITS
from huiyin.law.language.reading import Table
from huiyin.law.rules import conditions as made
from huiyin.law.rules import duty_conditions
from huiyin.law.rules.conditions import (
    RAW,
    Bound,
    Condition,
    Source,
    Test,
    View,
)
from huiyin.law.terms.facts import Scalar

COMPARISONS = ("is", "is_not", "at_least", "at_most", "present")
RELATIONS = (
    "not_before",
    "not_after",
    "same_as",
    "not_same_as",
    "includes",
    "excludes",
)
SUBJECTS = ("fact", "duty", "right", "any")


def conditions(table: Table, key: str) -> tuple[Condition, ...]:
    """Read the list of conditions under ``key``, all of which must hold; empty where
    there is none.
    """
    return tuple(_condition(row) for row in table.tables(key, name="fact"))


def source(table: Table, key: str, text: Scalar | None = None) -> Source:
    """Read under ``key`` (or from ``text``) where a value comes from: ``$args.to``,
    ``$today``, or the literal itself. What is neither is a problem, and an empty
    source.
    """
    value = table.raw(key) if text is None else text
    if isinstance(value, str) and value.startswith("$"):
        referred = made.reference(value[1:])
        if referred is None:
            table.problem(
                key,
                f"{value!r} is no place a value can come from: $today or $args., "
                "$values., $dates., $parties.,"
                " $duties.",
            )
            return Source()
        return referred
    if value is not None and not isinstance(value, str | int | bool | date):
        table.problem(
            key, f"must be a plain value or a reference, not {value!r}"
        )
        return Source()
    return Source(literal=value)


@dataclass(slots=True)
class _Parts:
    """What is gathered while one condition is read."""

    tests: list[Test] = field(default_factory=list)
    mentions: set[str] = field(default_factory=set)
    literals: set[tuple[str, Scalar]] = field(default_factory=set)
    bounds: set[Bound] = field(default_factory=set)
    views: set[View] = field(default_factory=set)
    fixes: set[tuple[str, Scalar]] = field(default_factory=set)

    def look(
        self, path: str, operator: str = RAW, wanted: object = None
    ) -> None:
        """Note through what a fact is looked at; of dates and parties it is always the whole."""
        scope = path.partition(".")[0]
        if scope in ("values", "args"):
            self.views.add((path, operator, wanted))
        elif scope in ("dates", "parties"):
            self.views.add((path, RAW, None))


def _condition(table: Table) -> Condition:
    subjects = [subject for subject in SUBJECTS if table.has(subject)]
    if len(subjects) != 1:
        table.problem(
            "fact", f"a condition is about exactly one of {', '.join(SUBJECTS)}"
        )
        return Condition(lambda _: False, frozenset())
    parts = _READERS[subjects[0]](table)
    if not parts.tests:
        table.problem(subjects[0], "nothing is asked of it")
    table.finish()
    tests = tuple(parts.tests)
    return Condition(
        tests[0] if len(tests) == 1 else made.every(tests),
        frozenset(parts.mentions),
        frozenset(parts.literals),
        frozenset(parts.bounds),
        frozenset(parts.views),
        frozenset(parts.fixes),
    )


def _fact(table: Table) -> _Parts:
    path = table.string("fact")
    subject = made.reference(path)
    if subject is None:
        table.problem(
            "fact",
            f"{path!r} is no fact: today or args., values., dates., parties. and a name",
        )
        return _Parts([lambda _: False])
    parts = _Parts(mentions={path})
    for operator in filter(table.has, COMPARISONS):
        _comparison(table, operator, subject, parts)
    for operator in filter(table.has, ("in", "not_in")):
        _membership(table, operator, subject, parts)
    for operator in filter(table.has, RELATIONS):
        _relation(table, operator, subject, parts)
    if table.has("within"):
        _within(table.table("within"), subject, parts)
    if table.has("days_after"):
        base, days = _days_from(table.table("days_after"), path, parts)
        parts.tests.append(made.days_after(subject, base, days))
        parts.literals.add((path, days))
    if table.has("not_beyond"):
        base, days = _days_from(table.table("not_beyond"), path, parts)
        parts.tests.append(made.not_beyond(subject, base, days))
    if table.has("has"):
        _has(table.table("has"), subject, parts)
    return parts


def _comparison(
    table: Table, operator: str, subject: Source, parts: _Parts
) -> None:
    """Read how a fact is compared with a literal: ``is``, ``at_least``, ``present`` ..."""
    path, wanted = subject.path, _literal(table, operator)
    parts.tests.append(made.compare(subject, operator, wanted))
    parts.literals.add((path, wanted))
    seen_by = "is" if operator == "is_not" else operator
    parts.look(path, seen_by, None if operator == "present" else wanted)
    if operator == "is":
        parts.fixes.add((path, wanted))


def _membership(
    table: Table, operator: str, subject: Source, parts: _Parts
) -> None:
    """Read the words of which a fact is one (``in``) or none (``not_in``)."""
    words = frozenset[Scalar](table.strings(operator))
    parts.tests.append(made.among(subject, words, inside=operator == "in"))
    parts.literals.update((subject.path, word) for word in words)
    parts.look(subject.path, "in", words)


def _relation(
    table: Table, operator: str, subject: Source, parts: _Parts
) -> None:
    """Read how a fact is compared with another: ``not_before``, ``same_as`` ..."""
    other = source(table, operator)
    parts.mentions.add(other.path)
    parts.tests.append(made.relate(subject, operator, other))
    parts.look(subject.path)
    parts.look(other.path)


def _literal(table: Table, key: str) -> Scalar:
    value = source(table, key)
    if value.scope:
        table.problem(
            key,
            "must be a plain value; facts are compared with same_as, not_before and not_after",
        )
    return value.literal


def _days_from(inner: Table, path: str, parts: _Parts) -> tuple[Source, int]:
    """The day that something is counted from, and how many days."""
    base, days = source(inner, "from"), inner.integer("days")
    parts.mentions.add(base.path)
    parts.look(path)
    parts.look(base.path)
    inner.finish()
    return base, days


def _within(inner: Table, subject: Source, parts: _Parts) -> None:
    base = source(inner, "from")
    parts.mentions.add(base.path)
    days, unit = inner.integer("days"), inner.choice("unit", UNITS)
    parts.tests.append(made.within(subject, base, days, unit))
    parts.look(subject.path)
    parts.look(base.path)
    if subject.path == "today":
        parts.bounds.add(Bound(base.path, days=days, unit=unit))
    inner.finish()


def _has(inner: Table, subject: Source, parts: _Parts) -> None:
    vocabulary, mark = inner.string("vocabulary"), inner.string("mark")
    parts.mentions.add(f"terms.{vocabulary}")
    parts.tests.append(made.marked(subject, vocabulary, mark))
    parts.look(subject.path, "has", (vocabulary, mark))
    inner.finish()


def _duty(table: Table) -> _Parts:
    kind = table.string("duty")
    parts = _Parts(mentions={f"duty.{kind}"})
    owner = source(table, "owner") if table.has("owner") else None
    if owner is not None:
        parts.mentions.add(owner.path)
        parts.look(owner.path)
    if table.has("open"):
        wanted = table.boolean("open")
        parts.tests.append(
            duty_conditions.duty_open(kind, wanted=wanted, owner=owner)
        )
        if wanted:
            parts.fixes.add((f"duty.{kind}", True))
    if table.has("in_time"):
        parts.tests.append(
            duty_conditions.duty_in_time(
                kind, wanted=table.boolean("in_time"), owner=owner
            )
        )
    if table.has("still_beyond"):
        days = table.integer("still_beyond")
        parts.tests.append(duty_conditions.duty_still(kind, days))
        parts.bounds.add(Bound(f"still.{kind}", after=True, days=days))
    if table.has("due_before"):
        day = source(table, "due_before")
        parts.mentions.add(day.path)
        parts.look(day.path)
        parts.tests.append(
            duty_conditions.duty_due_before(kind, day, owner=owner)
        )
    return parts


def _right(table: Table) -> _Parts:
    kind = table.string("right")
    parts = _Parts(mentions={f"right.{kind}"})
    if table.has("open"):
        parts.tests.append(
            duty_conditions.right_open(kind, wanted=table.boolean("open"))
        )
    if table.has("passed"):
        passed = table.boolean("passed")
        parts.tests.append(duty_conditions.right_passed(kind, wanted=passed))
        parts.bounds.add(Bound(f"right.{kind}", after=passed))
    return parts


def _any(table: Table) -> _Parts:
    """Read alternatives: one of them must hold."""
    alternatives = conditions(table, "any")
    parts = _Parts([made.either(alternatives)])
    for condition in alternatives:
        parts.mentions |= condition.mentions
        parts.literals |= condition.literals
        parts.bounds |= {bound for bound in condition.bounds if not bound.after}
        parts.views |= condition.views
    return parts


_READERS = {"fact": _fact, "duty": _duty, "right": _right, "any": _any}
