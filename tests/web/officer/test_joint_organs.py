"""Several organs on one matter, through the pages: bringing one in, its own view and
opinion, the lead's decision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.plugins.matters import Life
from tests.web.officer.test_acts import banner, do, state, words

SignIn = Callable[[str], Client]
Now = Callable[..., Any]


@pytest.fixture
def accepted(district: District) -> str:
    """A matter that the environment branch accepted on 21 September 2026; it must
    decide by 20 November.
    """
    return Life.begin(district).until("accepted").filed.case_id


def test_from_asking_to_one_answer(accepted: str, sign_in: SignIn, now: Now) -> None:
    now("2026-09-22")
    lead = sign_in("green")
    asking = lead.post(
        reverse("officer:act", args=[accepted, "ask_joint"]),
        {"to": "housing", "question": "许可", "until": "2026-10-09", "do": "preview"},
    )
    assert "区住房和城乡建设局最迟应在10月9日（周五）完成“提出配合意见”" in words(asking)
    do(lead, accepted, "ask_joint", to="housing", question="施工许可的夜间条件", until="2026-10-09")
    shown = words(lead.get(reverse("officer:case", args=[accepted])))
    assert "区生态环境分局牵头。事项只有一个办理期限" in shown
    assert "等待其意见" in shown

    joint = sign_in("builder")
    assert "提出配合意见" in words(joint.get(reverse("officer:duties")))
    own = words(joint.get(reverse("officer:case", args=[accepted])))
    assert "区住房和城乡建设局 （本机关）" in own
    assert "施工许可的夜间条件" in own
    do(joint, accepted, "ask_joint_time", reason="需要一周")
    moving = lead.get(reverse("officer:act", args=[accepted, "move_joint_date"])).content.decode()
    assert 'value="housing"' in moving
    assert 'value="xinan"' not in moving  # only an organ that joins in can be given another day
    do(lead, accepted, "move_joint_date", to="housing", until="2026-10-16")
    got = do(joint, accepted, "give_joint_opinion", opinion="许可不含夜间施工", cosigns="on")
    assert banner(got).startswith("已完成：提出配合意见。")

    deciding = words(lead.get(reverse("officer:act", args=[accepted, "decide"])))
    assert "许可不含夜间施工" in deciding
    assert "同意联署" in deciding


def test_no_decision_before_the_opinion_is_in(accepted: str, sign_in: SignIn, now: Now) -> None:
    now("2026-09-22")
    lead = sign_in("green")
    do(lead, accepted, "ask_joint", to="housing", question="许可", until="2026-10-09")
    got = lead.get(reverse("officer:act", args=[accepted, "decide"]))
    assert got.status_code == 409
    assert "尚待“提出配合意见”，其期限未满。" in words(got)
    now("2026-10-12")
    assert lead.get(reverse("officer:act", args=[accepted, "decide"])).status_code == 200
    assert "期限已过，尚未提出意见" in words(lead.get(reverse("officer:case", args=[accepted])))


def test_the_joint_organ_extends_nothing(accepted: str, sign_in: SignIn, now: Now) -> None:
    now("2026-09-22")
    do(sign_in("green"), accepted, "ask_joint", to="housing", question="许可")
    head = sign_in("builder_head")
    assert head.get(reverse("officer:act", args=[accepted, "extend"])).status_code == 409
    assert head.get(reverse("officer:act", args=[accepted, "decide"])).status_code == 409
    assert state(accepted) == "accepted"


def test_an_organ_that_does_not_join_in_sees_nothing(accepted: str, sign_in: SignIn, now: Now) -> None:
    now("2026-09-22")
    do(sign_in("green"), accepted, "ask_joint", to="housing", question="许可")
    assert sign_in("townsman").get(reverse("officer:case", args=[accepted])).status_code == 404


def test_in_english(accepted: str, sign_in: SignIn, now: Now) -> None:
    now("2026-09-22")
    lead = sign_in("green")
    do(lead, accepted, "ask_joint", to="housing", question="permit")
    page = lead.get(reverse("officer:case", args=[accepted]), headers={"accept-language": "en"})
    assert "Handled by several organs" in words(page)
    assert "opinion awaited" in words(page)
