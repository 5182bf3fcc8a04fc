"""The figures of the overview and of the annual report, read from sums that are kept.

What is summed: ``contributions``. Each question is one query over cells, whose number
depends on organs, topics and days, and not on how many matters there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import chain
from typing import Final, Protocol

from huiyin.casework.events import UNRECORDED
from huiyin.casework.lists import contributions as of
from huiyin.casework.lists import statistics
from huiyin.casework.lists.counts import (
    AGE_EDGES,
    Balance,
    ContactCount,
    Flow,
    OpenByOrgan,
    Result,
    Timeliness,
)
from huiyin.casework.lists.facts import (
    IN_TIME,
    LATE,
    RUNNING,
    day_of,
    number,
)

EVER: Final = 99_999_999
"""Behind every day, as a number."""

LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "": (),
    "topic": ("what",),
    "handler": ("organ",),
}
"""What the lines of a breakdown are told apart by."""

Place = tuple[int, str, str, str]
"""Period, organ, what and how of a sum; 0 or "" where it is not told apart by it."""
Sums = Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sum over the cells of a figure from a first period to a last one. ``by``: what
    the sums are told apart by, of "period", "organ", "what" and "how".
    """

    figure: str
    first: int
    last: int
    by: tuple[str, ...] = ()


class Kept(Protocol):
    """Whoever keeps the cells."""

    def sums(
        self, *wanted: Wanted, codes: Collection[str] | None
    ) -> list[Sums]:
        """The sums that are wanted, in their order, over the cells of some
        organs or of all (None), without those that are nought. One query.
        """


@dataclass(frozen=True, slots=True)
class Tallied:
    """What ``Recounted`` counts, from the sums that somebody keeps."""

    kept: Kept
    codes: tuple[str, ...] | None = None

    def flow(self, year: int, *, by: str = "") -> list[Flow]:
        """Stock and flow of a year, as a whole (by ""), by "topic" or by
        "handler". The standing ones were in the stock of every year since.
        """
        moved, standing = of.FLOW, of.STANDING
        if by == "topic":
            moved, standing = of.FLOW_BY_TOPIC, of.STANDING_BY_TOPIC
        place = LINES[by]
        flows, stocks = self._sums(
            Wanted(moved, year, year, (*place, "how")),
            Wanted(standing, 0, year, (*place, "period")),
        )
        lines: dict[str, dict[str, int]] = {} if by else {"": {}}
        for (_period, organ, what, how), times in flows.items():
            line = lines.setdefault(organ or what, {})
            line[how] = line.get(how, 0) + times
        for (came, organ, what, _how), times in stocks.items():
            line = lines.setdefault(organ or what, {})
            line[of.STOCK_END] = line.get(of.STOCK_END, 0) + times
            if came < year:
                line[of.STOCK_START] = line.get(of.STOCK_START, 0) + times
        return [_flow(key, line) for key, line in sorted(lines.items())]

    def balance(self, year: int) -> Balance:
        """Stock before and after a year and what left it, counted apart from the flow."""
        standing, stock, ended = self._sums(
            Wanted(of.OPEN, 0, year, ("period",)),
            Wanted(of.STOCK, year, year + 1, ("period",)),
            Wanted(of.ENDED, year, year),
        )
        before = sum(
            times for (came, *_), times in standing.items() if came < year
        )
        return Balance(
            stock_start=before + stock.get((year, "", "", ""), 0),
            ended=_all(ended),
            stock_end=_all(standing) + stock.get((year + 1, "", "", ""), 0),
        )

    def contacts(self, year: int) -> list[ContactCount]:
        """The contacts of a year by channel."""
        contacts, persons = self._sums(
            Wanted(of.CONTACTS, year, year, ("what", "how")),
            Wanted(of.PERSONS, year, year, ("what",)),
        )
        channels = sorted({place[2] for place in contacts})
        return [
            ContactCount(
                channel,
                contacts.get((0, "", channel, of.FIRST), 0),
                contacts.get((0, "", channel, of.REPEAT), 0),
                persons.get((0, "", channel, ""), 0),
            )
            for channel in channels
        ]

    def contact_total(self, year: int) -> tuple[int, int]:
        """The contacts of a year and how many were repeats, counted on their own."""
        [counted] = self._sums(Wanted(of.CONTACTS_ALL, year, year, ("how",)))
        return _all(counted), counted.get((0, "", "", of.REPEAT), 0)

    def simplified(self, year: int) -> int:
        """Matters accepted under the simplified procedure (简易办理) in a year."""
        return self._number(of.SIMPLIFIED, year)

    def reopened(self, year: int) -> int:
        """Matters that must be handled anew since a year."""
        return self._number(of.REOPENED, year)

    def sealed(self, year: int) -> int:
        """The sealed matters that came in a year, of all organs."""
        wanted = Wanted(of.SEALED, year, year)
        [counted] = self.kept.sums(wanted, codes=None)
        return _all(counted)

    def ages(self, on: date) -> list[int]:
        """The stock at the beginning of the day ``on`` by age, in the bands of
        ``AGE_EDGES``. At the beginning of a year all is known from the cells;
        on another day those are asked for besides that were resolved at or
        after it.
        """
        counts = [0] * (len(AGE_EDGES) + 1)
        new_year = (on.month, on.day) == (1, 1)
        wanted = [Wanted(of.AGE_OF_OPEN, 0, number(on) - 1, ("period",))]
        if new_year:
            wanted.append(Wanted(of.AGE, on.year, on.year, ("what",)))
        standing, *aged = self._sums(*wanted)
        for (came, *_), times in standing.items():
            counts[of.band_of((on - day_of(came)).days)] += times
        for bands in aged:
            for (_period, _organ, band, _how), times in bands.items():
                counts[int(band)] += times
        if not new_year:
            for came_on in statistics.to_be_resolved(on=on, codes=self.codes):
                counts[of.band_of((on - came_on).days)] += 1
        return counts

    def timeliness(self, year: int, *, today: date) -> list[Timeliness]:
        """The duties that fell due in a year before today, by kind. From whole
        months, and the days of the last one.
        """
        end = min(date(year + 1, 1, 1), today)
        if end.year < year:
            return []
        month = end.year * 100 + end.month
        by = ("what", "how")
        months, days = self._sums(
            Wanted(of.DUE_IN_MONTH, year * 100, month - 1, by),
            Wanted(of.DUE_ON_DAY, month * 100, number(end) - 1, by),
        )
        lines: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for (_, _, kind, standing), times in chain(
            months.items(), days.items()
        ):
            lines[kind][standing] += times
        return [_timeliness(kind, line) for kind, line in sorted(lines.items())]

    def endings(self, year: int) -> dict[str, int]:
        """How many matters left the stock in a year, by how they ended."""
        first, last = _months(year)
        [counted] = self._sums(
            Wanted(of.ENDED_IN_MONTH, first, last, ("what",))
        )
        return {ending: times for (_, _, ending, _), times in counted.items()}

    def ended_by_month(self, year: int) -> dict[tuple[int, str], int]:
        """The same by month (1 to 12) and ending."""
        first, last = _months(year)
        by = ("period", "what")
        [counted] = self._sums(Wanted(of.ENDED_IN_MONTH, first, last, by))
        return {
            (month % 100, ending): times
            for (month, _, ending, _), times in counted.items()
        }

    def results(self, year: int) -> list[Result]:
        """The matters that left the stock in a year by outcome and rating."""
        [counted] = self._sums(Wanted(of.RESULT, year, year, ("what", "how")))
        return [
            Result(outcome, rating, times)
            for (_, _, outcome, rating), times in sorted(counted.items())
        ]

    def new_by_month(self, year: int) -> dict[int, int]:
        """How many matters were received, by month (1 to 12), of those that have any."""
        first, last = _months(year)
        [counted] = self._sums(
            Wanted(of.NEW_IN_MONTH, first, last, ("period",))
        )
        return {month % 100: times for (month, *_), times in counted.items()}

    def new_by_area(self, year: int) -> dict[tuple[str, str], int]:
        """How many matters were received in a year, by topic and area."""
        figure = of.NEW_BY_AREA_ALL if self.codes is None else of.NEW_BY_AREA
        by = ("what", "how")
        [counted] = self._sums(Wanted(figure, year, year, by))
        return {
            (topic, area): times
            for (_, _, topic, area), times in counted.items()
        }

    def events(self, year: int, *, types: Collection[str]) -> dict[str, int]:
        """How often events happened to matters in a year, by type, of some
        types. Of the whole register: in others than that of the petitions too.
        """
        figures = [of.EVENTS]
        if self.codes is None:
            figures.append(of.EVENTS_BESIDE)
        wanted = [Wanted(figure, year, year, ("what",)) for figure in figures]
        counts: dict[str, int] = {}
        for counted in self._sums(*wanted):
            for (_, _, kind, _), times in counted.items():
                if kind in types:
                    counts[kind] = counts.get(kind, 0) + times
        return counts

    def filed(self, year: int, *, register: str) -> dict[tuple[str, str], int]:
        """How many files of another register came in a year, by category and outcome."""
        wanted = Wanted(of.filed(register), year, year, ("what", "how"))
        [counted] = self._sums(wanted)
        return {
            (category, outcome): times
            for (_, _, category, outcome), times in counted.items()
        }

    def open_by_organ(self, *, today: date) -> list[OpenByOrgan]:
        """The open duties of each organ that has any, by its code."""
        day, week = number(today), number(today + timedelta(days=7))
        by = ("organ",)
        overdue, soon, later, stopped = self._sums(
            Wanted(of.OWED, 0, day - 1, by),
            Wanted(of.OWED, day, week - 1, by),
            Wanted(of.OWED, week, EVER, by),
            Wanted(of.OWED_STOPPED, 0, 0, by),
        )
        places = sorted({*overdue, *soon, *later, *stopped})
        return [
            OpenByOrgan(
                place[1],
                overdue.get(place, 0),
                soon.get(place, 0),
                later.get(place, 0) + stopped.get(place, 0),
            )
            for place in places
        ]

    def lapses(self, *, today: date) -> dict[str, int]:
        """How many other lawful ways close today or in the six days after, by organ."""
        last = number(today + timedelta(days=6))
        wanted = Wanted(of.LAPSES, number(today), last, ("organ",))
        [counted] = self._sums(wanted)
        return {organ: times for (_, organ, _, _), times in counted.items()}

    def years(self) -> list[int]:
        """The years in which any petition was received, in all organs, newest first."""
        wanted = Wanted(of.NEW_IN_MONTH, 0, EVER, ("period",))
        [counted] = self.kept.sums(wanted, codes=None)
        there = [month // 100 for (month, *_) in counted]
        return list(range(max(there), min(there) - 1, -1)) if there else []

    def _sums(self, *wanted: Wanted) -> list[Sums]:
        return self.kept.sums(*wanted, codes=self.codes)

    def _number(self, figure: str, year: int) -> int:
        [counted] = self._sums(Wanted(figure, year, year))
        return _all(counted)


def _all(counted: Sums) -> int:
    return sum(counted.values())


def _months(year: int) -> tuple[int, int]:
    return year * 100 + 1, year * 100 + 12


def _flow(key: str, line: Mapping[str, int]) -> Flow:
    names = [column.name for column in fields(Flow) if column.name != "key"]
    return Flow(key=key, **{name: line.get(name, 0) for name in names})


def _timeliness(kind: str, line: Mapping[str, int]) -> Timeliness:
    unrecorded = line.get(UNRECORDED, 0)
    return Timeliness(
        kind=kind,
        fell_due=sum(line.values()) - unrecorded,
        in_time=line.get(IN_TIME, 0),
        late=line.get(LATE, 0),
        open_overdue=line.get(RUNNING, 0),
        unrecorded=unrecorded,
    )
