"""A petitioner complains of an organ to the one above it (R22 Art 42 to 46), on these
pages and at the window.

The matter was filed on 8 September 2026: it is registered and passed on by the 23rd.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.errors import Refused
from huiyin.casework.lists import worklist
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.upkeep.verify import run

pytestmark = pytest.mark.django_db
ACT = "/follow/matter/act/complain"


def enter(citizen: Client, life: Life) -> Client:
    """A petitioner who gives number and code."""
    citizen.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    return citizen


def test_while_every_day_is_kept_nothing_is_late(citizen: Client, life: Life, at: Any) -> None:
    at("2026-09-23")
    page = enter(citizen, life).post(ACT, {"whom": "handler", "about": "late", "reason": "没有人管"}).content.decode()
    assert "目前没有逾期的办理环节" in page
    assert "没有人管" in page
    assert "answer_complaint" not in {duty.kind for duty in life.view.open_duties}


def test_every_organ_that_had_it_can_be_meant(citizen: Client, life: Life, at: Any) -> None:
    """Sent on by the office on 15 September: of the office, which shirked, the
    government above it is told, and of the branch the bureau or government above that
    one.
    """
    life.until("forwarded")
    at("2026-09-17")
    page = enter(citizen, life).get(ACT).content.decode()
    assert "承办机关 – " in page
    assert "收到该事项的机关 – " in page
    assert "复查机关" not in page  # nobody reviewed it
    citizen.post(ACT, {"whom": "receiver", "about": "shirked", "reason": "拖了一个星期才转送"})
    assert ("answer_complaint", "district") in {(duty.kind, duty.owner) for duty in life.view.open_duties}
    assert life.view.state.values["complained_of"] == "receiver"


def test_after_a_refusal_the_superior_is_told(citizen: Client, life: Life, at: Any) -> None:
    """Directed elsewhere on 22 September; told on the 24th, 15 days end on Friday 9 October."""
    life.until("accepted")
    acts.take(
        "divert",
        case_id=life.filed.case_id,
        route="administrative_suit",
        competent_organ="区人民法院",
        explanation="请起诉。",
        by=life.district.green,
        at=moment("2026-09-22"),
    )
    at("2026-09-24")
    assert ACT in enter(citizen, life).get("/follow/matter").content.decode()
    citizen.post(ACT, {"whom": "handler", "about": "not_accepted", "reason": "噪声归他们管"})
    owed = [(duty.kind, duty.due_date) for duty in life.view.open_duties]
    assert owed == [("answer_complaint", date(2026, 10, 9))]
    assert life.view.state.final
    assert run().problems == ()


def test_the_superior_of_the_office_is_told_and_answers(citizen: Client, life: Life, at: Any) -> None:
    """Told on 24 September: 15 days end on Friday 9 October."""
    at("2026-09-24")
    assert ACT in enter(citizen, life).get("/follow/matter").content.decode()
    page = citizen.get(ACT).content.decode()
    assert "泉东区人民政府" in page
    assert "10月9日" in page
    refused = citizen.post(ACT, {"whom": "handler", "about": "late", "reason": ""})
    assert refused.status_code == 200
    citizen.post(ACT, {"whom": "handler", "about": "late", "reason": "半个月了没有人登记。"})
    owed = {(duty.kind, duty.owner): duty.due_date for duty in life.view.open_duties}
    assert owed["answer_complaint", "district"] == date(2026, 10, 9)

    there = life.district
    listed = worklist.my_duties(by=there.governor, filters=Filters(kind="answer_complaint"), today=date(2026, 9, 24))
    assert [item.case_id for item in listed.items] == [life.filed.case_id]
    with pytest.raises(Refused):  # the office does not answer for its superior
        acts.take(
            "answer_complaint", case_id=life.filed.case_id, text="x", by=there.dispatcher, at=moment("2026-09-24")
        )
    acts.take(
        "answer_complaint",
        case_id=life.filed.case_id,
        text="已责令今日登记并转送。",
        by=there.governor,
        at=moment("2026-09-25"),
    )
    page = citizen.get("/follow/matter").content.decode()
    assert "已责令今日登记并转送。" in page
    assert "半个月了没有人登记。" in page
    assert run().problems == ()


def test_the_clerk_writes_it_down_at_the_window(life: Life, district: District) -> None:
    acts.take(
        "complain",
        case_id=life.filed.case_id,
        about="late",
        reason="没有登记",
        to="district",
        by=district.clerk,
        at=moment("2026-09-24"),
    )
    assert "answer_complaint" in {duty.kind for duty in life.view.open_duties}
