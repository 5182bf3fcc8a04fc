"""A matter is found again by words of its title, whatever became of it, and never by
who brought it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.plugins.readers import name_reader
from tests.web.officer.building import filed, forwarded

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.lists import search
from huiyin.casework.upkeep.lapsing import lapse_due

SignIn = Callable[[str], Client]


def sought(client: Client, words: str, status: int = 200, **more: str) -> str:
    got = client.get(reverse("officer:number"), {"number": words, **more})
    assert got.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", got.content.decode()))


def test_a_refused_and_a_concluded_matter_are_found_by_title_and_number(district: District, sign_in: SignIn) -> None:
    refused = Life.begin(district, title="井盖缺失").until("notified")
    acts.take(
        "refuse",
        case_id=refused.filed.case_id,
        ground="concluded_after_rereview",
        earlier_number="XF2020-000001",
        facts="same",
        competent_organ="区综合执法局",
        explanation="属于其职责。",
        last_day=date(2026, 11, 2),
        by=district.green,
        at=moment("2026-09-20"),
    )
    served = Life.begin(district, title="井盖异响").until("accepted")
    case_id, explained = (served.filed.case_id, [Decision(1, "explained", "事实", "依据")])
    acts.take(
        "decide",
        case_id=case_id,
        outcome="explained",
        decisions=explained,
        by=district.green,
        at=moment("2026-10-20"),
        heard="talk",
    )
    acts.take(
        "serve",
        case_id=case_id,
        method="post",
        received_on=date(2026, 10, 21),
        by=district.green,
        at=moment("2026-10-21"),
    )
    assert lapse_due(at=moment("2026-11-22")) == 1
    client = sign_in("green")
    said = sought(client, "井盖")
    assert "井盖缺失" in said
    assert "不予受理" in said
    assert "井盖异响" in said
    assert "已办结" in said
    for life in (refused, served):
        found = client.get(reverse("officer:number"), {"number": life.filed.number})
        assert found["Location"] == reverse("officer:case", args=[life.filed.case_id])
    # The office that took them in finds them too; an organ that has nothing to do with
    # them does not.
    assert "井盖缺失" in sought(sign_in("clerk"), "井盖")
    assert "井盖缺失" not in sought(sign_in("builder"), "井盖", 404)


def test_nobody_is_found_by_a_name_and_no_single_sign_lists_the_register(district: District, sign_in: SignIn) -> None:
    forwarded(district=district)
    client = sign_in("clerk")
    for words in ("林知远", "13800000000", "建设路", "噪"):
        assert "夜间施工噪声扰民" not in sought(client, words, 404)
    assert "夜间施工噪声扰民" in sought(client, "噪声")


def test_sealed_matters_are_not_found(district: District, sign_in: SignIn) -> None:
    name_reader(district)
    filed(category="accusation", title="噪声举报")
    forwarded(district=district)
    client = sign_in("green")
    assert "夜间施工" in sought(client, "噪声")
    from_list = {one.title for one in search.by_title(by=district.clerk, words="噪声").items}
    assert from_list == {"夜间施工噪声扰民"}
    for who in ("inspector", "clerk", "supervisor"):
        assert "噪声举报" not in {one.title for one in search.by_title(by=district.actors[who], words="噪声").items}


def test_it_pages_through_everything_once_the_latest_first(district: District, django_assert_num_queries: Any) -> None:
    for day in ("2026-11-16", "2026-11-17", "2026-11-18"):
        for _ in range(3):
            filed(day)
    seen, after = [], ""
    while True:
        with django_assert_num_queries(4):  # the moment, in which nobody follows yet
            page = search.by_title(by=district.clerk, words="噪声", after=after, limit=4)
        seen += page.items
        if not page.next:
            break
        after = page.next
    assert len({one.case_id for one in seen}) == len(seen) == 9
    assert seen == sorted(seen, key=lambda one: (one.received_date, one.case_id), reverse=True)
    assert search.by_title(by=district.auditor, words="噪声").items == ()
    assert search.by_title(by=Actor.petitioner(), words="噪声").items == ()


def test_the_list_of_duties_points_to_it(district: District, sign_in: SignIn) -> None:
    life = Life.begin(district, title="井盖异响").until("registered")
    by = Actor.petitioner(life.filed.case_id)
    acts.take("withdraw", case_id=life.filed.case_id, reason="", by=by, at=moment("2026-09-10"))
    markup = sign_in("clerk").get(reverse("officer:duties"), {"text": "井盖"}).content.decode()
    assert f"{reverse('officer:number')}?number=%E4%BA%95%E7%9B%96" in markup


@pytest.mark.parametrize("after", ["x", "W10=", "WyIyMDI2LTAxLTAxIiwgIlx1MDAwMCJd"])
def test_a_cursor_that_cannot_be_read_begins_anew(district: District, sign_in: SignIn, after: str) -> None:
    filed()
    assert "夜间施工" in sought(sign_in("clerk"), "噪声", after=after)
