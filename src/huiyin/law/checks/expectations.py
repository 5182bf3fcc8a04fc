"""Comparing what a scenario expects with what the law says: every difference becomes
one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from huiyin.law.checks.expected_lists import (
    ExpectedList,
    compare_names,
    differ,
    expected_list,
    note_unknown_lists,
    shown,
)
from huiyin.law.language.reading import Table
from huiyin.law.terms.facts import Facts
from huiyin.law.terms.ruling import Deadline, NewDuty, NewRight, Ruling

FACT_KEYS = ("parties", "dates", "values")
PLAIN_KEYS = ("state", "event", "final", "resolved", "ending")
NAMED = ("discharges", "cancels", "stops", "closes", "letters", "asks")
"""The lists of ``then`` that are names and nothing more."""
ROWS = ("open_duties", "opens", "rights", "moves")
"""Those whose rows may say more."""


def compare(
    then: Table, ruling: Ruling, before: Facts, after: Facts
) -> list[str]:
    """The differences between ``then`` and a ruling on the facts ``before``, which
    leads to ``after``: one line each.
    """
    failures = _compare_grounds(then, ruling)
    for key in PLAIN_KEYS:
        if then.has(key):
            failures += differ(key, then.raw(key), getattr(ruling, key))
    for key in FACT_KEYS:
        for name, value in (then.raw(key) or {}).items():
            wanted = tuple(value) if isinstance(value, list) else value
            failures += differ(
                f"{key}.{name}", wanted, getattr(after, key).get(name)
            )
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
            holds=lambda rule, rules: rule in rules,
        )
    if then.has("article"):
        articles = {
            ground.article for ground in (*ruling.refusals, *ruling.grounds)
        }
        failures += differ(
            "article",
            then.string("article"),
            sorted(articles),
            holds=lambda article, articles: article in articles,
        )
    return failures


def _effects(
    then: Table, ruling: Ruling, before: Facts, after: Facts
) -> list[str]:
    """What is otherwise than expected in what follows."""
    kinds = _lists(ruling, before, after)
    failures: list[str] = []
    for key in NAMED:
        failures += compare_names(then, key, kinds[key])
    failures += _open_duties(expected_list(then, "open_duties"), after)
    owners = {duty.kind: duty.owner for duty in after.duties}
    for kind, owner in (then.raw("owners") or {}).items():
        failures += differ(f"owners.{kind}", owner, owners.get(kind))
    opened = {new.kind: new for new in ruling.opens}
    failures += _rows(
        expected_list(then, "opens"), "duty", opened, _compare_duty
    )
    granted = {new.kind: new for new in ruling.rights_opened}
    failures += _rows(
        expected_list(then, "rights"), "right", granted, _compare_right
    )
    moved = {move.kind: move.deadline for move in ruling.moves}
    failures += _rows(
        expected_list(then, "moves"), "duty", moved, compare_deadline
    )
    by_kind: dict[str, Iterable[str]] = {
        "opens": opened,
        "rights": granted,
        "moves": moved,
    }
    failures += _without(then, {**kinds, **by_kind})
    note_unknown_lists(then, (*NAMED, *ROWS))
    return failures


def _lists(
    ruling: Ruling, before: Facts, after: Facts
) -> Mapping[str, Iterable[str]]:
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


def _without(then: Table, kinds: Mapping[str, Iterable[str]]) -> list[str]:
    """What must not be among the things found, and is."""
    if not then.has("without"):
        return []
    failures: list[str] = []
    without = then.table("without")
    for key, names in kinds.items():
        unwanted = sorted(set(without.strings(key)) & set(names))
        if unwanted:
            failures.append(f"without.{key}: the law says {shown(unwanted)}")
    without.finish()
    return failures


def _open_duties(wanted: ExpectedList | None, after: Facts) -> list[str]:
    """Compare what is open afterwards: names of duties, or rows with ``duty`` and
    ``owner``, ``due``, ``last_day``.
    """
    if wanted is None:
        return []
    rows = list(wanted.table.tables(wanted.key, name="duty", short=True))
    names = [row.string("duty") for row in rows]
    failures = wanted.compare(names, [duty.kind for duty in after.duties])
    for row in rows:
        failures += _compare_open(row, wanted.name, after)
        row.finish()
    return failures


def _compare_open(row: Table, name: str, after: Facts) -> list[str]:
    """The differences between a row and the open duty of its kind, and of its owner
    where it names one.
    """
    kind, owner = row.string("duty"), row.string("owner", required=False)
    of_kind = [duty for duty in after.duties if duty.kind == kind]
    duties = [duty for duty in of_kind if owner in {"", duty.owner}]
    if of_kind and not duties:
        owners = [duty.owner for duty in of_kind]
        return differ(f"{name}.{kind}.owner", owner, owners)
    failures: list[str] = []
    for duty in duties[:1]:
        for key, day in (("due", duty.due_date), ("last_day", duty.last_day)):
            if row.has(key):
                failures += differ(f"{name}.{kind}.{key}", row.day(key), day)
    return failures


def _rows(
    wanted: ExpectedList | None,
    name: str,
    actual: Mapping[str, Any],
    compare_row: Callable[[Table, Any], list[str]],
) -> list[str]:
    """Compare a list of expected duties or rights with those found: the names, and each
    as expected.
    """
    if wanted is None:
        return []
    rows = {
        row.string(name): row
        for row in wanted.table.tables(wanted.key, name=name)
    }
    failures = wanted.compare(rows, actual)
    for kind, row in rows.items():
        if kind in actual:
            for failure in compare_row(row, actual[kind]):
                failures.append(f"{wanted.name}.{kind}.{failure}")
            row.finish()  # of what is not there, nothing more is asked
    return failures


def _compare_duty(row: Table, new: NewDuty) -> list[str]:
    failures = (
        differ("owner", row.string("owner"), new.owner)
        if row.has("owner")
        else []
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
    for key, counted in (
        ("due", deadline.due_date),
        ("last_day", deadline.last_day),
        ("base", deadline.base_date),
    ):
        if row.has(key):
            failures += differ(key, row.day(key), counted)
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
