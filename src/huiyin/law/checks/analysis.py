"""What the model check works out of a pack before it tries anything: which facts matter
in which state, which arguments make a difference, and which values are worth trying.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from huiyin.law.checks import liveness
from huiyin.law.checks.relevant_arguments import (
    RelevantArguments,
    is_settled,
    relevant_arguments,
)
from huiyin.law.checks.samples import Sampler
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.terms.facts import Scalar, Value

NOTHING: Mapping[str, Sequence[str]] = {}
OF_TIME = (
    "today",
    "duty.",
    "duties.",
    "right.",
)  # facts that another day may change


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of the steps of the main procedure, or of one track beside it.

    ``asked`` are, by step, the facts that decide whether it can be taken and what
    follows; ``concerned`` all facts that any of the steps reads or writes. ``unchanging``
    are the steps that leave everything as it is, ``by_organ`` those that ask for whom
    whoever acts speaks, ``timed`` those that another day may allow. ``settled`` are, by
    step and for each of its arguments, the requirements that are decided once it and
    those before it are told. ``samples`` are the values worth trying, by step and
    argument.
    """

    pack: Pack
    track: str
    steps: Mapping[str, Step]
    observer: liveness.Observer
    asked: Mapping[str, frozenset[str]]
    literals: Mapping[str, frozenset[Scalar]]
    concerned: frozenset[str]
    unchanging: frozenset[str]
    by_organ: frozenset[str]
    timed: frozenset[str]
    settled: Mapping[str, list[list[Requirement]]]
    relevant: Mapping[str, RelevantArguments]
    samples: Mapping[tuple[str, str], list[Value]]

    @classmethod
    def of(
        cls,
        pack: Pack,
        track: str = "",
        apart: Mapping[str, Sequence[str]] = NOTHING,
    ) -> Analysis:
        """Analyse the steps of ``track``, those of the main procedure for "".

        Args:
            pack: the version that is checked.
            track: the track beside the main procedure.
            apart: arguments, by step, of which every term is tried although no
                condition tells them apart.
        """
        steps = {
            step.id: step for step in pack.steps.values() if step.track == track
        }
        observer = liveness.Observer(steps.values(), pack.reach, pack.marks)
        asked = {
            step.id: step.mentions | step.matched for step in steps.values()
        }
        literals = _literals(steps.values())
        settled = {
            step.id: settled_requirements(step) for step in steps.values()
        }
        sampler = Sampler(
            pack,
            tuple(steps.values()),
            observer,
            literals,
            _union(asked.values()),
        )
        return cls(
            pack=pack,
            track=track,
            steps=steps,
            observer=observer,
            asked=asked,
            literals=literals,
            concerned=_concerned(steps.values()),
            unchanging=_ids(steps, liveness.changes_nothing),
            by_organ=_ids(steps, _asks_for_organ),
            timed=frozenset(
                name for name, facts in asked.items() if _of_time(facts)
            ),
            settled=settled,
            relevant=_relevant(
                steps.values(), settled, observer.live_facts, apart
            ),
            samples=_samples(sampler, apart),
        )

    def counts(self, fact: str) -> bool:
        """Whether an open duty ("duty.handle") or right ("right.rate") tells two
        situations apart: all do, but to a track only those that concern it.
        """
        return not self.track or fact in self.concerned


def settled_requirements(step: Step) -> list[list[Requirement]]:
    """For each argument, the requirements that are settled once it and those before it
    are told, whatever the day.
    """
    names = [f"args.{arg.name}" for arg in step.args]
    settled: list[list[Requirement]] = [[] for _ in names]
    for requirement in step.requirements:
        facts = requirement.mentions
        told = [number for number, name in enumerate(names) if name in facts]
        if told and is_settled(facts):
            settled[max(told)].append(requirement)
    return settled


def _union(sets: Iterable[AbstractSet[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


def _ids(
    steps: Mapping[str, Step], belongs: Callable[[Step], bool]
) -> frozenset[str]:
    return frozenset(name for name, step in steps.items() if belongs(step))


def _asks_for_organ(step: Step) -> bool:
    return "organ" in step.facts_read


def _of_time(facts: Iterable[str]) -> bool:
    return any(fact.startswith(OF_TIME) for fact in facts)


def _literals(steps: Iterable[Step]) -> dict[str, frozenset[Scalar]]:
    """What conditions compare each fact with."""
    literals: dict[str, set[Scalar]] = {}
    for step in steps:
        for condition in step.conditions():
            for path, literal in condition.literals:
                literals.setdefault(path, set()).add(literal)
    return {path: frozenset(values) for path, values in literals.items()}


def _concerned(steps: Iterable[Step]) -> frozenset[str]:
    return _union(step.facts_read | step.facts_written for step in steps)


def _relevant(
    steps: Iterable[Step],
    settled: Mapping[str, list[list[Requirement]]],
    seen: AbstractSet[str],
    apart: Mapping[str, Sequence[str]],
) -> dict[str, RelevantArguments]:
    return {
        step.id: relevant_arguments(
            step, settled[step.id], seen, apart.get(step.id, ())
        )
        for step in steps
    }


def _samples(
    sampler: Sampler, apart: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str], list[Value]]:
    """The values worth trying by step and argument; every term where they are told apart."""
    samples: dict[tuple[str, str], list[Value]] = {}
    for step in sampler.steps:
        for arg in step.args:
            every_term = arg.name in apart.get(step.id, ())
            samples[step.id, arg.name] = (
                list(sampler.pack.terms[arg.vocabulary].terms)
                if every_term
                else sampler.worth_trying(step, arg)
            )
    return samples
