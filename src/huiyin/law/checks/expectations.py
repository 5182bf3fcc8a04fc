"""Comparing what a scenario expects with what the law says: every difference becomes one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from huiyin.law.language.reading import Table
from huiyin.law.terms.facts import Facts
from huiyin.law.terms.ruling import Deadline, NewDuty, NewRight, Ruling

ALLOWED_KEYS = (
    "opens",
    "stops",
    "moves",
    "rights",
    "discharges",
    "cancels",
    "closes",
    "letters",
    "asks",
    "owners",
    "open_duties",
)
FACT_KEYS = ("parties", "dates", "values")
PLAIN_KEYS = ("state", "event", "final", "resolved", "ending")


def compare(then: Table, ruling: Ruling, before: Facts, after: Facts) -> list[str]:
    """The differences between ``then`` and a ruling on the facts ``before``, which
    leads to ``after``: one line each.
    """
    failures = _compare_grounds(then, ruling)
    for key in PLAIN_KEYS:
        if then.has(key):
            failures += differ(key, then.raw(key), getattr(ruling, key))
    for key in FACT_KEYS:
        for name, value in (then.raw(key) or {}).items():
            expected = tuple(value) if isinstance(value, list) else value
            failures += differ(f"{key}.{name}", expected, getattr(after, key).get(name))
    failures += _effects(then, ruling, before, after)
    then.finish()
    return failures


def _compare_grounds(then: Table, ruling: Ruling) -> list[str]:
    """What is otherwise than expected in whether it is allowed, and on which ground."""
    failures: list[str] = []
    allowed = then.boolean("allowed", default=True)
    if ruling.allowed is not allowed:
        said = "; ".join(
            f"{ground.rule}: {ground.text.en}" for ground in ruling.refusals
        )
        failures.append(
            f"allowed: expected {str(allowed).lower()}, the law says "
            f"{str(ruling.allowed).lower()} {said}"
        )
    if then.has("refused_by"):
        rules = {ground.rule for ground in ruling.refusals}
        failures += differ(
            "refused_by",
            then.string("refused_by"),
            sorted(rules),
            holds=lambda rule, found: rule in found,
        )
    if then.has("article"):
        articles = {ground.article for ground in (*ruling.refusals, *ruling.grounds)}
        failures += differ(
            "article",
            then.string("article"),
            sorted(articles),
            holds=lambda article, found: article in found,
        )
    return failures


def differ(
    key: str,
    expected: object,
    found: object,
    *,
    holds: Callable[[Any, Any], bool] = lambda left, right: left == right,
) -> list[str]:
    """One line where what was expected is not what the law says; ``holds`` compares them."""
    return (
        []
        if holds(expected, found)
        else [f"{key}: expected {_shown(expected)}, the law says {_shown(found)}"]
    )


def _shown(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    return value.isoformat() if isinstance(value, date) else str(value)


def _effects(then: Table, ruling: Ruling, before: Facts, after: Facts) -> list[str]:
    """What is otherwise than expected in what follows."""
    failures: list[str] = []
    for key, kinds in _lists(ruling, before, after).items():
        if then.has(key):
            failures += differ(key, sorted(then.strings(key)), sorted(kinds))
    owners = {duty.kind: duty.owner for duty in after.duties}
    for kind, owner in (then.raw("owners") or {}).items():
        failures += differ(f"owners.{kind}", owner, owners.get(kind))
    if then.has("opens"):
        opened = {new.kind: new for new in ruling.opens}
        failures += _rows(then, "opens", "duty", opened, _compare_duty)
    if then.has("rights"):
        granted = {new.kind: new for new in ruling.rights_opened}
        failures += _rows(then, "rights", "right", granted, _compare_right)
    if then.has("moves"):
        moved = {move.kind: move.deadline for move in ruling.moves}
        failures += _rows(then, "moves", "duty", moved, compare_deadline)
    return failures


def _lists(ruling: Ruling, before: Facts, after: Facts) -> Mapping[str, Iterable[str]]:
    """What scenarios name by kind alone, by the key under which they do."""
    kinds = {duty.id: duty.kind for duty in before.duties}
    return {
        "discharges": [kinds[name] for name in ruling.discharges],
        "cancels": [kinds[name] for name in ruling.cancels],
        "stops": [kinds[name] for name, _since in ruling.stops],
        "closes": ruling.rights_closed,
        "letters": ruling.letters,
        "asks": [ground.rule for ground in ruling.asks],
        "open_duties": [duty.kind for duty in after.duties],
    }


def _rows(
    then: Table,
    key: str,
    name: str,
    found: Mapping[str, Any],
    each: Callable[[Table, Any], list[str]],
) -> list[str]:
    """Compare a list of expected duties or rights with those found: the same names, and
    each as expected.
    """
    rows = {row.string(name): row for row in then.tables(key, name=name)}
    failures = differ(key, sorted(rows), sorted(found))
    for kind, row in rows.items():
        if kind in found:
            failures += [
                f"{key}.{kind}.{failure}" for failure in each(row, found[kind])
            ]
            row.finish()  # of what is not there, nothing more is asked
    return failures


def _compare_duty(row: Table, new: NewDuty) -> list[str]:
    failures = (
        differ("owner", row.string("owner"), new.owner) if row.has("owner") else []
    )
    failures += (
        differ("article", row.string("article"), new.ground.article)
        if row.has("article")
        else []
    )
    return failures + compare_deadline(row, new.deadline)


def _compare_right(row: Table, new: NewRight) -> list[str]:
    failures = (
        differ("article", row.string("article"), new.ground.article)
        if row.has("article")
        else []
    )
    if row.boolean("unlimited"):
        told = new.deadline is None
        expected = True
        return failures + differ("unlimited", expected, told)
    if new.deadline is None:
        return [*failures, "due: the law sets no limit; say unlimited = true"]
    return failures + compare_deadline(row, new.deadline)


def compare_deadline(row: Table, deadline: Deadline) -> list[str]:
    """The differences between a row (due, last_day, base, provisional, passed_over) and
    a deadline.
    """
    failures: list[str] = []
    for key, found in (
        ("due", deadline.due_date),
        ("last_day", deadline.last_day),
        ("base", deadline.base_date),
    ):
        if row.has(key):
            failures += differ(key, row.day(key), found)
    if row.has("stopped_days"):
        failures += differ(
            "stopped_days", row.integer("stopped_days"), deadline.stopped_days
        )
    if row.has("provisional"):
        failures += differ(
            "provisional", row.boolean("provisional"), deadline.provisional
        )
    if row.has("passed_over"):
        failures += differ(
            "passed_over",
            row.raw("passed_over"),
            [rest.date for rest in deadline.passed_over],
        )
    return failures
