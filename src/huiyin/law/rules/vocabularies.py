"""The closed lists of words of a pack: categories, outcomes, grounds of refusal, letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from huiyin.law.rules.rule import Rule
from huiyin.law.terms.facts import Scalar
from huiyin.law.terms.ruling import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long another route stays open, in that route's own law: shown as an estimate,
    never computed into a duty.
    """

    number: int
    unit: str  # "day" | "working_day" | "month" | "year"
    text: Text
    law: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Rule):
    """One word of a vocabulary. ``applies`` restricts it to some ids of the vocabulary
    it depends on (empty: all).

    ``remedy`` says what the petitioner can do instead, ``competent`` which kind of
    organ is competent, ``competent_text`` that organ in words, ``limit`` until when,
    ``attributes`` anything else the pack wants to say.
    """

    applies: frozenset[str] = frozenset()
    remedy: Text | None = None
    competent: str = ""
    competent_text: Text | None = None
    limit: Limit | None = None
    attributes: Mapping[str, Scalar] = field(
        default_factory=lambda: MappingProxyType({})
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of terms; ``refusal`` marks one whose terms turn somebody away, so
    that each must name a remedy.
    """

    id: str
    title: Text
    terms: Mapping[str, Term]
    refusal: bool = False
