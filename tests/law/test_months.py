"""Limits in months and years: the day with the same number, or the month's last; what is added, is added in days.

Days by hand, after Regulation (EEC, Euratom) 1182/71, Art. 3, and Art. 202 of the Civil Code, which say the same.
"""

from datetime import date

import pytest
from tests.law import minimal

from huiyin.law.calendar import workdays
from huiyin.law.calendar.deadlines import between, compute, explain
from huiyin.law.language import tightening
from huiyin.law.language.reading import PackError

ISO = workdays.calendar("ISO")


@pytest.mark.parametrize(
    ("base", "months", "more", "last", "due"),
    [
        (date(2026, 3, 5), 3, 0, date(2026, 6, 5), date(2026, 6, 5)),  # a Friday
        (date(2026, 11, 30), 3, 0, date(2027, 2, 28), date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (date(2027, 1, 31), 1, 0, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2028, 1, 31), 1, 0, date(2028, 2, 29), date(2028, 2, 29)),  # a leap year, a Tuesday
        (date(2026, 8, 31), 3, 0, date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 12, 15), 3, 0, date(2027, 3, 15), date(2027, 3, 15)),
        (date(2026, 12, 15), 3, 10, date(2027, 3, 25), date(2027, 3, 25)),  # ten days more: a Thursday
        (date(2026, 11, 30), 3, 3, date(2027, 3, 3), date(2027, 3, 3)),  # behind the last of February
        (date(2026, 11, 30), 15, 0, date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_months(base: date, months: int, more: int, last: date, due: date) -> None:
    for extension, stopped in ((more, 0), (0, more)):
        found = compute(ISO, base, months, "month", extension, stopped_days=stopped)
        assert (found.last_day, found.due_date) == (last, due)


def test_a_year_from_a_leap_day() -> None:
    assert compute(ISO, date(2028, 2, 29), 1, "year").last_day == date(2029, 2, 28)


def test_the_reasons_say_in_what_an_extension_is_counted() -> None:
    said = " ".join(explain(compute(ISO, date(2026, 12, 15), 3, "month", 10), "en"))
    assert "The limit is 3 months from" in said
    assert "An extension of 10 calendar days was approved" in said
    said = " ".join(explain(compute(ISO, date(2026, 3, 5), 5, "working", 2), "en"))
    assert "An extension of 2 working days was approved" in said


def test_the_reasons_of_a_month_without_that_day() -> None:
    """One month after 31 January 2028 is 29 February, a Tuesday: the day is said, and the month stands alone."""
    assert explain(compute(ISO, date(2028, 1, 31), 1, "month"), "en") == [
        "The limit is 1 month from Monday 31 January 2028; that day itself is not counted.",
        "That month has no day of this number, so its last day counts: Tuesday 29 February 2028.",
        "The last day is Tuesday 29 February 2028, a working day.",
    ]


@pytest.mark.parametrize(("extension", "stopped"), [(1, 0), (0, 1)])
def test_what_is_added_is_no_matter_of_short_months(extension: int, stopped: int) -> None:
    told = explain(compute(ISO, date(2028, 1, 31), 1, "month", extension, stopped_days=stopped), "en")
    assert not [sentence for sentence in told if "no day of this number" in sentence]


def test_a_month_with_that_day_has_no_more_to_explain() -> None:
    told = explain(compute(ISO, date(2026, 3, 5), 3, "month"), "en")
    assert told == [
        "The limit is 3 months from Thursday 5 March 2026; that day itself is not counted.",
        "The last day is Friday 5 June 2026, a working day.",
    ]


def test_what_is_due_at_once_says_so() -> None:
    assert (
        explain(compute(ISO, date(2026, 3, 5), 0, "calendar"), "en")[0] == "It is due on Thursday 5 March 2026 itself."
    )


def test_one_day_is_no_month() -> None:
    assert explain(compute(ISO, date(2026, 3, 4), 1, "calendar"), "en")[0].startswith(
        "The limit is 1 calendar days from"
    )


@pytest.mark.parametrize(
    ("end", "calendar_days", "working_days"),
    [
        (date(2026, 3, 4), 0, 0),  # before it began
        (date(2026, 3, 5), 0, 0),
        (date(2026, 3, 6), 1, 1),  # a Friday
        (date(2026, 3, 8), 3, 1),  # a Sunday
        (date(2026, 3, 9), 4, 2),
    ],
)
def test_how_long_a_clock_stood_still(end: date, calendar_days: int, working_days: int) -> None:
    start = date(2026, 3, 5)  # a Thursday
    assert between(ISO, start, end, "calendar") == between(ISO, start, end, "month") == calendar_days
    assert between(ISO, start, end, "working") == working_days


RULES = minimal.RULES


def test_a_duty_and_a_right_in_months() -> None:
    pack = minimal.parse(
        rules=RULES.replace('days = 10\nunit = "working"', "months = 3").replace("days = 30", "years = 1")
    )
    assert (pack.duties["answer"].days, pack.duties["answer"].unit) == (3, "month")
    assert (pack.rights["appeal"].days, pack.rights["appeal"].unit) == (1, "year")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('days = 10\nunit = "working"', "days = 10\nmonths = 3", "answer.months: cannot stand beside days"),
        ('days = 10\nunit = "working"', 'months = 3\nunit = "working"', "answer.unit: cannot stand beside months"),
        ('days = 10\nunit = "working"', "months = -1", "answer.months: must be zero or more"),
        ('days = 10\nunit = "working"', "", "answer.days: is missing"),
        ('until = "promised"', 'until = "promised"\nmonths = 1', "keep_promise.days: cannot stand beside until"),
    ],
)
def test_limits_that_are_written_wrongly(old: str, new: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        minimal.parse(rules=RULES.replace(old, new, 1))


@pytest.mark.parametrize(
    ("days", "unit", "most", "most_unit", "never_later"),
    [
        (3, "month", 3, "month", True),
        (4, "month", 3, "month", False),
        (84, "calendar", 3, "month", True),  # three months have 28 + 31 + 30 days and more
        (90, "calendar", 3, "month", False),  # from 1 February to 1 May it is 89
        (3, "month", 93, "calendar", True),
        (3, "month", 90, "calendar", False),
        (20, "working", 3, "month", False),  # working days have no most
        (3, "month", 93, "working", True),  # and at least as many days
        (1, "year", 12, "month", False),
    ],
)
def test_which_limit_never_ends_later(days: int, unit: str, most: int, most_unit: str, *, never_later: bool) -> None:
    assert tightening._within(days, unit, most, most_unit) is never_later
