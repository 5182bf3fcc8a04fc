"""Matters to look at: who sees them, what stands in them, where they lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.plugins.matters import Life
from tests.plugins.superiors import supervisors_above

from huiyin.casework.lists.circumstances import FOUND

SignIn = Callable[[str], Client]
ADDRESS = "/office/overview/matters"


@pytest.mark.parametrize(
    ("username", "expected"), [("supervisor", 200), ("chief", 404), ("clerk", 404), ("builder", 404), ("auditor", 404)]
)
def test_only_supervisors_find_them(sign_in: SignIn, username: str, expected: int) -> None:
    assert sign_in(username).get(ADDRESS).status_code == expected


def test_a_late_matter_stands_with_its_circumstance_article_and_the_way_to_supervise(
    district: District, sign_in: SignIn
) -> None:
    life = Life.begin(district).until("accepted")
    page = sign_in("supervisor").get(ADDRESS)
    text = page.content.decode()
    assert "无正当理由未按期办理" in text
    assert "信访工作条例第40条" in text
    assert "参照2005年《信访条例》第36条" in text  # unverified under 2022, and it says so
    assert reverse("officer:act", args=[life.filed.case_id, "supervise"]) in text
    assert [line.case_id for line in page.context["lines"]] == [life.filed.case_id]
    chart = page.context["drawing"]
    assert chart.categories == ("区生态环境分局",)
    assert [one.values for one in chart.series] == [(1,), (0,), (0,), (0,), (0,), (0,), (0,)]


def test_another_circumstance_and_another_organ(district: District, sign_in: SignIn) -> None:
    Life.begin(district).until("accepted")
    client = sign_in("supervisor")
    assert client.get(f"{ADDRESS}?circumstance=not_executed").context["lines"] == []
    assert client.get(f"{ADDRESS}?circumstance=nonsense").context["chosen"] == "late"
    assert client.get(f"{ADDRESS}?organ=housing").context["lines"] == []
    assert len(client.get(f"{ADDRESS}?organ=environment").context["lines"]) == 1
    assert client.get(f"{ADDRESS}?organ=city").status_code == 404


def test_no_person_is_named(district: District, sign_in: SignIn) -> None:
    Life.begin(district).until("accepted")
    assert "林知远" not in sign_in("supervisor").get(ADDRESS).content.decode()


def test_in_english(district: District, sign_in: SignIn) -> None:
    Life.begin(district).until("accepted")
    client = sign_in("supervisor")
    client.cookies["huiyin_language"] = "en"
    text = client.get(ADDRESS).content.decode()
    assert "Matters to look at" in text
    assert "Late without a lawful reason" in text


@pytest.mark.parametrize("number", [1, 12])
def test_queries_stay_the_same(
    district: District, sign_in: SignIn, django_assert_max_num_queries: Callable[..., Any], number: int
) -> None:
    for _ in range(number):
        Life.begin(district).until("accepted")
    client = sign_in("supervisor")
    with django_assert_max_num_queries(9):
        assert client.get(ADDRESS).status_code == 200


def test_supervision_is_offered_only_where_the_law_would_let_it_through(district: District, sign_in: SignIn) -> None:
    """Filed in September and never registered: the office's own failure, for an organ
    above it (R22 Art 43).
    """
    life = Life.begin(district)
    supervisors_above(district)
    act = reverse("officer:act", args=[life.filed.case_id, "supervise"])
    for who, possible in (("supervisor", False), ("inspector_general", True), ("city_supervisor", True)):
        client = sign_in(who)
        for address in (f"{ADDRESS}?circumstance=not_taken_up", "/office/overview/"):
            page = client.get(address).content.decode()
            assert life.filed.number in page
            assert (act in page) is possible
            assert ("泉东区人民政府可以督办" in page) is not possible
        assert client.get(act).status_code == (200 if possible else 409)


def test_the_notice_names_the_organs_that_can_be_asked_and_chooses_the_one_that_owes(
    district: District, sign_in: SignIn
) -> None:
    life = Life.begin(district)
    supervisors_above(district)
    client, act = (sign_in("inspector_general"), reverse("officer:act", args=[life.filed.case_id, "supervise"]))
    page = client.get(act).content.decode()
    assert "承办机关 – 区信访局" in page
    assert "收到该事项的机关" not in page  # the same organ, once
    assert "未按规定登记、转送、交办、告知" in page


def test_every_row_of_the_lists_keeps_what_it_offers(district: District, sign_in: SignIn) -> None:
    """Whatever state the overdue matters are in: where a notice is offered, its page
    opens; elsewhere it says why.
    """
    supervisors_above(district)
    Life.begin(district)
    for state in ("registered", "forwarded", "notified", "accepted", "decided", "served"):
        Life.begin(district).until(state)
    for who in ("supervisor", "inspector_general", "city_supervisor"):
        client = sign_in(who)
        lines = list(client.get("/office/overview/").context["lines"])
        for name in FOUND:
            lines += client.get(f"{ADDRESS}?circumstance={name}").context["lines"]
        assert lines
        for line in lines:
            if line.offer.address:
                assert client.get(line.offer.address).status_code == 200
            else:
                assert line.offer.why_not
