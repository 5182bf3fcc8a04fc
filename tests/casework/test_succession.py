"""Organs that end while matters run: every matter goes over with its dates, nobody new
learns of a sealed one.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.tampering import wrong

from huiyin.casework import acts
from huiyin.casework.basis import active_organs
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.handling import naming
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import lookup
from huiyin.casework.chapters.suggestions import acts as advice
from huiyin.casework.events import SUCCEEDED, SUCCESSOR_NAMED
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.worklist import my_duties
from huiyin.casework.matter import reads, succession
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Case
from huiyin.casework.models.sealed import SealedKey
from huiyin.casework.upkeep.verify import run
from huiyin.ledger import reads as ledger
from huiyin.organisations import acts as register
from huiyin.organisations import ending, staff_acts, staff_reads
from huiyin.organisations import reads as organs

pytestmark = pytest.mark.django_db
ON = moment("2026-09-21")


def accepted(district: District, topic: str = "noise") -> str:
    """A matter that the environment branch accepted on 10 September: 60 days end on 9 November."""
    filed = intake.receive(
        petition=petition(topic=topic), office="office", by=district.dispatcher, at=moment("2026-09-07")
    )
    acts.take("forward", case_id=filed.case_id, to="environment", by=district.dispatcher, at=moment("2026-09-08"))
    acts.take("notify", case_id=filed.case_id, text="已收到", by=district.green, at=moment("2026-09-09"))
    acts.take("accept", case_id=filed.case_id, by=district.green, at=moment("2026-09-10"))
    return filed.case_id


def end(code: str, *into: str) -> int:
    """The organ ends today, and its matters are passed on."""
    ending.end_organ(code=code, into=into, on=ON.date(), by="system", at=ON)
    return succession.pass_on(code, at=ON)


def state(case_id: str):
    """The matter as it stands."""
    return reads.access_case(by=Actor.system(), case_id=case_id).state


def again(who: Actor) -> Actor:
    """The same person in the post they hold since the end."""
    assert who.staff is not None
    found = staff_reads.staff_info(who.staff.id, ON.date())
    assert found is not None
    return Actor.of_staff(found)


def events(case_id: str) -> list[str]:
    """The types of a matter's events."""
    return [event.type for event in ledger.events(f"case:{case_id}")]


def test_a_matter_goes_over_with_every_date(district: District) -> None:
    case_id = accepted(district)
    before = state(case_id)
    assert end("environment", "housing") == 1
    after = state(case_id)
    assert after.parties == {"receiver": "office", "sender": "office", "handler": "housing"}
    assert [(duty.kind, duty.owner, duty.due_date) for duty in after.open_duties] == [
        ("handle", "housing", date(2026, 11, 9))
    ]
    assert (after.state, after.dates, after.rights) == (before.state, before.dates, before.rights)
    assert events(case_id)[-1] == SUCCEEDED
    event = list(ledger.events(f"case:{case_id}"))[-1]
    assert event.grounds == ("cn-xinfang/2022-05-01#24",)
    assert (event.actor, event.organ, event.payload["data"]["from"]) == ("system", "", "environment")
    assert run().problems == ()


def test_the_past_keeps_the_old_name(district: District) -> None:
    case_id = accepted(district)
    end("environment", "housing")
    view = reads.access_case(by=district.builder, case_id=case_id)
    assert "environment" in [entry.organ for entry in timeline(view)]
    assert organs.organ("environment").name("zh") == "区生态环境分局"


def test_the_successor_goes_on_and_those_of_the_ended_organ_follow(district: District) -> None:
    case_id = accepted(district)
    end("environment", "housing")
    green = again(district.green)
    assert green.organ == "housing"
    assert [one.case_id for one in my_duties(by=green, filters=Filters(), today=ON.date()).items] == [case_id]
    answer = [Decision(1, outcome="supported", facts="属实", basis="条例", reply="已停工")]
    acts.take(
        "decide",
        heard="talk",
        case_id=case_id,
        outcome="supported",
        decisions=answer,
        by=green,
        at=moment("2026-09-22"),
    )
    assert state(case_id).state == "decided"
    assert again(district.green_head).staff.posts == {"officer"}, "a head is appointed by the new organ"
    with pytest.raises(NotFound):
        reads.access_case(by=district.townsman, case_id=case_id)


def test_a_second_run_finds_nothing_and_one_cut_off_goes_on(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = accepted(district), accepted(district)
    ending.end_organ(code="environment", into=["housing"], on=ON.date(), by="system", at=ON)
    original, seen = succession.take_place, []

    def cut_off(case_id: str, code: str, *, at) -> bool:
        if seen:
            raise KeyboardInterrupt
        seen.append(case_id)
        return original(case_id, code, at=at)

    monkeypatch.setattr(succession, "take_place", cut_off)
    with pytest.raises(KeyboardInterrupt):
        succession.pass_on("environment", at=ON)
    monkeypatch.undo()
    assert [state(one).parties["handler"] for one in (first, second)] == ["housing", "environment"]
    assert wrong() == ["duty 5.0 is owed by environment, which no longer exists"]
    assert succession.waiting("environment") == 1
    assert succession.run_due(at=moment("2026-09-22")) == 1
    assert state(second).parties["handler"] == "housing"
    assert succession.run_due(at=moment("2026-09-23")) == 0
    assert run().problems == ()


def test_nothing_moves_before_the_day(district: District) -> None:
    case_id = accepted(district)
    ending.end_organ(code="environment", into=["housing"], on=date(2026, 10, 12), by="system", at=ON)
    assert succession.pass_on("environment", at=ON) == 0
    assert succession.run_due(at=moment("2026-10-11")) == 0
    assert state(case_id).parties["handler"] == "environment"
    assert succession.run_due(at=moment("2026-10-12")) == 1
    assert state(case_id).parties["handler"] == "housing"


def test_offers_joint_organs_and_supervision_go_over_too(district: District) -> None:
    offered, joint, watched = (accepted(district) for _ in range(3))
    acts.take(
        "offer_handover", case_id=offered, to="housing", reason="其职权", by=district.green, at=moment("2026-09-11")
    )
    for to in ("housing", "dadu"):
        acts.take("ask_joint", case_id=joint, to=to, question="协查", by=district.green, at=moment("2026-09-11"))
    told = {"circumstance": "stalling", "asked": "请说明", "answer_by": date(2026, 10, 20)}
    acts.take("supervise", case_id=watched, **told, by=district.supervisor, at=moment("2026-09-11"))
    assert end("housing", "xinan") == 2
    assert state(offered).parties["offered"] == "xinan"
    assert {(duty.kind, duty.owner) for duty in state(joint).open_duties} == {
        ("handle", "environment"),
        ("joint_opinion", "xinan"),
        ("joint_opinion", "dadu"),
    }
    assert end("environment", "xinan") == 3
    assert "offered" not in state(offered).parties
    assert {(duty.kind, duty.owner) for duty in state(joint).open_duties} == {
        ("handle", "xinan"),
        ("joint_opinion", "dadu"),
    }
    assert state(watched).parties["supervised"] == "xinan"
    assert {(duty.kind, duty.owner) for duty in state(watched).open_duties} == {
        ("handle", "xinan"),
        ("answer_supervision", "xinan"),
    }
    assert run().problems == ()


def test_nothing_is_given_to_an_organ_that_no_longer_exists(district: District) -> None:
    filed = intake.receive(petition=petition(), office="office", by=district.dispatcher, at=moment("2026-09-07"))
    end("environment", "housing")
    with pytest.raises(Invalid) as refused:
        acts.take("forward", case_id=filed.case_id, to="environment", by=district.dispatcher, at=moment("2026-09-22"))
    assert refused.value.field == "to"
    assert "区住房和城乡建设局" in refused.value.message
    with pytest.raises(Invalid):
        intake.file_petition(petition=petition(), office="environment", by=Actor.petitioner(), at=moment("2026-09-22"))
    acts.take("forward", case_id=filed.case_id, to="housing", by=district.dispatcher, at=moment("2026-09-22"))


def test_several_successors_are_all_named(district: District) -> None:
    end("environment", "housing", "xinan")
    told = active_organs.ended(organs.organ("environment"))
    assert "区住房和城乡建设局" in told
    assert "新安镇" in told


def test_where_nobody_is_known_the_organ_above_has_it_and_names_one(district: District) -> None:
    case_id = accepted(district)
    assert end("environment") == 1
    assert state(case_id).parties["handler"] == "district"
    assert [case.pk for case in succession.to_name(by=district.governor)] == [case_id]
    assert succession.to_name(by=district.builder) == []
    view = reads.access_case(by=district.governor, case_id=case_id)
    assert naming.ended_organ(view, district.governor) == "environment"
    who = {"case_id": case_id, "by": district.governor, "at": moment("2026-09-22")}
    for to in ("environment", "office", "district", "nowhere"):
        with pytest.raises(Invalid):
            naming.name_successor(**who, to=to, reason="其职权")
    with pytest.raises(Invalid):
        naming.name_successor(**who, to="housing", reason=" ")
    naming.name_successor(**who, to="housing", reason="噪声管理职责划入住建")
    after = state(case_id)
    assert after.parties["handler"] == "housing"
    assert [(duty.owner, duty.due_date) for duty in after.open_duties] == [("housing", date(2026, 11, 9))]
    assert events(case_id)[-2:] == [SUCCEEDED, SUCCESSOR_NAMED]
    assert succession.to_name(by=district.governor) == []
    with pytest.raises((Invalid, NotFound)):
        naming.name_successor(**who, to="dadu", reason="再次指定")
    assert run().problems == ()


def test_nobody_else_names_a_successor(district: District) -> None:
    case_id = accepted(district)
    end("environment")
    for by in (district.dispatcher, district.supervisor, district.townsman, Actor.petitioner(case_id)):
        with pytest.raises((Invalid, NotFound)):
            naming.name_successor(case_id=case_id, to="housing", reason="x", by=by, at=ON)


def test_what_the_organ_above_has_in_its_own_right_stays_with_it(district: District) -> None:
    case_id = accepted(district)
    acts.take(
        "offer_handover", case_id=case_id, to="housing", reason="其职权", by=district.green, at=moment("2026-09-11")
    )
    acts.take("refer_competence", case_id=case_id, reason="争议", by=district.green, at=moment("2026-09-11"))
    assert state(case_id).parties["superior"] == "district"
    end("environment")
    naming.name_successor(case_id=case_id, to="housing", reason="其职权", by=district.governor, at=ON)
    assert {(duty.kind, duty.owner) for duty in state(case_id).open_duties} == {
        ("handle", "housing"),
        ("decide_competence", "district"),
    }


def test_of_several_successors_each_matter_goes_where_the_table_says(district: District) -> None:
    register.set_competence(topic="noise", organ="xinan", by="system", at=ON)
    noise, other = accepted(district), accepted(district, topic="housing")
    end("environment", "xinan", "dadu")
    assert state(noise).parties["handler"] == "xinan"
    assert state(other).parties["handler"] == "district"
    assert [case.pk for case in succession.to_name(by=district.governor)] == [other]


def test_a_closed_matter_stays_as_it_was_and_the_successor_reads_it(district: District) -> None:
    case_id = accepted(district)
    acts.take("withdraw", case_id=case_id, by=Actor.petitioner(case_id), at=moment("2026-09-11"))
    before = events(case_id)
    end("environment", "housing")
    assert events(case_id) == before
    assert state(case_id).parties["handler"] == "environment"
    assert reads.access_case(by=district.builder, case_id=case_id).number
    with pytest.raises(NotFound):
        reads.access_case(by=district.townsman, case_id=case_id)


@pytest.fixture
def second_inspectorate(district: District) -> Actor:
    """Another discipline organ, with one officer."""
    register.create_organ(
        code="new-discipline",
        name_zh="新区纪委监委",
        level="department",
        kind="discipline",
        parent="city",
        by="system",
        at=ON,
    )
    staff = staff_acts.create_staff(username="newcomer", name="Newcomer", by="system", at=ON)
    staff_acts.post_staff(
        staff=staff, organ="new-discipline", post="officer", from_date=date(2026, 1, 5), by="system", at=ON
    )
    info = staff_reads.staff_info(staff, ON.date())
    assert info is not None
    return Actor.of_staff(info)


def report(district: District, *accused: str) -> str:
    """A report of wrongdoing with the discipline organ."""
    filed = intake.receive(
        petition=petition(category="accusation", accused=accused),
        office="office",
        by=district.dispatcher,
        at=moment("2026-09-08"),
    )
    acts.take("forward", case_id=filed.case_id, to="discipline", by=district.dispatcher, at=moment("2026-09-09"))
    return filed.case_id


def test_a_sealed_report_goes_over_and_nobody_else_learns_of_it(district: District, second_inspectorate: Actor) -> None:
    case_id = report(district)
    assert succession.waiting("discipline") == 0, "sealed matters are not counted"
    assert end("discipline", "new-discipline") == 0
    assert state(case_id).parties["handler"] == "new-discipline"
    assert reads.access_case(by=second_inspectorate, case_id=case_id)
    holders = SealedKey.objects.filter(case_id=case_id).values_list("holder", flat=True)
    assert not [one for one in holders if one.startswith("discipline:")]
    for by in (district.governor, district.mayor, district.supervisor, district.dispatcher, district.builder):
        with pytest.raises(NotFound):
            reads.access_case(by=by, case_id=case_id)
    told = list(ledger.events("organ:discipline"))[-1]
    assert (told.type, told.payload["matters"]) == ("organ.passed_on", 0)
    assert run().problems == ()


def test_a_sealed_report_never_goes_to_the_organ_that_it_is_about(
    district: District, second_inspectorate: Actor
) -> None:
    register.create_organ(
        code="third", name_zh="市纪委监委", level="department", kind="discipline", parent="city", by="system", at=ON
    )
    about, other = report(district, "new-discipline"), report(district)
    end("discipline", "new-discipline")
    assert state(about).parties["handler"] == "third"
    assert state(other).parties["handler"] == "new-discipline"
    with pytest.raises(NotFound):
        reads.access_case(by=second_inspectorate, case_id=about)


def test_an_abolished_discipline_organ_leaves_its_reports_to_the_nearest_one(
    district: District, second_inspectorate: Actor
) -> None:
    sealed, plain = report(district), accepted(district)
    end("discipline")
    assert state(sealed).parties["handler"] == "new-discipline"
    assert state(plain).parties["handler"] == "environment"
    with pytest.raises(Invalid):
        naming.name_successor(case_id=sealed, to="housing", reason="x", by=second_inspectorate, at=ON)


def test_without_the_keys_for_sealed_reports_nothing_is_begun(district: District, settings) -> None:
    case_id = accepted(district)
    ending.end_organ(code="environment", into=["housing"], on=ON.date(), by="system", at=ON)
    settings.HUIYIN_SEALED_KEYS = ()
    with pytest.raises(Invalid):
        succession.pass_on("environment", at=ON)
    assert succession.run_due(at=ON) == 0
    assert organs.organ("environment").active
    assert state(case_id).parties["handler"] == "environment"


def test_a_suggestion_goes_over_too(district: District) -> None:
    suggestion = advice.Suggestion(kind="improve_work", to="environment", title="答复偏晚", text="答复偏晚", refers="")
    sent = advice.send(suggestion=suggestion, by=district.supervisor, at=moment("2026-09-08"))
    end("environment", "housing")
    assert Case.objects.get(pk=sent.case_id).handler == "housing"
    assert run().problems == ()


def test_a_caller_is_found_by_the_office_that_took_over_the_register(district: District) -> None:
    """Only it, and only from the end on: a register is not shared with the neighbour."""
    filed = intake.receive(petition=petition(), office="xinan", by=district.townsman, at=ON)

    def found(by: Actor) -> list[str]:
        hits = lookup.by_phone(office="dadu", phone="138 0000 0000", by=by, at=ON, request_recorded=True)
        return [case_id for case_id, _number, _title in hits]

    assert found(district.dadu_officer) == []
    end("xinan", "dadu")
    assert organs.taken_over("dadu") == ("xinan",)
    assert found(district.dadu_officer) == [filed.case_id]
