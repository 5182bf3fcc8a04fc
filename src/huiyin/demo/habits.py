"""When people get round to things: office hours, working days, and how an office stands
to its dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from huiyin.law.calendar.workdays import Calendar

DAY = timedelta(days=1)
CLOSING = time(17, 40)
ON_THE_LAST_DAY = 0.14
"""How often an office acts on the very day that something is due."""

BEHIND = timedelta(days=28)
"""In the last four weeks offices have fallen behind, so that a visitor finds something
that is overdue.
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How an office keeps its dates: how much of the time it takes on average, and how
    often it is late.
    """

    share: float
    late: float


PACES = {
    "prompt": Pace(share=0.30, late=0.03),
    "ordinary": Pace(share=0.48, late=0.06),
    "busy": Pace(share=0.58, late=0.13),
    "slow": Pace(share=0.66, late=0.18),
}


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of the day in the office's own time."""
    return datetime.combine(
        day, time(hour, minute), tzinfo=ZoneInfo(settings.TIME_ZONE)
    )


class Habits:
    """Draws moments; the same generator gives the same year."""

    def __init__(
        self, *, calendar: Calendar, rng: Random, until: datetime
    ) -> None:
        self.calendar = calendar
        self.rng = rng
        self.behind_since = until.date() - BEHIND

    def working_day(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self.calendar.is_working(day):
            day += DAY
        return day

    def at_work(self, day: date, *, after: datetime) -> datetime:
        """A moment in office hours of a day (or the next working one), later than ``after``."""
        day = self.working_day(max(day, after.date()))
        moment = local(
            day,
            self.rng.choice((9, 9, 10, 10, 11, 14, 15, 15, 16, 17)),
            self.rng.randrange(0, 40),
        )
        if moment > after:
            return moment
        soon = after + timedelta(minutes=self.rng.randrange(6, 50))
        if soon.date() == day and soon.time() < CLOSING:
            return soon
        return self.at_work(after.date() + DAY, after=after)

    def within(self, first: int, last: int, *, after: datetime) -> datetime:
        """A moment in office hours, ``first`` to ``last`` days after the one of ``after``."""
        return self.at_work(
            after.date() + DAY * self.rng.randint(first, last), after=after
        )

    def at_home(self, first: int, last: int, *, after: datetime) -> datetime:
        """A moment of a citizen's day, weekends and evenings included, ``first`` to
        ``last`` days after the one of ``after``, and later than that.
        """
        day = after.date() + DAY * self.rng.randint(first, last)
        return max(
            local(
                day,
                self.rng.choice((7, 8, 10, 12, 13, 16, 18, 19, 20, 20, 21, 22)),
                self.rng.randrange(60),
            ),
            after + timedelta(minutes=self.rng.randrange(5, 90)),
        )

    def before(self, due: date, *, after: datetime, pace: str) -> datetime:
        """When an office of this pace, to which something has come at ``after``, does
        what is due on ``due``: in time, on the last day, sometimes late.
        """
        habit = PACES[pace]
        left = max((due - after.date()).days, 0)
        drawn = self.rng.random()
        slips = habit.late * (2 if due >= self.behind_since else 1)
        if drawn < slips:
            overdue = 1 + min(int(self.rng.expovariate(1 / 12)), 50)
            return self.at_work(due + DAY * overdue, after=after)
        if drawn < slips + ON_THE_LAST_DAY:
            return self._afternoon(due, after=after)
        share = min(
            self.rng.betavariate(4 * habit.share, 4 * (1 - habit.share)), 1.0
        )
        day = after.date() + DAY * round(left * share)
        rolled = self.working_day(day)
        return self.at_work(min(rolled, due), after=after)

    def _afternoon(self, day: date, *, after: datetime) -> datetime:
        moment = local(
            day, self.rng.choice((14, 15, 16)), self.rng.randrange(60)
        )
        return (
            moment
            if moment > after and day == self.working_day(day)
            else self.at_work(day, after=after)
        )
