"""Which days matter to the steps of a pack: between which a step can be taken, and from
which its limits are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huiyin.law.rules.conditions import Bound
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step


def bounds(step: Step) -> Iterable[Bound]:
    """Between which days a step can be taken, as far as its requirements say so
    whatever else is the case.
    """
    for condition in step.unconditional_requirements():
        yield from condition.bounds


def dates_needed(pack: Pack) -> Mapping[str, frozenset[str]]:
    """For each state, the dates that some limit still to come runs from, so that their
    day matters.
    """
    read = {step.id: _dates_read(step, pack) for step in pack.steps.values()}
    needed: dict[str, frozenset[str]] = {}
    for state, ahead in pack.reach.items():
        coming = (
            read[step.id]
            for step in pack.steps.values()
            if not ahead.isdisjoint(step.sources)
        )
        needed[state] = frozenset[str]().union(*coming)
    return needed


def _dates_read(step: Step, pack: Pack) -> frozenset[str]:
    """The dates set before from which a step counts something."""
    names = {
        opening.base or pack.duty(opening.kind).base for opening in step.opens
    }
    names |= {
        opening.base or pack.right(opening.kind).base for opening in step.rights
    }
    for bound in bounds(step):
        if bound.name.startswith("dates."):
            names.add(bound.name.removeprefix("dates."))
    own = {item.name for item in step.dates if item.source.scope != "dates"}
    copied = {
        item.source.name for item in step.dates if item.source.scope == "dates"
    }
    return frozenset((names & set(pack.dates)) - own | copied)
