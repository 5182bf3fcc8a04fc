"""What one matter adds to the figures: how many of which cells. A pure function of its
facts.

A cell is a figure, a period, an organ, and what is counted of what. What a figure of a
year asks of ``statistics`` over the whole register is here the sum of the cells of all
matters, and ``tallied`` reads it so; the two are held equal by test. Nothing depends on
the day: what is due or overdue "today" is found by the days of the cells.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from huiyin.casework.events import RESOLVED, UNRECORDED
from huiyin.casework.lists.counts import AGE_EDGES
from huiyin.casework.lists.facts import RUNNING, STOPPED, Facts, day_of
from huiyin.law.rules.registers import PETITION

RULES: Final = 1
"""Raised by one whenever a cell or a fact means something else than before: all is
counted anew then.
"""

Cell = tuple[str, int, str, str, str]
"""Figure, period (a year 2026, a month 202611, a day 20261130, or 0), organ, what, how."""
Cells = dict[Cell, int]

SEALED: Final = "sealed"
FLOW: Final = "flow"
FLOW_BY_TOPIC: Final = "flow_by_topic"
STANDING: Final = "standing"
STANDING_BY_TOPIC: Final = "standing_by_topic"
STOCK: Final = "stock"
OPEN: Final = "open"
ENDED: Final = "ended"
REOPENED: Final = "reopened"
RESULT: Final = "result"
NEW_IN_MONTH: Final = "new_in_month"
NEW_BY_AREA: Final = "new_by_area"
NEW_BY_AREA_ALL: Final = "new_by_area_all"
"""Without the organs: topics, areas and organs together are many."""
ENDED_IN_MONTH: Final = "ended_in_month"
CONTACTS: Final = "contacts"
CONTACTS_ALL: Final = "contacts_all"
PERSONS: Final = "persons"
SIMPLIFIED: Final = "simplified"
AGE: Final = "age"
AGE_OF_OPEN: Final = "age_of_open"
DUE_IN_MONTH: Final = "due_in_month"
DUE_ON_DAY: Final = "due_on_day"
OWED: Final = "owed"
OWED_STOPPED: Final = "owed_stopped"
LAPSES: Final = "lapses"
EVENTS: Final = "events"
EVENTS_BESIDE: Final = "events_beside"
FILED: Final = "filed"
"""With the register behind it: what other registers than that of the petitions hold."""

NEW: Final = "new"
STOCK_START: Final = "stock_start"
STOCK_END: Final = "stock_end"
FIRST: Final = "first"
REPEAT: Final = "repeat"

OF_STOCK_OR_NEW: Final = ("resolved_of_stock", "resolved_of_new")
LEFT: Final = ("refused", "passed_on", "withdrawn", "unresolved", UNRECORDED)


def cells(facts: Facts) -> Cells:
    """The cells of a matter and how often it counts in each. A sealed one counts in none
    but that of the sealed matters of its year, in which no organ stands.
    """
    if facts.sealed:
        return {(SEALED, year(facts.received), "", "", ""): 1}
    counted: Cells = {}
    parts = PARTS if facts.register == PETITION else PARTS_BESIDE
    for part in parts:
        part(facts, counted)
    return counted


def year(day: int) -> int:
    """The year of a day."""
    return day // 10000


def month(day: int) -> int:
    """The month of a day, with its year."""
    return day // 100


def filed(register: str) -> str:
    """The figure of a register beside that of the petitions."""
    return f"{FILED}:{register}"


def _add(counted: Cells, cell: Cell, times: int = 1) -> None:
    counted[cell] = counted.get(cell, 0) + times


def _flow(facts: Facts, counted: Cells) -> None:
    """As ``statistics.flow``: each year in which the matter was open at some time, or came."""
    handler, topic = facts.handler, facts.topic

    def tell(period: int, how: str) -> None:
        _add(counted, (FLOW, period, handler, "", how))
        _add(counted, (FLOW_BY_TOPIC, period, handler, topic, how))

    came = year(facts.received)
    if not facts.resolved:
        tell(came, NEW)
        _add(counted, (STANDING, came, handler, "", ""))
        _add(counted, (STANDING_BY_TOPIC, came, handler, topic, ""))
        return
    left = year(facts.resolved)
    for period in range(came, left + 1):
        tell(period, NEW if period == came else STOCK_START)
        if period < left:
            tell(period, STOCK_END)
        elif facts.ending == RESOLVED:
            tell(period, OF_STOCK_OR_NEW[came == left])
        elif facts.ending in LEFT:
            tell(period, facts.ending)


def _balance(facts: Facts, counted: Cells) -> None:
    """As ``statistics.balance``, counted apart from the flow: the stock at the beginning
    of each year, and what left it.
    """
    came = year(facts.received)
    if not facts.resolved:
        _add(counted, (OPEN, came, facts.handler, "", ""))
        return
    left = year(facts.resolved)
    _add(counted, (ENDED, left, facts.handler, "", ""))
    for period in range(came + 1, left + 1):
        _add(counted, (STOCK, period, facts.handler, "", ""))


def _ages(facts: Facts, counted: Cells) -> None:
    """How old it was at the beginning of each year in which it stood in the stock; an
    open one by the day on which it came.
    """
    if not facts.resolved:
        _add(counted, (AGE_OF_OPEN, facts.received, facts.handler, "", ""))
        return
    came = day_of(facts.received)
    for period in range(came.year + 1, year(facts.resolved) + 1):
        band = band_of((date(period, 1, 1) - came).days)
        _add(counted, (AGE, period, facts.handler, str(band), ""))


def band_of(days: int) -> int:
    """The place of the band of age for so many days, of those that ``AGE_EDGES`` makes."""
    for place, edge in enumerate(AGE_EDGES):
        if days <= edge:
            return place
    return len(AGE_EDGES)


def _matter(facts: Facts, counted: Cells) -> None:
    """Where it came from, and how it ended."""
    handler, came = facts.handler, facts.received
    _add(counted, (NEW_IN_MONTH, month(came), handler, "", ""))
    where = (facts.topic, facts.area)
    _add(counted, (NEW_BY_AREA, year(came), handler, *where))
    _add(counted, (NEW_BY_AREA_ALL, year(came), "", *where))
    if facts.reopened:
        _add(counted, (REOPENED, year(facts.reopened), handler, "", ""))
    if facts.resolved:
        left = facts.resolved
        ended = (ENDED_IN_MONTH, month(left), handler, facts.ending, "")
        _add(counted, ended)
        result = (RESULT, year(left), handler, facts.outcome, facts.rating)
        _add(counted, result)


def _contacts(facts: Facts, counted: Cells) -> None:
    """Its contacts, by channel and all together."""
    handler = facts.handler
    for channel, period, repeat, persons in facts.contacts:
        how = REPEAT if repeat else FIRST
        _add(counted, (CONTACTS, period, handler, channel, how))
        _add(counted, (PERSONS, period, handler, channel, ""), persons)
        _add(counted, (CONTACTS_ALL, period, handler, "", how))


def _duties(facts: Facts, counted: Cells) -> None:
    """Its duties, under those who owe them: each by the month and the day on which it
    falls due, and the open ones. A clock that stands still has not run out.
    """
    for owner, kind, due, standing in facts.duties:
        if standing == STOPPED:
            _add(counted, (OWED_STOPPED, 0, owner, "", ""))
            continue
        if standing == RUNNING:
            _add(counted, (OWED, due, owner, "", ""))
        _add(counted, (DUE_IN_MONTH, month(due), owner, kind, standing))
        _add(counted, (DUE_ON_DAY, due, owner, kind, standing))


def _of_all_registers(facts: Facts, counted: Cells) -> None:
    """What is counted whatever the register: other ways that lapse, the simplified
    procedure.
    """
    if not facts.final:
        for last_day in facts.lapses:
            _add(counted, (LAPSES, last_day, facts.handler, "", ""))
    for period in facts.simplified:
        _add(counted, (SIMPLIFIED, period, facts.handler, "", ""))


def _events(facts: Facts, counted: Cells) -> None:
    figure = EVENTS if facts.register == PETITION else EVENTS_BESIDE
    for kind, period, times in facts.events:
        _add(counted, (figure, period, facts.handler, kind, ""), times)


def _filed(facts: Facts, counted: Cells) -> None:
    """A file of another register, unless it was taken back."""
    if facts.ending != "withdrawn":
        figure, period = filed(facts.register), year(facts.received)
        category, outcome = facts.category, facts.outcome
        _add(counted, (figure, period, facts.handler, category, outcome))


Part = Callable[[Facts, Cells], None]

PARTS: Final[tuple[Part, ...]] = (
    _flow,
    _balance,
    _ages,
    _matter,
    _contacts,
    _duties,
    _of_all_registers,
    _events,
)
PARTS_BESIDE: Final[tuple[Part, ...]] = (_of_all_registers, _events, _filed)
