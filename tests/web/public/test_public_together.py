"""Several people bring one matter on the public pages: names row by row, and the state
of each by number.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import District, moment
from tests.plugins.matters import ALL, Life, codes

from huiyin.casework import acts
from huiyin.casework.models import Participant
from huiyin.people.particulars import Particulars
from huiyin.web.sections.signatories import read

pytestmark = pytest.mark.django_db

NAMES = "周文海，13800000001\n\n吴桂兰, 新安镇建设路3号\n"


def test_names_are_read_row_by_row() -> None:
    same = "周文海，138-0000-0001，建设路2号，三单元"
    found, problems = read(f"{same}\n,138\n13800000001\n{same}")
    assert found == [Particulars(name="周文海", phone="13800000001", address="建设路2号 三单元")]
    assert problems == ["第2行：请先写姓名", "第3行：请先写姓名，再写电话", "第4行：与第1行相同"]


def test_a_joint_petition_is_filed_with_its_names(citizen: Client) -> None:
    asked = {**ALL, "together": "together", "persons": "3", "names": NAMES}
    wrong = citizen.post("/file/all", {**asked, "names": "，13800000001"}).content.decode()
    assert "第1行：请先写姓名" in wrong
    assert "govuk-error-summary" in wrong
    many = citizen.post("/file/all", {**asked, "persons": "2"}).content.decode()
    assert "连您在内共写了3人的姓名，但人数只填了2人" in many
    assert Participant.objects.count() == 0
    assert citizen.post("/file/all", asked).status_code == 302
    number, code = codes(citizen)
    assert Participant.objects.count() == 3
    citizen.post("/follow", {"number": number, "code": code})
    page = citizen.get("/follow/matter").content.decode()
    assert "联名3人。" in page
    assert "周文海" not in page  # not even to each other


def test_the_wizard_shows_the_names_before_they_are_handed_in(citizen: Client) -> None:
    asked = {**ALL, "together": "together", "persons": "3", "names": NAMES}
    for step in ("kind", "what", "ask", "where", "files", "who", "details", "people"):
        citizen.get(f"/file/{step}")
        assert citizen.post(f"/file/{step}", asked).status_code == 302
    assert "吴桂兰" in citizen.get("/file/check").content.decode()
    anonymous = {**asked, "who": "anonymous", "category": "suggestion"}
    citizen.post("/file/who", anonymous)
    citizen.post("/file/people", anonymous)
    assert "请同时写明您自己的姓名" in citizen.get("/file/people").content.decode()


def test_names_are_added_later(citizen: Client, life: Life) -> None:
    citizen.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    assert 'href="/follow/matter/signatories"' in citizen.get("/follow/matter").content.decode()
    assert "请至少填写一人的姓名" in citizen.post("/follow/matter/signatories", {"names": ""}).content.decode()
    done = citizen.post("/follow/matter/signatories", {"names": NAMES}, follow=True).content.decode()
    assert "已登记2人。" in done
    assert "联名3人。" in done
    told = citizen.get("/follow/matter/withdraw").content.decode()
    assert "须经全体联名人同意才能撤回" in told
    life.until("decided")
    closed = citizen.get("/follow/matter/signatories").content.decode()
    assert "<textarea" not in closed


def test_everybody_sees_who_has_the_answer_by_number(citizen: Client, district: District, at: Any) -> None:
    life = Life.begin(district, persons=2, signatories=(Particulars(name="周文海"),)).until("decided")
    at("2026-11-23")
    citizen.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    acts.take(
        "serve_one",
        case_id=life.filed.case_id,
        signatory=2,
        method="post",
        received_on=date(2026, 11, 21),
        by=district.green,
        at=moment("2026-11-21"),
    )
    page = citizen.get("/follow/matter").content.decode()
    assert "已有1人收到答复，共2人。" in page
    # 21 November and 30 days: 21 December, a Monday.
    assert "11月21日（周六）收到答复，请求复查最迟12月21日（周一）提出" in page
    assert "夜间施工属实" not in page  # the answer is there for all once all have it
