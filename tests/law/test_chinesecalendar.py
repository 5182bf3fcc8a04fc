"""The calendar against another library, day for day: two that were written apart and
agree are seldom both wrong.
"""

from datetime import date, timedelta
from random import Random

import chinese_calendar
import pytest
from chinese_calendar.constants import holidays, workdays

from huiyin.law.calendar import deadlines
from huiyin.law.calendar.workdays import calendar

CN = calendar("CN")
DAY = timedelta(days=1)
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)  # what chinesecalendar 1.11.0 knows
ASKED = date(2013, 1, 1), date(2026, 12, 31)  # what must be compared at the least

# Where the two differ, and who is right.
WE_ARE_RIGHT = {
    # 国办发明电〔2005〕35号 (2005-12-16): this Saturday is worked, for 3 January 2006. The
    # library took the notice's
    # other make-up days and not this one, which lies in the year before.
    date(2005, 12, 31): True
}


def span(first: date, last: date) -> list[date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


def works(day: date) -> bool:
    """What the other library says, put right where it is known to be wrong."""
    return WE_ARE_RIGHT.get(day, bool(chinese_calendar.is_workday(day)))


def test_the_library_knows_the_years_that_are_compared() -> None:
    known = {day.year for day in (*holidays, *workdays)}
    assert (min(known), max(known)) == (FIRST.year, LAST.year)
    assert set(span(*ASKED)) <= set(span(FIRST, LAST))
    with pytest.raises(NotImplementedError):  # once it knows more, LAST is to be moved
        chinese_calendar.is_workday(LAST + DAY)


def test_every_day_from_2013_to_2026_is_the_same() -> None:
    days = span(*ASKED)
    assert len(days) == 14 * 365 + 3  # leap days of 2016, 2020, 2024
    assert [day for day in days if CN.is_working(day) is not chinese_calendar.is_workday(day)] == []


def test_every_day_that_the_library_knows_is_the_same_but_for_one() -> None:
    differ = [day for day in span(FIRST, LAST) if CN.is_working(day) is not chinese_calendar.is_workday(day)]
    assert differ == list(WE_ARE_RIGHT)
    assert all(CN.is_working(day) is right for day, right in WE_ARE_RIGHT.items())


def stepped(start: date, days: int) -> date:
    """The day on which a limit of so many working days ends, counted on one's fingers
    with the other library.
    """
    day, left = start, days
    while left:
        day += DAY
        left -= works(day)
    while not works(day):  # a limit of no days that begins on a day of rest
        day += DAY
    return day


def rolled(start: date, days: int) -> date:
    """The day on which a limit of so many calendar days ends, moved off days of rest."""
    day = start + days * DAY
    while not works(day):
        day += DAY
    return day


def samples() -> list[tuple[date, int]]:
    """Some thousand limits: any day of the years compared, up to a quarter of a year of
    working days.
    """
    chance = Random(20130101)  # noqa: S311 (a seed, so that every run asks the same)
    days = span(FIRST, date(2026, 6, 30))
    return [(chance.choice(days), chance.choice([0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 60])) for _ in range(4000)]


def test_working_day_limits_end_on_the_same_day() -> None:
    for start, days in samples():
        assert deadlines.compute(CN, start, days, "working").due_date == stepped(start, days), (start, days)


def test_calendar_day_limits_roll_to_the_same_day() -> None:
    for start, days in samples():
        assert deadlines.compute(CN, start, days, "calendar").due_date == rolled(start, days), (start, days)


def test_how_long_a_clock_stood_still_is_the_same() -> None:
    for start, days in samples():
        end = start + days * DAY
        counted = sum(works(day) for day in span(start + DAY, end))
        assert deadlines.between(CN, start, end, "working") == counted, (start, days)
