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

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter import reads

SignIn = Callable[[str], Client]


@pytest.fixture
def asked(district: District) -> str:
    """A matter forwarded on 16 November; its petitioner asked on the 23rd that an
    officer stands aside.
    """
    case_id = forwarded(district=district)
    acts.take(
        "ask_recusal",
        case_id=case_id,
        officer="来过的那位",
        reason="是被投诉单位的亲属",
        by=Actor.petitioner(case_id),
        at=moment("2026-11-23", 9),
    )
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


def test_a_hearing_is_ordered_with_chair_and_members_and_recorded_with_who_sat(
    district: District, sign_in: SignIn, now: Any
) -> None:
    case_id = forwarded(district=district)
    at = moment("2026-11-20")
    acts.take("notify", case_id=case_id, text="已收到", by=district.green, at=at)
    acts.take("accept", case_id=case_id, by=district.green, at=at)
    head = sign_in("green_head")
    address = reverse("officer:act", args=[case_id, "order_hearing"])
    page = head.get(address).content.decode()
    assert "Governor（泉东区人民政府）" in page  # staff of the organ above may be lent
    given = {"on": "2026-12-07", "place": "九时，听证室", "outside": "1", "members": "律师一名"}
    officer = {"chair": district.green_head.name, "officers": [district.green.name]}
    shown = words(head.post(address, {**given, **officer, "do": "preview"}))
    assert "办理过该事项的工作人员不担任主持人或者听证员" in shown
    good = {"chair": district.green_head.name, "officers": [district.governor.name]}
    got = words(do(head, case_id, "order_hearing", **given, **good))
    assert "听证主持人 Green_Head" in got
    assert "听证员 Governor，律师一名" in got or "听证员 Governor、律师一名" in got
    now("2026-12-07")
    page = head.get(reverse("officer:act", args=[case_id, "hold_hearing"])).content.decode()
    assert f'value="{district.green_head.name}" checked' in page
    assert f'value="{district.green.name}" checked' not in page
    do(
        head,
        case_id,
        "hold_hearing",
        record="笔录",
        conclusion="限期整改",
        sat=[district.green_head.name],
        present="代理人到场",
    )
    held = reads.access_case(by=Actor.system(), case_id=case_id).state.values
    assert (held["hearing"], held["hearing_sat"]) == ("held", [district.green_head.name])
