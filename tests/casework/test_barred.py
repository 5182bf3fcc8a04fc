"""Whatever an organ is named for, and whether a person names it or the tree: never the
one that a report is about.
"""

from __future__ import annotations

import pytest
from tests.plugins.district import District, build, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.organisations import acts as organisations
from huiyin.organisations import staff_acts, staff_reads

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(db: None) -> District:
    """The district, beside a discipline organ that stands under nothing here."""
    made = build()
    organisations.create_organ(
        code="central",
        name_zh="中央纪委",
        level="department",
        kind="discipline",
        parent=None,
        by="system",
        at=moment("2026-01-05"),
    )
    staff = staff_acts.create_staff(
        username="envoy", name="Envoy", password="Echo-and-answer-2026", by="system", at=moment("2026-01-05")
    )
    for post in ("clerk", "officer"):
        staff_acts.post_staff(
            staff=staff,
            organ="central",
            post=post,
            from_date=moment("2026-01-05").date(),
            by="system",
            at=moment("2026-01-05"),
        )
    info = staff_reads.staff_info(staff, moment("2026-09-08").date())
    assert info is not None
    made.actors["envoy"] = Actor.of_staff(info)
    return made


def registered(district: District, accused: str) -> str:
    """A report about an organ, registered by the one that stands under nothing."""
    filed = intake.file_petition(
        petition=petition(category="accusation", accused=(accused,)),
        office="central",
        by=Actor.petitioner(),
        at=moment("2026-09-08"),
    )
    acts.take(
        "register",
        case_id=filed.case_id,
        category="accusation",
        topic="",
        area="",
        by=district.envoy,
        at=moment("2026-09-09"),
    )
    return filed.case_id


def test_the_joint_conference_hears_of_no_report(district: District) -> None:
    case_id = registered(district, "office")
    with pytest.raises(Refused) as refused:
        acts.take("refer_conference", case_id=case_id, reason="争议", by=district.envoy, at=moment("2026-09-10"))
    rules = ["step:refer_conference.never_to_the_accused", "step:refer_conference.no_accusations"]
    assert [ground.rule for ground in refused.value.grounds] == rules


def test_who_is_competent_for_a_report_is_decided_by_a_discipline_organ(district: District) -> None:
    """The district's stands beside one of a city only here; without one above, no
    government is told instead.
    """
    filed = intake.file_petition(
        petition=petition(category="accusation", accused=("housing",)),
        office="discipline",
        by=Actor.petitioner(),
        at=moment("2026-09-08"),
    )
    who = {"case_id": filed.case_id, "by": district.inspector}
    acts.take("register", **who, category="accusation", topic="", area="", at=moment("2026-09-09"))
    with pytest.raises(Invalid, match="没有上一级机关"):
        acts.take("refer_competence", **who, reason="争议", at=moment("2026-09-10"))
    organisations.create_organ(
        code="inspectors",
        name_zh="市纪委",
        level="city",
        kind="discipline",
        parent="city",
        by="system",
        at=moment("2026-01-05"),
    )
    state = acts.take("refer_competence", **who, reason="争议", at=moment("2026-09-10"))
    assert state.parties["superior"] == "inspectors"


@pytest.mark.parametrize("step", ["forward", "offer_handover"])
@pytest.mark.parametrize("to", ["district", "discipline", "housing"])
def test_nor_is_it_passed_to_the_accused_or_one_under_it(district: District, step: str, to: str) -> None:
    case_id = registered(district, "district")
    args = {"to": to, "mode": "forward"} if step == "forward" else {"to": to, "reason": "其职权"}
    with pytest.raises(Refused) as refused:
        acts.take(step, case_id=case_id, **args, by=district.envoy, at=moment("2026-09-10"))
    assert f"step:{step}.never_to_the_accused" in [ground.rule for ground in refused.value.grounds]
