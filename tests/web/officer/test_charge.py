"""Who is in charge, on the offices' pages: the matter, the list, the board; and nothing
of it for the petitioner.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.web.officer.building import forwarded

from huiyin.casework import acts
from huiyin.casework.matter import in_charge
from huiyin.casework.models import Case

SignIn = Callable[[str], Client]
ADDRESS = "/office/"


def take(case_id: str, by: Any, day: str = "2026-11-20") -> None:
    """Somebody takes a matter on."""
    in_charge.change(case_id=case_id, to=by.name, by=by, at=moment(day))


def words(got: Any) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", got.content.decode()))


def test_an_officer_takes_a_matter_on_from_its_page_and_gives_it_back(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    client = sign_in("green")
    here, page = reverse("officer:charge", args=[case_id]), reverse("officer:case", args=[case_id])
    assert "该事项在本机关尚未确定承办人" in words(client.get(page))
    assert client.post(here, {"do": "take"})["Location"] == page
    assert Case.objects.get(pk=case_id).in_charge == district.green.name
    shown = words(client.get(page))
    assert "承办人 Green" in shown
    assert "承办人：Green" in shown  # in the history
    missing = client.post(here, {"do": "change", "to": "organ", "reason": ""})
    assert missing.status_code == 422
    assert "请说明理由" in words(missing)
    assert client.post(here, {"do": "change", "to": "organ", "reason": "下周起休产假"}).status_code == 302
    shown = words(client.get(page))
    assert "下周起休产假" in shown
    assert "不再有承办人" in shown


def test_the_head_offers_nobody_who_stands_aside_and_keeps_the_words(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    take(case_id, district.green)
    acts.take("declare_recusal", case_id=case_id, by=district.green, at=moment("2026-11-21"), reason="与当事人相识")
    client, here = sign_in("green_head"), reverse("officer:charge", args=[case_id])
    offered = re.findall(r'<option value="(staff:\d+)"', client.get(here).content.decode())
    assert offered == [district.green_head.name]
    got = client.post(here, {"do": "change", "to": district.green.name, "reason": "仍由其办理"})
    assert got.status_code == 422
    assert "仍由其办理" in got.content.decode()
    assert Case.objects.get(pk=case_id).in_charge == ""


def test_helpers_are_added_and_go(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    take(case_id, district.green)
    here = reverse("officer:charge", args=[case_id])
    client = sign_in("green")
    assert client.post(here, {"do": "add", "helper": district.green_head.name}).status_code == 302
    assert "协办人 Green_Head" in words(client.get(reverse("officer:case", args=[case_id])))
    assert client.post(here, {"do": "remove:" + district.green_head.name}).status_code == 302
    assert Case.objects.get(pk=case_id).helpers == ""
    assert client.post(here, {"do": "nonsense"}).status_code == 422


def test_no_word_is_lost_where_somebody_else_was_faster(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    take(case_id, district.green_head)
    got = sign_in("green").post(
        reverse("officer:charge", args=[case_id]), {"do": "change", "to": "organ", "reason": "另有任务"}
    )
    assert got.status_code == 422
    assert "另有任务" in got.content.decode()


@pytest.mark.parametrize("username", ["clerk", "supervisor", "dispatcher"])
def test_the_page_is_for_those_who_have_a_say(district: District, sign_in: SignIn, username: str) -> None:
    case_id = forwarded(district=district)
    assert sign_in(username).get(reverse("officer:charge", args=[case_id])).status_code == 404


def test_the_list_by_who_is_in_charge_shows_names_and_asks_eight_questions(
    district: District, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    mine, free = forwarded(district=district), forwarded(district=district)
    take(mine, district.green)
    client = sign_in("green")
    client.get(ADDRESS)
    with django_assert_max_num_queries(8):
        page = client.get(ADDRESS)
    assert words(page).count("承办人：Green") == words(page).count(Case.objects.get(pk=mine).number)
    numbers = [Case.objects.get(pk=one).number for one in (mine, free)]
    for whose, shown, hidden in (("mine", *numbers), ("unassigned", *reversed(numbers))):
        got = words(client.get(ADDRESS, {"whose": whose}))
        assert shown in got
        assert hidden not in got
    # Whose list is whose is for the head to look at
    assert numbers[1] in words(client.get(ADDRESS, {"whose": district.green.name}))
    assert numbers[1] not in words(sign_in("green_head").get(ADDRESS, {"whose": district.green.name}))


def test_several_are_given_to_somebody_and_each_is_answered(district: District, sign_in: SignIn) -> None:
    free, held, aside = (forwarded(district=district) for _ in range(3))
    foreign = forwarded(district=district, to="housing")
    take(held, district.green_head)
    acts.take("declare_recusal", case_id=aside, by=district.green, at=moment("2026-11-21"), reason="与当事人相识")
    client, address = sign_in("green_head"), reverse("officer:charge_many")
    asked = client.post(address, {"case": [free, held, aside, foreign]}, follow=True)
    assert "变更3件事项的承办人" in words(asked)
    missing = client.post(address, {"case": [free], "do": "confirm"})
    assert missing.status_code == 422
    sent = {"case": [free, held, aside, foreign], "do": "confirm", "to": district.green.name, "reason": ""}
    got = words(client.post(address, sent))
    assert "已由Green承办1件" in got
    assert "有2件未能变更" in got
    assert "请说明理由" in got
    assert "此人在该事项中回避" in got
    found = {case.pk: case.in_charge for case in Case.objects.filter(pk__in=(free, held, aside))}
    assert found == {free: district.green.name, held: district.green_head.name, aside: ""}
    assert client.get(address)["Location"] == ADDRESS
    assert sign_in("clerk").get(address).status_code == 404


def test_the_board_leads_to_the_lists_and_is_for_the_head(district: District, sign_in: SignIn) -> None:
    take(forwarded(district=district), district.green)
    client = sign_in("green_head")
    page = client.get(reverse("officer:load"))
    assert f"/office/?whose=staff%3A{district.green.name.removeprefix('staff:')}" in page.content.decode()
    assert "不作为对个人的评价" in page.content.decode()
    assert sign_in("green").get(reverse("officer:load")).status_code == 404


def test_the_petitioner_sees_no_name_and_nothing_of_it(district: District, sign_in: SignIn, client: Client) -> None:
    life = Life.begin(district).until("forwarded")
    take(life.filed.case_id, district.green)
    given = {"number": life.filed.number, "code": life.filed.query_code}
    assert client.post("/follow", given).status_code == 302
    pages = [client.get(address) for address in ("/follow/matter", "/receipt")]
    assert life.filed.number in words(pages[0])
    for page in pages:
        assert "Green" not in words(page)
        assert "承办人" not in words(page)
