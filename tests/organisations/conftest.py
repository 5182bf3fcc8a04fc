"""A small city: built by acts, as everything is.

city ─┬─ east (district government) ─┬─ east-xf (petition office)
      │                              ├─ east-env, east-jw (discipline)
      │                              └─ xinan (town) ── xinan-1 (community)
      ├─ west (district government) ──── west-env
      └─ city-xf (petition office)
"""

from datetime import UTC, date, datetime

import pytest

from huiyin.organisations import acts, staff_acts
from huiyin.organisations.info import StaffInfo
from huiyin.organisations.staff_reads import staff_info

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
DAY = date(2026, 1, 5)

ORGANS = (
    ("city", "市政府", "city", "government", None),
    ("city-xf", "市信访局", "department", "petition_office", "city"),
    ("east", "东区政府", "district", "government", "city"),
    ("east-xf", "东区信访局", "department", "petition_office", "east"),
    ("east-env", "东区生态环境分局", "department", "department", "east"),
    ("east-jw", "东区纪委监委", "department", "discipline", "east"),
    ("xinan", "新安镇", "town", "territorial", "east"),
    ("xinan-1", "第一社区", "community", "territorial", "xinan"),
    ("west", "西区政府", "district", "government", "city"),
    ("west-env", "西区生态环境分局", "department", "department", "west"),
)


@pytest.fixture
def city(db: None) -> None:
    """The organs above."""
    for code, name, level, kind, parent in ORGANS:
        acts.create_organ(
            code=code, name_zh=name, level=level, kind=kind, parent=parent, by="system", at=AT, name_en=code.title()
        )


@pytest.fixture
def appoint(city: None):
    """Enter somebody with posts in an organ and return them as they stand on that day."""

    def make(username: str, organ: str, *posts: str) -> StaffInfo:
        staff = staff_acts.create_staff(username=username, name="某人", by="system", at=AT)
        for post in posts:
            staff_acts.post_staff(staff=staff, organ=organ, post=post, from_date=DAY, by="system", at=AT)
        found = staff_info(staff, DAY)
        assert found is not None
        return found

    return make
