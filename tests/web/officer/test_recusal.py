"""Recusal on the offices' pages: declared, decided, and a closed door for who stands aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.web.officer.building import forwarded
from tests.web.officer.test_acts import do, words

from huiyin.casework.cases import reads
from huiyin.casework.cases.actors import Actor
from huiyin.casework.handling import acts as handling

SignIn = Callable[[str], Client]


@pytest.fixture
def asked(district: District) -> str:
    """A matter forwarded on 16 November; its petitioner asked on the 23rd that an officer stands aside."""
    case_id = forwarded(district=district)
    handling.take(
        case_id=case_id, step="ask_recusal", args={"officer": "来过的那位", "reason": "是被投诉单位的亲属"},
        by=Actor.petitioner(case_id), at=moment("2026-11-23", 9),
    )  # fmt: skip
    return case_id


def aside(case_id: str) -> Any:
    """Who stands aside."""
    return reads.access_case(by=Actor.system(), case_id=case_id).state.values.get("recused")


def test_the_head_reads_the_application_and_chooses_from_the_staff(
    asked: str, district: District, sign_in: SignIn
) -> None:
    head = sign_in("green_head")
    address = reverse("officer:act", args=[asked, "decide_recusal"])
    page = words(head.get(address))
    assert "来过的那位" in page
    assert "是被投诉单位的亲属" in page
    assert "Green" in page
    assert "Builder" not in page  # another organ's
    nobody = do(head, asked, "decide_recusal", reason="")
    assert nobody.status_code == 422
    shown = head.post(address, {"officers": [district.green.name], "reason": "近亲属", "do": "preview"})
    assert f'value="{district.green.name}" checked' in shown.content.decode()
    got = do(head, asked, "decide_recusal", officers=[district.green.name], reason="近亲属")
    assert aside(asked) == [district.green.name]
    assert "在本事项中回避 Green" in words(got)


def test_the_door_is_closed_to_who_stands_aside_and_says_who_can_act(
    asked: str, district: District, sign_in: SignIn
) -> None:
    number = reads.access_case(by=Actor.system(), case_id=asked).number
    officer = sign_in("green")
    assert number in words(officer.get(reverse("officer:duties")))
    do(sign_in("green_head"), asked, "decide_recusal", officers=[district.green.name], reason="近亲属")
    assert number not in words(officer.get(reverse("officer:duties")))
    for address in (
        reverse("officer:case", args=[asked]),
        reverse("officer:act", args=[asked, "notify"]),
        reverse("officer:act", args=[asked, "decide_recusal"]),
    ):
        got = officer.get(address)
        said = words(got)
        assert got.status_code == 403
        assert number in said
        assert "第28条" in said
        assert "由本机关其他工作人员办理" in said
        assert "亲属" not in said  # not why
        assert "施工" not in said  # nothing of the matter
    assert (
        officer.post(reverse("officer:act", args=[asked, "notify"]), {"text": "已收到", "do": "confirm"}).status_code
        == 403
    )
    found = officer.get(reverse("officer:number"), {"number": number}, follow=True)
    assert found.status_code == 403


def test_the_head_cannot_decide_about_the_head_but_the_page_says_who_can(
    asked: str, district: District, sign_in: SignIn
) -> None:
    head = sign_in("green_head")
    address = reverse("officer:act", args=[asked, "decide_recusal"])
    shown = words(head.post(address, {"officers": [district.green_head.name], "reason": "本人", "do": "preview"}))
    assert "本机关不能决定" in shown
    assert "提请上一级机关决定" in shown
    do(head, asked, "refer_recusal", reason="指的是本人")
    above = sign_in("governor")
    assert "决定是否回避" in words(above.get(reverse("officer:duties")))
    do(above, asked, "decide_recusal", officers=[district.green_head.name], reason="回避")
    assert aside(asked) == [district.green_head.name]


def test_an_officer_declares_and_is_out_at_once(asked: str, district: District, sign_in: SignIn) -> None:
    officer = sign_in("green")
    got = do(officer, asked, "declare_recusal", reason="我家就住在旁边")
    assert got.redirect_chain[-1][0] == reverse("officer:duties")  # type: ignore[attr-defined]
    assert officer.get(reverse("officer:case", args=[asked])).status_code == 403
    assert "我家就住在旁边" in words(sign_in("green_head").get(reverse("officer:act", args=[asked, "decide_recusal"])))
