"""What the petitioner sees of the simplified procedure: that it is one, until when, and
how to leave it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import moment
from tests.plugins.matters import Life
from tests.web.public.test_public_review import enter

from huiyin.casework import acts
from huiyin.casework.chapters.handling.deciding import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def simple(life: Life) -> Life:
    """Forwarded on Tuesday 15 September 2026, accepted in the simplified way on the 16th."""
    life.until("forwarded")
    told = {"ground": "daily_life", "obstacle": "none"}
    acts.take("accept_simplified", case_id=life.filed.case_id, **told, by=life.district.green, at=moment("2026-09-16"))
    return life


def test_the_page_says_that_it_is_simple_and_how_to_leave(citizen: Client, simple: Life, at: Any) -> None:
    at("2026-09-17")
    page = enter(citizen, simple).get("/follow/matter").content.decode()
    assert "您的事项适用简易办理" in page
    assert "区生态环境分局最迟应在9月30日（周三）简易办理并答复您" in page
    assert "不会因此失去请求复查的权利" in page
    for step in ("prefer_paper", "ask_ordinary"):
        assert f'href="/follow/matter/act/{step}"' in page


def test_paper_and_the_ordinary_procedure_are_asked_for_here(citizen: Client, simple: Life, at: Any) -> None:
    """Sixty days from 16 September 2026: 15 November is a Sunday, so the 16th."""
    at("2026-09-17")
    inside = enter(citizen, simple)
    assert inside.post("/follow/matter/act/prefer_paper", follow=True).status_code == 200
    assert simple.view.state.values["paper"] is True
    shown = inside.get("/follow/matter/act/ask_ordinary").content.decode()
    assert "最迟应在11月16日（周一）作出处理意见" in shown
    inside.post("/follow/matter/act/ask_ordinary", {"reason": "希望书面处理"})
    assert simple.view.state.state == "accepted"


def test_in_english(english: Client, simple: Life, at: Any) -> None:
    at("2026-09-17")
    page = enter(english, simple).get("/follow/matter").content.decode()
    assert "Your matter is handled in the simplified way" in page
    assert "Ask for the ordinary procedure" in page


def test_after_a_call_the_page_says_that_paper_can_be_asked_for(citizen: Client, simple: Life, at: Any) -> None:
    """R22 Art 35: without an answer in writing the 30 days do not run, whatever day it is."""
    told = {"method": "phone", "received_on": date(2026, 9, 18), "heard": "call"}
    acts.take(
        "answer_simply",
        case_id=simple.filed.case_id,
        outcome="explained",
        decisions=[Decision(1, "explained", "", "", "已协调停工")],
        by=simple.district.green,
        at=moment("2026-09-18"),
        **told,
    )
    at("2026-12-01")
    inside = enter(citizen, simple)
    page = inside.get("/follow/matter").content.decode()
    assert "请求复查的30日尚未起算" in page
    assert 'href="/follow/matter/act/ask_paper"' in page
    assert 'href="/follow/matter/act/ask_review"' in page
    assert inside.post("/follow/matter/act/ask_paper", follow=True).status_code == 200
    assert {duty.kind for duty in simple.view.open_duties} >= {"paper_answer"}
