"""Naming readers of sealed reports on a page: one proposes, another approves, nobody
else sees the page.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment, petition
from tests.plugins.readers import name_reader, staff

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.organisations import readers

SignIn = Callable[[str], Client]
ADDRESS = "/office/readers"
TITLE = "反映工程招标弄虚作假"


def report() -> str:
    """A report straight to the discipline organ."""
    return intake.file_petition(
        petition=petition(category="accusation", title=TITLE),
        office="discipline",
        by=Actor.petitioner(),
        at=moment("2026-11-16"),
    ).case_id


def test_named_by_two_and_then_able_to_read(district: District, sign_in: SignIn, now: Callable[..., object]) -> None:
    case_id = report()
    address = reverse("officer:case", args=[case_id])
    before = sign_in("inspector").get(address)
    assert before.status_code == 200
    assert TITLE not in before.content.decode()
    assert "加密" in before.content.decode()
    head, other = sign_in("secretary"), sign_in("colleague")
    who = staff(district, "inspector").id
    assert head.post(ADDRESS, {"do": "propose", "staff": str(who)}).status_code == 302
    [waiting] = readers.waiting("discipline")
    assert head.post(ADDRESS, {"do": f"approve:{waiting.id}"}).status_code == 422
    page = other.get(ADDRESS).content.decode()
    assert f"approve:{waiting.id}" in page
    assert other.post(ADDRESS, {"do": f"approve:{waiting.id}"}).status_code == 302
    # who is named today reads today
    page = sign_in("inspector").get(address).content.decode()
    assert TITLE in page
    assert sign_in("colleague").get(address).status_code == 404
    assert head.post(ADDRESS, {"do": f"end:{who}"}).status_code == 302
    assert "还没有指定" in head.get(ADDRESS).content.decode()


def test_lists_never_show_the_title(district: District, sign_in: SignIn) -> None:
    name_reader(district)
    report()
    page = sign_in("inspector").get("/office/").content.decode()
    assert "保密件" in page
    assert TITLE not in page
    assert TITLE not in sign_in("inspector").get("/office/", {"text": "反映"}).content.decode()


@pytest.mark.parametrize("username", ["clerk", "builder_head", "supervisor", "auditor", "townsman"])
def test_the_page_is_for_organs_that_reports_go_to(district: District, sign_in: SignIn, username: str) -> None:
    assert sign_in(username).get(ADDRESS).status_code == 404


@pytest.mark.parametrize("do", ["", "approve:99", "end:1", "propose", "nonsense:x"])
def test_what_cannot_be_done_is_said(district: District, sign_in: SignIn, do: str) -> None:
    assert sign_in("secretary").post(ADDRESS, {"do": do}).status_code == 422
