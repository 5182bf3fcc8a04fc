"""Which arguments of a step make a difference: of commands that differ only in what
nobody reads, one is tried.

An argument is read by a requirement, by what is set and by what follows. Where these
have conditions of their own that do not hold, they read nothing further: whoever
upholds an answer need not say on which ground they would quash it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from huiyin.law.rules.conditions import Condition, Context, mentioned
from huiyin.law.rules.consequences import Branch, Opening, Setting
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.terms.facts import Value

UNSETTLED = (
    "today",
    "duty.",
    "right.",
    "actor",
    "organ",
)  # what another day, or another actor, may find different


@dataclass(frozen=True, slots=True)
class Use:
    """Where arguments are read: the conditions in their order, and what is read once they hold."""

    when: tuple[Condition, ...]
    reads: frozenset[str]

    def read(self, context: Context) -> Iterator[str]:
        """The facts that are read: conditions up to the first that does not hold, what
        follows if all of them do.
        """
        for condition in self.when:
            yield from condition.mentions
            if is_settled(condition.mentions) and not condition.test(context):
                return
        yield from self.reads

    @property
    def reads_at_all(self) -> frozenset[str]:
        """Every fact that it can read, whatever holds."""
        return self.reads | mentioned(self.when)


def is_settled(facts: Iterable[str]) -> bool:
    """Whether these facts stay as they are on another day and for another actor."""
    return not any(fact.startswith(UNSETTLED) for fact in facts)


@dataclass(frozen=True, slots=True)
class RelevantArguments:
    """The arguments of one step that can be read at all; ``always`` those that are read
    whatever else is told.
    """

    names: tuple[str, ...]
    always: frozenset[str]
    uses: tuple[Use, ...]

    def told_apart(
        self, args: Mapping[str, Value], context: Context
    ) -> tuple[tuple[str, Value], ...]:
        """What tells one command from another: the arguments that are read, with what
        is told in them.
        """
        read = set(self.always)
        for use in self.uses:
            read.update(use.read(context))
        return tuple(
            (name, args.get(name))
            for name in self.names
            if f"args.{name}" in read
        )


def relevant_arguments(
    step: Step,
    settled: list[list[Requirement]],
    seen: AbstractSet[str],
    named: Iterable[str] = (),
) -> RelevantArguments:
    """Work out where the arguments of a step are read.

    Args:
        step: the step.
        settled: its requirements that are known to be met before a command is tried.
        seen: the values that some step still to come looks at ("values.outcome").
        named: arguments that are to be told apart in any case.
    """
    uses = [
        Use(requirement.when, mentioned(requirement.that))
        for requirement in _unsettled(step, settled)
    ]
    uses += [
        Use(setting.when, frozenset({setting.source.path}))
        for setting in _settings_seen(step, seen | _asked_by_effects(step))
    ]
    always = {f"args.{name}" for name in named} | _read_by_effects(step)
    read = always.union(*(use.reads_at_all for use in uses))
    names = tuple(arg.name for arg in step.args if f"args.{arg.name}" in read)
    return RelevantArguments(names, frozenset(always), tuple(uses))


def _unsettled(
    step: Step, settled: list[list[Requirement]]
) -> Iterator[Requirement]:
    """The requirements of a step that are still open when a command is tried."""
    done: set[str] = set()
    for requirements in settled:
        done |= {requirement.id for requirement in requirements}
    for requirement in step.requirements:
        if requirement.id not in done:
            yield requirement


def _asked_by_effects(step: Step) -> set[str]:
    """The facts that conditions ask about once something is set."""
    facts: set[str] = set()
    for effect in step.conditional:
        facts |= mentioned(effect.when)
    return facts


def _settings_seen(step: Step, seen: AbstractSet[str]) -> Iterator[Setting]:
    """What is set of it that somebody looks at."""
    yield from (*step.dates, *step.parties)
    yield from (
        setting for setting in step.values if f"values.{setting.name}" in seen
    )


def _read_by_effects(step: Step) -> set[str]:
    """The facts that decide what follows once everything is set."""
    followed: tuple[Opening | Branch, ...] = (
        *step.branches,
        *step.conditional_discharges,
        *step.conditional_cancels,
        *step.stops,
        *step.resumes,
        *step.opens,
        *step.rights,
        *step.closes,
    )
    facts = set(step.extension_sources | step.owner_sources)
    for effect in followed:
        facts |= mentioned(effect.when)
    facts |= {
        extension.owner.path for extension in step.extends if extension.owner
    }
    return facts | {reassignment.to.path for reassignment in step.reassigns}
