"""Which days are working days: expectations by hand from the State Council's yearly notices."""

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from huiyin.law.calendar import workdays
from huiyin.law.calendar.deadlines import compute
from huiyin.law.calendar.workdays import Calendar, CalendarError
from huiyin.law.terms import pack_folders

CN = workdays.calendar("CN")


@pytest.mark.parametrize(
    "day",
    [
        "2013-02-10",  # Spring Festival, a Sunday
        "2013-02-15",
        "2013-10-07",  # Monday, National Day
        "2014-02-06",  # Thursday, Spring Festival
        "2014-10-07",
        "2015-09-03",  # the day of victory, a Thursday
        "2015-09-04",
        "2016-02-08",
        "2016-10-07",
        "2017-10-02",
        "2017-10-06",
        "2018-12-31",  # Monday, New Year 2019
        "2019-05-03",  # the longer Labour Day
        "2020-01-31",  # the Spring Festival that was made longer
        "2020-10-08",  # eight days with Mid-Autumn
        "2021-05-05",
        "2022-02-04",
        "2023-10-06",
        "2024-02-16",  # the eighth day of that Spring Festival
        "2025-01-28",  # New Year's Eve of the lunar calendar, statutory since 2025
        "2025-10-08",
        "2026-02-23",
        "2026-10-07",
        "2026-11-22",  # an ordinary Sunday
    ],
)
def test_days_of_rest(day: str) -> None:
    assert not CN.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    [
        "2013-01-05",  # Saturday, made up
        "2013-10-12",
        "2014-01-26",  # Sunday, made up
        "2014-09-28",
        "2014-10-11",
        "2015-09-06",
        "2016-02-06",
        "2017-09-30",
        "2018-09-30",
        "2019-10-12",
        "2020-06-28",
        "2021-09-18",
        "2022-10-08",
        "2022-10-09",
        "2023-10-08",
        "2024-02-18",
        "2024-10-12",
        "2025-09-28",
        "2026-01-04",
        "2026-09-20",
        "2026-10-10",
        "2026-10-08",  # an ordinary Thursday
    ],
)
def test_working_days(day: str) -> None:
    assert CN.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        ("2026-10-01", "国庆节", "National Day"),
        ("2026-10-05", "国庆节", "National Day"),  # taken in lieu of Sunday 4
        ("2026-10-07", "调休", "day off in exchange"),
        ("2026-10-04", "星期日", "Sunday"),
        ("2026-11-21", "星期六", "Saturday"),
        ("2020-10-01", "中秋节 / 国庆节", "Mid-Autumn Festival / National Day"),
    ],
)
def test_rest_days_have_names(day: str, zh: str, en: str) -> None:
    rest = CN.rest_day(date.fromisoformat(day))
    assert rest is not None
    assert (rest.name.zh, rest.name.en) == (zh, en)


def test_the_library_has_the_arrangement_of_every_published_year_and_of_none_after() -> None:
    """A year that is arranged has working days made up for or days off exchanged; one
    that is computed has neither.
    """
    described = CN.description
    assert (described.published_from, described.published_through) == (2001, 2026)

    def arranged(year: int) -> bool:
        found = holidays.country_holidays("CN", years=year)
        worked = any(day.year == year for day in found.weekend_workdays)
        return worked or any("调休" in name for name in found.values())

    assert all(arranged(year) for year in range(described.published_from, described.published_through + 1))
    assert not any(arranged(year) for year in range(described.published_through + 1, described.published_through + 6))


def test_years_without_a_known_arrangement_are_estimates() -> None:
    """Those to come, and those before notices on days off were kept (audit F28)."""
    assert not CN.published(1995)
    assert not CN.published(2000)
    assert CN.published(2001)
    assert CN.published(2026)
    assert not CN.published(2027)


@pytest.mark.parametrize(
    "day", ["1999-10-04", "1999-10-05", "1999-10-07", "2000-05-04", "2000-05-05", "2000-10-05", "2000-10-06"]
)
def test_the_first_golden_weeks(day: str) -> None:
    """Seven days off at National Day from 1999 on, and at Labour Day from 2000 on."""
    assert not CN.is_working(date.fromisoformat(day))


def test_a_day_of_1999_is_marked_as_an_estimate() -> None:
    found = compute(CN, date(1999, 9, 20), 15, "calendar")  # 5 October, in the holiday; 8 October is a Friday
    assert (found.last_day, found.due_date, found.provisional) == (date(1999, 10, 5), date(1999, 10, 8), True)


def test_an_unpublished_year_has_weekends_and_statutory_holidays() -> None:
    assert not CN.is_working(date(2027, 10, 1))
    assert not CN.is_working(date(2027, 11, 20))  # Saturday
    assert CN.is_working(date(2027, 11, 22))


def test_years_far_away_have_weekends() -> None:
    assert not CN.is_working(date(1949, 10, 1))  # Saturday
    assert CN.is_working(date(1949, 10, 3))
    assert not CN.is_working(date(2150, 11, 1))  # Sunday


def override(folder: Path, text: str, name: str = "2027.toml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


WHOLE_YEAR = """
calendar = "CN"
year = 2027
published = true
source = "made up for this test"
checked = 2026-12-05
on = [2027-09-26]

[[off]]
from = 2027-10-01
to = 2027-10-07
name = { zh = "国庆节", en = "National Day" }
"""


def test_a_published_year_can_be_added(tmp_path: Path) -> None:
    calendar = Calendar("CN", override(tmp_path, WHOLE_YEAR))
    assert calendar.published(2027)
    assert not calendar.is_working(date(2027, 10, 7))
    assert calendar.is_working(date(2027, 9, 26))  # a Sunday that is worked
    assert calendar.is_working(date(2027, 5, 3))  # computed by the library, not in the official arrangement
    assert not CN.published(2027)


def test_a_single_day_can_be_put_right(tmp_path: Path) -> None:
    text = """
calendar = "CN"
year = 2026
source = "made up for this test"
checked = 2026-11-01
[[off]]
from = 2026-11-25
name = { zh = "临时放假", en = "closed" }
"""
    calendar = Calendar("CN", override(tmp_path, text))
    assert not calendar.is_working(date(2026, 11, 25))
    assert not calendar.is_working(date(2026, 10, 1))


def test_overrides_of_another_calendar_are_left_alone(tmp_path: Path) -> None:
    folder = override(tmp_path, WHOLE_YEAR.replace('"CN"', '"XX"'))
    assert not Calendar("CN", folder).published(2027)


def test_the_same_calendar_is_read_once() -> None:
    first = workdays.calendar("CN")  # not the one above: another test may have had all calendars read anew
    assert workdays.calendar("CN") is first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("calendar = ", "2027.toml: not readable as TOML"),
        (WHOLE_YEAR.replace('source = "made up for this test"', ""), "2027.toml: 'source' is missing"),
        (WHOLE_YEAR.replace("to = 2027-10-07", 'to = "later"'), "2027.toml: "),
        (WHOLE_YEAR.replace("2027-09-26", "2028-09-26"), "2028-09-26 is not in the year 2027"),
    ],
)
def test_a_broken_override_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CalendarError, match=said.replace("(", r"\(")):
        Calendar("CN", override(tmp_path, text))


def test_a_folder_of_overrides_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match="there is no such folder"):
        Calendar("CN", tmp_path / "nowhere")


@pytest.mark.parametrize("code", ["XX", "../CN", ""])
def test_an_unknown_calendar_is_named(code: str) -> None:
    with pytest.raises(CalendarError, match="there is no such calendar; known are CN"):
        Calendar(code)


def test_a_calendar_that_says_too_little_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "AA.toml").write_text('library = "CN"', "utf-8")
    monkeypatch.setattr(pack_folders, "CALENDARS", tmp_path)
    with pytest.raises(CalendarError, match=r"AA\.toml: 'title' is missing"):
        workdays.describe("AA")


def test_every_year_has_between_240_and_262_working_days() -> None:
    for year in range(2013, 2031):
        day, count = date(year, 1, 1), 0
        while day.year == year:
            count += CN.is_working(day)
            day += timedelta(days=1)
        assert 240 <= count <= 262, (year, count)


def test_a_calendar_without_holidays() -> None:
    plain = workdays.calendar("ISO")
    assert plain.is_working(date(2026, 12, 25))
    assert not plain.is_working(date(2026, 12, 26))  # a Saturday
    assert plain.published(2099)


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 4, 3), "耶稣受难日", "Good Friday"),
        (date(2026, 4, 6), "复活节星期一", "Easter Monday"),
        (date(2026, 8, 31), "夏季银行假日", "Late Summer Bank Holiday"),
        (date(2026, 12, 28), "节礼日", "Boxing Day"),  # Boxing Day is a Saturday: the Monday after is off
    ],
)
def test_bank_holidays_of_england(day: date, zh: str, en: str) -> None:
    found = workdays.calendar("GB").rest_day(day)
    assert found is not None
    assert (found.name.zh, found.name.en) == (zh, en)


def test_england_keeps_no_holiday_of_its_neighbours() -> None:
    england = workdays.calendar("GB")
    assert england.is_working(date(2026, 3, 17))  # St Patrick's Day
    assert england.is_working(date(2026, 1, 2))
    assert not england.published(2028)
