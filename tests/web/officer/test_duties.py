"""The first page of the day: counts, order, filters, pages, and how few questions it
asks the database.
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
from tests.plugins.readers import name_reader
from tests.web.officer.building import filed, forwarded, registered

from huiyin.casework import acts

SignIn = Callable[[str], Client]
ADDRESS = "/office/"


def numbers(got: Any) -> list[str]:
    """The matters in the order of the list."""
    rows = re.findall(r"<tr data-keys-row>.*?</tr>", got.content.decode(), re.DOTALL)
    return [re.search(r"XF\d{4}-\d{6}", row)[0] for row in rows]  # type: ignore[index]


def counts(got: Any) -> dict[str, int]:
    """The numbers at the head of the page."""
    found = re.findall(r'hy-count__label">(.*?)</span> <span class="hy-count__number">(\d+)', got.content.decode())
    return {label: int(number) for label, number in found}


def test_counts_and_order(district: District, sign_in: SignIn) -> None:
    # on Monday 23 November: fifteen days from the 6th end on Saturday the 21st and roll to today;
    # from the 5th on Friday the 20th; from the 12th on Friday the 27th; from the 20th
    # on 5 December, rolled to the 7th
    for day in ("2026-11-20", "2026-11-06", "2026-11-05", "2026-11-12"):
        registered(district=district, day=day)
    client = sign_in("dispatcher")
    got = client.get(ADDRESS)
    assert counts(got) == {"逾期": 1, "今天到期": 1, "本周到期": 2, "全部待办": 4}
    assert numbers(got) == ["XF2026-000003", "XF2026-000002", "XF2026-000004", "XF2026-000001"]
    assert numbers(client.get(ADDRESS, {"bucket": "overdue"})) == ["XF2026-000003"]
    assert numbers(client.get(ADDRESS, {"bucket": "today"})) == ["XF2026-000002"]
    assert "逾期 3 天" in re.sub(r"<[^>]+>", "", got.content.decode())


def test_narrowing(district: District, sign_in: SignIn) -> None:
    registered(district=district, title="噪声扰民")
    registered(district=district, title="电梯停运", topic="housing")
    filed(title="路灯不亮")
    client = sign_in("dispatcher")
    assert numbers(client.get(ADDRESS, {"topic": "housing"})) == ["XF2026-000002"]
    assert numbers(client.get(ADDRESS, {"kind": "register"})) == ["XF2026-000003"]
    assert numbers(client.get(ADDRESS, {"area": "xinan"})) == ["XF2026-000001", "XF2026-000002", "XF2026-000003"]
    assert numbers(client.get(ADDRESS, {"text": "电梯"})) == ["XF2026-000002"]
    assert numbers(client.get(ADDRESS, {"text": "XF2026-000001"})) == ["XF2026-000001"]
    nothing = client.get(ADDRESS, {"text": "没有这样的"})
    assert "没有符合条件的待办事项" in nothing.content.decode()
    assert client.get(ADDRESS, {"bucket": "nonsense", "after": "%%%"}).status_code == 200


def test_a_supervisor_chooses_an_organ(district: District, sign_in: SignIn) -> None:
    forwarded(district=district)
    client = sign_in("supervisor")
    assert numbers(client.get(ADDRESS, {"organ": "environment"})) == ["XF2026-000001"]
    assert 'value="environment"' in client.get(ADDRESS).content.decode()
    assert numbers(sign_in("builder").get(ADDRESS, {"organ": "environment"})) == []


def test_pages_follow_one_another(district: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(55):
        filed()
    client = sign_in("dispatcher")
    first = client.get(ADDRESS)
    following = re.search(r'href="([^"]+)" rel="next"', first.content.decode())
    assert following
    second = client.get(following[1].replace("&amp;", "&"))
    assert len(numbers(first)) == 50
    assert len(numbers(second)) == 5
    assert not set(numbers(first)) & set(numbers(second))


def test_at_most_ten_questions_at_any_size(
    district: District, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for _n in range(5):
        filed()
    client = sign_in("dispatcher")
    client.get(ADDRESS)
    with django_assert_max_num_queries(10) as small:
        client.get(ADDRESS)
    for _n in range(55):
        filed()
    with django_assert_max_num_queries(10) as large:
        client.get(ADDRESS)
    assert len(small) == len(large)


def test_many_are_offered_at_once_and_each_is_answered(district: District, sign_in: SignIn) -> None:
    free = forwarded(district=district)
    pending = forwarded(district=district)
    acts.take("offer_handover", case_id=pending, to="xinan", reason="x", by=district.green, at=moment("2026-11-17"))
    foreign = registered(district=district)
    client = sign_in("green")
    address = reverse("officer:handover")
    asked = client.post(address, {"case": [free, pending, foreign, free]}, follow=True)
    assert "移交2件事项" in asked.content.decode()
    missing = client.post(address, {"case": [free, pending], "do": "confirm", "to": "housing"})
    assert missing.status_code == 422
    got = client.post(address, {"case": [free, pending, foreign], "do": "confirm", "to": "housing", "reason": "管养"})
    page = got.content.decode()
    assert "已向区住房和城乡建设局提出移交1件" in page
    assert "有1件未能提出，保持原状" in page
    assert "已有一次移交待对方答复" in page
    assert "XF2026-000003" not in page
    assert client.post(address).status_code == 302
    assert client.get(address)["Location"] == "/office/"
    assert sign_in("clerk").post(address, {"case": [free]}).status_code == 404


def test_an_offer_waits_at_the_head_of_the_list(
    district: District, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    case_id = forwarded(district=district)
    acts.take("offer_handover", case_id=case_id, to="housing", reason="x", by=district.green, at=moment("2026-11-17"))
    client = sign_in("builder")
    client.get(ADDRESS)
    with django_assert_max_num_queries(10):
        page = client.get(ADDRESS).content.decode()
    assert "有1件事项提出移交给本机关" in page
    assert reverse("officer:case", args=[case_id]) in page
    assert "有1件" not in sign_in("townsman").get(ADDRESS).content.decode()


def test_assigning_sets_the_day_of_the_report(district: District, sign_in: SignIn) -> None:
    case_id = registered(district=district)
    acts.take(
        "forward",
        case_id=case_id,
        to="housing",
        by=district.dispatcher,
        at=moment("2026-11-16"),
        report_by=date(2026, 11, 30),
    )
    page = sign_in("builder").get(ADDRESS, {"kind": "report"})
    assert numbers(page) == ["XF2026-000001"]


def kinds(client: Client, **query: str) -> list[str]:
    """What the list can be narrowed to by duty."""
    select = re.search(r'<select[^>]*name="kind".*?</select>', client.get(ADDRESS, query).content.decode(), re.DOTALL)
    assert select
    return [one for one in re.findall(r'<option value="(\w*)"', select[0]) if one]


def test_the_duties_to_choose_from_are_those_of_every_law_that_has_matters_here(
    district: District, sign_in: SignIn
) -> None:
    found = kinds(sign_in("builder"))
    assert {"register", "handle", "answer_advice"} <= set(found)
    assert len(found) == len(set(found))
    assert found[0] == "register"


def test_reports_of_retaliation_are_a_kind_only_for_those_who_are_shown_them(
    district: District, sign_in: SignIn
) -> None:
    # Without named readers whoever works on matters in the discipline organ; afterwards
    # the readers alone.
    assert "check_retaliation" in kinds(sign_in("colleague"))
    name_reader(district)
    assert "check_retaliation" in kinds(sign_in("inspector"))
    for username in ("colleague", "secretary", "builder", "builder_head", "dispatcher", "chief"):
        assert "check_retaliation" not in kinds(sign_in(username)), username
    # Nor for a supervisor who looks at the list of that organ.
    for username in ("supervisor", "mayor"):
        assert "check_retaliation" not in kinds(sign_in(username), organ="discipline"), username
