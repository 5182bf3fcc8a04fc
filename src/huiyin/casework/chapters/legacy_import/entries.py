"""What one row of a ledger says, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that could not be taken: its number as the spreadsheet shows it, the
    column, the value, what to do.

    ``sheet`` is the name of the sheet where several were read.
    """

    row: int
    column: str
    value: str
    message: str
    sheet: str = ""


@dataclass(slots=True)
class Entry:
    """What one row says. Organ, topic and area are still names; ``repeat_of`` marks a
    repeat contact.

    ``outcome`` is one of the pack's, or how the matter ended without a decision;
    ``stands_open`` says that the file calls it open. ``wrong`` are the fields with a
    problem.
    """

    row: int
    number: str = ""
    received_on: date | None = None
    channel: str = ""
    persons: int = 1
    topic: str = ""
    area: str = ""
    place: str = ""
    handler: str = ""
    title: str = ""
    text: str = ""
    category: str = ""
    answered_on: date | None = None
    outcome: str = ""
    ground: str = ""
    stands_open: bool = False
    reply: str = ""
    claimant: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    repeat_of: str = ""
    problems: list[RowProblem] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
