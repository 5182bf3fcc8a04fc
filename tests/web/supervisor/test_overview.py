"""The overview: who sees it, what stands in it, and what never does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.chapters.intake import acts as intake

SignIn = Callable[[str], Client]


def filed(district: District, day: str, **changes: object) -> str:
    """A matter filed on a day and registered the day after; its id."""
    made = intake.file_petition(petition=petition(**changes), office="office", by=district.clerk, at=moment(day))
    return made.case_id


def forwarded(district: District, day: str, to: str, **changes: object) -> str:
    """A matter that the office forwards on the day it comes in."""
    case_id = filed(district, day, **changes)
    acts.take(
        "register",
        case_id=case_id,
        category=str(changes.get("category", "appeal")),
        topic="noise",
        area="xinan",
        by=district.clerk,
        at=moment(day),
    )
    acts.take("forward", case_id=case_id, to=to, by=district.dispatcher, at=moment(day))
    return case_id


@pytest.mark.parametrize(
    ("username", "expected"), [("supervisor", 200), ("chief", 404), ("clerk", 404), ("builder", 404), ("auditor", 404)]
)
def test_only_supervisors_find_the_overview(sign_in: SignIn, username: str, expected: int) -> None:
    assert sign_in(username).get("/office/overview/").status_code == expected


def test_who_is_not_signed_in_is_sent_to_sign_in(district: District) -> None:
    response = Client().get("/office/overview/")
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_each_bar_opens_the_duties_behind_it(district: District, sign_in: SignIn) -> None:
    """Written notice is due 15 days after forwarding: of 2 November on 17 November, of
    20 November on 7 December.
    """
    late = forwarded(district, "2026-11-02", "environment", title="夜间施工噪声扰民")
    forwarded(district, "2026-11-20", "environment", title="路灯不亮")
    client = sign_in("supervisor")
    page = client.get("/office/overview/")
    chart = page.context["duties"]
    assert chart.categories == ("区生态环境分局",)
    assert [(one.name, one.values) for one in chart.series] == [
        ("逾期", (1,)),
        ("七日内到期", (0,)),
        ("以后到期", (1,)),
    ]
    [address] = chart.series[0].links
    assert address == "/office/?organ=environment&bucket=overdue"
    behind = client.get(address)
    assert behind.status_code == 200
    assert "夜间施工噪声扰民" in behind.content.decode()
    assert "路灯不亮" not in behind.content.decode()
    assert [line.case_id for line in page.context["lines"]] == [late]
    assert reverse("officer:case", args=[late]) in page.content.decode()


def test_sealed_matters_are_in_no_list_and_no_count(district: District, sign_in: SignIn) -> None:
    forwarded(district, "2026-10-01", "discipline", title="反映招标中的问题", category="accusation")
    page = sign_in("supervisor").get("/office/overview/")
    assert "反映招标中的问题" not in page.content.decode()
    assert page.context["duties"].categories == ()
    assert page.context["stock"] == 0
    assert page.context["lines"] == []


def test_organs_stand_in_the_order_of_the_tree_not_of_the_numbers(district: District, sign_in: SignIn) -> None:
    for _ in range(3):
        forwarded(district, "2026-11-20", "xinan")
    forwarded(district, "2026-11-20", "environment")
    forwarded(district, "2026-11-20", "housing")
    page = sign_in("supervisor").get("/office/overview/")
    assert page.context["duties"].categories == ("区生态环境分局", "区住房和城乡建设局", "新安镇")


def test_the_page_can_be_narrowed_to_an_organ_and_not_beyond_reach(district: District, sign_in: SignIn) -> None:
    forwarded(district, "2026-11-20", "xinan")
    forwarded(district, "2026-11-20", "environment")
    client = sign_in("supervisor")
    assert client.get("/office/overview/?organ=xinan").context["duties"].categories == ("新安镇",)
    assert client.get("/office/overview/?organ=city").status_code == 404
    assert client.get("/office/overview/?organ=nowhere").status_code == 404


def test_the_overdue_list_goes_on_over_pages(district: District, sign_in: SignIn) -> None:
    for _ in range(52):
        forwarded(district, "2026-10-10", "environment")
    client = sign_in("supervisor")
    first = client.get("/office/overview/")
    assert len(first.context["lines"]) == 50
    second = client.get(first.context["following"])
    assert len(second.context["lines"]) == 2
    assert second.context["following"] == ""
    seen = {line.case_id for page in (first, second) for line in page.context["lines"]}
    assert len(seen) == 52


@pytest.mark.parametrize("number", [1, 12])
def test_queries_stay_the_same(
    district: District, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object], number: int
) -> None:
    for _ in range(number):
        forwarded(district, "2026-10-10", "environment")
    client = sign_in("supervisor")
    with django_assert_max_num_queries(17):  # type: ignore[attr-defined]
        assert client.get("/office/overview/").status_code == 200


def test_it_is_empty_without_duties(district: District, sign_in: SignIn) -> None:
    page = sign_in("supervisor").get("/office/overview/")
    assert page.status_code == 200
    assert date(2026, 11, 23) == page.context["today"]
    assert "没有逾期" in page.content.decode()
