"""The annual report: stock and flow of matters, contacts, age of the stock, timeliness
of duties. Numbers only.

Every figure is counted on its own; that they fit together is checked afterwards
(``identities``), not brought about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from huiyin.casework.chapters.suggestions.reads import (
    REGISTER,
    Adoption,
    adoptions,
)
from huiyin.casework.lists.counts import (
    AGE_EDGES,
    Balance,
    ContactCount,
    Flow,
    Timeliness,
)
from huiyin.casework.lists.recounted import Counting
from huiyin.ledger import heads
from huiyin.ledger.heads import Head
from huiyin.organisations import reads
from huiyin.organisations.info import OrganInfo, TopicInfo
from huiyin.oversight import months
from huiyin.oversight.counting import counting
from huiyin.oversight.indicators import Measured, measure
from huiyin.oversight.months import Month, Table
from huiyin.oversight.scope import WHOLE, Scope

OTHERWISE = ("refused", "passed_on", "withdrawn", "unresolved", "unrecorded")
"""How a matter leaves the stock without being known to be resolved, in the order of the reports."""
COLUMNS = (
    "stock_start",
    "new",
    "resolved_of_stock",
    "resolved_of_new",
    *OTHERWISE,
    "stock_end",
)
SMALL = 10
"""Fewer sealed matters than this in a year are not told: a small count can be tied to somebody."""


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Matters in stock that are ``from_days`` to ``to_days`` old; ``to_days`` None is
    the open end.
    """

    from_days: int
    to_days: int | None
    matters: int


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The figures of one year for the organs of a scope, as they stand on ``today``."""

    year: int
    scope: Scope
    today: date
    total: Flow
    balance: Balance
    contacts: int
    contacts_repeat: int
    simplified: int
    by_topic: tuple[Flow, ...]
    by_organ: tuple[Flow, ...]
    by_channel: tuple[ContactCount, ...]
    age_of_stock: tuple[AgeBand, ...]
    timeliness: tuple[Timeliness, ...]
    sealed: int | None = None
    """Sealed matters received in the year, beside all other figures; None where the
    whole register is not covered, and where they are fewer than ``SMALL``.
    """
    endings: Mapping[str, int] = field(default_factory=dict)
    """How the matters that left the stock ended, counted apart from the flow: number by ending."""
    indicators: tuple[Measured, ...] = ()
    reopened: int = 0
    suggestions: tuple[Adoption, ...] = ()
    by_month: tuple[Month, ...] = ()
    topic_area: Table = field(default_factory=Table)
    head: Head | None = None
    """The last head that was taken over the whole ledger, to be printed with the
    figures; None where the report does not cover the whole register, and before the
    first night.
    """

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """The day after the last."""
        return date(self.year + 1, 1, 1)

    @property
    def last_day(self) -> date:
        """The last day that the report covers: of the year, or the day it was made in a
        running one.
        """
        return min(self.end - timedelta(days=1), self.today)

    @property
    def running(self) -> bool:
        """Whether the year is not over yet, so that its figures still change."""
        return self.today < self.end

    @property
    def persons(self) -> int:
        """The persons behind the contacts."""
        return sum(count.persons for count in self.by_channel)


def compose(*, year: int, today: date, scope: Scope = WHOLE) -> AnnualReport:
    """The report of a year as it stands now, all its figures of one moment. ``today``
    decides which duties can already be late; about twenty queries, whatever the size.
    """
    with counting(scope.codes) as counts:
        return _composed(counts, year=year, today=today, scope=scope)


def _composed(
    counts: Counting, *, year: int, today: date, scope: Scope
) -> AnnualReport:
    contacts, repeat = counts.contact_total(year)
    cohorts = counts.timeliness(year, today=today)
    new_by_month = counts.new_by_month(year)
    whole = scope.codes is None
    return AnnualReport(
        year=year,
        scope=scope,
        today=today,
        total=counts.flow(year)[0],
        balance=counts.balance(year),
        contacts=contacts,
        contacts_repeat=repeat,
        simplified=counts.simplified(year),
        by_topic=_grouped(counts, year, by="topic", order=reads.topics()),
        by_organ=_grouped(counts, year, by="handler", order=reads.tree()),
        by_channel=tuple(counts.contacts(year)),
        age_of_stock=age_bands(
            counts.ages(min(date(year + 1, 1, 1), today + timedelta(days=1)))
        ),
        sealed=_sealed(counts, year) if whole else None,
        timeliness=tuple(cohorts),
        endings=counts.endings(year),
        indicators=measure(counts, year=year, today=today, cohorts=cohorts),
        reopened=counts.reopened(year),
        suggestions=tuple(adoptions(counts.filed(year, register=REGISTER))),
        by_month=months.by_month(new_by_month, counts.ended_by_month(year)),
        topic_area=months.by_topic_and_area(counts.new_by_area(year)),
        head=next(iter(heads.latest()), None) if whole else None,
    )


def _sealed(counts: Counting, year: int) -> int | None:
    count = counts.sealed(year)
    return count if count >= SMALL else None


def _grouped(
    counts: Counting,
    year: int,
    *,
    by: str,
    order: Iterable[TopicInfo | OrganInfo],
) -> tuple[Flow, ...]:
    """The lines of a breakdown in the order of the register, never of the numbers."""
    lines = counts.flow(year, by=by)
    return tuple(sorted(lines, key=_place_in(known.code for known in order)))


def _place_in(order: Iterable[str]) -> Callable[[Flow], tuple[int, str]]:
    places = {code: place for place, code in enumerate(order)}
    return lambda line: (places.get(line.key, len(places)), line.key)


def age_bands(counts: Sequence[int]) -> tuple[AgeBand, ...]:
    """The stock by age: one band up to each of ``AGE_EDGES``, in days, and an open one
    behind them, with how many matters are in each.
    """
    lower = [1, *(edge + 1 for edge in AGE_EDGES)]
    return tuple(
        AgeBand(first, last, matters)
        for first, last, matters in zip(
            lower, (*AGE_EDGES, None), counts, strict=True
        )
    )


def years(today: date) -> list[int]:
    """The years that can be reported on, the newest first: from the first matter
    received to the running year.
    """
    with counting(None) as counts:
        received = counts.years()
    return (
        list(range(max(today.year, received[0]), received[-1] - 1, -1))
        if received
        else [today.year]
    )
