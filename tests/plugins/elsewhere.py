"""Offices under another law: a made-up project and a made-up council, built by the acts
that build a real one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.plugins.district import PASSWORD, District
from tests.plugins.moulds import cast

from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter.contacts import Petition
from huiyin.organisations import acts, staff_acts, staff_reads
from huiyin.people.particulars import Particulars

Organs = tuple[tuple[str, str, str, str, str | None], ...]
Staff = tuple[tuple[str, str, tuple[str, ...]], ...]

PROJECT: Organs = (
    ("project", "Selby Valley Road Project", "department", "enterprise", None),
    ("desk", "Grievance desk", "department", "petition_office", "project"),
    ("works", "Works unit", "department", "department", "project"),
    ("safeguarding", "Safeguarding officer", "department", "safeguarding", "project"),
    ("panel", "Appeals panel", "department", "other", "project"),
)
PROJECT_STAFF: Staff = (
    ("liaison", "desk", ("clerk", "officer")),
    ("engineer", "works", ("officer", "head")),
    ("guardian", "safeguarding", ("officer", "clerk")),
    ("chair", "panel", ("officer", "head")),
    ("director", "project", ("supervisor",)),
)
COUNCIL: Organs = (
    ("council", "Ambleford Borough Council", "district", "government", None),
    ("complaints", "Complaints team", "department", "petition_office", "council"),
    ("waste", "Waste services", "department", "department", "council"),
    ("review", "Corporate review team", "department", "department", "council"),
)
COUNCIL_STAFF: Staff = (
    ("handler", "complaints", ("clerk", "officer")),
    ("manager", "waste", ("officer", "head")),
    ("reviewer", "review", ("officer", "head")),
    ("director", "council", ("supervisor",)),
)


def moment(text: str, zone: str = "UTC") -> datetime:
    """A day at ten in the morning."""
    return datetime.fromisoformat(text).replace(hour=10, tzinfo=ZoneInfo(zone))


def build(organs: Organs, staff: Staff) -> District:
    """Organs and staff, as the acts leave them."""
    return cast(repr((organs, staff)), lambda: _perform(organs, staff))


def _perform(organs: Organs, staff: Staff) -> District:
    founded = moment("2020-01-02")
    for code, name, level, kind, parent in organs:
        acts.create_organ(
            code=code, name_zh=name, name_en=name, level=level, kind=kind, parent=parent, by="system", at=founded
        )
    actors = {}
    for username, organ, posts in staff:
        made = staff_acts.create_staff(
            username=username, name=username.title(), password=PASSWORD, by="system", at=founded
        )
        for post in posts:
            staff_acts.post_staff(
                staff=made, organ=organ, post=post, from_date=date(2020, 1, 2), by="system", at=founded
            )
        info = staff_reads.staff_info(made, date(2026, 1, 5))
        assert info is not None
        actors[username] = Actor.of_staff(info)
    return District(actors)


def complaint(**changes: Any) -> Petition:
    """A complaint as somebody might bring it; made up."""
    given: dict[str, Any] = {
        "title": "Dust from the haul road",
        "text": "Lorries raise dust along our street all day; the children cough.",
        "claims": ("Water the road", "Pay for the washing"),
        "person": Particulars(name="Ana Moreno", phone="+44 20 7946 0000", address="3 Mill Lane"),
    }
    return Petition(**{**given, **changes})
