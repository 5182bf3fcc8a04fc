"""Supervision on the offices' pages: the notice, the answer, and what happens when
there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.plugins.matters import Life
from tests.web.officer.building import forwarded
from tests.web.officer.test_acts import do, words

from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter import reads

SignIn = Callable[[str], Client]
Now = Callable[..., Any]
NOTICE = {
    "circumstance": "late",
    "whom": "handler",
    "form": "letter",
    "asked": "请说明未按期告知的原因并改正。",
    "answer_by": "2026-12-11",
}


@pytest.fixture
def late(district: District, now: Now) -> str:
    """A matter forwarded on 16 November; written notice was due on 1 December, and it
    is Wednesday the 2nd.
    """
    case_id = forwarded(district=district)
    now("2026-12-02")
    return case_id


def owed(case_id: str) -> set[str]:
    """The kinds of the open duties."""
    return {duty.kind for duty in reads.access_case(by=Actor.system(), case_id=case_id).open_duties}


def test_a_notice_is_given_answered_and_settled(late: str, sign_in: SignIn, now: Now) -> None:
    above, branch = sign_in("supervisor"), sign_in("green")
    page = words(above.get(reverse("officer:act", args=[late, "supervise"])))
    assert "无正当理由未按期办理" in page
    assert "复查机关" not in page  # there is none
    got = do(above, late, "supervise", **NOTICE)
    assert owed(late) == {"notify", "answer_supervision"}
    shown = words(got)
    assert "正在督办" in shown
    assert "督办机关" in shown

    listed = words(branch.get(reverse("officer:duties") + "?kind=answer_supervision"))
    assert "答复督办" in listed
    page = words(branch.get(reverse("officer:act", args=[late, "answer_supervision"])))
    assert "请说明未按期告知的原因并改正。" in page
    do(branch, late, "answer_supervision", text="经办人员请假未移交，已于今日书面告知。")
    assert owed(late) == {"notify", "examine_answer"}

    now("2026-12-03")
    page = words(above.get(reverse("officer:act", args=[late, "accept_answer"])))
    assert "经办人员请假未移交" in page
    do(above, late, "accept_answer", note="")
    assert owed(late) == {"notify"}


def test_unanswered_it_goes_to_the_superior(late: str, sign_in: SignIn, now: Now) -> None:
    above = sign_in("supervisor")
    do(above, late, "supervise", **NOTICE)
    early = above.get(reverse("officer:act", args=[late, "escalate"]))
    assert early.status_code == 409
    assert "答复的日期未到" in words(early)
    now("2026-12-14")
    got = do(above, late, "escalate", reason="逾期未答复", answer_by="2026-12-25")
    assert "泉东区人民政府" in words(got)
    assert owed(late) == {"notify", "answer_supervision", "answer_escalation"}
    do(sign_in("governor"), late, "answer_escalation", text="已责令当日书面告知。")
    assert owed(late) == {"notify", "answer_supervision", "examine_answer"}


def test_who_does_not_supervise_is_not_offered_it(late: str, sign_in: SignIn) -> None:
    for who in ("dispatcher", "green_head"):
        client = sign_in(who)
        assert (
            reverse("officer:act", args=[late, "supervise"])
            not in client.get(reverse("officer:case", args=[late])).content.decode()
        )
        assert client.get(reverse("officer:act", args=[late, "supervise"])).status_code == 409


def test_a_sealed_matter_cannot_be_found(district: District, sign_in: SignIn) -> None:
    life = Life.begin(district, category="accusation")
    client = sign_in("supervisor")
    assert client.get(reverse("officer:act", args=[life.filed.case_id, "supervise"])).status_code == 404
