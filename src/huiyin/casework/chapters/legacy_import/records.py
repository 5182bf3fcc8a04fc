"""What an old ledger says of a matter and of a contact, and what became of it when it
was carried over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.law.terms.ruling import Ground
from huiyin.people.particulars import Particulars


@dataclass(frozen=True, slots=True)
class LegacyContact:
    """A further contact on a matter of the old ledger, with the number it has there."""

    number: str
    matter_number: str
    on: date
    channel: str
    text: str
    persons: int = 1


@dataclass(frozen=True, slots=True)
class LegacyMatter:
    """A matter of the old ledger: received when, by which channel, handled by whom,
    answered when and how.

    ``answered_on`` None means that it stands open. ``outcome`` is one of the pack's, or
    how the matter ended without a decision: "refused", "passed_on", "withdrawn"; then
    ``ground`` may say on which ground, or to which statutory way. ``place`` says where
    exactly it is, in the ledger's words. ``claimant``, ``phone``, ``address`` and
    ``email`` are what the ledger says of the person, kept encrypted.
    """

    number: str
    received_on: date
    channel: str
    title: str
    text: str
    handler: str
    category: str = "appeal"
    topic: str = ""
    area: str = ""
    place: str = ""
    persons: int = 1
    answered_on: date | None = None
    outcome: str = ""
    ground: str = ""
    reply: str = ""
    claimant: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""

    @property
    def person(self) -> Particulars:
        """What the ledger says of who brought it."""
        return Particulars(
            name=self.claimant,
            phone=self.phone,
            address=self.address,
            email=self.email,
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that could not be taken, and why: the field that is wrong where one is, or
    the grounds the law gives.
    """

    number: str
    message: str
    field: str = ""
    grounds: tuple[Ground, ...] = ()

    @classmethod
    def of(cls, number: str, error: Exception) -> Problem:
        """The problem that an error of casework or law tells of."""
        if isinstance(error, Invalid):
            return cls(number, error.message, field=error.field)
        return cls(
            number,
            str(error),
            grounds=error.grounds if isinstance(error, Refused) else (),
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a row that is there says something else than the register: ``known`` is
    what the register has, "" where that is not to be said.
    """

    number: str
    field: str
    known: str


@dataclass(slots=True)
class Carried:
    """What became of the rows: numbers taken, numbers that were there already
    (``changed``: of these, those that went on), where rows differ from the register,
    problems.
    """

    taken: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
