"""Where a matter can stand, how it can end, and the way as petitioners see it."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.law.terms.ruling import Text

FILED = ""  # the state of a matter before anything was filed
RESOLVED = "resolved"
ENDINGS = (
    RESOLVED,
    "unresolved",
    "refused",
    "passed_on",
    "withdrawn",
)  # how a matter can have ended


@dataclass(frozen=True, slots=True)
class State:
    """A state a matter can be in: ``final`` ends it, ``resolved`` counts it as dealt
    with in the figures.

    ``ending`` says how whatever is dealt with ended, one of ENDINGS, so that what was
    refused, passed on or taken back is never counted as resolved; "" while it is open.
    ``landmark``: the ways of ending are told apart by it. ``plain`` is said to the
    petitioner while it lasts, ``remedy`` what they can do once a matter has ended so.
    """

    id: str
    title: Text
    final: bool = False
    resolved: bool = False
    landmark: bool = False
    plain: Text | None = None
    ending: str = ""
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way as petitioners see it: awaited in ``states``, ended on the
    first known of ``dates``.

    ``later`` marks one that most matters never come to (a review): it is shown once it
    is awaited, or has ended.
    """

    id: str
    title: Text
    states: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ()
    later: bool = False


@dataclass(frozen=True, slots=True)
class Milestone:
    """A duty that petitioners meet on the way, and what happens there in plain words."""

    duty: str
    text: Text
