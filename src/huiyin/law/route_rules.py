"""Ways outside petitioning, as a pack describes them: which claim goes there, until when, what comes first.

The figures stand in other laws; each names its own law and article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.law.rule import Rule
from huiyin.law.ruling import Ground, Text

CLAIMS = "claim_kinds"  # the vocabulary of kinds of claims
WAYS = "routes"  # the vocabulary of ways that a matter can be led to
ANY = "*"
EFFECTS = ("runs", "interrupts", "may_interrupt")

Known = Mapping[str, date | bool]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that limits depend on and that somebody must say: a day, or yes or no (not said counts as no)."""

    id: str
    kind: str  # date | bool
    title: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """A time that must pass first; the limit runs from its end."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Rule):
    """One figure of another law: a limit for filing, a cap on it, or the time within which there is an answer.

    ``base`` is the day it runs from (a question); ``asks`` words that day for this very figure. It applies to all
    claims of its route or to ``claims``, and when each of ``when`` was answered so. ``until_then`` says what holds as
    long as the base day has not come. ``alone`` marks a cap that gives a last day even while no limit runs yet.
    """

    base: str
    number: int
    unit: str
    asks: Text | None = None
    claims: frozenset[str] = frozenset()
    when: tuple[tuple[str, bool], ...] = ()
    wait: Wait | None = None
    until_then: Text | None = None
    alone: bool = False

    def applies(self, claim: str, known: Known) -> bool:
        """Whether it is the figure for this claim, as far as is known."""
        fits = not self.claims or claim in self.claims
        return fits and all(bool(known.get(name, False)) is wanted for name, wanted in self.when)


@dataclass(frozen=True, slots=True)
class Precedence:
    """For some claims another route must be taken first (复议前置)."""

    route: str
    claims: frozenset[str]
    ground: Ground


@dataclass(frozen=True, slots=True)
class Clock:
    """What a petition does to the limit of a route: it runs on, starts anew, or may do so."""

    effect: str
    ground: Ground
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Rule):
    """One way outside petitioning. ``article`` is that of this instrument which leads there.

    ``way`` is the term under which a matter is led there, ``competent`` the kind of organ, ``after`` a route whose end
    opens this one, ``separate`` a matter for courts and justice organs that leaves petitioning altogether (诉访分离).
    """

    claims: frozenset[str]
    way: str = ""
    competent: str = ""
    competent_text: Text | None = None
    after: str = ""
    separate: bool = False
    limits: tuple[Figure, ...] = ()
    caps: tuple[Figure, ...] = ()
    answers: tuple[Figure, ...] = ()
    firsts: tuple[Precedence, ...] = ()
    clock: Clock | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the route."""
        return (*self.limits, *self.caps, *self.answers)

    def takes(self, claim: str) -> bool:
        """Whether claims of this kind go there."""
        return claim in self.claims or ANY in self.claims


@dataclass(frozen=True, slots=True)
class Advice:
    """Where people get advice of their own, and what they should know of these estimates."""

    id: str
    text: Text
    phone: str = ""
