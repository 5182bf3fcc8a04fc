"""Scenarios of an organ that takes another's place: who stands where afterwards, who
owes what, and what fell away.
"""

from __future__ import annotations

from huiyin.law.checks.expected_lists import (
    compare_names,
    differ,
    note_unknown_lists,
)
from huiyin.law.engine.applying import apply
from huiyin.law.engine.succession import SuccessionEffects, rule_of, succeed
from huiyin.law.language.reading import Table
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Facts
from huiyin.law.terms.ruling import Ruling


def run(
    pack: Pack, facts: Facts, when: Table, then: Table
) -> tuple[list[str], set[str]]:
    """Compare what is expected with what follows when the organ ``when.by`` takes the
    place of ``when.succeeds``.

    ``then`` may have ``rule`` and ``article``, and after it ``state``, ``parties``,
    ``values``, ``owners`` (by duty), ``dues`` (by duty), what fell away (``cancels``)
    and what is owed now (``open_duties``).

    Returns:
        The differences, one line each, and the names of the rules that are shown.
    """
    old, new = when.string("succeeds"), when.string("by")
    kind = when.string("kind", required=False)
    when.finish()
    rule, effects = rule_of(pack), succeed(pack, facts, old, new, kind=kind)
    failures = []
    if effects is None:
        failures.append(f"{old} has no part in the matter")
    if then.has("article"):
        article = rule.article if rule else ""
        failures += differ("article", then.string("article"), article)
    after = facts if effects is None else _after(facts, effects)
    failures += _compare_facts(then, after)
    kinds = {duty.id: duty.kind for duty in facts.duties}
    cancelled = [kinds[duty] for duty in effects.cancels] if effects else []
    failures += compare_names(then, "cancels", cancelled)
    failures += compare_names(
        then, "open_duties", [duty.kind for duty in after.duties]
    )
    note_unknown_lists(then, ("cancels", "open_duties"))
    then.finish()
    return failures, {f"succession:{rule.id}"} if rule else set()


def _compare_facts(then: Table, after: Facts) -> list[str]:
    """What is otherwise than expected in the facts afterwards."""
    failures = []
    if then.has("state"):
        failures += differ("state", then.string("state"), after.state)
    for name, value in (then.raw("parties") or {}).items():
        failures += differ(
            f"parties.{name}", value, after.parties.get(name, "")
        )
    for name, value in (then.raw("values") or {}).items():
        failures += differ(f"values.{name}", value, after.values.get(name, ""))
    owners = {duty.kind: duty.owner for duty in after.duties}
    for kind, owner in (then.raw("owners") or {}).items():
        failures += differ(f"owners.{kind}", owner, owners.get(kind))
    dues = {duty.kind: duty.due_date for duty in after.duties}
    for kind, due in (then.raw("dues") or {}).items():
        failures += differ(f"dues.{kind}", due, dues.get(kind))
    return failures


def _after(facts: Facts, effects: SuccessionEffects) -> Facts:
    """The facts once the successor stands in the organ's place."""
    ruling = Ruling(
        command="",
        allowed=True,
        state=facts.state,
        parties=effects.parties,
        values=effects.values,
        reassigns=effects.reassigns,
        cancels=effects.cancels,
    )
    return apply(facts, ruling)
