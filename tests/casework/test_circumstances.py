"""Circumstances of supervision, found in dates and duties. Days are counted by hand.

The matter: filed on 8 September 2026, forwarded on the 15th (notice due on the 30th),
accepted on the 21st (due on Friday 20 November).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.lists import circumstances

ORGANS = ("city", "district", "office", "housing", "environment", "discipline", "xinan", "dadu")


def found(district: District, day: str, by: str = "supervisor") -> dict[str, list[str]]:
    """The matters in each circumstance on a day, those without any left out."""
    today, reader = date.fromisoformat(day), district.actors[by]
    seen = {}
    for name in circumstances.FOUND:
        page = circumstances.look(by=reader, organs=ORGANS, circumstance=name, today=today)
        seen[name] = [item.duty.case_id for item in page.items]
    counted = circumstances.counts(by=reader, organs=ORGANS, today=today)
    for name, ids in seen.items():
        assert sum(row[name] for row in counted.values()) == len(ids)
    return {name: ids for name, ids in seen.items() if ids}


def test_late_the_day_after_the_last(district: District) -> None:
    life = Life.begin(district).until("accepted")
    assert "late" not in found(district, "2026-11-20")
    assert found(district, "2026-11-21") == {"late": [life.filed.case_id]}


def test_a_matter_that_stands_still_before_its_date(district: District) -> None:
    """15 days before 20 November is the 5th; since 21 September nothing was done."""
    life = Life.begin(district).until("accepted")
    assert found(district, "2026-11-04") == {}
    assert found(district, "2026-11-05") == {"stalling": [life.filed.case_id]}


def test_writing_again_does_not_hide_that_it_stands_still_and_work_does(district: District) -> None:
    life = Life.begin(district).until("accepted")
    contacts.record_contact(
        case_id=life.filed.case_id,
        contact=petition(channel="phone", text="什么时候有结果？"),
        office="office",
        by=district.clerk,
        at=moment("2026-10-20"),
    )
    assert found(district, "2026-11-06") == {"stalling": [life.filed.case_id]}
    contacts.add_material(case_id=life.filed.case_id, text="检测报告", by=district.green, at=moment("2026-11-06"))
    assert found(district, "2026-11-06") == {}


def test_no_result_fed_back(district: District) -> None:
    life = Life.begin(district).until("registered")
    acts.take(
        "forward",
        case_id=life.filed.case_id,
        to="environment",
        by=district.dispatcher,
        at=moment("2026-09-15"),
        report_by=date(2026, 9, 23),
    )
    assert found(district, "2026-09-23") == {}
    assert found(district, "2026-09-24") == {"no_result": [life.filed.case_id]}


def test_not_carried_out(district: District) -> None:
    """Served on 21 November: 60 days end on Wednesday 20 January 2027."""
    life = Life.begin(district).until("served")
    assert "not_executed" not in found(district, "2027-01-20")
    assert found(district, "2027-01-21")["not_executed"] == [life.filed.case_id]


def test_a_step_taken_after_its_day_is_wrong_procedure(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    acts.take("notify", case_id=life.filed.case_id, text="已收到", by=district.green, at=moment("2026-10-12"))
    acts.take("accept", case_id=life.filed.case_id, by=district.green, at=moment("2026-10-12"))
    page = circumstances.look(
        by=district.supervisor, organs=ORGANS, circumstance="wrong_procedure", today=date(2026, 10, 13)
    )
    assert [(item.duty.case_id, item.duty.kind) for item in page.items] == [(life.filed.case_id, "handle")]
    assert page.items[0].done_late in {"notify", "accept"}


def test_in_time_is_no_wrong_procedure(district: District) -> None:
    Life.begin(district).until("accepted")
    assert found(district, "2026-09-22") == {}


def test_passed_on_twice(district: District) -> None:
    life = Life.begin(district).until("notified")
    who = {"case_id": life.filed.case_id}
    for giver, taker, day in (("green", "builder", "2026-09-21"), ("builder", "green", "2026-09-22")):
        to = {"builder": "housing", "green": "environment"}[taker]
        acts.take("offer_handover", **who, to=to, reason="属对方职责", by=district.actors[giver], at=moment(day))
        acts.take("accept_handover", **who, by=district.actors[taker], at=moment(day, 15))
        expected = {"passed_on": [life.filed.case_id]} if giver == "builder" else {}
        assert found(district, day) == expected


def test_a_matter_under_supervision_is_marked_and_its_notice_is_no_circumstance(district: District) -> None:
    life = Life.begin(district).until("accepted")
    acts.take(
        "supervise",
        case_id=life.filed.case_id,
        circumstance="late",
        asked="请说明",
        answer_by=date(2026, 12, 1),
        by=district.supervisor,
        at=moment("2026-11-23"),
    )
    page = circumstances.look(by=district.supervisor, organs=ORGANS, circumstance="late", today=date(2026, 12, 10))
    assert [(item.duty.kind, item.duty.supervised) for item in page.items] == [("handle", True)]


@pytest.mark.parametrize("who", ["dispatcher", "green_head", "governor", "auditor", "mayor"])
def test_only_those_who_supervise_see_any(district: District, who: str) -> None:
    Life.begin(district).until("accepted")
    assert found(district, "2026-12-23", by=who) == {}


def test_sealed_matters_are_in_none(district: District) -> None:
    case_id = intake.file_petition(
        petition=petition(category="accusation"), office="office", by=Actor.petitioner(), at=moment("2026-01-05")
    ).case_id
    assert case_id
    assert found(district, "2026-11-23") == {}


@pytest.mark.parametrize("number", [1, 12])
def test_two_queries_whatever_there_is(
    district: District, django_assert_max_num_queries: Callable[..., object], number: int
) -> None:
    for _ in range(number):
        Life.begin(district).until("accepted")
    for name in circumstances.FOUND:
        with django_assert_max_num_queries(2):  # type: ignore[attr-defined]
            circumstances.look(by=district.supervisor, organs=ORGANS, circumstance=name, today=date(2026, 11, 23))
    with django_assert_max_num_queries(1):  # type: ignore[attr-defined]
        circumstances.counts(by=district.supervisor, organs=ORGANS, today=date(2026, 11, 23))


def test_pages_go_on_where_the_last_one_ended(district: District) -> None:
    ids = {Life.begin(district).until("accepted").filed.case_id for _ in range(5)}
    seen: set[str] = set()
    after = ""
    for _ in range(3):
        page = circumstances.look(
            by=district.supervisor, organs=ORGANS, circumstance="late", today=date(2026, 11, 23), after=after, limit=2
        )
        seen |= {item.duty.case_id for item in page.items}
        after = page.next
    assert seen == ids
    assert after == ""
