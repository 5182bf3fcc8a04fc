"""Scenarios of an organ that takes another's place: who stands where afterwards, who
owes what, and what fell away.
"""

from __future__ import annotations

from huiyin.law.checks.expectations import differ
from huiyin.law.engine.effects import apply
from huiyin.law.engine.succession import TakingOver, rule_of, taken_over
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
    ``values``, ``owners`` (by duty), ``dues`` (by duty), and what fell away
    (``cancels``).
    """
    old, new, kind = (
        when.string("succeeds"),
        when.string("by"),
        when.string("kind", required=False),
    )
    when.finish()
    rule, found = rule_of(pack), taken_over(pack, facts, old, new, kind=kind)
    after = facts if found is None else _after(facts, found)
    failures = []
    if found is None:
        failures.append(f"{old} has no part in the matter")
    if then.has("article"):
        failures += differ(
            "article", then.string("article"), rule.article if rule else ""
        )
    if then.has("state"):
        failures += differ("state", then.string("state"), after.state)
    for key, facts_of in (("parties", after.parties), ("values", after.values)):
        for name, value in (then.raw(key) or {}).items():
            failures += differ(f"{key}.{name}", value, facts_of.get(name, ""))
    for key, told in (
        ("owners", {duty.kind: duty.owner for duty in after.duties}),
        ("dues", {duty.kind: duty.due_date for duty in after.duties}),
    ):
        if then.has(key):
            failures += differ(key, then.raw(key), told)
    if then.has("cancels"):
        kinds = {duty.id: duty.kind for duty in facts.duties}
        failures += differ(
            "cancels",
            list(then.strings("cancels")),
            [kinds[one] for one in (found.cancels if found else ())],
        )
    then.finish()
    return failures, {f"succession:{rule.id}"} if rule else set()


def _after(facts: Facts, found: TakingOver) -> Facts:
    ruling = Ruling(
        command="",
        allowed=True,
        state=facts.state,
        parties=found.parties,
        values=found.values,
        reassigns=found.reassigns,
        cancels=found.cancels,
    )
    return apply(facts, ruling)
