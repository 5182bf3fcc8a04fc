"""Asking that an officer stands aside, as the petitioner does it, and what they read of it."""

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


def ask(citizen: Client) -> Any:
    """Fill in the form."""
    return citizen.post(
        "/follow/matter/act/ask_recusal", {"officer": "来看过现场的人", "reason": "是负责人的弟弟"}, follow=True
    )


def test_asked_decided_and_read(citizen: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    at("2026-09-22")
    page = enter(citizen, life).get("/follow/matter/act/ask_recusal").content.decode()
    assert "区生态环境分局" in page  # who will owe the decision
    assert "9月30日" in page
    assert "参照《山东省信访条例》" in page  # unverified, and says so
    got = ask(citizen).content.decode()
    assert "您于9月22日申请工作人员回避。" in got
    assert "区生态环境分局最迟应在9月30日作出决定，并告知理由。" in got
    acts.take(
        "decide_recusal",
        case_id=life.filed.case_id,
        by=life.district.green_head,
        at=moment("2026-09-23"),
        officers=(life.district.green.name,),
        reason="确系近亲属，决定回避。",
    )
    at("2026-09-24")
    page = enter(citizen, life).get("/follow/matter").content.decode()
    assert "9月23日决定：有关工作人员回避" in page
    assert "确系近亲属，决定回避。" in page
    assert "staff:" not in page
    assert "Green" not in page


def test_the_reasons_against_it_are_read(english: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    at("2026-09-22")
    ask(enter(english, life))
    again = ask(english).content.decode()
    assert "Recusal is being decided on already." in again
    acts.take(
        "decide_recusal",
        case_id=life.filed.case_id,
        by=life.district.green_head,
        at=moment("2026-09-23"),
        reason="经核实无亲属关系。",
    )
    at("2026-09-24")
    page = enter(english, life).get("/follow/matter").content.decode()
    assert "nobody has to stand aside" in page
    assert "经核实无亲属关系。" in page


def test_an_officers_declaration_is_told_without_its_reason(citizen: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    acts.take(
        "declare_recusal",
        case_id=life.filed.case_id,
        by=life.district.green,
        at=moment("2026-09-22"),
        reason="我家就住在旁边",
    )
    at("2026-09-22")
    page = enter(citizen, life).get("/follow/matter").content.decode()
    assert "一名工作人员于9月22日申报与本事项有利害关系，已停止办理。" in page
    assert "我家就住在旁边" not in page


def test_who_sits_in_the_hearing_is_told_and_can_be_objected_to(citizen: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    head = life.district.green_head
    acts.take(
        "order_hearing",
        case_id=life.filed.case_id,
        by=life.district.green,
        at=moment("2026-09-22"),
        on=date(2026, 10, 12),
        place="九时，听证室",
        chair=head.name,
        outside=2,
        members="律师一名\n人大代表一名",
    )
    at("2026-09-23")
    page = enter(citizen, life).get("/follow/matter").content.decode()
    assert "区生态环境分局将于10月12日举行听证。" in page
    assert "Green_Head" in page
    assert "律师一名<br>人大代表一名" in page
    assert 'href="/follow/matter/act/ask_recusal">听证前可以申请其中的人员回避' in page
