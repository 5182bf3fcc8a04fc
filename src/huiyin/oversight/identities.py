"""What must hold between the figures of a report. Each check looks at figures that were
counted separately.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from huiyin.casework.lists.counts import Flow
from huiyin.law.rules.states import RESOLVED
from huiyin.oversight.annual import COLUMNS, OTHERWISE, AnnualReport


@dataclass(frozen=True, slots=True)
class Problem:
    """Two figures that ought to be the same and are not: which check, what of it, and
    both numbers.
    """

    identity: str
    what: str
    left: int
    right: int


Check = Callable[[AnnualReport], Iterator[Problem]]


def _same(identity: str, what: str, left: int, right: int) -> Iterator[Problem]:
    if left != right:
        yield Problem(identity, what, left, right)


def stock_balances(report: AnnualReport) -> Iterator[Problem]:
    """Stock at the start, and new, less what left it, is the stock at the end."""
    balance = report.balance
    expected = balance.stock_start + report.total.new - balance.ended
    yield from _same(
        "stock_balances",
        "stock_start + new - ended = stock_end",
        expected,
        balance.stock_end,
    )


def resolved_adds_up(report: AnnualReport) -> Iterator[Problem]:
    """What was resolved is either of the stock or new."""
    what = "resolved_of_stock + resolved_of_new = resolved"
    yield from _same(
        "resolved_adds_up",
        what,
        report.total.resolved,
        report.endings.get(RESOLVED, 0),
    )


def endings_add_up(report: AnnualReport) -> Iterator[Problem]:
    """Whatever left the stock was resolved, refused, passed on, taken back, closed or
    is not recorded, and counts in one of them.
    """
    for ending in OTHERWISE:
        yield from _same(
            "endings_add_up",
            ending,
            getattr(report.total, ending),
            report.endings.get(ending, 0),
        )
    what = f"{' + '.join((RESOLVED, *OTHERWISE))} = ended"
    yield from _same(
        "endings_add_up", what, report.total.ended, report.balance.ended
    )


def stock_is_counted_alike(report: AnnualReport) -> Iterator[Problem]:
    """The stock is the same whether counted over the whole register or with the flow of
    the year.
    """
    name = "stock_is_counted_alike"
    yield from _same(
        name,
        "stock_start",
        report.total.stock_start,
        report.balance.stock_start,
    )
    yield from _same(
        name, "stock_end", report.total.stock_end, report.balance.stock_end
    )


def _adds_up(
    identity: str, lines: Sequence[Flow], total: Flow
) -> Iterator[Problem]:
    for column in COLUMNS:
        parts = sum(getattr(line, column) for line in lines)
        yield from _same(identity, column, parts, getattr(total, column))


def topics_add_up(report: AnnualReport) -> Iterator[Problem]:
    """The lines of the topics make the whole."""
    yield from _adds_up("topics_add_up", report.by_topic, report.total)


def organs_add_up(report: AnnualReport) -> Iterator[Problem]:
    """The lines of the organs make the whole."""
    yield from _adds_up("organs_add_up", report.by_organ, report.total)


def channels_add_up(report: AnnualReport) -> Iterator[Problem]:
    """First and repeat contacts of all channels make the contacts."""
    first = sum(count.first for count in report.by_channel)
    repeat = sum(count.repeat for count in report.by_channel)
    yield from _same(
        "channels_add_up",
        "first + repeat = contacts",
        first + repeat,
        report.contacts,
    )
    yield from _same(
        "channels_add_up",
        "repeat = contacts_repeat",
        repeat,
        report.contacts_repeat,
    )


def every_matter_has_one_first_contact(
    report: AnnualReport,
) -> Iterator[Problem]:
    """A matter comes in by one contact, on the day it is received: first contacts are
    as many as new matters.
    """
    first = report.contacts - report.contacts_repeat
    yield from _same(
        "every_matter_has_one_first_contact",
        "contacts - repeat = new",
        first,
        report.total.new,
    )


def ages_add_up(report: AnnualReport) -> Iterator[Problem]:
    """The bands of age make the stock."""
    banded = sum(band.matters for band in report.age_of_stock)
    yield from _same(
        "ages_add_up",
        "sum of age_of_stock = stock_end",
        banded,
        report.balance.stock_end,
    )


def cohorts_add_up(report: AnnualReport) -> Iterator[Problem]:
    """Every duty that fell due was done in time, or late, or stands open."""
    for line in report.timeliness:
        parts = line.in_time + line.late + line.open_overdue
        yield from _same(
            "cohorts_add_up",
            f"{line.kind}: in_time + late + open = fell_due",
            parts,
            line.fell_due,
        )


IDENTITIES: tuple[Check, ...] = (
    stock_balances,
    resolved_adds_up,
    endings_add_up,
    stock_is_counted_alike,
    topics_add_up,
    organs_add_up,
    channels_add_up,
    every_matter_has_one_first_contact,
    ages_add_up,
    cohorts_add_up,
)


def problems(report: AnnualReport) -> tuple[Problem, ...]:
    """Everything that does not hold; empty when the report can be published."""
    return tuple(chain.from_iterable(check(report) for check in IDENTITIES))
