"""What is counted over matters and duties: numbers only, never a person, never a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AGE_EDGES: Final = (30, 60, 90, 180, 365, 3 * 365)
"""The last day of each band of age, in days; what is older comes last."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Stock and flow of matters (件) in a half-open period; each figure is counted on its own.

    What was refused, passed on to another way or taken back left the stock too, but
    nobody resolved it: these are never among the resolved, so that no figure gets
    better by refusing. ``unresolved``: closed without a solution, where a pack knows
    such an end. ``unrecorded``: an old ledger says that it ended, and not how; it is
    taken for none of the others.
    """

    key: str
    stock_start: int
    new: int
    resolved_of_stock: int
    resolved_of_new: int
    refused: int
    passed_on: int
    withdrawn: int
    unresolved: int
    unrecorded: int
    stock_end: int

    @property
    def resolved(self) -> int:
        """All matters resolved in the period."""
        return self.resolved_of_stock + self.resolved_of_new

    @property
    def otherwise(self) -> int:
        """All matters that left the stock in the period without being resolved."""
        return self.refused + self.passed_on + self.withdrawn + self.unresolved

    @property
    def ended(self) -> int:
        """All matters that left the stock in the period, whatever became of them."""
        return self.resolved + self.otherwise + self.unrecorded


@dataclass(frozen=True, slots=True)
class Balance:
    """The main figures again, counted apart from the flow, so that the two can be held
    against each other.
    """

    stock_start: int
    ended: int
    stock_end: int


@dataclass(frozen=True, slots=True)
class ContactCount:
    """Contacts (件次) of one channel in a period, with the persons (人次) behind them."""

    channel: str
    first: int
    repeat: int
    persons: int


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Duties of one kind that fell due in a period: how each of the cohort ended.

    ``unrecorded``: an old ledger does not say when. ``cancelled`` duties fell away and
    are not in the cohort.
    """

    kind: str
    fell_due: int
    in_time: int
    late: int
    open_overdue: int
    unrecorded: int


@dataclass(frozen=True, slots=True)
class OpenByOrgan:
    """The open duties of one organ, at a glance."""

    organ: str
    overdue: int
    week: int
    later: int


@dataclass(frozen=True, slots=True)
class Result:
    """How many of the matters resolved in a period had this outcome and this rating; ""
    where there is none.
    """

    outcome: str
    rating: str
    matters: int
