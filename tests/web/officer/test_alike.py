"""The clerk is told of an open matter with the same title; nothing is asked of who brought it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.lists import same_title
from huiyin.people.particulars import Particulars

SignIn = Callable[[str], Client]
ASKED = {"channel": "letter", "persons": "1", "text": "又来信", "do": "preview"}


def test_the_same_title_is_shown_while_the_first_is_open(district: District, sign_in: SignIn) -> None:
    life = Life.begin(district)
    clerk = sign_in("clerk")
    page = clerk.post("/office/register", {**ASKED, "title": "夜间施工噪声扰民"}).content.decode()
    assert "可能是同一件事项" in page
    assert life.filed.number in page
    assert "可能是同一件事项" not in clerk.post("/office/register", {**ASKED, "title": "路灯不亮"}).content.decode()
    life.until("served")
    again = clerk.post("/office/register", {**ASKED, "title": "夜间施工噪声扰民"}).content.decode()
    assert "可能是同一件事项" not in again


def test_a_person_s_other_matters_are_not_found(district: District, sign_in: SignIn) -> None:
    Life.begin(district)  # by 林知远, 13800000000
    told = {**ASKED, "title": "路灯不亮", "name": "林知远", "phone": "13800000000"}
    assert "XF2026" not in _ahead(sign_in("clerk").post("/office/register", told).content.decode())


@pytest.mark.parametrize("username", ["builder", "green"])
def test_only_the_office_that_took_it_in_is_told(district: District, username: str) -> None:
    Life.begin(district)
    found = same_title.open_ones(
        by=getattr(district, username), title="夜间施工噪声扰民", today=moment("2026-09-10").date()
    )
    assert found == ()


def test_a_report_of_wrongdoing_is_never_named(district: District) -> None:
    intake.file_petition(
        petition=petition(title="工程招标", category="accusation", topic="", person=Particulars(name="甲")),
        office="office",
        by=Actor.petitioner(),
        at=moment("2026-09-08"),
    )
    assert same_title.open_ones(by=district.clerk, title="工程招标", today=moment("2026-09-10").date()) == ()


def _ahead(page: str) -> str:
    return page.partition('id="ahead"')[2].partition("hy-acts")[0]
