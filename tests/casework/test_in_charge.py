"""Who is in charge of a matter within its organ: assigned, taken, given back; who stands
aside, leaves or moves is in charge no longer; and nothing else moves by it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.plugins.readers import name_reader

from huiyin.casework import acts, charge
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound, StandsAside
from huiyin.casework.charge import Charge
from huiyin.casework.effects import Effects, read
from huiyin.casework.lists import load, worklist
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.load import Load
from huiyin.casework.matter import in_charge, leaving, succession
from huiyin.casework.matter.leaving import HandedOn
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Case, Duty
from huiyin.casework.upkeep.verify import run
from huiyin.ledger import reads as ledger
from huiyin.organisations import ending, staff_acts, staff_reads

TODAY = date(2026, 9, 22)
AT = moment("2026-09-22")


@pytest.fixture
def life(district: District) -> Life:
    """A matter that the environment branch accepted on 21 September 2026."""
    return Life.begin(district).until("accepted")


def give(life: Life, to: Actor | None, by: Actor, reason: str = "", on: str = "2026-09-22") -> None:
    """Put somebody in charge, or nobody."""
    named = to.name if to else ""
    in_charge.change(case_id=life.filed.case_id, to=named, by=by, at=moment(on), reason=reason)


def row(life: Life) -> Case:
    """The matter's row."""
    return Case.objects.get(pk=life.filed.case_id)


def holds(life: Life) -> tuple[str, str]:
    """Who is in charge by the row, and who helps; ``verify`` finds nothing wrong with it."""
    assert run().problems == ()
    case = row(life)
    return case.in_charge, case.helpers


def types(life: Life) -> list[str]:
    """The matter's events."""
    return [event.type for event in ledger.events(f"case:{life.filed.case_id}")]


def colleague(username: str, organ: str, *posts: str) -> Actor:
    """Somebody more who works in an organ."""
    at = moment("2026-01-05")
    staff = staff_acts.create_staff(username=username, name=username.title(), by="system", at=at)
    for post in posts:
        staff_acts.post_staff(staff=staff, organ=organ, post=post, from_date=date(2026, 1, 5), by="system", at=at)
    info = staff_reads.staff_info(staff, TODAY)
    assert info is not None
    return Actor.of_staff(info)


def refused(life: Life, field: str, words: str, **asked: Any) -> None:
    """It cannot be done: the field and why, and nothing was written."""
    before = types(life)
    with pytest.raises(Invalid) as found:
        give(life, **asked)
    assert found.value.field == field
    assert words in found.value.message
    assert types(life) == before


def test_a_payload_says_who_is_in_charge_and_is_silent_where_nothing_changes() -> None:
    silent = Effects(day=TODAY, state="accepted")
    given = Effects(day=TODAY, state="accepted", charge=Charge("staff:7", ("staff:9",)))
    ended = Effects(day=TODAY, state="accepted", charge=charge.NOBODY)
    assert "charge" not in silent.payload()
    assert given.payload()["charge"] == {"of": "staff:7", "helpers": ["staff:9"]}
    assert ended.payload()["charge"] == {}
    assert [read(one.payload()).charge for one in (silent, given, ended)] == [
        None,
        Charge("staff:7", ("staff:9",)),
        Charge("", ()),
    ]


def test_whoever_handles_takes_a_free_matter_and_gives_it_back_with_a_reason(life: Life, district: District) -> None:
    assert holds(life) == ("", "")
    give(life, district.green, district.green)
    assert holds(life) == (district.green.name, "")
    refused(life, "reason", "请说明理由", to=None, by=district.green)
    give(life, None, district.green, "下周起休产假")
    assert holds(life) == ("", "")
    assert types(life)[-2:] == ["matter.charge_taken", "matter.charge_given_back"]


def test_the_head_assigns_and_takes_it_from_somebody_with_a_reason_only(life: Life, district: District) -> None:
    other = colleague("leaf", "environment", "officer")
    give(life, district.green, district.green_head)
    refused(life, "reason", "请说明理由", to=other, by=district.green_head)
    give(life, other, district.green_head, "任务调整")
    assert holds(life) == (other.name, "")
    assert types(life)[-2:] == ["matter.charge_assigned", "matter.charge_assigned"]
    give(life, other, district.green_head)  # as it is: nothing happens
    assert types(life)[-1:] == ["matter.charge_assigned"]
    assert types(life).count("matter.charge_assigned") == 2


def test_nobody_else_assigns_and_nobody_takes_what_somebody_has(life: Life, district: District) -> None:
    other = colleague("leaf", "environment", "officer")
    refused(life, "to", "负责人", to=other, by=district.green)
    give(life, other, other)
    refused(life, "to", "已有承办人", to=district.green, by=district.green)
    refused(life, "to", "负责人", to=None, by=district.green, reason="x")
    refused(life, "to", "其他机关", to=district.dispatcher, by=district.dispatcher)
    with pytest.raises(NotFound):
        give(life, district.builder, district.builder)
    with pytest.raises(NotFound):
        in_charge.change(case_id=life.filed.case_id, to="", by=Actor.petitioner(life.filed.case_id), at=AT)


def test_only_who_handles_matters_in_the_organ_today(life: Life, district: District) -> None:
    head = district.green_head
    clerk = colleague("till", "environment", "clerk")
    for nobody in (clerk, district.builder):
        refused(life, "to", "不在本机关办理事项", to=nobody, by=head)
    with pytest.raises(Invalid):
        in_charge.change(case_id=life.filed.case_id, to="staff:999999", by=head, at=AT)
    with pytest.raises(Invalid):
        in_charge.change(case_id=life.filed.case_id, to="petitioner", by=head, at=AT)
    assert [one.username for one in in_charge.possible("environment", TODAY)] == ["green", "green_head"]
    assert district.green.staff is not None
    staff_acts.close_staff(staff=district.green.staff.id, by="system", at=AT)
    refused(life, "to", "不在本机关办理事项", to=district.green, by=head)


def test_it_moves_no_duty_no_date_and_no_state(life: Life, district: District) -> None:
    def rest() -> tuple[Any, ...]:
        outside = {"in_charge", "helpers", "event_seq", "event_hash", "event_at"}
        columns = [field.attname for field in Case._meta.concrete_fields if field.attname not in outside]
        duties = tuple(Duty.objects.filter(case_id=life.filed.case_id).order_by("pk").values_list())
        return Case.objects.filter(pk=life.filed.case_id).values_list(*columns).get(), duties

    other, before = colleague("leaf", "environment", "officer"), rest()
    give(life, district.green, district.green)
    in_charge.add_helper(case_id=life.filed.case_id, helper=other.name, by=district.green, at=AT)
    give(life, other, district.green_head, "任务调整")
    give(life, None, other, "另有任务")
    assert rest() == before


def test_helpers_come_and_go(life: Life, district: District) -> None:
    case_id, other = life.filed.case_id, colleague("leaf", "environment", "officer")
    told: dict[str, Any] = {"case_id": case_id, "at": AT}
    with pytest.raises(Invalid):  # nobody is in charge
        in_charge.add_helper(helper=other.name, by=district.green_head, **told)
    give(life, district.green, district.green)
    with pytest.raises(Invalid):  # is in charge
        in_charge.add_helper(helper=district.green.name, by=district.green, **told)
    with pytest.raises(Invalid):  # says so for themselves
        in_charge.add_helper(helper=other.name, by=other, **told)
    in_charge.add_helper(helper=other.name, by=district.green, **told)
    assert holds(life) == (district.green.name, f"|{other.name}|")
    in_charge.remove_helper(helper=other.name, by=other, **told)
    assert holds(life) == (district.green.name, "")
    in_charge.add_helper(helper=other.name, by=district.green, **told)
    give(life, other, district.green_head, "任务调整")  # no longer helps, but is in charge
    assert holds(life) == (other.name, "")
    assert types(life)[-5:] == [
        "matter.charge_taken",
        "matter.helper_added",
        "matter.helper_removed",
        "matter.helper_added",
        "matter.charge_assigned",
    ]


def test_it_ends_with_the_matter_in_the_organ(district: District) -> None:
    life = Life.begin(district).until("registered")
    give(life, district.dispatcher, district.dispatcher, on="2026-09-10")
    life.until("forwarded")
    assert holds(life) == ("", "")
    assert ledger.events(f"case:{life.filed.case_id}")[-1].payload["charge"] == {}
    life.until("accepted")
    give(life, district.green, district.green)
    offer = {"to": "housing", "reason": "管养单位"}
    acts.take("offer_handover", case_id=life.filed.case_id, by=district.green, at=AT, **offer)
    assert holds(life) == (district.green.name, "")  # an offer is no hand-over
    acts.take("accept_handover", case_id=life.filed.case_id, by=district.builder, at=moment("2026-09-23"))
    assert holds(life) == ("", "")


def test_it_ends_when_another_organ_takes_the_place_of_this_one(life: Life, district: District) -> None:
    give(life, district.green, district.green)
    ending.end_organ(code="environment", into=("housing",), on=TODAY, by="system", at=AT)
    assert succession.pass_on("environment", at=AT) == 1
    assert (row(life).handler, *holds(life)) == ("housing", "", "")
    last = ledger.events(f"case:{life.filed.case_id}")[-1]
    assert (last.type, last.payload["charge"]) == ("matter.succeeded", {})


def test_it_ends_when_the_matter_closes(life: Life, district: District) -> None:
    give(life, district.green, district.green)
    acts.take("withdraw", case_id=life.filed.case_id, by=Actor.petitioner(life.filed.case_id), at=moment("2026-09-23"))
    assert holds(life) == ("", "")
    refused(life, "to", "已经办结", to=district.green, by=district.green, on="2026-09-24")


def test_who_stands_aside_loses_it_in_the_same_act_and_gets_it_no_more(life: Life, district: District) -> None:
    other = colleague("leaf", "environment", "officer")
    give(life, district.green, district.green)
    in_charge.add_helper(case_id=life.filed.case_id, helper=other.name, by=district.green, at=AT)
    case_id, petitioner = life.filed.case_id, Actor.petitioner(life.filed.case_id)
    asked = {"officer": "来看过现场的那位工作人员", "reason": "是施工单位负责人的弟弟"}
    acts.take("ask_recusal", case_id=case_id, by=petitioner, at=AT, **asked)
    assert holds(life) == (district.green.name, f"|{other.name}|")
    decided = {"reason": "近亲属", "officers": (other.name,)}
    acts.take("decide_recusal", case_id=case_id, by=district.green_head, at=moment("2026-09-23"), **decided)
    assert holds(life) == (district.green.name, "")
    refused(life, "to", "回避", to=other, by=district.green_head, reason="x", on="2026-09-24")
    with pytest.raises(StandsAside):
        give(life, other, other, on="2026-09-24")
    view_state = life.view.state
    people = in_charge.possible("environment", TODAY, pack=life.view.pack, state=view_state)
    assert [one.username for one in people] == ["green", "green_head"]
    acts.take("declare_recusal", case_id=case_id, by=district.green, at=moment("2026-09-24"), reason="与当事人相识")
    last = ledger.events(f"case:{case_id}")[-1]
    assert last.payload["charge"] == {}
    assert holds(life) == ("", "")


def test_a_sealed_report_only_for_who_works_on_sealed_ones(district: District) -> None:
    life = Life.begin(district, category="accusation")
    acts.take(
        "register", case_id=life.filed.case_id, category="accusation", topic="noise", area="xinan",
        by=district.clerk, at=moment("2026-09-09"),
    )  # fmt: skip
    acts.take("forward", case_id=life.filed.case_id, to="discipline", by=district.dispatcher, at=moment("2026-09-15"))
    give(life, district.colleague, district.secretary)  # nobody is named: who handles works on them
    give(life, None, district.secretary, "指定读取人")
    reader = district.inspector
    name_reader(district, "inspector")
    reader = Actor.of_staff(staff_reads.staff_info(reader.staff.id, TODAY))  # type: ignore[union-attr, arg-type]
    give(life, reader, reader)
    assert holds(life) == (reader.name, "")
    with pytest.raises(NotFound):  # the head is no reader
        give(life, district.colleague, district.secretary, "x")
    # Whoever looks after staff learns of no sealed matter, and it goes back all the same
    assert reader.staff is not None
    assert leaving.held(reader.staff.id, ["discipline"]) == 0
    admin = colleague("keeper", "district", "administrator")
    done = leaving.hand_on(staff=reader.staff.id, to="", organs=["discipline"], by=admin, at=AT)
    assert done == HandedOn(given=0, back=0)
    assert holds(life) == ("", "")


def test_a_matter_that_is_sealed_later_has_nobody(district: District) -> None:
    life = Life.begin(district)
    give(life, district.dispatcher, district.dispatcher, on="2026-09-08")
    acts.take(
        "register", case_id=life.filed.case_id, category="accusation", topic="noise", area="xinan",
        by=district.clerk, at=moment("2026-09-09"),
    )  # fmt: skip
    assert (row(life).sealed, *holds(life)) == (True, "", "")


def test_petitioners_are_told_nothing_of_it_and_officers_in_words(life: Life, district: District) -> None:
    before = [entry.type for entry in timeline(life.view, petitioner=True)]
    give(life, district.green, district.green)
    give(life, None, district.green, "下周起休产假")
    assert [entry.type for entry in timeline(life.view, petitioner=True)] == before
    taken, back = timeline(life.view)[-2:]
    assert (taken.title.zh, taken.title.en) == ("承办", "Taken on")
    assert (back.title.zh, back.title.en) == ("退回本机关另行安排", "Given back to the organ")
    assert back.notes == {"reason": "下周起休产假"}


def test_what_somebody_held_goes_on_to_a_colleague_at_once(district: District) -> None:
    other = colleague("leaf", "environment", "officer")
    mine, helped, barred = (Life.begin(district).until("accepted") for _ in range(3))
    give(mine, district.green, district.green)
    give(barred, district.green, district.green)
    give(helped, other, other)
    in_charge.add_helper(case_id=helped.filed.case_id, helper=district.green.name, by=other, at=AT)
    acts.take("declare_recusal", case_id=barred.filed.case_id, by=other, at=AT, reason="与当事人相识")
    assert district.green.staff is not None
    number = district.green.staff.id
    admin = colleague("keeper", "district", "administrator")
    assert leaving.held(number, ["environment"]) == 3
    assert leaving.held(number, ["housing"]) == 0
    told: dict[str, Any] = {"staff": number, "organs": ["environment"], "at": AT}
    with pytest.raises(Invalid):
        leaving.hand_on(to=district.builder.name, by=admin, **told)
    assert leaving.hand_on(to="", by=district.green_head, **told) == HandedOn(0, 0)  # looks after no staff
    done = leaving.hand_on(to=other.name, by=admin, **told)
    assert done == HandedOn(given=1, back=1)
    assert holds(mine) == (other.name, "")
    assert holds(barred) == ("", "")  # who gets the others stands aside in this one
    assert holds(helped) == (other.name, "")
    assert leaving.held(number, ["environment"]) == 0


def test_what_is_left_falls_back_in_the_night(district: District) -> None:
    other = colleague("leaf", "environment", "officer")
    mine, helped, kept = (Life.begin(district).until("accepted") for _ in range(3))
    give(mine, district.green, district.green)
    give(helped, other, other)
    give(kept, other, other)
    in_charge.add_helper(case_id=helped.filed.case_id, helper=district.green.name, by=other, at=AT)
    assert leaving.release_gone(at=AT) == 0
    assert district.green.staff is not None
    staff_acts.close_staff(staff=district.green.staff.id, by="system", at=AT)
    assert leaving.release_gone(at=AT) == 2
    assert holds(mine) == ("", "")
    assert holds(helped) == (other.name, "")
    assert holds(kept) == (other.name, "")
    fell = ledger.events(f"case:{mine.filed.case_id}")[-1]
    assert (fell.type, fell.actor, fell.payload["charge"]) == ("matter.charge_fell_back", "system", {})
    assert leaving.release_gone(at=AT) == 0


def numbers(by: Actor, whose: str, **more: str) -> list[str]:
    """The matters in somebody's worklist, each duty once, by number."""
    page = worklist.my_duties(by=by, filters=Filters(whose=whose, **more), today=TODAY)
    counted = worklist.duty_counts(by=by, today=TODAY, filters=Filters(whose=whose, **more))
    assert counted.all == len(page.items)
    return sorted({item.number for item in page.items})


def test_the_worklist_by_who_is_in_charge(district: District) -> None:
    other = colleague("leaf", "environment", "officer")
    first, second, free = (Life.begin(district).until("accepted") for _ in range(3))
    give(first, district.green, district.green)
    give(second, other, other)
    one, two, three = (life.filed.number for life in (first, second, free))
    assert numbers(district.green, "") == [one, two, three]
    assert numbers(district.green, "mine") == [one]
    assert numbers(other, "mine") == [two]
    assert numbers(district.green_head, "mine") == []
    assert numbers(district.green, "unassigned") == [three]
    assert numbers(district.green_head, other.name) == [two]
    assert numbers(district.green, "mine", text=two) == []
    assert numbers(district.green, "mine", text=one) == [one]
    shown = worklist.my_duties(by=district.green, filters=Filters(), today=TODAY).items
    assert {item.number: item.in_charge for item in shown} == {one: "Green", two: "Leaf", three: ""}


def test_what_another_organ_handles_is_not_unassigned_here(district: District) -> None:
    life = Life.begin(district).until("accepted")
    asked: dict[str, Any] = {"circumstance": "late", "asked": "请说明原因。", "answer_by": date(2026, 12, 4)}
    acts.take("supervise", case_id=life.filed.case_id, **asked, by=district.supervisor, at=moment("2026-11-23"))
    page = worklist.my_duties(by=district.dispatcher, filters=Filters(whose="unassigned"), today=TODAY)
    assert page.items == ()


def test_the_board_counts_what_is_open_by_name(district: District) -> None:
    first, second, free = (Life.begin(district).until("accepted") for _ in range(3))
    give(first, district.green, district.green)
    give(second, district.green, district.green)
    # Accepted on 21 September 2026: each owes one answer within sixty days (R22 Art 34).
    owed = {duty.due_date for duty in Duty.objects.filter(status="open", owner="environment")}
    assert owed == {date(2026, 11, 20)}
    assert load.of_organ(by=district.green_head, today=TODAY) == (
        Load(district.green.name, "Green", matters=2, duties=2),
        Load(district.green_head.name, "Green_Head"),
        Load("", "", matters=1, duties=1),
    )
    week = load.of_organ(by=district.green_head, today=date(2026, 11, 14))
    assert [(one.overdue, one.week) for one in week] == [(0, 2), (0, 0), (0, 1)]
    late = load.of_organ(by=district.green_head, today=date(2026, 11, 21))
    assert [(one.overdue, one.week) for one in late] == [(2, 0), (0, 0), (1, 0)]
    assert load.of_organ(by=district.green, today=TODAY) == ()
    assert free.filed.number
