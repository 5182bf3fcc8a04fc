"""What the law answers: allowed or refused, on which articles, and everything that
follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huiyin.law.terms.facts import EMPTY, Value


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in both languages of the interface."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The Chinese wording for any Chinese locale, the English one otherwise."""
        return self.zh if language.lower().startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Ground:
    """A citation: the rule, its article, and what it says in plain words."""

    rule: str
    article: str
    text: Text
    instrument: Text
    verified: bool = True
    remedy: Text | None = (
        None  # what can be done instead, when the ground refuses something
    )
    # Key of the pack that the rule comes from: an overlay has rules of its own and of
    # those beneath
    pack: str = ""


@dataclass(frozen=True, slots=True)
class RestDay:
    """A day on which no last day may fall, with its name where it has one."""

    date: date
    name: Text


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date that can say why it is that date.

    ``base_date`` is the day the limit runs from (itself not counted); ``last_day`` is
    the day reached by counting ``days`` + ``extension_days`` + ``stopped_days`` (for
    which the clock stood still); ``due_date`` is ``last_day`` rolled over the rest days
    ``passed_over``. For working days the rest days between base and due are in
    ``passed_over`` too.
    """

    base_date: date
    days: int
    unit: str  # "calendar" | "working" | "month" | "year"
    extension_days: int
    last_day: date
    due_date: date
    provisional: bool
    passed_over: tuple[RestDay, ...] = ()
    stopped_days: int = 0


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty that the ruling opens; ``owner`` is an organ's code, ``owner_role`` the
    role it was found by.

    ``base`` names the date it runs from, ``until`` the day that somebody set, where its
    limit is not the rule's.
    """

    kind: str
    owner_role: str
    owner: str
    deadline: Deadline
    ground: Ground
    base: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class MovedDuty:
    """An open duty that gets another date; ``resumed`` when its clock had stopped and
    runs again.
    """

    duty_id: str
    kind: str
    old_due_date: date
    deadline: Deadline
    ground: Ground
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class NewRight:
    """A right that the ruling opens for the petitioner; without a deadline where the
    law sets no limit.
    """

    kind: str
    deadline: Deadline | None
    ground: Ground
    base: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The law's answer to one command on one set of facts.

    A refused ruling has ``refusals`` and changes nothing. An allowed one carries the
    state reached, the ids of the duties discharged and cancelled, those whose clock
    stops (``stops``: duty id and since when), those moved, handed to another organ
    (``reassigns``: duty id and new owner) and opened, the rights opened and closed
    (kinds), the parties, dates and values it sets, the letters owed, and the event's
    dotted name. ``resolved`` says that the matter counts as dealt with, ``ending`` how
    ("resolved", "refused", "passed_on" ...; "" while it is open). ``asks`` are said and
    refuse nothing; ``takes`` are the arguments that were taken otherwise than they were
    told, because of them.
    """

    command: str
    allowed: bool
    event: str = ""
    state: str = ""
    refusals: tuple[Ground, ...] = ()
    grounds: tuple[Ground, ...] = ()
    discharges: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    stops: tuple[tuple[str, date], ...] = ()
    moves: tuple[MovedDuty, ...] = ()
    reassigns: tuple[tuple[str, str], ...] = ()
    opens: tuple[NewDuty, ...] = ()
    rights_opened: tuple[NewRight, ...] = ()
    rights_closed: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    parties: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=lambda: EMPTY)
    final: bool = False
    resolved: bool = False
    ending: str = ""
    asks: tuple[Ground, ...] = ()
    takes: Mapping[str, Value] = field(default_factory=lambda: EMPTY)

    @property
    def refused(self) -> bool:
        """True when the law does not let the command through."""
        return not self.allowed


@dataclass(frozen=True, slots=True)
class Option:
    """One step of the procedure as it stands for a matter today: what would follow, or
    why it cannot be taken.
    """

    step: str
    title: Text
    ruling: Ruling
