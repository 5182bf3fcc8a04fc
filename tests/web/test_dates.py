"""Dates as people say them, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from huiyin.web.kit import dates

TODAY = date(2026, 10, 9)  # a Friday


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        (date(2026, 10, 15), "10月15日（周四）", "Thu 15 Oct"),
        (date(2027, 1, 4), "2027年1月4日（周一）", "Mon 4 Jan 2027"),
    ],
)
def test_a_day(day, chinese, english):
    with translation.override("zh-hans"):
        assert dates.say_day(day, TODAY) == chinese
    with translation.override("en"):
        assert dates.say_day(day, TODAY) == english


@pytest.mark.parametrize(
    ("day", "state", "chinese", "english"),
    [
        (date(2026, 10, 15), "intime", "还有 6 天", "6 days left"),
        (date(2026, 10, 10), "intime", "还有 1 天", "1 day left"),
        (date(2026, 10, 9), "today", "今天到期", "due today"),
        (date(2026, 10, 8), "overdue", "逾期 1 天", "overdue by 1 day"),
        (date(2026, 10, 6), "overdue", "逾期 3 天", "overdue by 3 days"),
    ],
)
def test_what_is_left(day, state, chinese, english):
    with translation.override("zh-hans"):
        found = dates.due(day, TODAY)
        assert (found.state, found.left) == (state, chinese)
    with translation.override("en"):
        assert dates.due(day, TODAY).left == english


def test_what_was_done_late_says_so():
    with translation.override("zh-hans"):
        assert dates.due(date(2026, 10, 6), TODAY, done=date(2026, 10, 8)).left == "10月8日完成，迟 2 天"
        assert dates.due(date(2026, 10, 6), TODAY, done=date(2026, 10, 6)).left == "10月6日完成"


def test_an_instant_belongs_to_the_day_of_the_office():
    # 16:30 in Greenwich is half past midnight of the next day in Shanghai
    assert dates.local_day(datetime(2026, 10, 8, 16, 30, tzinfo=UTC)) == date(2026, 10, 9)


def test_the_tag_keeps_the_exact_day_and_marks_without_colour():
    with translation.override("zh-hans"):
        html = Template("{% due day provisional=True %}").render(Context({"today": TODAY, "day": date(2026, 10, 6)}))
    assert 'datetime="2026-10-06"' in html
    assert "暂定" in html
    assert "!" in html
    assert "逾期 3 天" in html


def test_no_day_is_a_dash():
    assert Template("{% due day %}{% day day %}").render(Context({"today": TODAY, "day": None})) == "——"
