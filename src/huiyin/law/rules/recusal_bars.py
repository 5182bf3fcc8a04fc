"""Who may do nothing in a matter, whatever their post allows: an officer who must stand
aside, for example.

A bar is no step and no condition of one: it is asked before every step, so that no step
can forget it, and it may look at what a track sets. It says who is kept away from one
matter; nothing is asked of a person beyond that matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from huiyin.law.rules.conditions import Condition, Context, hold, mentioned
from huiyin.law.rules.rule import Rule
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Ground, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar(Rule):
    """Whoever meets ``when`` takes no step; ``plain`` is said to them, ``remedy`` who
    can act instead.
    """

    when: tuple[Condition, ...]
    remedy: Text

    @property
    def said(self) -> Ground:
        """The ground on which everything is refused to them."""
        return replace(self.ground, remedy=self.remedy)


def raised(bars: Mapping[str, Bar], context: Context) -> Iterator[Ground]:
    """The grounds of the bars that keep the actor away from the matter."""
    yield from (bar.said for bar in bars.values() if hold(bar.when, context))


def named(
    bars: Mapping[str, Bar], people: Iterable[str], context: Context
) -> Iterator[Ground]:
    """The same for people whom somebody else names, to act in the matter; every bar is
    asked about each of them.
    """
    contexts = [replace(context, actor=person) for person in people]
    for bar in bars.values():
        if any(hold(bar.when, named_context) for named_context in contexts):
            yield replace(
                bar.said,
                text=wording.text("named_aside"),
                remedy=wording.text("named_aside_remedy"),
            )


def misfits(bar: Bar) -> Iterator[tuple[str, str]]:
    """What a bar may not ask: nothing is known of the step, and whoever acts must be
    part of the question.

    Returns:
        For each mistake the key under which it stands and what is wrong.
    """
    facts = mentioned(bar.when)
    for fact in sorted(facts):
        if fact.startswith(("args.", "today", "duty.", "right.")):
            yield (
                "when",
                f"{fact!r}: a bar stands before every step and on every day",
            )
    if "actor" not in facts:
        yield "when", "asks nothing of the actor: it would keep everybody away"
