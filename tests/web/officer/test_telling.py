"""Told on the spot (R22 Art 23), visitors guided, never refused (20), personnel
informed (30), results public (36).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import FOUNDED, District, moment, petition
from tests.plugins.matters import Life
from tests.web.officer.test_acts import do, state, words

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import published
from huiyin.casework.models import Case
from huiyin.organisations import acts as register
from huiyin.organisations import reads as organs

SignIn = Callable[[str], Client]
Now = Callable[..., Any]
DAY = "2026-11-16"


def visit(district: District, office: str, by: Actor, **changes: Any) -> str:
    """Somebody comes on Monday 16 November 2026; the window registers it."""
    brought = replace(petition(**changes), channel="visit")
    return intake.receive(petition=brought, office=office, by=by, at=moment(DAY)).case_id


def test_the_notice_is_handed_over_on_the_spot(district: District, sign_in: SignIn, now: Now) -> None:
    case_id = visit(district, "environment", district.green)
    now(DAY)
    page = words(sign_in("green").get(reverse("officer:act", args=[case_id, "notify"])))
    assert "现在当面交给来访人书面告知书" in page
    do(sign_in("green"), case_id, "notify", text="已收到，由监察科办理。", on_the_spot="on")
    assert state(case_id) == "notified"
    assert Case.objects.get(pk=case_id).values["told_on_the_spot"] is True


def test_a_day_later_it_is_no_longer_on_the_spot(district: District, sign_in: SignIn, now: Now) -> None:
    case_id = visit(district, "environment", district.green)
    now("2026-11-17")
    page = words(sign_in("green").get(reverse("officer:act", args=[case_id, "notify"])))
    assert "现在当面交给来访人书面告知书" not in page
    with pytest.raises(Refused, match="on the spot"):
        acts.take(
            "notify", case_id=case_id, text="已收到", by=district.green, at=moment("2026-11-17"), on_the_spot=True
        )


def test_where_visits_go(district: District) -> None:
    """The branch, its district and the city above with their petition offices; no
    province, no other town.
    """
    assert organs.visit_places("environment") == {"environment", "district", "office", "city"}
    assert organs.visit_places("xinan") == {"xinan", "district", "office"}


def test_a_visit_to_another_organ_is_registered_and_the_visitor_told(
    district: District, sign_in: SignIn, now: Now
) -> None:
    now(DAY)
    clerk = sign_in("townsman")
    case_id = visit(district, "xinan", district.townsman)
    assert state(case_id) == "registered"
    receipt = words(clerk.get(reverse("officer:receipt", args=[case_id])))
    assert "有权处理的机关可能是区生态环境分局" in receipt
    assert "照样登记、转送" in receipt
    do(clerk, case_id, "guide_visit", to="environment", text="请到区生态环境分局接待室")
    assert state(case_id) == "registered"
    own = visit(district, "office", district.clerk)
    assert "有权处理的机关可能" not in words(sign_in("clerk").get(reverse("officer:receipt", args=[own])))


def rereviewed(district: District, *, heard: bool) -> str:
    """A matter whose re-review was served on 1 February 2027, after a hearing or without one."""
    register.create_organ(
        code="province", name_zh="省人民政府", level="province", kind="government", by="system", at=FOUNDED
    )
    case_id = Life.begin(district).until("served").filed.case_id
    petitioner, mayor, governor = (Actor.petitioner(case_id), district.mayor, district.governor)

    def take(step: str, by: Actor, day: str, /, **args: Any) -> None:
        acts.take(step, case_id=case_id, **args, by=by, at=moment(day))

    take("ask_review", petitioner, "2026-12-01", reason="没有检测")
    take("decide_review", governor, "2026-12-04", outcome="uphold", reasons="无误")
    take("serve_review", governor, "2026-12-07", method="post", received_on=moment("2026-12-07").date())
    take("ask_rereview", petitioner, "2026-12-10", reason="仍不服")
    if heard:
        panel = {"chair": mayor.name, "outside": 2, "members": "律师、政协委员"}
        take(
            "order_rereview_hearing",
            mayor,
            "2026-12-11",
            on=moment("2026-12-21").date(),
            place="听证室",
            reason="争议大",
            evidence="案卷",
            **panel,
        )
        take("hold_hearing", mayor, "2026-12-21", record="笔录", conclusion="应当检测", sat=(mayor.name,))
    take("decide_rereview", mayor, "2026-12-28", outcome="uphold", reasons="无误")
    take("serve_rereview", mayor, "2027-01-04", method="post", received_on=moment("2027-01-04").date())
    return case_id


def test_a_result_is_published_and_taken_down(district: District, sign_in: SignIn, now: Now, client: Client) -> None:
    case_id = rereviewed(district, heard=True)
    now("2027-01-05")
    mayor = sign_in("mayor")
    said = {
        "heading": "关于夜间施工噪声的复核意见",
        "text": "2026-12-21 举行听证；维持原意见。",
        "without_persons": "on",
    }
    asked = words(mayor.get(reverse("officer:act", args=[case_id, "publish_result"])))
    assert "复核经过听证" not in asked
    do(mayor, case_id, "publish_result", **said)
    page = words(client.get("/results"))
    assert "关于夜间施工噪声的复核意见" in page
    assert "泉城市人民政府" in page
    for secret in ("林知远", "建设路", "138", Case.objects.get(pk=case_id).number, "泉东区生态"):
        assert secret not in page
    assert "/results" in client.get("/").content.decode()
    do(mayor, case_id, "withdraw_result", reason="公示期满")
    assert "夜间施工噪声" not in words(client.get("/results"))


def test_nothing_is_published_without_a_hearing_or_with_a_number_of_somebody(district: District) -> None:
    case_id, at = rereviewed(district, heard=True), moment("2027-01-05")
    for text in ("电话 138 0000 0000", "证件 370102199001011234", "０５３１８８８８７７７"):
        with pytest.raises(Invalid):
            acts.take(
                "publish_result",
                case_id=case_id,
                by=district.mayor,
                at=at,
                heading="复核意见",
                text=text,
                without_persons=True,
            )
    assert published.published().items == ()


def test_without_a_hearing_nothing_is_published(district: District) -> None:
    case_id = rereviewed(district, heard=False)
    with pytest.raises(Refused):
        acts.take(
            "publish_result",
            case_id=case_id,
            by=district.mayor,
            at=moment("2027-01-05"),
            heading="复核意见",
            text="维持",
            without_persons=True,
            heard=True,
        )


def test_the_public_list_costs_the_same_whatever_is_in_it(
    district: District, django_assert_max_num_queries: Any, client: Client
) -> None:
    case_id = rereviewed(district, heard=True)
    acts.take(
        "publish_result",
        case_id=case_id,
        by=district.mayor,
        at=moment("2027-01-05"),
        heading="复核意见",
        text="维持",
        without_persons=True,
    )
    with django_assert_max_num_queries(3):
        assert len(published.published().items) == 1


def test_the_personnel_department_learns_what_and_never_who(district: District) -> None:
    """The notice is a step in the sealed matter: refused without the check, and nobody
    new can open the matter.
    """
    by, at = district.dispatcher, moment(DAY)
    brought = petition(category="accusation")
    case_id = intake.receive(petition=brought, office="office", by=by, at=at).case_id
    before = Case.objects.get(pk=case_id).parties
    said = {"department": "市委组织部", "text": "反映某局负责人吃拿卡要"}
    with pytest.raises(Refused):
        acts.take("inform_personnel", case_id=case_id, **said, by=by, at=at)
    told = {**said, "without_reporter": True}
    state_after = acts.take("inform_personnel", case_id=case_id, **told, by=by, at=at)
    assert state_after.parties == before
    assert {duty.kind for duty in state_after.open_duties} == {"route"}
