"""The pages of a matter received before 2022: what the regulations of 2005 have is
there, by their articles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins import earlier
from tests.plugins.district import District
from tests.web.officer.test_acts import do, words

from huiyin.casework.chapters.intake.receipts import Filed

SignIn = Callable[[str], Client]


@pytest.fixture
def filed(district: District) -> Filed:
    """A matter of March 2021, with the environment branch."""
    return earlier.accepted(district)


def test_recusal_is_asked_for_and_decided(filed: Filed, district: District, sign_in: SignIn) -> None:
    citizen = Client()
    citizen.post("/follow", {"number": filed.number, "code": filed.query_code})
    page = citizen.get("/follow/matter/act/ask_recusal").content.decode()
    assert "参照《山东省信访条例》" in page  # the regulations of 2005 do not speak of asking, and it says so
    citizen.post("/follow/matter/act/ask_recusal", {"officer": "来看过现场的人", "reason": "是负责人的弟弟"})
    head = sign_in("green_head")
    page = words(head.get(reverse("officer:act", args=[filed.case_id, "decide_recusal"])))
    assert "来看过现场的人" in page
    assert "信访条例第30条" in page
    got = do(head, filed.case_id, "decide_recusal", officers=[district.green.name], reason="近亲属")
    assert "在本事项中回避 Green" in words(got)
    closed = sign_in("green").get(reverse("officer:case", args=[filed.case_id]))
    assert closed.status_code == 403


def test_supervision_is_asked_answered_and_settled(filed: Filed, sign_in: SignIn, now: Callable[..., Any]) -> None:
    now("2021-05-10")
    above, branch = sign_in("supervisor"), sign_in("green")
    page = words(above.get(reverse("officer:act", args=[filed.case_id, "supervise"])))
    assert "无正当理由未按期办结" in page
    assert "约谈" not in page  # the regulations of 2005 do not know it
    notice = {"circumstance": "late", "whom": "handler", "form": "letter", "asked": "请说明原因并改正。"}
    longer = do(above, filed.case_id, "supervise", **notice, answer_by="2021-06-10")
    assert "30日" in words(longer)
    got = do(above, filed.case_id, "supervise", **notice, answer_by="2021-06-09")
    assert "正在督办" in words(got)
    now("2021-05-17")
    page = words(branch.get(reverse("officer:act", args=[filed.case_id, "answer_supervision"])))
    assert "请说明原因并改正。" in page
    do(branch, filed.case_id, "answer_supervision", text="已经改正。")
    citizen = Client()
    citizen.post("/follow", {"number": filed.number, "code": filed.query_code})
    assert "已经改正。" in citizen.get("/follow/matter").content.decode()
    do(above, filed.case_id, "accept_answer", note="")
    page = words(above.get(reverse("officer:case", args=[filed.case_id])))
    assert "正在督办" not in page
