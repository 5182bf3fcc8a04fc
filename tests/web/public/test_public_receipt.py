"""The receipt: shown in the browser that filed, for half an hour, with dates and their reasons."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.plugins.matters import ALL, codes

from huiyin.people import acts as people

pytestmark = pytest.mark.django_db


def test_the_receipt_shows_number_code_dates_and_why(citizen: Client) -> None:
    citizen.post("/file/all", ALL)
    page = citizen.get("/receipt").content.decode()
    assert "XF2026-000001" in page
    assert "区信访局最迟应在9月23日（周三）登记您的信访事项" in page
    assert "信访工作条例第22条、第23条" in page
    assert "起算日是收到之日" in page
    assert "最后一天是2026年9月23日（周三）" in page
    assert "要求书面道歉" in page
    assert "林知远" not in page


def test_the_receipt_in_english(english: Client) -> None:
    english.post("/file/all", ALL)
    page = english.get("/receipt").content.decode()
    assert "Keep number and query code" in page
    assert "District Petition Office must register your matter by Wed 23 Sep" in page


def test_the_receipt_can_be_saved(citizen: Client) -> None:
    citizen.post("/file/all", ALL)
    number, code = codes(citizen)
    response = citizen.get("/receipt/save")
    text = response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{number}.txt"'
    assert f"编号: {number}" in text
    assert code in text
    assert text.startswith("回执 – 区信访局")
    assert "http://testserver/follow" in text
    assert "&" not in text


def test_only_the_browser_that_filed_sees_it_and_the_code_is_nowhere_else(citizen: Client, district: Any) -> None:
    citizen.post("/file/all", ALL)
    cookie = citizen.cookies["huiyin_receipt"]
    assert cookie["httponly"]
    assert cookie["max-age"] == 1800
    _number, code = codes(citizen)
    assert code.replace("-", "") not in cookie.value
    assert code.replace("-", "") in people.open_sealed(cookie.value, "public.receipt").decode()
    assert "没有可以显示的回执" in Client().get("/receipt").content.decode()
    response = citizen.get("/receipt")
    assert "no-store" in response["Cache-Control"]


def test_a_forged_receipt_shows_nothing(citizen: Client) -> None:
    citizen.cookies["huiyin_receipt"] = "forged"
    assert "没有可以显示的回执" in citizen.get("/receipt").content.decode()
    assert citizen.get("/receipt/save")["Location"] == "/receipt"
    assert citizen.post("/receipt/follow")["Location"] == "/follow"


def test_the_receipt_can_be_closed(citizen: Client) -> None:
    citizen.post("/file/all", ALL)
    citizen.post("/receipt/close")
    assert "没有可以显示的回执" in citizen.get("/receipt").content.decode()


def test_from_the_receipt_to_the_matter(citizen: Client) -> None:
    citizen.post("/file/all", ALL)
    assert citizen.post("/receipt/follow")["Location"] == "/follow/matter"
    assert "当前办理单位：区信访局" in citizen.get("/follow/matter").content.decode()


def test_a_double_click_whose_first_answer_got_lost_is_not_left_without_a_word(citizen: Client) -> None:
    token = "1" * 32
    citizen.post("/file/all", {**ALL, "token": token})
    del citizen.cookies["huiyin_receipt"]
    citizen.post("/file/all", {**ALL, "token": token})
    page = citizen.get("/receipt").content.decode()
    assert "XF2026-000001" in page
