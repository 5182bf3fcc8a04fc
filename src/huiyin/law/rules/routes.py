"""Ways outside petitioning, as a pack describes them: which claim goes there, until
when, what comes first.

The figures stand in other laws; each names its own law and article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.law.rules.rule import Rule
from huiyin.law.terms.ruling import Ground, Text

CLAIMS = "claim_kinds"  # the vocabulary of kinds of claims
WAYS = "routes"  # the vocabulary of ways that a matter can be led to
ANY = "*"
EFFECTS = ("runs", "interrupts", "may_interrupt")
DAYS = (
    "made",
    "served",
    "known",
    "told",
    "received",
    "accepted",
    "happened",
    "ended",
    "expired",
    "effective",
    "paid",
)
"""What happened on the day that a figure runs from: a decision was made, or was served;
an organ received a request or took it up; a time ran out. The same decision is made on
one day and served on another, and limits differ in this.
"""

Known = Mapping[str, date | bool]
When = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that limits depend on and that somebody must say: a day, or yes or no
    (not said counts as no).
    """

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
    """One figure of another law: a limit for filing, a cap on it, or the time within
    which there is an answer.

    ``base`` is the day it runs from (a question), ``runs`` what happened on it (one of
    ``DAYS``); ``asks`` words that day for this very figure. It applies to all claims of
    its route or to ``claims``, and when each of ``when`` was answered so.
    ``until_then`` says what holds as long as the base day has not come. ``alone`` marks
    a cap that gives a last day even while no limit runs yet.
    """

    base: str
    number: int
    unit: str
    runs: str = ""
    asks: Text | None = None
    claims: frozenset[str] = frozenset()
    when: When = ()
    wait: Wait | None = None
    until_then: Text | None = None
    alone: bool = False

    def applies(self, claim: str, known: Known) -> bool:
        """Whether it is the figure for this claim, as far as is known."""
        fits = not self.claims or claim in self.claims
        return fits and answered(self.when, known)


def answered(when: When, known: Known) -> bool:
    """Whether each of these questions was answered so; what nobody answered counts as no."""
    return all(bool(known.get(name, False)) is wanted for name, wanted in when)


@dataclass(frozen=True, slots=True)
class Precedence:
    """For some claims another route must be taken first (复议前置), where each of ``when``
    was answered so.
    """

    route: str
    claims: frozenset[str]
    ground: Ground
    when: When = ()

    def applies(self, claim: str, known: Known) -> bool:
        """Whether the other route comes first for this claim, as far as is known."""
        return claim in self.claims and answered(self.when, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption(Rule):
    """Where no limit runs, or none need be waited for: a right that does not lapse, an
    emergency.
    """

    claims: frozenset[str] = frozenset()
    when: When = ()

    def applies(self, claim: str, known: Known) -> bool:
        """Whether the limits of the route do not hold for this claim, as far as is known."""
        return (not self.claims or claim in self.claims) and answered(
            self.when, known
        )


@dataclass(frozen=True, slots=True)
class Excuse:
    """What the law says of somebody who was kept from filing in time; ``note`` where it
    was not compared with it.
    """

    ground: Ground
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What a petition does to the limit of a route: it runs on, starts anew, or may do so."""

    effect: str
    ground: Ground
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Rule):
    """One way outside petitioning. ``article`` is that of this instrument which leads there.

    ``way`` is the term under which a matter is led there, ``competent`` the kind of
    organ, ``after`` a route whose end opens this one, ``separate`` a matter for courts
    and justice organs that leaves petitioning altogether (诉访分离). ``excuses`` name what
    is still possible for somebody who was late through no fault of their own.
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
    exemptions: tuple[Exemption, ...] = ()
    excuses: tuple[Excuse, ...] = ()
    clock: Clock | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the route."""
        return (*self.limits, *self.caps, *self.answers)

    @property
    def conditional(self) -> tuple[tuple[str, frozenset[str], When], ...]:
        """Everything that depends on answers: what it is called, for which claims
        (none: all), and on which answers.
        """
        depending = [
            (figure.id, figure.claims, figure.when) for figure in self.figures
        ]
        depending += [
            ("first", first.claims, first.when) for first in self.firsts
        ]
        depending += [
            ("exempt", exempt.claims, exempt.when) for exempt in self.exemptions
        ]
        return tuple(depending)

    def takes(self, claim: str) -> bool:
        """Whether claims of this kind go there."""
        return claim in self.claims or ANY in self.claims


@dataclass(frozen=True, slots=True)
class Advice:
    """Where people get advice of their own, and what they should know of these estimates."""

    id: str
    text: Text
    phone: str = ""
