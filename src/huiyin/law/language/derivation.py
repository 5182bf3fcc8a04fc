"""What follows from the parts of a pack once all are read: where steps start and lead,
marks of terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from huiyin.law.rules.states import FILED, State
from huiyin.law.rules.steps import Step
from huiyin.law.rules.vocabularies import Vocabulary


def expanded(step: Step, states: Mapping[str, State]) -> Step:
    """The step with "@open" (every state that is not final) and "@any" (every state)
    written out.
    """
    names = set(step.sources)
    if "@open" in names:
        names = names - {"@open"} | {
            state.id for state in states.values() if not state.final
        }
    if "@any" in names:
        names = names - {"@any"} | set(states)
    return replace(step, sources=frozenset(names))


def reach(
    states: Mapping[str, State], steps: Mapping[str, Step]
) -> Mapping[str, frozenset[str]]:
    """For each state, all states that steps can lead to from it, itself included."""
    reachable = {name: {name} for name in (FILED, *states)}
    changed = True
    while changed:
        changed = False
        for step in steps.values():
            targets = step.targets
            for ahead in reachable.values():
                if not targets <= ahead and not ahead.isdisjoint(step.sources):
                    ahead.update(targets)
                    changed = True
    frozen = {name: frozenset(ahead) for name, ahead in reachable.items()}
    return MappingProxyType(frozen)


def marks(
    terms: Mapping[str, Vocabulary],
) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """For each vocabulary, which of its terms carry which mark (an attribute that is true)."""
    known: dict[str, dict[str, frozenset[str]]] = {}
    for vocabulary in terms.values():
        carrying: dict[str, set[str]] = {}
        for term in vocabulary.terms.values():
            for name, value in term.attributes.items():
                marked = carrying.setdefault(name, set())
                if value is True:
                    marked.add(term.id)
        known[vocabulary.id] = {
            name: frozenset(marked) for name, marked in carrying.items()
        }
    return MappingProxyType(known)
