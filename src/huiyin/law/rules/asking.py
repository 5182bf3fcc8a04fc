"""What the law asks for without making a step depend on it: representatives of many
visitors, for example.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from huiyin.law.rules.conditions import Condition, Context, hold
from huiyin.law.terms.facts import Scalar
from huiyin.law.terms.ruling import Ground


@dataclass(frozen=True, slots=True)
class Ask:
    """When ``when`` holds and ``that`` does not, whoever takes the step is told so on
    ``ground``; nothing is refused.

    ``takes`` are the arguments that the step takes instead meanwhile: five
    representatives of six that were named.
    """

    id: str
    when: tuple[Condition, ...]
    that: tuple[Condition, ...]
    ground: Ground
    takes: tuple[tuple[str, Scalar], ...] = ()


def unmet(asks: tuple[Ask, ...], context: Context) -> Iterator[Ask]:
    """What is asked for and not given."""
    for ask in asks:
        if hold(ask.when, context) and not hold(ask.that, context):
            yield ask


def taken_instead(unmet_asks: tuple[Ask, ...]) -> dict[str, Scalar]:
    """The arguments that a step takes instead of what was asked for and not given."""
    instead: dict[str, Scalar] = {}
    for ask in unmet_asks:
        instead |= dict(ask.takes)
    return instead


def taken(unmet_asks: tuple[Ask, ...], context: Context) -> Context:
    """The context in which the step is taken: with what it takes instead of what was
    asked for and not given.
    """
    instead = taken_instead(unmet_asks)
    return (
        replace(context, args={**context.args, **instead})
        if instead
        else context
    )
