"""What the law is told: the facts of a matter, and the command somebody wants to carry out.

Nothing here knows a statute. Names of states, duties, parties and categories are those
of the pack in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

Scalar = str | int | bool | date | None
Value = Scalar | tuple[str, ...]

EMPTY: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A duty that stands open: who owes it, since when, until when."""

    id: str
    kind: str
    owner: str
    base_date: date
    last_day: date
    due_date: date
    provisional: bool = False
    extension_days: int = 0
    stopped_days: int = 0
    stopped_on: date | None = None  # while its clock stands still: since when


@dataclass(frozen=True, slots=True)
class OpenRight:
    """Something the petitioner may still do; ``last_day`` is None where the law sets no limit."""

    kind: str
    last_day: date | None = None
    due_date: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a ruling may depend on.

    ``state`` is "" before anything was filed. ``values`` are scalar facts (category,
    channel, persons ...), ``dates`` the days on which steps happened (received,
    forwarded, accepted ...), ``parties`` maps a role of the pack (receiver, handler,
    sender ...) to an organ's code; a party that is no longer there has the code "". Of
    a party that several organs can be, each has a place of its own ("joint.1",
    "joint.2" ...).
    """

    state: str = ""
    values: Mapping[str, Value] = field(default_factory=lambda: EMPTY)
    dates: Mapping[str, date] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    duties: tuple[OpenDuty, ...] = ()
    rights: tuple[OpenRight, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants to do: a step of the pack by name, its arguments, and in
    which roles they act.

    ``roles`` are the roles the actor holds towards this matter ("petitioner",
    "receiver", "handler", "handler.head", "superior", "system" ...); casework works
    them out, the pack says which of them may take the step. ``actor`` names the person
    by an id, so that a pack can ask for a different one ("$actor"); "" where nobody in
    particular acts. ``organ`` is the organ that the actor speaks for ("$organ"), so
    that each of several organs ends its own duty.
    """

    name: str
    args: Mapping[str, Value] = field(default_factory=lambda: EMPTY)
    roles: frozenset[str] = frozenset()
    actor: str = ""
    organ: str = ""
