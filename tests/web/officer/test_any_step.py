"""Steps without a form of their own: the page is made from what the pack asks, and says
what will follow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.casework.test_organ_above import put_above
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.web.officer.test_acts import do, state, words

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter import reads

SignIn = Callable[[str], Client]
Now = Callable[..., Any]


@pytest.fixture
def asked(district: District) -> str:
    """A matter for which a review was asked on 1 December 2026."""
    life = Life.begin(district).until("served")
    case_id = life.filed.case_id
    acts.take("ask_review", case_id=case_id, reason="没有检测", by=Actor.petitioner(case_id), at=moment("2026-12-01"))
    return case_id


def test_a_review_is_decided_and_served(asked: str, sign_in: SignIn, now: Now) -> None:
    now("2026-12-10")
    above = sign_in("governor")
    listed = words(above.get(reverse("officer:duties")))
    assert "复查" in listed
    page = words(above.get(reverse("officer:act", args=[asked, "decide_review"])))
    assert "撤销并责令重新办理" in page
    do(above, asked, "decide_review", outcome="redo", reasons="没有实地检测")
    assert state(asked) == "reviewed"
    got = do(above, asked, "serve_review", method="post", received_on="2026-12-10")
    assert state(asked) == "accepted"
    assert "区生态环境分局最迟应在" in words(got)


def test_the_wrong_organ_cannot(asked: str, sign_in: SignIn, now: Now) -> None:
    now("2026-12-10")
    got = sign_in("green").get(reverse("officer:act", args=[asked, "decide_review"]))
    assert got.status_code == 409
    assert sign_in("builder").get(reverse("officer:act", args=[asked, "decide_review"])).status_code == 404


def test_a_stopped_clock_is_shown(asked: str, district: District, sign_in: SignIn, now: Now) -> None:
    def step(name: str, by: Actor, day: str, /, **args: Any) -> None:
        acts.take(name, case_id=asked, **args, by=by, at=moment(day))

    step("decide_review", district.governor, "2026-12-04", outcome="uphold", reasons="无误")
    step("serve_review", district.governor, "2026-12-07", method="post", received_on=moment("2026-12-07").date())
    step("ask_rereview", Actor.petitioner(asked), "2026-12-08", reason="不服")
    now("2026-12-09")
    above = sign_in("mayor")
    page = words(above.get(reverse("officer:act", args=[asked, "order_rereview_hearing"])))
    assert "期限从今天起停止计算" in page
    do(
        above,
        asked,
        "order_rereview_hearing",
        on="2026-12-18",
        place="听证室",
        chair=district.mayor.name,
        outside=2,
        members="律师一名、政协委员一名",
        reason="争议大",
        evidence="检测报告",
    )
    shown = words(above.get(reverse("officer:case", args=[asked])))
    assert "期限自" in shown
    assert "自2026年12月9日（周三）起停止计算：听证。理由：争议大" in shown
    assert "起停止计算" in words(above.get(reverse("officer:duties")))


def test_at_the_window_the_petitioner_chooses_the_organ_above(district: District, sign_in: SignIn, now: Now) -> None:
    put_above("environment", "city-environment")
    case_id = Life.begin(district).until("served").filed.case_id
    now("2026-12-01")
    clerk = sign_in("clerk")
    page = words(clerk.get(reverse("officer:act", args=[case_id, "ask_review"])))
    assert "泉城市生态环境局" in page
    assert "各地通行做法" in page
    do(clerk, case_id, "ask_review", to="city-environment", reason="没有检测")
    view = reads.access_case(by=Actor.system(), case_id=case_id)
    assert view.state.parties["reviewer"] == "city-environment"


def test_a_request_that_came_by_post_is_of_the_day_on_which_it_came(
    district: District, sign_in: SignIn, now: Now
) -> None:
    life = Life.begin(district).until("served")  # received on 21 November: until Monday 21 December
    case_id = life.filed.case_id
    now("2026-12-24")
    client = sign_in("clerk")
    page = words(client.get(reverse("officer:act", args=[case_id, "ask_review"])))
    assert "收到请求之日" in page or "收到之日" in page
    do(client, case_id, "ask_review", reason="没有检测", arrived_on="2026-12-23", posted_on="2026-12-20")
    assert state(case_id) == "review_requested"
    shown = words(client.get(reverse("officer:case", args=[case_id])))
    assert "交寄之日：2026年12月20日（周日）" in shown
