"""Lead and joint organs through the acts: who sees the matter, whose duty is whose, one
clock, one answer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor, roles
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.lists import worklist
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.matter import joint_organs, reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.upkeep.verify import run


@pytest.fixture
def life(district: District) -> Life:
    """A matter that the environment branch accepted on 21 September 2026: it must
    decide by 20 November.
    """
    return Life.begin(district).until("accepted")


def step(life: Life, name: str, by: Actor, on: str, /, **args: Any) -> None:
    """A step by its arguments."""
    acts.take(name, case_id=life.filed.case_id, **args, by=by, at=moment(on))


def ask(life: Life, to: str = "housing", on: str = "2026-09-22", **more: Any) -> None:
    """The branch brings in a joint organ."""
    step(life, "ask_joint", life.district.green, on, to=to, question="施工许可的夜间条件", **more)


def decide(life: Life, on: str) -> None:
    """The branch decides."""
    given = [Decision(claim.position, "supported", "属实", "第43条") for claim in life.view.claims]
    acts.take(
        "decide",
        heard="talk",
        case_id=life.filed.case_id,
        outcome="supported",
        decisions=given,
        by=life.district.green,
        at=moment(on),
    )


def test_a_joint_organ_gets_the_matter_and_a_duty_of_its_own(life: Life, district: District) -> None:
    with pytest.raises(NotFound):
        reads.access_case(by=district.builder, case_id=life.filed.case_id)
    ask(life)
    view = reads.access_case(by=district.builder, case_id=life.filed.case_id)
    assert roles(district.builder_head, view.state.parties) == {"clerk", "joint", "joint.head"}
    mine = worklist.my_duties(by=district.builder, filters=Filters(), today=date(2026, 9, 22)).items
    # 30 days from 22 September: 22 October 2026, a Thursday.
    assert [(one.kind, one.due_date) for one in mine] == [("joint_opinion", date(2026, 10, 22))]
    theirs = worklist.my_duties(by=district.green, filters=Filters(), today=date(2026, 9, 22)).items
    assert [(one.kind, one.due_date) for one in theirs] == [("handle", date(2026, 11, 20))]
    assert run().problems == ()


def test_each_gives_its_own_opinion(life: Life, district: District) -> None:
    ask(life)
    ask(life, "xinan")
    step(life, "give_joint_opinion", district.builder, "2026-10-09", opinion="许可不含夜间施工", cosigns=True)
    found = joint_organs.organs_of(life.view)
    assert [(one.code, one.status, one.signs) for one in found] == [
        ("housing", "given", True),
        ("xinan", "awaited", False),
    ]
    with pytest.raises(Refused) as refused:
        step(life, "give_joint_opinion", district.builder, "2026-10-10", opinion="再补充")
    assert refused.value.grounds[0].rule == "step:give_joint_opinion.asked"
    told = {entry.type: entry.notes for entry in timeline(life.view, petitioner=True)}
    assert told["matter.joint_opinion_given"] == {}  # what organs tell each other stays with them


def test_the_lead_waits_and_then_goes_on_without(life: Life, district: District) -> None:
    ask(life, until=date(2026, 10, 9))
    with pytest.raises(Refused) as refused:
        decide(life, "2026-10-09")
    assert (refused.value.grounds[0].rule, refused.value.grounds[0].article) == ("step:decide.joint_opinion", "24")
    decide(life, "2026-10-10")
    assert [(one.code, one.status) for one in joint_organs.organs_of(life.view)] == [("housing", "without")]
    assert run().problems == ()


def test_one_clock_however_many_organs(life: Life, district: District) -> None:
    ask(life)
    with pytest.raises(Refused):
        step(life, "extend", district.builder_head, "2026-11-02", days=30, reason="复杂")
    acts.take(
        "extend", case_id=life.filed.case_id, days=30, reason="复杂", by=district.green_head, at=moment("2026-11-02")
    )
    due = {duty.kind: duty.due_date for duty in life.view.open_duties}
    # 90 days from 21 September are 20 December, a Sunday.
    assert due == {"handle": date(2026, 12, 21), "joint_opinion": date(2026, 10, 22)}


def test_a_released_organ_no_longer_sees_it(life: Life, district: District) -> None:
    ask(life)
    step(life, "release_joint", district.green, "2026-09-24", to="housing", reason="与其无关")
    with pytest.raises(NotFound):
        reads.access_case(by=district.builder, case_id=life.filed.case_id)
    assert run().problems == ()


def test_the_review_goes_above_all_of_them(life: Life, district: District) -> None:
    """The district government joined in, so that it cannot review: the city does."""
    ask(life, "district")
    step(life, "give_joint_opinion", district.governor, "2026-09-28", opinion="同意", cosigns=True)
    decide(life, "2026-11-20")
    life.served()
    step(life, "ask_review", Actor.petitioner(life.filed.case_id), "2026-12-01", reason="没有检测")
    assert life.view.state.parties["reviewer"] == "city"


def test_without_a_common_superior_the_conference_decides(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    with pytest.raises(Invalid) as invalid:  # the branch and the office stand under the same government
        step(life, "refer_conference", district.green, "2026-09-16", reason="争议")
    assert invalid.value.field == "to"
    acts.take(
        "offer_handover",
        case_id=life.filed.case_id,
        to="discipline",
        reason="党组织的房屋",
        by=district.green,
        at=moment("2026-09-16"),
    )
    # The discipline organ belongs to another line than the branch.
    step(life, "refer_conference", district.green, "2026-09-17", reason="争议")
    view = life.view
    assert (view.state.parties["superior"], view.state.parties["handler"]) == ("office", "environment")
    owed = {duty.kind: (duty.owner, duty.due_date) for duty in view.open_duties}
    # Ten working days from 17 September: the 20th is worked, 25 to 27 September and 1
    # to 7 October are rest days.
    assert owed["decide_competence"] == ("office", date(2026, 10, 8))
    acts.take(
        "decide_competence",
        case_id=life.filed.case_id,
        to="housing",
        reason="房屋归其管理",
        by=district.dispatcher,
        at=moment("2026-09-21"),
    )
    assert life.view.state.parties["handler"] == "housing"
    assert run().problems == ()


def test_after_a_redo_the_joint_organ_is_asked_anew(life: Life, district: District) -> None:
    ask(life)
    step(life, "give_joint_opinion", district.builder, "2026-09-28", opinion="同意", cosigns=True)
    decide(life, "2026-11-20")
    life.served()
    step(life, "ask_review", Actor.petitioner(life.filed.case_id), "2026-12-01", reason="没有检测")
    step(life, "decide_review", district.governor, "2026-12-08", outcome="redo", reasons="应当检测")
    step(life, "serve_review", district.governor, "2026-12-09", method="post", received_on=date(2026, 12, 9))
    ask(life, on="2026-12-10")
    assert [(one.status, one.signs) for one in joint_organs.organs_of(life.view)] == [("awaited", False)]
    # 30 days from 10 December: 9 January 2027, a Saturday.
    owed = {duty.kind: duty.due_date for duty in life.view.open_duties}
    assert owed["joint_opinion"] == date(2027, 1, 11)
    assert run().problems == ()
