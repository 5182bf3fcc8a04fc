"""The administrators' pages: a district with an administrator, and a clock that stands
where the test says.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.plugins.district import District, moment
from tests.web.officer.conftest import district as bare_district
from tests.web.officer.conftest import now, sign_in

from huiyin.organisations import staff_acts

__all__ = ["bare_district", "now", "sign_in"]


def administrator(username: str, organ: str) -> int:
    """Somebody who manages an organ and those under it, and nothing else."""
    staff = staff_acts.create_staff(username=username, name=username, by="system", at=moment("2026-01-05"))
    staff_acts.post_staff(
        staff=staff, organ=organ, post="administrator", from_date=date(2026, 1, 5), by="system", at=moment("2026-01-05")
    )
    return staff


@pytest.fixture
def district(bare_district: District) -> District:
    """The district, with an administrator of all of it and one of a town."""
    administrator("keeper", "district")
    administrator("town_keeper", "xinan")
    return bare_district
