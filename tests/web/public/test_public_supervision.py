"""A matter under supervision, as its petitioner sees it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import moment
from tests.plugins.matters import Life

from huiyin.casework import acts

pytestmark = pytest.mark.django_db


def enter(citizen: Client, life: Life) -> Client:
    """A petitioner who gives number and code."""
    citizen.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    return citizen


def supervised(life: Life) -> dict[str, Any]:
    """Put under supervision on 22 September, with an answer due on 9 October."""
    who = {"case_id": life.filed.case_id, "at": moment("2026-09-22")}
    acts.take(
        "supervise",
        **who,
        circumstance="stalling",
        asked="内部要求：请监察科周三前到现场。",
        answer_by=date(2026, 10, 9),
        by=life.district.supervisor,
    )
    return who


def test_who_asked_whom_and_until_when_is_said(citizen: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    at("2026-09-23")
    assert "此事项正在督办" not in enter(citizen, life).get("/follow/matter").content.decode()
    supervised(life)
    page = citizen.get("/follow/matter").content.decode()
    assert "区信访局于9月22日要求区生态环境分局说明情况并改正：敷衍、拖延。" in page
    assert "最迟应在10月9日答复。" in page
    assert "内部要求" not in page  # between offices
    # Whose turn it is stays the matter's own duty; the answer to supervision stands beside it.
    assert page.index("应在11月20日") < page.index("答复督办，说明已经做了什么")


def test_the_answer_is_read(citizen: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    who = supervised(life)
    acts.take(
        "answer_supervision",
        case_id=who["case_id"],
        text="已约检测机构本周到场。",
        by=life.district.green,
        at=moment("2026-09-24"),
    )
    at("2026-09-25")
    page = enter(citizen, life).get("/follow/matter").content.decode()
    assert "已经答复，答复见下文，督办机关正在审核。" in page
    assert "已约检测机构本周到场。" in page
    assert "区生态环境分局答复了督办" in page
    note = "答复属实，准予了结"
    acts.take("accept_answer", case_id=who["case_id"], by=life.district.supervisor, at=moment("2026-09-25"), note=note)
    settled = citizen.get("/follow/matter").content.decode()
    assert "此事项正在督办" not in settled
    assert "督办了结" in settled
    assert "准予了结" not in settled


def test_the_superior_is_named(english: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    who = supervised(life)
    acts.take(
        "escalate",
        case_id=who["case_id"],
        reason="逾期未答复",
        answer_by=date(2026, 10, 23),
        by=life.district.supervisor,
        at=moment("2026-10-10"),
    )
    at("2026-10-12")
    page = enter(english, life).get("/follow/matter").content.decode()
    assert "This matter is under supervision" in page
    assert "Quandong District Government, its superior, was asked to have it put right." in page


def test_after_the_answer_it_is_still_the_petitioners_turn(citizen: Client, life: Life, at: Any) -> None:
    """Supervision beside a matter that was answered does not make it look unanswered."""
    life.until("served")
    who = {"case_id": life.filed.case_id, "at": moment("2026-11-23")}
    acts.take(
        "supervise",
        **who,
        circumstance="late",
        asked="请说明。",
        answer_by=date(2026, 12, 4),
        by=life.district.supervisor,
    )
    at("2026-11-24")
    page = enter(citizen, life).get("/follow/matter").content.decode()
    assert "此事项正在督办" in page
    assert page.count("hy-turn__who") == 1
