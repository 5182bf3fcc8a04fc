"""What a step is told: its arguments, who says them, and what holds where nobody does."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from huiyin.law.rules.conditions import Source
from huiyin.law.terms.facts import Scalar
from huiyin.law.terms.ruling import Text

AHEAD, PAST, EITHER = "ahead", "past", "either"
SIDES = (AHEAD, PAST, EITHER)
"""On which side of today a date lies; a pack that says EITHER has thought of it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What a step is told: its kind, whether it must be given, and for terms the
    vocabulary it comes from.

    ``matching`` names a fact whose value must be among the term's ``applies``. ``find``
    says how an organ is found in the tree, so that nobody is asked ("above:handler":
    one level above that party; "above:args.whom": above the party that the argument
    ``whom`` names; "common": the common superior; "own": the organ of whoever acts; of
    staff, whoever acts). ``note``: the words are kept beside the event; ``told``: the
    petitioner reads them. ``among`` names the party to which an organ that is chosen
    must belong, or from whose staff people are; ``many``: several may be named,
    ``sits``: they will act in the matter, so that nobody who stands aside can be named.
    ``further``: a pack that stands on this one asks for it besides. ``choice``, beside
    ``find`` of an organ above: where the register knows the superior department as
    well, whoever takes the step chooses between the two, and this is what they are
    told. ``otherwise`` is where the value comes from when nothing is said ("$today":
    what comes in is received on the day it is written down); ``by`` names the roles
    that may say it: of anybody else the step is told what ``otherwise`` gives, or
    nothing. ``known`` names what casework works out from what is recorded
    (``rules.known``), and nobody is asked. ``day`` says on which side of
    today a date lies: AHEAD for what is promised, PAST for what has happened, today
    being both; "" for either side.
    """

    name: str
    title: Text
    kind: str  # text | int | bool | date | organ | term | staff
    required: bool = False
    default: Scalar = None
    vocabulary: str = ""
    matching: Source | None = None
    find: str = ""
    note: bool = False
    told: bool = False
    further: bool = False
    among: str = ""
    many: bool = False
    sits: bool = False
    choice: Text | None = None
    otherwise: Source | None = None
    by: frozenset[str] = frozenset()
    known: str = ""
    day: str = ""

    @property
    def named_by(self) -> str:
        """The argument that names the party above which an organ is found; "" where the
        pack names it.
        """
        _, said, name = self.find.partition(":args.")
        return name if said else ""

    def out_of_time(self, day: date, today: date) -> bool:
        """Whether a day lies on the wrong side of today: promised and over already, or
        said to have happened and yet to come.
        """
        if self.day == AHEAD:
            return day < today
        if self.day == PAST:
            return day > today
        return False

    def asked_of(self, roles: Container[str]) -> bool:
        """Whether somebody in these roles may say it."""
        return not self.by or any(role in roles for role in self.by)
