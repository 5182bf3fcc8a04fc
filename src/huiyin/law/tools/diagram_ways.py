"""The ways between the states of a pack: which of them is the spine of the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Step


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one state to another, with the steps that lead along it."""

    source: str
    target: str
    steps: tuple[Step, ...]

    @property
    def verified(self) -> bool:
        """Whether the instrument itself has one of its steps."""
        return any(step.verified for step in self.steps)


def edges(pack: Pack) -> tuple[Edge, ...]:
    """All ways between different states, steps with the same ends together, in the
    order of the states.
    """
    between: dict[tuple[str, str], list[Step]] = {}
    order = [FILED, *pack.states]
    for source in order:
        for step in pack.steps.values():
            if source not in step.sources:
                continue
            leads = step.leads(source)
            for target in order:
                if source != target and target in leads:
                    between.setdefault((source, target), []).append(step)
    return tuple(
        Edge(source, target, tuple(steps))
        for (source, target), steps in between.items()
    )


def spine(pack: Pack) -> tuple[str, ...]:
    """The longest way to an end without meeting a state twice, from before filing.

    Where the instrument itself provides one, that is taken: ways that are only custom
    (unverified) branch off it.
    """
    every = edges(pack)
    verified = [edge for edge in every if edge.verified]
    own = _longest(pack, verified)
    return own if _ends(pack, own)[0] else _longest(pack, every)


def _longest(pack: Pack, ways: Iterable[Edge]) -> tuple[str, ...]:
    follows: dict[str, list[str]] = {}
    for edge in ways:
        follows.setdefault(edge.source, []).append(edge.target)
    best: tuple[str, ...] = (FILED,)
    stack: list[tuple[str, ...]] = [(FILED,)]
    while stack:
        way = stack.pop()
        if _ends(pack, way) > _ends(pack, best):
            best = way
        stack.extend(
            (*way, target)
            for target in follows.get(way[-1], ())
            if target not in way
        )
    return best


def _ends(pack: Pack, way: tuple[str, ...]) -> tuple[bool, int]:
    """Whether a way leads to an end, and how many states it meets."""
    return way[-1] != FILED and pack.state(way[-1]).final, len(way)
