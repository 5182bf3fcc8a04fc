"""The annual report: stock and flow of matters, contacts, age of the stock, timeliness
of duties. Numbers only.

Every figure is counted on its own; that they fit together is checked afterwards
(``identities``), not brought about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from huiyin.casework.chapters.suggestions.reads import Adoption, adoptions
from huiyin.casework.lists import statistics
from huiyin.casework.lists.counts import Balance, ContactCount, Flow, Timeliness
from huiyin.ledger import heads
from huiyin.ledger.heads import Head
from huiyin.organisations import reads
from huiyin.organisations.info import OrganInfo, TopicInfo
from huiyin.oversight import months
from huiyin.oversight.indicators import Measured, measure
from huiyin.oversight.months import Month, Table
from huiyin.oversight.scope import WHOLE, Scope

# The last day of each band of age, in days; what is older comes last.
AGE_EDGES = (30, 60, 90, 180, 365, 3 * 365)
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
    """The report of a year, counted now. ``today`` decides which duties can already be
    late; about a dozen queries, whatever the size.
    """
    start, end, codes = date(year, 1, 1), date(year + 1, 1, 1), scope.codes
    contacts, repeat = statistics.contact_total(
        start=start, end=end, codes=codes
    )
    cohorts = statistics.timeliness(
        start=start, end=end, codes=codes, today=today
    )
    received = statistics.received(start=start, end=end, codes=codes)
    ended = statistics.ended_by_month(start=start, end=end, codes=codes)
    return AnnualReport(
        year=year,
        scope=scope,
        today=today,
        total=statistics.flow(start=start, end=end, codes=codes)[0],
        balance=statistics.balance(start=start, end=end, codes=codes),
        contacts=contacts,
        contacts_repeat=repeat,
        simplified=statistics.simplified(start=start, end=end, codes=codes),
        by_topic=_grouped(scope, start, end, by="topic", order=reads.topics()),
        by_organ=_grouped(scope, start, end, by="handler", order=reads.tree()),
        by_channel=tuple(
            statistics.contacts(start=start, end=end, codes=codes)
        ),
        age_of_stock=age_bands(
            on=min(end, today + timedelta(days=1)), codes=codes
        ),
        sealed=_sealed(scope, start, end),
        timeliness=tuple(cohorts),
        endings=_by_ending(scope, start, end),
        indicators=_indicators(scope, start, end, today=today, cohorts=cohorts),
        reopened=statistics.reopened(start=start, end=end, codes=codes),
        suggestions=tuple(adoptions(start=start, end=end, codes=codes)),
        by_month=months.by_month(received, ended),
        topic_area=months.by_topic_and_area(received),
        head=next(iter(heads.latest()), None) if codes is None else None,
    )


def _sealed(scope: Scope, start: date, end: date) -> int | None:
    count = statistics.sealed_received(start=start, end=end)
    return count if scope.codes is None and count >= SMALL else None


def _by_ending(scope: Scope, start: date, end: date) -> dict[str, int]:
    endings = statistics.endings(start=start, end=end, codes=scope.codes)
    return {ending: matters for (_key, ending), matters in endings.items()}


def _indicators(
    scope: Scope,
    start: date,
    end: date,
    *,
    today: date,
    cohorts: Sequence[Timeliness],
) -> tuple[Measured, ...]:
    """The indicators of the period, from its duties and the results of its matters."""
    return measure(
        start=start,
        end=end,
        today=today,
        scope=scope,
        cohorts=cohorts,
        results=statistics.results(start=start, end=end, codes=scope.codes),
    )


def _grouped(
    scope: Scope,
    start: date,
    end: date,
    *,
    by: str,
    order: Iterable[TopicInfo | OrganInfo],
) -> tuple[Flow, ...]:
    """The lines of a breakdown in the order of the register, never of the numbers."""
    lines = statistics.flow(start=start, end=end, codes=scope.codes, by=by)
    return tuple(sorted(lines, key=_place_in(known.code for known in order)))


def _place_in(order: Iterable[str]) -> Callable[[Flow], tuple[int, str]]:
    places = {code: place for place, code in enumerate(order)}
    return lambda line: (places.get(line.key, len(places)), line.key)


def age_bands(
    *, on: date, codes: Sequence[str] | None, edges: Sequence[int] = AGE_EDGES
) -> tuple[AgeBand, ...]:
    """The stock at the start of the day ``on`` by age: one band up to each of
    ``edges``, in days, and an open one behind them.
    """
    counts = statistics.ages(on=on, codes=codes, edges=edges)
    lower = [1, *(edge + 1 for edge in edges)]
    return tuple(
        AgeBand(first, last, matters)
        for first, last, matters in zip(
            lower, (*edges, None), counts, strict=True
        )
    )


def years(today: date) -> list[int]:
    """The years that can be reported on, the newest first: from the first matter
    received to the running year.
    """
    received = statistics.years()
    return (
        list(range(max(today.year, received[0]), received[-1] - 1, -1))
        if received
        else [today.year]
    )
