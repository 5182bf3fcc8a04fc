"""Several people bring one matter, on the offices' pages: recorded, served one by one,
opened by number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.web.officer.test_acts import do, state, words

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.models import Case, Participant
from huiyin.ledger.models import LedgerEvent
from huiyin.people.particulars import Particulars

SignIn = Callable[[str], Client]
Now = Callable[..., Any]


@pytest.fixture
def joint(district: District) -> Life:
    """A matter of three people that was decided on 20 November."""
    others = (Particulars(name="周文海"), Particulars(name="吴桂兰"))
    return Life.begin(district, persons=3, signatories=others).until("decided")


def test_the_answer_is_served_one_by_one(joint: Life, sign_in: SignIn) -> None:
    case_id = joint.filed.case_id
    green = sign_in("green")
    page = words(green.get(reverse("officer:case", args=[case_id])))
    assert "送达联名人" in page
    assert "已送达0人，共3人" in page
    form = words(green.get(reverse("officer:act", args=[case_id, "serve_one"])))
    assert "2号（联名人）" in form
    for position, left in ((2, "1"), (1, "2"), (3, "3")):
        do(green, case_id, "serve_one", signatory=str(position), method="post", received_on="2026-11-22")
        assert f"已送达{left}人，共3人" in words(green.get(reverse("officer:case", args=[case_id])))
    assert state(case_id) == "served"


def test_everybody_is_served_on_one_page_in_one_act(joint: Life, sign_in: SignIn) -> None:
    case_id, green = joint.filed.case_id, sign_in("green")
    page = green.get(reverse("officer:case", args=[case_id])).content.decode()
    assert "送达联名人" in page
    assert f'href="{reverse("officer:act", args=[case_id, "serve"])}"' not in page
    whole = reverse("officer:act", args=[case_id, "serve"])
    each = reverse("officer:act", args=[case_id, "serve_one"])
    assert green.get(whole)["Location"] == each
    form = green.get(each).content.decode()
    assert form.count("checked") == 3
    told = {"signatory": ["1", "2", "3"], "method": "post", "received_on": "2026-11-22"}
    ahead = words(green.post(each, {**told, "do": "preview"}))
    assert "已送达" in ahead
    assert "12月22日" in ahead  # thirty days from 22 November
    do(green, case_id, "serve_one", **told)
    assert state(case_id) == "served"
    served = LedgerEvent.objects.filter(stream=f"case:{case_id}", type="matter.served_one")
    assert [event.payload["data"]["signatory"] for event in served.order_by("seq")] == [1, 2, 3]


def test_nobody_ticked_is_nobody_served(joint: Life, sign_in: SignIn) -> None:
    green = sign_in("green")
    page = reverse("officer:act", args=[joint.filed.case_id, "serve_one"])
    got = green.post(page, {"method": "post", "received_on": "2026-11-22", "do": "confirm"})
    assert got.status_code == 422
    assert "请选择收到的联名人" in words(got)


def test_serving_all_at_once_is_refused_with_the_reason(joint: Life, sign_in: SignIn) -> None:
    green = sign_in("green")
    page = reverse("officer:act", args=[joint.filed.case_id, "serve"])
    shown = words(green.post(page, {"method": "post", "received_on": "2026-11-22", "do": "preview"}))
    assert "处理意见应当逐一送达" in shown
    assert state(joint.filed.case_id) == "decided"


def test_the_answer_to_a_review_is_served_one_by_one(joint: Life, sign_in: SignIn) -> None:
    case_id = joint.filed.case_id
    for position in (1, 2, 3):
        acts.take(
            "serve_one",
            case_id=case_id,
            signatory=position,
            method="post",
            received_on=date(2026, 11, 20),
            by=joint.district.green,
            at=moment("2026-11-20"),
        )
    asked = {"case_id": case_id, "at": moment("2026-11-21")}
    acts.take("ask_review", **asked, reason="未检测", by=Actor.petitioner(case_id))
    acts.take("decide_review", **asked, outcome="uphold", reasons="已检测", by=joint.district.governor)
    governor = sign_in("governor")
    page = words(governor.get(reverse("officer:case", args=[case_id])))
    assert "已送达0人，共3人" in page
    at_once = reverse("officer:act", args=[case_id, "serve_review"])
    said = {"method": "post", "received_on": "2026-11-22"}
    refused = words(governor.post(at_once, {**said, "do": "preview"}))
    assert "复查意见应当逐一送达" in refused
    assert "尚未送达的联名人数" not in refused
    one = reverse("officer:act", args=[case_id, "serve_review_one"])
    for position in (2, 3):
        shown = words(governor.post(one, {**said, "signatory": position, "do": "preview"}))
        assert "12月22日" not in shown
        do(governor, case_id, "serve_review_one", signatory=str(position), **said)
    assert state(case_id) == "reviewed"
    shown = words(governor.post(one, {**said, "signatory": 1, "do": "preview"}))
    assert "12月22日" in shown  # with the last one the time for a re-review begins: that is said before
    do(governor, case_id, "serve_review_one", signatory="1", **said)
    assert state(case_id) == "review_served"
    # 22 November and 30 days: 22 December, a Tuesday.
    assert words(governor.get(reverse("officer:case", args=[case_id]))).count("请求复核至 12月22日（周二）") == 3


def test_nobody_is_served_twice(joint: Life, sign_in: SignIn) -> None:
    acts.take(
        "serve_one",
        case_id=joint.filed.case_id,
        signatory=2,
        method="post",
        received_on=date(2026, 11, 21),
        by=joint.district.green,
        at=moment("2026-11-21"),
    )
    page = reverse("officer:act", args=[joint.filed.case_id, "serve_one"])
    form = words(sign_in("green").get(page))
    assert "2号（联名人）" not in form
    assert "3号（联名人）" in form


def test_each_is_opened_by_number_and_logged(joint: Life, sign_in: SignIn) -> None:
    green = sign_in("green")
    page = reverse("officer:signatory", args=[joint.filed.case_id, 2])
    before = LedgerEvent.objects.filter(type="identity.revealed").count()
    assert "周文海" not in words(green.get(page))
    assert green.post(page, {"purpose": ""}).status_code == 422
    assert green.get(reverse("officer:signatory", args=[joint.filed.case_id, 4])).status_code == 404
    assert sign_in("townsman").get(page).status_code == 404
    assert LedgerEvent.objects.filter(type="identity.revealed").count() == before


@pytest.mark.django_db(transaction=True)
def test_an_opening_is_written_to_the_log(joint: Life, sign_in: SignIn) -> None:
    page = reverse("officer:signatory", args=[joint.filed.case_id, 2])
    assert "周文海" in words(sign_in("green").post(page, {"purpose": "serve"}))
    assert LedgerEvent.objects.filter(type="identity.revealed").count() == 1


def test_names_are_recorded_at_the_window(district: District, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    asked = {
        "channel": "letter",
        "persons": "3",
        "representatives": "0",
        "text": "联名反映噪声扰民",
        "title": "噪声",
        "category": "appeal",
        "name": "林知远",
        "address": "建设路1号",
        "do": "confirm",
    }
    wrong = clerk.post(reverse("officer:window"), {**asked, "signatories": "，138"})
    assert wrong.status_code == 422
    assert "第1行：请先写姓名" in words(wrong)
    done = clerk.post(reverse("officer:window"), {**asked, "signatories": "周文海，13800000001\n吴桂兰"})
    assert done.status_code == 302
    case_id = Case.objects.get().pk
    assert Participant.objects.filter(case_id=case_id).count() == 3
    do(clerk, case_id, "add_signatories", names="郑小满", representatives="1")
    assert list(Participant.objects.values_list("position", "role").order_by("position"))[-1] == (4, "representative")
    do(clerk, case_id, "leave", signatory="4", own_wish="on", reason="本人搬离")
    do(clerk, case_id, "agree_withdrawal", signatory="2", own_wish="on")
    page = words(clerk.get(reverse("officer:case", args=[case_id])))
    assert "同意撤回" in page
    assert "已退出" in page


def test_a_matter_of_one_person_is_not_asked_about_signatories(district: District, sign_in: SignIn) -> None:
    life = Life.begin(district).until("decided")
    page = words(sign_in("green").get(reverse("officer:case", args=[life.filed.case_id])))
    assert "送达联名人" not in page
    assert "联名提出" not in page
