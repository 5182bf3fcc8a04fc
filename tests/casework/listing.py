"""Petitions that came in, and what somebody finds on their worklist."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.plugins.district import District, moment, petition

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.lists import worklist
from huiyin.casework.lists.duty_shapes import Filters

TODAY = date(2026, 9, 10)


def received(district: District, on: str = "2026-09-08", **changes: Any) -> str:
    """A petition that the office took in itself: to be passed on within 15 days (R22 Art 22)."""
    taken = intake.receive(petition=petition(**changes), office="office", by=district.dispatcher, at=moment(on))
    return taken.case_id


def listed(by: Actor, today: date = TODAY, **narrowed: str) -> list[str]:
    """The matters in somebody's worklist, in its order."""
    page = worklist.my_duties(by=by, filters=Filters(**narrowed), today=today)
    return [item.case_id for item in page.items]
