"""The simplified procedure on the officers' pages: accepted with its dates shown
before, refused, answered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.web.officer.building import forwarded
from tests.web.officer.test_acts import do, state, words

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor

SignIn = Callable[[str], Client]
Now = Callable[..., Any]


def page(client: Client, case_id: str, step: str, **answers: str) -> str:
    address = reverse("officer:act", args=[case_id, step])
    return words(client.post(address, {"do": "preview", **answers}) if answers else client.get(address))


def test_it_is_accepted_with_its_dates_shown_and_answered(district: District, sign_in: SignIn, now: Now) -> None:
    """Accepted on Monday 23 November 2026: ten working days end on Monday 7 December."""
    case_id = forwarded(district=district)
    green = sign_in("green")
    assert "受理并适用简易办理" in words(green.get(reverse("officer:case", args=[case_id])))
    shown = page(green, case_id, "accept_simplified", ground="daily_life", obstacle="none")
    assert "区生态环境分局应当" in shown or "简易办理答复" in shown
    assert "12月7日" in shown
    assert "原文只核对到第四条" in shown
    turned = page(green, case_id, "accept_simplified", ground="clear", obstacle="assigned")
    assert "上级机关交办的事项，不适用简易办理" in turned
    assert "请按普通程序受理，按期办结并反馈" in turned
    do(green, case_id, "accept_simplified", ground="daily_life", obstacle="none")
    assert state(case_id) == "simplified"
    asked = green.get(reverse("officer:act", args=[case_id, "answer_simply"])).content.decode()
    assert 'name="reply_1"' in asked
    assert 'name="facts_1"' not in asked
    assert 'value="2026-11-23"' in asked
    assert 'name="heard"' in asked
    answers = {
        "heard": "call",
        "outcome_1": "explained",
        "reply_1": "已协调停工",
        "outcome": "explained",
        "method": "phone",
        "received_on": "2026-11-23",
    }
    refused = page(green, case_id, "answer_simply", **{**answers, "outcome": "not_supported"})
    assert "请报负责人批准转为普通程序" in refused
    do(green, case_id, "answer_simply", **answers)
    assert state(case_id) == "served"


def test_paper_that_was_asked_for_is_served_like_any_answer(district: District, sign_in: SignIn, now: Now) -> None:
    """A notice of 25 November 2026 counts from 25 December; thirty days more end on
    Sunday 24 January 2027.
    """
    case_id = forwarded(district=district)
    green = sign_in("green")
    do(green, case_id, "accept_simplified", ground="daily_life", obstacle="none")
    answers = {
        "heard": "call",
        "outcome_1": "explained",
        "reply_1": "已协调停工",
        "outcome": "explained",
        "method": "phone",
        "received_on": "2026-11-23",
    }
    unheard = page(green, case_id, "answer_simply", **{**answers, "heard": ""})
    assert "答复前，应当听取信访人陈述事实和理由" in unheard
    assert "已协调停工" in unheard
    do(green, case_id, "answer_simply", **answers)
    acts.take("ask_paper", case_id=case_id, by=Actor.petitioner(case_id), at=moment("2026-11-24"))
    now("2026-11-25")
    asked = green.get(reverse("officer:act", args=[case_id, "give_paper"])).content.decode()
    assert 'value="post"' in asked
    assert 'value="online"' not in asked
    told = {"method": "notice", "received_on": "2026-11-25", "notice_ground": "whereabouts_unknown"}
    assert "并写明原因和经过" in page(green, case_id, "give_paper", **told)
    told["notice_reason"] = "已搬走，公告登在区政府网站"
    assert "2027年1月25日" in page(green, case_id, "give_paper", **told)
    do(green, case_id, "give_paper", **told)
    assert "公告送达" in words(green.get(reverse("officer:case", args=[case_id])))


def test_only_the_head_moves_it_to_the_ordinary_procedure(district: District, sign_in: SignIn, now: Now) -> None:
    """Sixty days from 23 November 2026 end on 22 January 2027, a Friday."""
    case_id = forwarded(district=district)
    do(sign_in("green"), case_id, "accept_simplified", ground="clear", obstacle="none")
    now("2026-11-27")
    assert sign_in("green").get(reverse("officer:act", args=[case_id, "to_ordinary"])).status_code == 409
    head = sign_in("green_head")
    assert "2027年1月22日" in page(head, case_id, "to_ordinary")
    do(head, case_id, "to_ordinary", reason="事实有争议")
    assert state(case_id) == "accepted"
