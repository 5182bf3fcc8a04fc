"""Suggestions on the supervisors' pages, and how the organ that gets one answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.web.officer.test_acts import do, words

from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter import reads

SignIn = Callable[[str], Client]
Now = Callable[..., Any]
LIST, NEW = "/office/overview/suggestions", "/office/overview/suggestions/new"
GIVEN = {
    "kind": "improve_work",
    "to": "environment",
    "title": "告知书应按期送达",
    "text": "今年有多件事项逾期告知。",
    "refers": "XF2026-000001",
    "answer_by": "",
}


def sent(client: Client, **changes: str) -> str:
    """Send one through the page; its id."""
    got = client.post(NEW, {**GIVEN, **changes})
    assert got.status_code == 302, words(got)
    return str(got["Location"]).rsplit("/", 1)[-1]


@pytest.mark.parametrize("address", [LIST, NEW])
@pytest.mark.parametrize(
    ("username", "expected"), [("supervisor", 200), ("chief", 404), ("clerk", 404), ("builder", 404), ("auditor", 404)]
)
def test_only_supervisors_find_them(sign_in: SignIn, address: str, username: str, expected: int) -> None:
    assert sign_in(username).get(address).status_code == expected


def test_a_suggestion_is_sent_answered_carried_out_and_closed(district: District, sign_in: SignIn, now: Now) -> None:
    office, branch = sign_in("supervisor"), sign_in("green")
    assert "还没有建议" in words(office.get(LIST))
    case_id = sent(office)
    # 30 days from 23 November 2026: Wednesday 23 December.
    assert "12月23日" in words(office.get(LIST))
    assert "书面反馈采纳情况" in words(branch.get(reverse("officer:duties")))
    shown = words(branch.get(reverse("officer:case", args=[case_id])))
    assert "今年有多件事项逾期告知。" in shown
    assert "改进工作建议" in shown
    do(branch, case_id, "answer", adoption="adopted", text="采纳。", reason="", result_by="2026-12-11")
    listed = words(office.get(LIST))
    assert "采纳" in listed
    assert "报告落实结果" in listed
    now("2026-12-10")
    do(branch, case_id, "report_adoption", text="提醒已上线。")
    do(office, case_id, "close", note="")
    assert reads.access_case(by=Actor.system(), case_id=case_id).state.final
    report = words(office.get("/office/overview/annual?year=2026"))
    assert "建议的种类和采纳情况" in report
    assert office.get("/office/overview/annual.xlsx?year=2026").status_code == 200


def test_what_the_law_refuses_loses_nothing(sign_in: SignIn) -> None:
    got = sign_in("supervisor").post(NEW, {**GIVEN, "kind": "improve_policy"})
    assert got.status_code == 409
    assert "完善政策的建议向本级党委、政府提出。" in words(got)
    assert "今年有多件事项逾期告知。" in got.content.decode()
    missing = sign_in("supervisor").post(NEW, {**GIVEN, "text": ""})
    assert missing.status_code == 422
    assert "govuk-error-summary" in missing.content.decode()


def test_it_is_in_no_overview_of_petitions(sign_in: SignIn) -> None:
    office = sign_in("supervisor")
    sent(office)
    page = office.get("/office/overview/")
    assert page.context["duties"].categories == ()
    assert page.context["stock"] == 0


def test_in_english(sign_in: SignIn) -> None:
    office = sign_in("supervisor")
    sent(office)
    office.cookies["huiyin_language"] = "en"
    assert "Suggestions to organs" in words(office.get(LIST))
    assert "Send the suggestion" in words(office.get(NEW))


@pytest.mark.parametrize("number", [1, 9])
def test_queries_stay_the_same(sign_in: SignIn, django_assert_max_num_queries: Callable[..., Any], number: int) -> None:
    office = sign_in("supervisor")
    for _ in range(number):
        sent(office)
    with django_assert_max_num_queries(9):
        assert office.get(LIST).status_code == 200


def test_under_a_province_the_nation_s_articles_are_cited_as_the_nation_s(
    district: District, sign_in: SignIn, settings: Any
) -> None:
    settings.HUIYIN_PACK = "cn-shandong"
    for address in (LIST, NEW):
        page = sign_in("supervisor").get(address).content.decode()
        assert "信访工作条例第" in page
        assert "山东省信访条例第" not in page
