"""The figures of the overview and of the annual report, counted over the whole register.

What is asked for, in ``Counting``, can be answered in two ways: here, by a recount, which
is right whatever happened, and grows with the register; in ``tallied`` by sums that are
kept, which does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from django.utils import timezone

from huiyin.casework.lists import closing_remedies, statistics
from huiyin.casework.lists.counts import (
    AGE_EDGES,
    Balance,
    ContactCount,
    Flow,
    OpenByOrgan,
    Result,
    Timeliness,
)


class Counting(Protocol):
    """Counts over the matters that some organs handle and the duties that they owe; over
    the whole register where none are named. Sealed matters are in none but ``sealed``.
    """

    @property
    def codes(self) -> tuple[str, ...] | None:
        """Each organ by its code; None for the whole register, with all of them."""

    def flow(self, year: int, *, by: str = "") -> list[Flow]:
        """Stock and flow of a year, as a whole (by ""), by "topic" or by "handler"."""

    def balance(self, year: int) -> Balance:
        """Stock before and after a year and what left it, counted apart from the flow."""

    def contacts(self, year: int) -> list[ContactCount]:
        """The contacts of a year by channel."""

    def contact_total(self, year: int) -> tuple[int, int]:
        """The contacts of a year and how many were repeats, counted on their own."""

    def simplified(self, year: int) -> int:
        """Matters accepted under the simplified procedure (简易办理) in a year."""

    def reopened(self, year: int) -> int:
        """Matters that must be handled anew since a year."""

    def sealed(self, year: int) -> int:
        """The sealed matters that came in a year, of all organs."""

    def ages(self, on: date) -> list[int]:
        """The stock at the beginning of the day ``on`` by age, in the bands of ``AGE_EDGES``."""

    def timeliness(self, year: int, *, today: date) -> list[Timeliness]:
        """The duties that fell due in a year before today, by kind."""

    def endings(self, year: int) -> dict[str, int]:
        """How many matters left the stock in a year, by how they ended."""

    def ended_by_month(self, year: int) -> dict[tuple[int, str], int]:
        """The same by month (1 to 12) and ending."""

    def results(self, year: int) -> list[Result]:
        """The matters that left the stock in a year by outcome and rating."""

    def new_by_month(self, year: int) -> dict[int, int]:
        """How many matters were received, by month (1 to 12), of those that have any."""

    def new_by_area(self, year: int) -> dict[tuple[str, str], int]:
        """How many matters were received in a year, by topic and area."""

    def events(self, year: int, *, types: Collection[str]) -> dict[str, int]:
        """How often events happened to matters in a year, by type, of some types."""

    def filed(self, year: int, *, register: str) -> dict[tuple[str, str], int]:
        """How many files of another register came in a year, by category and outcome."""

    def open_by_organ(self, *, today: date) -> list[OpenByOrgan]:
        """The open duties of each organ that has any, by its code."""

    def lapses(self, *, today: date) -> dict[str, int]:
        """How many other lawful ways close today or in the six days after, by organ."""

    def years(self) -> list[int]:
        """The years in which any petition was received, in all organs, newest first."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """Everything counted over the rows as they stand."""

    codes: tuple[str, ...] | None = None

    def flow(self, year: int, *, by: str = "") -> list[Flow]:
        """Stock and flow of a year, as a whole (by ""), by "topic" or by "handler"."""
        start, end = _bounds(year)
        return statistics.flow(start=start, end=end, codes=self.codes, by=by)

    def balance(self, year: int) -> Balance:
        """Stock before and after a year and what left it, counted apart from the flow."""
        start, end = _bounds(year)
        return statistics.balance(start=start, end=end, codes=self.codes)

    def contacts(self, year: int) -> list[ContactCount]:
        """The contacts of a year by channel."""
        start, end = _bounds(year)
        return statistics.contacts(start=start, end=end, codes=self.codes)

    def contact_total(self, year: int) -> tuple[int, int]:
        """The contacts of a year and how many were repeats, counted on their own."""
        start, end = _bounds(year)
        return statistics.contact_total(start=start, end=end, codes=self.codes)

    def simplified(self, year: int) -> int:
        """Matters accepted under the simplified procedure (简易办理) in a year."""
        start, end = _bounds(year)
        return statistics.simplified(start=start, end=end, codes=self.codes)

    def reopened(self, year: int) -> int:
        """Matters that must be handled anew since a year."""
        start, end = _bounds(year)
        return statistics.reopened(start=start, end=end, codes=self.codes)

    def sealed(self, year: int) -> int:
        """The sealed matters that came in a year, of all organs."""
        start, end = _bounds(year)
        return statistics.sealed_received(start=start, end=end)

    def ages(self, on: date) -> list[int]:
        """The stock at the beginning of the day ``on`` by age, in the bands of ``AGE_EDGES``."""
        return statistics.ages(on=on, codes=self.codes, edges=AGE_EDGES)

    def timeliness(self, year: int, *, today: date) -> list[Timeliness]:
        """The duties that fell due in a year before today, by kind."""
        start, end = _bounds(year)
        return statistics.timeliness(
            start=start, end=end, codes=self.codes, today=today
        )

    def endings(self, year: int) -> dict[str, int]:
        """How many matters left the stock in a year, by how they ended."""
        start, end = _bounds(year)
        counted = statistics.endings(start=start, end=end, codes=self.codes)
        return {ending: number for (_key, ending), number in counted.items()}

    def ended_by_month(self, year: int) -> dict[tuple[int, str], int]:
        """The same by month (1 to 12) and ending."""
        start, end = _bounds(year)
        return statistics.ended_by_month(start=start, end=end, codes=self.codes)

    def results(self, year: int) -> list[Result]:
        """The matters that left the stock in a year by outcome and rating."""
        start, end = _bounds(year)
        return statistics.results(start=start, end=end, codes=self.codes)

    def new_by_month(self, year: int) -> dict[int, int]:
        """How many matters were received, by month (1 to 12), of those that have any."""
        counted: Counter[int] = Counter()
        for month, _topic, _area, number in self._received(year):
            counted[month] += number
        return dict(counted)

    def new_by_area(self, year: int) -> dict[tuple[str, str], int]:
        """How many matters were received in a year, by topic and area."""
        counted: Counter[tuple[str, str]] = Counter()
        for _month, topic, area, number in self._received(year):
            counted[topic, area] += number
        return dict(counted)

    def _received(self, year: int) -> list[tuple[int, str, str, int]]:
        start, end = _bounds(year)
        return statistics.received(start=start, end=end, codes=self.codes)

    def events(self, year: int, *, types: Collection[str]) -> dict[str, int]:
        """How often events happened to matters in a year, by type, of some types."""
        start, end = (_midnight(day) for day in _bounds(year))
        return statistics.events(
            types=types, start=start, end=end, codes=self.codes
        )

    def filed(self, year: int, *, register: str) -> dict[tuple[str, str], int]:
        """How many files of another register came in a year, by category and outcome."""
        start, end = _bounds(year)
        return statistics.filed(
            register=register, start=start, end=end, codes=self.codes
        )

    def open_by_organ(self, *, today: date) -> list[OpenByOrgan]:
        """The open duties of each organ that has any, by its code."""
        return statistics.open_by_organ(codes=self.codes, today=today)

    def lapses(self, *, today: date) -> dict[str, int]:
        """How many other lawful ways close today or in the six days after, by organ."""
        return closing_remedies.lapses_by_organ(codes=self.codes, today=today)

    def years(self) -> list[int]:
        """The years in which any petition was received, in all organs, newest first."""
        return statistics.years()


def _bounds(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(
        day, time.min, tzinfo=timezone.get_default_timezone()
    )
