"""Counting: the first day left out, rest days rolled over, and the reasons said. Dates
by hand from the calendar.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.law.calendar import workdays
from huiyin.law.calendar.deadlines import compute, explain

CN = workdays.calendar("CN")
DAYS = st.dates(date(2010, 1, 1), date(2028, 12, 31))
LIMITS = st.integers(0, 120)


@pytest.mark.parametrize(
    ("base", "days", "unit", "extension", "last", "due"),
    [
        (date(2026, 9, 30), 15, "calendar", 0, date(2026, 10, 15), date(2026, 10, 15)),
        (date(2026, 9, 30), 15, "working", 0, date(2026, 10, 27), date(2026, 10, 27)),
        (date(2026, 9, 30), 5, "working", 0, date(2026, 10, 13), date(2026, 10, 13)),  # Saturday 10 is worked
        (date(2026, 9, 20), 15, "calendar", 0, date(2026, 10, 5), date(2026, 10, 8)),
        (date(2017, 9, 16), 15, "calendar", 0, date(2017, 10, 1), date(2017, 10, 9)),  # Sunday, then seven days
        (date(2018, 9, 15), 15, "calendar", 0, date(2018, 9, 30), date(2018, 9, 30)),  # that Sunday was worked
        (date(2026, 9, 25), 15, "calendar", 0, date(2026, 10, 10), date(2026, 10, 10)),
        (date(2024, 2, 14), 15, "calendar", 0, date(2024, 2, 29), date(2024, 2, 29)),
        (date(2023, 2, 14), 15, "calendar", 0, date(2023, 3, 1), date(2023, 3, 1)),
        (date(2026, 9, 16), 60, "calendar", 30, date(2026, 12, 15), date(2026, 12, 15)),
        (date(2026, 9, 16), 60, "calendar", 20, date(2026, 12, 5), date(2026, 12, 7)),
        (date(2026, 10, 3), 0, "calendar", 0, date(2026, 10, 3), date(2026, 10, 8)),
        (date(2026, 10, 3), 0, "working", 0, date(2026, 10, 3), date(2026, 10, 8)),
        (date(2026, 10, 3), 1, "working", 0, date(2026, 10, 8), date(2026, 10, 8)),
    ],
)
def test_counting(  # noqa: PLR0917 (a table)
    base: date, days: int, unit: str, extension: int, last: date, due: date
) -> None:
    found = compute(CN, base, days, unit, extension)
    assert (found.last_day, found.due_date) == (last, due)
    assert not found.provisional


@pytest.mark.parametrize(
    ("base", "days", "unit", "provisional"),
    [
        (date(2026, 12, 1), 30, "calendar", False),  # Thursday 31 December 2026
        (date(2026, 12, 2), 30, "calendar", True),  # 1 January 2027
        (date(2026, 12, 20), 9, "working", False),  # 31 December
        (date(2026, 12, 20), 10, "working", True),
        (date(2008, 1, 4), 60, "calendar", False),  # history is never provisional
    ],
)
def test_what_runs_into_an_unpublished_year_is_provisional(base: date, days: int, unit: str, provisional: bool) -> None:
    assert compute(CN, base, days, unit).provisional is provisional


@pytest.mark.parametrize(("days", "unit", "extension"), [(1, "weeks", 0), (-1, "calendar", 0), (1, "working", -2)])
def test_a_limit_that_makes_no_sense_is_refused(days: int, unit: str, extension: int) -> None:
    with pytest.raises(ValueError, match="a limit is zero or more days, months or years"):
        compute(CN, date(2026, 1, 1), days, unit, extension)


@given(base=DAYS, days=LIMITS, unit=st.sampled_from(["calendar", "working"]), extension=st.integers(0, 30))
def test_it_ends_on_a_working_day_and_never_early(base: date, days: int, unit: str, extension: int) -> None:
    found = compute(CN, base, days, unit, extension)
    assert CN.is_working(found.due_date)
    assert found.due_date >= found.last_day >= base + timedelta(days=days + extension)


@given(base=DAYS, days=st.integers(1, 60))
def test_working_days_between_base_and_end_are_as_many_as_asked(base: date, days: int) -> None:
    found = compute(CN, base, days, "working")
    span = [base + timedelta(days=n) for n in range(1, (found.due_date - base).days + 1)]
    assert sum(CN.is_working(day) for day in span) == days
    assert {rest.date for rest in found.passed_over} == {day for day in span if not CN.is_working(day)}


@given(base=DAYS, days=LIMITS)
def test_only_rest_days_lie_between_last_day_and_due_day(base: date, days: int) -> None:
    found = compute(CN, base, days, "calendar")
    between = [found.last_day + timedelta(days=n) for n in range((found.due_date - found.last_day).days)]
    assert [rest.date for rest in found.passed_over] == between


@given(base=DAYS, days=LIMITS, unit=st.sampled_from(["calendar", "working"]))
def test_a_longer_limit_never_ends_sooner(base: date, days: int, unit: str) -> None:
    assert compute(CN, base, days + 1, unit).due_date >= compute(CN, base, days, unit).due_date


@given(base=DAYS, first=st.integers(1, 30), second=st.integers(1, 30))
def test_working_days_add_up(base: date, first: int, second: int) -> None:
    middle = compute(CN, base, first, "working").due_date
    assert compute(CN, middle, second, "working").due_date == compute(CN, base, first + second, "working").due_date


def test_the_reasons_of_a_plain_limit() -> None:
    found = compute(CN, date(2026, 9, 30), 15, "calendar")
    assert explain(found, "zh-hans") == [
        "从2026年9月30日（周三）起算，当日不计，期限为15日。",
        "最后一天是2026年10月15日（周四），是工作日。",
    ]
    assert explain(found, "en") == [
        ("The limit is 15 calendar days from Wednesday 30 September 2026; that day itself is not counted."),
        "The last day is Thursday 15 October 2026, a working day.",
    ]


def test_the_reasons_of_a_limit_that_rolls_over_a_holiday() -> None:
    found = compute(CN, date(2026, 9, 20), 15, "calendar")
    assert explain(found, "zh-hans") == [
        "从2026年9月20日（周日）起算，当日不计，期限为15日。",
        "最后一天本应是2026年10月5日（周一），是休息日（国庆节）。",
        "接连的休息日：10月5日至10月7日（国庆节）。",
        "因此顺延到其后的第一个工作日：2026年10月8日（周四）。",
    ]


def test_the_reasons_of_an_extended_limit_on_a_weekend() -> None:
    found = compute(CN, date(2026, 10, 27), 15, "calendar", 10)  # 21 November 2026, a Saturday
    assert explain(found, "en") == [
        ("The limit is 15 calendar days from Tuesday 27 October 2026; that day itself is not counted."),
        ("An extension of 10 calendar days was approved; it is added before the last day is looked at."),
        "The last day would be Saturday 21 November 2026, which is a rest day (Saturday).",
        "Rest days in a row: 21 November to 22 November (Saturday, Sunday).",
        "So it moves to the next working day: Monday 23 November 2026.",
    ]


def test_the_reasons_of_one_rest_day_name_it_once() -> None:
    found = compute(CN, date(2026, 9, 12), 15, "calendar")  # Sunday 27 September
    assert explain(found, "en")[1:] == [
        "The last day would be Sunday 27 September 2026, which is a rest day (Sunday).",
        "So it moves to the next working day: Monday 28 September 2026.",
    ]


def test_the_reasons_of_working_days_name_the_days_left_out() -> None:
    found = compute(CN, date(2026, 9, 30), 5, "working")
    assert explain(found, "zh-hans") == [
        "从2026年9月30日（周三）起算，当日不计，期限为5个工作日。",
        "其中10月1日至10月7日（国庆节）、10月11日（星期日）是休息日，共8天，不计入。",
        "最后一天是2026年10月13日（周二），是工作日。",
    ]


def test_a_provisional_date_says_so() -> None:
    found = compute(CN, date(2026, 12, 10), 30, "calendar")
    assert explain(found, "en")[-1] == (
        "The official days off of 2027 are not known (not published yet, or too long ago):"
        " this date is provisional and will be computed again."
    )
