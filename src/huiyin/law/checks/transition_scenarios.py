"""Comparing what a scenario expects of a matter that goes over to another version."""

from __future__ import annotations

from collections.abc import Mapping

from huiyin.law.checks.expectations import compare_deadline
from huiyin.law.engine import transition
from huiyin.law.language.reading import Table
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.transition import Transition
from huiyin.law.terms.facts import Facts
from huiyin.law.terms.ruling import Deadline


def compare_transition(
    pack: Pack, rule: Transition | None, facts: Facts, then: Table
) -> tuple[list[str], set[str]]:
    """Compare what is expected with the rule by which a matter goes over, and with what
    it counts anew.

    Args:
        pack: the version that the matter goes over to.
        rule: its rule, None where the matter stays as it is.
        facts: the matter under the version before.
        then: ``rule`` (its id, or nothing) and ``moves`` (rows of duties).

    Returns:
        The differences, one line each, and the names of the rules that are shown.
    """
    name = rule.id if rule is not None else ""
    moved: dict[str, Deadline] = {}
    if rule is not None:
        recounted = transition.recounted(pack, rule, facts)
        moved = {duty.kind: deadline for duty, deadline in recounted}
    failures: list[str] = []
    wanted = then.string("rule", required=False)
    if wanted != name:
        failures.append(f"rule: expected {wanted!r}, the law says {name!r}")
    failures += _compare_moves(then, moved)
    then.finish()
    return failures, {f"transition:{name}"} if name else set()


def _compare_moves(then: Table, moved: Mapping[str, Deadline]) -> list[str]:
    """What is otherwise than expected in the duties that are counted anew."""
    failures: list[str] = []
    rows = {
        row.string("duty"): row for row in then.tables("moves", name="duty")
    }
    if sorted(rows) != sorted(moved):
        failures.append(
            f"moves: expected {sorted(rows)}, the law says {sorted(moved)}"
        )
    for kind in rows.keys() & moved.keys():
        differing = compare_deadline(rows[kind], moved[kind])
        failures.extend(f"moves.{kind}.{failure}" for failure in differing)
    return failures
