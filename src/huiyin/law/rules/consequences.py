"""What may follow from a step on conditions: duties and rights, other states, later
days, other owners, values.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.law.rules.conditions import Condition, Source


@dataclass(frozen=True, slots=True)
class Opening:
    """A duty or right that a step opens (closes, stops, resumes) when its conditions hold.

    ``base`` overrides the rule's own base date; ``until`` names a date that somebody
    set, instead of the rule's limit; ``within``: not after the day on which one of
    these open duties is due. ``owner`` is one organ, where several can owe a duty of
    this kind.
    """

    kind: str
    when: tuple[Condition, ...] = ()
    base: str = ""
    until: str = ""
    within: tuple[str, ...] = ()
    owner: Source | None = None


@dataclass(frozen=True, slots=True)
class Stop(Opening):
    """A duty whose clock a step stops: for what (``category``, a term of ``stops``),
    and what must be said of it.

    ``reason`` and ``evidence`` name the step's arguments in which somebody writes why,
    and on which papers.
    """

    category: str = ""
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Resume(Opening):
    """A duty whose clock a step lets run again; what it stood still beyond ``at_most``
    days counts (None: nothing).
    """

    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """Another state that a step leads to when its conditions hold; the first one that
    does is taken.
    """

    to: str
    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """An open duty that a step prolongs by a number of days taken from ``by``, or to
    the day taken from ``until``.

    With ``owner`` only that organ's duty of the kind.
    """

    duty: str
    by: Source
    until: Source | None = None
    owner: Source | None = None


@dataclass(frozen=True, slots=True)
class Reassignment:
    """Open duties owned by the party ``owned_by`` that go over to the organ found at ``to``."""

    owned_by: str
    to: Source


@dataclass(frozen=True, slots=True)
class Setting:
    """A value a step sets, when its conditions hold: from ``source``, or by adding
    ``add`` to what stands there.

    ``days`` are added to a date: calendar days after which something counts as received
    (R22 leaves that to CPL 95). ``how`` is "enter" or "leave" for an organ that joins
    those that are already this party, or is one no longer; "append" for a value that
    keeps what stood there and takes more.
    """

    name: str
    source: Source
    add: int = 0
    when: tuple[Condition, ...] = ()
    how: str = ""
    days: int = 0
