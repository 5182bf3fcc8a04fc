"""Where an organ's last day moved off a day of rest, its page says that the law does not say so."""

from datetime import date

import pytest
from django.utils import translation

from huiyin.law import packs
from huiyin.law.calendar.deadlines import compute
from huiyin.web.officer.parts import consequences


@pytest.mark.parametrize(
    ("base", "said"),
    [
        (date(2026, 9, 16), True),  # sixty days end on Sunday 15 November
        (date(2026, 9, 17), False),  # and on Monday 16 November
    ],
)
def test_a_rolled_day_says_that_it_is_analogy(base: date, *, said: bool) -> None:
    pack = packs.load("cn-xinfang", "2022-05-01")
    with translation.override("zh-hans"):
        found = consequences.rolled(pack, compute(pack.calendar, base, 60, "calendar"))
    assert bool(found) is said
    assert all("对办理机关有利" in text for text in found)
