"""Which arguments of a step make a difference: of commands that differ only in what
nobody reads, one is tried.

An argument is read by a requirement, by what is set and by what follows. Where these
have conditions of their own that do not hold, they read nothing further: whoever
upholds an answer need not say on which ground they would quash it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huiyin.law.rules.conditions import Condition, Context
from huiyin.law.rules.consequences import Opening, Setting, Turn
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
            if not any(
                fact.startswith(UNSETTLED) for fact in condition.mentions
            ) and not condition.test(context):
                return
        yield from self.reads


@dataclass(frozen=True, slots=True)
class Telling:
    """The arguments of one step that can be read at all; ``always`` those that are read
    whatever else is told.
    """

    names: tuple[str, ...]
    always: frozenset[str]
    uses: tuple[Use, ...]

    def apart(
        self, args: Mapping[str, Value], context: Context
    ) -> tuple[tuple[str, Value], ...]:
        """What tells one command from another: the arguments that are read, with what
        is told in them.
        """
        read = {fact for use in self.uses for fact in use.read(context)} | self.always
        return tuple(
            (name, args.get(name)) for name in self.names if f"args.{name}" in read
        )


def telling(
    step: Step,
    settled: list[list[Requirement]],
    seen: set[str],
    named: Iterable[str] = (),
) -> Telling:
    """Work out where the arguments of a step are read.

    Args:
        step: the step.
        settled: its requirements that are known to be met before a command is tried.
        seen: the values that some step still to come looks at ("values.outcome").
        named: arguments that are to be told apart in any case.
    """
    done = {requirement.id for some in settled for requirement in some}
    left = [
        requirement for requirement in step.requirements if requirement.id not in done
    ]
    uses = [Use(one.when, _mentioned(one.that)) for one in left]
    uses += [
        Use(setting.when, frozenset({setting.source.path}))
        for setting in _settings(step, seen | _asked(step))
    ]
    always = {f"args.{name}" for name in named} | _followed(step)
    read = always.union(
        *(use.reads for use in uses), *(_mentioned(use.when) for use in uses)
    )
    names = tuple(arg.name for arg in step.args if f"args.{arg.name}" in read)
    return Telling(names, frozenset(always), tuple(uses))


def _mentioned(conditions: Iterable[Condition]) -> frozenset[str]:
    return frozenset(fact for condition in conditions for fact in condition.mentions)


def _asked(step: Step) -> set[str]:
    """The facts that conditions ask about once something is set."""
    return {
        fact
        for item in step.conditional
        for condition in item.when
        for fact in condition.mentions
    }


def _settings(step: Step, seen: set[str]) -> Iterator[Setting]:
    """What is set of it that somebody looks at."""
    yield from (*step.dates, *step.parties)
    yield from (setting for setting in step.values if f"values.{setting.name}" in seen)


def _followed(step: Step) -> set[str]:
    """The facts that decide what follows once everything is set."""
    openings = (
        *step.settles,
        *step.drops,
        *step.stops,
        *step.resumes,
        *step.opens,
        *step.rights,
        *step.closes,
    )
    followed: tuple[Opening | Turn, ...] = (*step.turns, *openings)
    found = {fact for item in followed for one in item.when for fact in one.mentions}
    found |= {
        source.path
        for one in step.extends
        for source in (one.by, one.until, one.owner)
        if source is not None
    }
    found |= {
        item.owner.path
        for item in (*step.settles, *step.drops, *step.opens)
        if item.owner is not None
    }
    return found | {item.to.path for item in step.reassigns}
