"""Against a department the petitioner turns to its own government or to the department
above it (R22 Art 35, 36).
"""

from __future__ import annotations

import pytest
from tests.plugins.district import FOUNDED, District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.organisations import acts as organisations
from huiyin.organisations import ending


def put_above(code: str, department: str) -> None:
    """Enter a department of the city that directs one of the district."""
    organisations.create_organ(
        code=department,
        name_zh="泉城市生态环境局",
        name_en="City Ecology and Environment Bureau",
        level="city",
        kind="department",
        parent="city",
        by="system",
        at=FOUNDED,
    )
    organisations.set_department_above(code=code, department=department, by="system", at=FOUNDED)


@pytest.fixture
def life(district: District) -> Life:
    """The environment branch of the district answered; the bureau of the city directs it."""
    put_above("environment", "city-environment")
    return Life.begin(district).until("served")


def ask(life: Life, step: str, on: str, /, **args: object) -> None:
    """The petitioner asks for a review or re-review."""
    acts.take(
        step,
        case_id=life.filed.case_id,
        reason="没有实地检测",
        **args,
        by=Actor.petitioner(life.filed.case_id),
        at=moment(on),
    )


@pytest.mark.parametrize("chosen", ["district", "city-environment"])
def test_the_petitioner_chooses_government_or_department(life: Life, chosen: str) -> None:
    ask(life, "ask_review", "2026-12-01", to=chosen)
    assert life.view.state.parties["reviewer"] == chosen
    assert [duty.owner for duty in life.view.open_duties if duty.kind == "review"] == [chosen]


def test_without_a_choice_it_goes_to_the_government(life: Life) -> None:
    ask(life, "ask_review", "2026-12-01")
    assert life.view.state.parties["reviewer"] == "district"


@pytest.mark.parametrize("odd", ["city", "environment", "office", "nowhere"])
def test_no_other_organ_can_be_chosen(life: Life, odd: str) -> None:
    with pytest.raises(Invalid, match="不是上一级机关"):
        ask(life, "ask_review", "2026-12-01", to=odd)
    assert life.view.state.state == "served"


def test_the_re_review_is_one_level_above_whoever_reviewed(life: Life, district: District) -> None:
    """The district reviewed: above it stands the city, and no department directs a government."""
    ask(life, "ask_review", "2026-12-01", to="district")
    case_id = life.filed.case_id
    acts.take(
        "decide_review",
        case_id=case_id,
        outcome="uphold",
        reasons="无误",
        by=district.governor,
        at=moment("2026-12-04"),
    )
    served = {"method": "post", "received_on": moment("2026-12-07").date()}
    acts.take("serve_review", case_id=case_id, **served, by=district.governor, at=moment("2026-12-07"))
    with pytest.raises(Invalid):
        ask(life, "ask_rereview", "2026-12-10", to="city-environment")
    ask(life, "ask_rereview", "2026-12-10", to="city")
    assert life.view.state.parties["rereviewer"] == "city"


def test_a_department_that_ended_is_replaced_by_whoever_took_its_place(life: Life) -> None:
    organisations.create_organ(
        code="city-nature",
        name_zh="市自然资源和生态局",
        level="city",
        kind="department",
        parent="city",
        by="system",
        at=FOUNDED,
    )
    today = moment("2026-11-30").date()
    ending.end_organ(code="city-environment", into=["city-nature"], on=today, by="system", at=moment("2026-11-30"))
    ending.take_effect(code="city-environment", today=today, by="system", at=moment("2026-11-30"))
    ask(life, "ask_review", "2026-12-01", to="city-nature")
    assert life.view.state.parties["reviewer"] == "city-nature"
