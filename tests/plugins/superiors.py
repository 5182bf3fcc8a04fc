"""Supervisors above a district's petition office: in the government that directs it,
and in the office of the city.
"""

from __future__ import annotations

from datetime import date

from tests.plugins.district import FOUNDED, PASSWORD, District

from huiyin.casework.basis.actors import Actor
from huiyin.organisations import acts, staff_acts, staff_reads


def supervisors_above(district: District) -> None:
    """Add "inspector_general" (district government), "city_supervisor" (the city's
    petition office), and "far_away" (a supervisor in the housing bureau, which is above
    nobody).
    """
    acts.create_organ(
        code="city-office",
        name_zh="市信访局",
        name_en="City Petition Office",
        level="department",
        kind="petition_office",
        parent="city",
        by="system",
        at=FOUNDED,
    )
    for username, organ in (
        ("inspector_general", "district"),
        ("city_supervisor", "city-office"),
        ("far_away", "housing"),
    ):
        staff = staff_acts.create_staff(
            username=username, name=username.title(), password=PASSWORD, by="system", at=FOUNDED
        )
        staff_acts.post_staff(
            staff=staff, organ=organ, post="supervisor", from_date=date(2008, 1, 1), by="system", at=FOUNDED
        )
        info = staff_reads.staff_info(staff, date(2026, 1, 5))
        assert info is not None
        district.actors[username] = Actor.of_staff(info)
