"""Steps of the law that have no page of their own: the petitioner uses the general one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.casework.test_organ_above import put_above
from tests.plugins.matters import Life

pytestmark = pytest.mark.django_db


def enter(citizen: Client, life: Life) -> Client:
    """A petitioner who gives number and code."""
    citizen.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    return citizen


def test_a_review_is_asked_for_where_the_matter_stands(citizen: Client, life: Life, at: Any) -> None:
    life.until("served")
    at("2026-12-01")
    inside = enter(citizen, life)
    assert 'href="/follow/matter/act/ask_review"' in inside.get("/follow/matter").content.decode()
    page = inside.get("/follow/matter/act/ask_review").content.decode()
    assert "将提交泉东区人民政府。" in page
    assert "泉东区人民政府最迟应在12月31日（周四）提出复查意见" in page
    assert "信访工作条例第35条" in page

    missing = inside.post("/follow/matter/act/ask_review", {"reason": ""}).content.decode()
    assert "govuk-error-message" in missing
    assert life.view.state.state == "served"
    done = inside.post("/follow/matter/act/ask_review", {"reason": "没有实地检测"}, follow=True).content.decode()
    assert life.view.state.state == "review_requested"
    assert "没有实地检测" in done
    assert "泉东区人民政府" in done


def test_too_late_is_said_with_article_and_way_out(citizen: Client, life: Life, at: Any) -> None:
    life.until("served")
    at("2026-12-22")
    inside = enter(citizen, life)
    page = inside.post("/follow/matter/act/ask_review", {"reason": "不服"}).content.decode()
    assert "请求复查的30日期限已满" in page
    assert "有正当理由逾期的，请说明理由" in page
    inside.post("/follow/matter/act/ask_review", {"reason": "不服", "excuse": "on", "excuse_reason": "住院"})
    assert life.view.state.state == "review_requested"


def test_what_cannot_be_asked_yet_says_why(citizen: Client, life: Life) -> None:
    inside = enter(citizen, life)
    page = inside.get("/follow/matter/act/ask_review").content.decode()
    assert "hy-refusal" in page
    assert "<textarea" not in page
    assert inside.get("/follow/matter/act/decide_review").status_code == 404
    assert inside.get("/follow/matter/act/rate").status_code == 404
    assert inside.get("/follow/matter/act/nonsense").status_code == 404


def test_in_english_too(citizen: Client, life: Life, at: Any) -> None:
    life.until("served")
    at("2026-12-01")
    inside = enter(citizen, life)
    page = inside.get("/follow/matter/act/ask_review", headers={"accept-language": "en"}).content.decode()
    assert "Ask for a review" in page
    assert "It goes to Quandong District Government." in page


def test_against_a_department_one_chooses_between_government_and_superior_department(
    citizen: Client, life: Life, at: Any
) -> None:
    put_above("environment", "city-environment")
    life.until("served")
    at("2026-12-01")
    inside = enter(citizen, life)
    matter = inside.get("/follow/matter").content.decode()
    assert "上一级机关是泉东区人民政府或者泉城市生态环境局。" in matter
    page = inside.get("/follow/matter/act/ask_review").content.decode()
    assert "泉东区人民政府" in page
    assert "泉城市生态环境局" in page
    assert "未核实" in page
    assert "checked" not in page  # nobody is steered
    assert "您选择的机关最迟应在12月31日（周四）提出复查意见" in page
    missing = inside.post("/follow/matter/act/ask_review", {"reason": "没有实地检测"}).content.decode()
    assert "govuk-error-message" in missing
    assert "没有实地检测" in missing
    given = {"reason": "没有实地检测", "to": "city-environment"}
    inside.post("/follow/matter/act/ask_review", given)
    assert life.view.state.parties["reviewer"] == "city-environment"
