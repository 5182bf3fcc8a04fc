"""The offices' pages about service: what a public notice and service online need, and
from which day they count.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.plugins.matters import Life
from tests.web.officer.test_acts import do, state, words
from tests.web.public.test_public_review import enter

SignIn = Callable[[str], Client]
Now = Callable[..., Any]
NOTICE = {
    "method": "notice",
    "received_on": "2026-11-29",
    "notice_ground": "whereabouts_unknown",
    "notice_reason": "邻居称已搬走，公告登在区政府网站",
}


@pytest.fixture
def life(district: District) -> Life:
    return Life.begin(district).until("decided")


def page(client: Client, case_id: str, step: str, **answers: str) -> str:
    address = reverse("officer:act", args=[case_id, step])
    return words(client.post(address, {"do": "preview", **answers}) if answers else client.get(address))


def test_a_public_notice_says_before_and_after_from_which_day_it_counts(
    life: Life, sign_in: SignIn, now: Now, client: Client
) -> None:
    """Given on 29 November 2026 it counts from 29 December; a review until 28 January 2027."""
    now("2026-11-29")
    case_id, green = life.filed.case_id, sign_in("green")
    bare = page(green, case_id, "serve", method="notice", received_on="2026-11-29")
    assert "只有信访人下落不明，或者用其他方式无法送达的，才可以公告送达" in bare
    shown = page(green, case_id, "serve", **NOTICE)
    assert "视为12月29日（周二）收到" in shown
    assert "2027年1月28日" in shown
    do(green, case_id, "serve", **NOTICE)
    assert state(case_id) == "served"
    history = words(green.get(reverse("officer:case", args=[case_id])))
    assert "公告送达：下落不明" in history
    assert NOTICE["notice_reason"] in history
    own = enter(client, life)
    assert "视为12月29日（周二）收到" in own.get("/follow/matter").content.decode()


def test_service_online_is_refused_until_there_is_consent(
    life: Life, sign_in: SignIn, now: Now, client: Client
) -> None:
    now("2026-11-29")
    case_id, green = life.filed.case_id, sign_in("green")
    told = {"method": "online", "received_on": "2026-11-29"}
    assert "信访人没有同意网上送达" in page(green, case_id, "serve")
    assert "没有其同意的记录" in page(green, case_id, "serve", **told)
    inside = enter(client, life)
    assert 'href="/follow/matter/act/agree_online"' in inside.get("/follow/matter").content.decode()
    inside.post("/follow/matter/act/agree_online")
    assert "信访人已同意网上送达" in page(green, case_id, "serve")
    do(green, case_id, "serve", **told)
    assert state(case_id) == "served"
    assert 'href="/follow/matter/act/ask_copy"' in inside.get("/follow/matter").content.decode()
