"""A small made-up district, built by the acts that build a real one, and actors for its staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.plugins.moulds import cast

from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter.contacts import Petition
from huiyin.organisations import acts, staff_acts, staff_reads
from huiyin.people.particulars import Particulars

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOUNDED = datetime(2008, 1, 1, 9, tzinfo=SHANGHAI)
PASSWORD = "Echo-and-answer-2026"

ORGANS = (
    ("city", "泉城市人民政府", "Quancheng City Government", "city", "government", None),
    ("district", "泉东区人民政府", "Quandong District Government", "district", "government", "city"),
    ("office", "区信访局", "District Petition Office", "department", "petition_office", "district"),
    ("housing", "区住房和城乡建设局", "Housing and Construction Bureau", "department", "department", "district"),
    ("environment", "区生态环境分局", "Ecology and Environment Branch", "department", "department", "district"),
    ("discipline", "区纪委监委", "Discipline Inspection and Supervision", "department", "discipline", "district"),
    ("xinan", "新安镇", "Xin'an Town", "town", "territorial", "district"),
    ("dadu", "大渡镇", "Dadu Town", "town", "territorial", "district"),
)
STAFF = (
    ("clerk", "office", ("clerk",)),
    ("dispatcher", "office", ("clerk", "officer")),
    ("chief", "office", ("officer", "head")),
    ("supervisor", "office", ("supervisor",)),
    ("auditor", "office", ("auditor",)),
    ("builder", "housing", ("officer",)),
    ("builder_head", "housing", ("officer", "head")),
    ("green", "environment", ("officer",)),
    ("green_head", "environment", ("officer", "head")),
    ("inspector", "discipline", ("officer", "clerk")),
    ("townsman", "xinan", ("officer", "clerk")),
    ("dadu_officer", "dadu", ("officer", "clerk")),
    ("governor", "district", ("officer", "head")),
    ("mayor", "city", ("officer", "head")),
    ("secretary", "discipline", ("officer", "head")),
    ("colleague", "discipline", ("officer",)),
)


@dataclass(frozen=True)
class District:
    """The district's staff as actors, by username."""

    actors: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        if name.startswith("__") or name not in self.actors:
            raise AttributeError(name)
        return self.actors[name]


def moment(text: str, hour: int = 10) -> datetime:
    """A day of the office, at ten in the morning unless said otherwise."""
    return datetime.fromisoformat(text).replace(hour=hour, tzinfo=SHANGHAI)


def build() -> District:
    """Organs, topics, areas, competence and staff, as the acts leave them."""
    return cast("district", _perform)


def _perform() -> District:
    for code, name_zh, name_en, level, kind, parent in ORGANS:
        acts.create_organ(
            code=code, name_zh=name_zh, name_en=name_en, level=level, kind=kind, parent=parent, by="system", at=FOUNDED
        )
    acts.create_area(code="xinan", name_zh="新安镇", level="town", by="system", at=FOUNDED)
    for code, name_zh, name_en in (("noise", "噪声", "Noise"), ("housing", "住房", "Housing")):
        acts.create_topic(code=code, name_zh=name_zh, name_en=name_en, by="system", at=FOUNDED)
    acts.set_competence(topic="noise", organ="environment", by="system", at=FOUNDED)
    acts.set_competence(topic="housing", organ="housing", by="system", at=FOUNDED)
    actors = {}
    for username, organ, posts in STAFF:
        staff = staff_acts.create_staff(
            username=username, name=username.title(), password=PASSWORD, by="system", at=FOUNDED
        )
        for post in posts:
            staff_acts.post_staff(
                staff=staff, organ=organ, post=post, from_date=date(2008, 1, 1), by="system", at=FOUNDED
            )
        info = staff_reads.staff_info(staff, date(2026, 1, 5))
        assert info is not None
        actors[username] = Actor.of_staff(info)
    return District(actors)


@pytest.fixture
def district(db: None, settings: object) -> District:
    """A district with a petition office, departments, towns and their staff."""
    return build()


def petition(**changes: object) -> Petition:
    """A petition as somebody might bring it; made up."""
    given: dict[str, object] = {
        "title": "夜间施工噪声扰民",
        "text": "新安镇一处工地连续多日在夜里十一点以后施工，影响休息。",
        "claims": ("要求停止夜间施工",),
        "category": "appeal",
        "topic": "noise",
        "area": "xinan",
        "person": Particulars(name="林知远", phone="13800000000", address="新安镇建设路1号"),
    }
    return Petition(**{**given, **changes})  # type: ignore[arg-type]
