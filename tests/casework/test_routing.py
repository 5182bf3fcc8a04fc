"""Forwarding, objections, hand-overs and who decides on competence: nobody is ever
without the matter.
"""

from datetime import date

import pytest
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound, Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.matter import reads
from huiyin.casework.upkeep.verify import run

pytestmark = pytest.mark.django_db


def forwarded(district: District, *, category: str = "appeal", to: str = "housing") -> str:
    filed = intake.receive(
        petition=petition(category=category), office="office", by=district.dispatcher, at=moment("2026-09-08")
    )
    acts.take("forward", case_id=filed.case_id, to=to, by=district.dispatcher, at=moment("2026-09-10"))
    return filed.case_id


def duties(by: Actor, case_id: str) -> set[tuple[str, str, date]]:
    view = reads.access_case(by=by, case_id=case_id)
    return {(duty.kind, duty.owner, duty.due_date) for duty in view.open_duties}


def test_an_objection_leaves_the_addressee_responsible_until_the_sender_agrees(district: District) -> None:
    case = forwarded(district)
    # 10 September 2026 is a Thursday; five working days: 11, 14, 15, 16, 17 September.
    acts.take("object", case_id=case, reason="属于环保职权", by=district.builder, at=moment("2026-09-17"))
    assert {(kind, owner) for kind, owner, _ in duties(district.builder, case)} == {
        ("notify", "housing"),
        ("answer_objection", "office"),
    }
    acts.take("agree_return", case_id=case, by=district.dispatcher, at=moment("2026-09-18"))
    # The matter is back with the petition office, which has 5 working days (a default):
    # Friday 18 September 2026, then
    # Sunday the 20th, a make-up working day, 21, 22, 23 and Thursday the 24th.
    assert duties(district.dispatcher, case) == {("route_again", "office", date(2026, 9, 24))}


def test_an_objection_on_the_sixth_working_day_is_too_late(district: District) -> None:
    case = forwarded(district)
    with pytest.raises(Refused) as refused:
        acts.take("object", case_id=case, reason="属于环保职权", by=district.builder, at=moment("2026-09-18"))
    assert refused.value.grounds[0].article == "23"
    assert {owner for _, owner, _ in duties(district.builder, case)} == {"housing"}


def test_who_offers_a_matter_stays_responsible_until_it_is_accepted(district: District) -> None:
    case = forwarded(district)
    before = duties(district.builder, case)
    acts.take(
        "offer_handover",
        case_id=case,
        to="environment",
        reason="主要是噪声",
        by=district.builder,
        at=moment("2026-09-11"),
    )
    assert duties(district.builder, case) == before
    acts.take("accept_handover", case_id=case, by=district.green, at=moment("2026-09-14"))
    # Every date stays; only the owner changes.
    assert duties(district.green, case) == {(kind, "environment", due) for kind, _, due in before}


def test_after_three_hand_overs_the_common_superior_decides(district: District) -> None:
    case = forwarded(district)
    for day in ("2026-09-11", "2026-09-12", "2026-09-13"):
        acts.take(
            "offer_handover", case_id=case, to="environment", reason="不属本局", by=district.builder, at=moment(day)
        )
        acts.take("decline_handover", case_id=case, reason="也不属本局", by=district.green, at=moment(day, 11))
    with pytest.raises(Refused):
        acts.take(
            "offer_handover",
            case_id=case,
            to="environment",
            reason="不属本局",
            by=district.builder,
            at=moment("2026-09-14"),
        )
    acts.take("refer_competence", case_id=case, reason="三次未果", by=district.builder, at=moment("2026-09-14"))
    assert ("decide_competence", "district") in {(kind, owner) for kind, owner, _ in duties(district.governor, case)}
    assert ("notify", "housing") in {(kind, owner) for kind, owner, _ in duties(district.governor, case)}
    acts.take(
        "decide_competence",
        case_id=case,
        to="environment",
        reason="噪声由环保监管",
        by=district.governor,
        at=moment("2026-09-15"),
    )
    assert {(kind, owner) for kind, owner, _ in duties(district.green, case)} == {("notify", "environment")}


def test_an_accusation_goes_to_discipline_only_and_is_known_to_nobody_else(district: District) -> None:
    filed = intake.receive(
        petition=petition(category="accusation"), office="office", by=district.dispatcher, at=moment("2026-09-08")
    )
    with pytest.raises(Refused) as refused:
        acts.take("forward", case_id=filed.case_id, to="housing", by=district.dispatcher, at=moment("2026-09-09"))
    assert "30" in refused.value.grounds[0].article
    acts.take("forward", case_id=filed.case_id, to="discipline", by=district.dispatcher, at=moment("2026-09-09"))
    assert reads.access_case(by=district.inspector, case_id=filed.case_id).state.state == "forwarded"
    for nobody in (district.supervisor, district.builder, district.governor, district.mayor, district.auditor):
        with pytest.raises(NotFound):
            reads.access_case(by=nobody, case_id=filed.case_id)


def test_strangers_do_not_learn_that_a_matter_exists(district: District) -> None:
    case = forwarded(district)
    for stranger in (district.townsman, district.dadu_officer, district.inspector, district.auditor):
        with pytest.raises(NotFound):
            reads.access_case(by=stranger, case_id=case)
        with pytest.raises(NotFound):
            acts.take("notify", case_id=case, text="x", by=stranger, at=moment("2026-09-11"))
    assert reads.access_case(by=district.supervisor, case_id=case).number == "XF2026-000001"


def test_only_the_head_may_extend_and_only_the_handler_may_act(district: District) -> None:
    case = forwarded(district, to="environment")
    acts.take("notify", case_id=case, text="已收到", by=district.green, at=moment("2026-09-11"))
    acts.take("accept", case_id=case, by=district.green, at=moment("2026-09-14"))
    for officer in (district.green, district.dispatcher, district.chief):
        with pytest.raises(Refused):
            acts.take("extend", case_id=case, days=10, reason="复杂", by=officer, at=moment("2026-09-15"))
    acts.take("extend", case_id=case, days=10, reason="复杂", by=district.green_head, at=moment("2026-09-15"))
    with pytest.raises(Refused):
        acts.take("extend", case_id=case, days=10, reason="复杂", by=district.green_head, at=moment("2026-09-16"))


@pytest.mark.parametrize(("named", "taken"), [(0, 0), (6, 5), (5, 5)])
def test_whoever_visits_is_registered_however_many_represent_them(district: District, named: int, taken: int) -> None:
    visit = petition(channel="visit", persons=12, representatives=named)
    filed = intake.receive(petition=visit, office="office", by=district.clerk, at=moment("2026-09-08"))
    view = reads.access_case(by=district.clerk, case_id=filed.case_id)
    assert view.state.state == "registered"
    assert (view.contacts[0].persons, view.contacts[0].representatives) == (12, taken)
    assert [ground.article for ground in filed.asks] == ([] if named == 5 else ["20"])
    contacts.record_contact(
        case_id=filed.case_id, contact=visit, office="office", by=district.clerk, at=moment("2026-09-09")
    )
    again = reads.access_case(by=district.clerk, case_id=filed.case_id).contacts[1]
    assert (again.persons, again.representatives) == (12, taken)
    assert run().ok


def test_a_petitioner_reaches_their_own_matter_and_no_other(district: District) -> None:
    own, other = forwarded(district), forwarded(district)
    petitioner = Actor.petitioner(own)
    assert reads.access_case(by=petitioner, case_id=own).case_id == own
    for nobody in (petitioner, Actor.petitioner()):
        with pytest.raises(NotFound):
            reads.access_case(by=nobody, case_id=other)
        with pytest.raises(NotFound):
            acts.take("withdraw", case_id=other, by=nobody, at=moment("2026-09-11"))
