"""What was written on one page, and the names of those who sign, are looked at before
anything is recorded.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.plugins.district import District
from tests.plugins.matters import Life
from tests.web.public.test_public_following import enter
from tests.web.public.test_public_receipt import ALL

from huiyin.casework.models import Case, Participant

pytestmark = pytest.mark.django_db


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def test_the_one_page_is_looked_at_before_it_is_handed_in(citizen: Client, district: District) -> None:
    looked = citizen.post("/file/all", {**ALL, "do": "check"})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert "请核对您填写的内容" in page
    assert ALL["title"] in page
    assert Case.objects.count() == 0
    again = citizen.post("/file/all", {**ALL, "do": "edit"}).content.decode()
    assert f'value="{ALL["title"]}"' in again
    assert "有问题需要更正" not in again
    given = {name: value for name, value in hidden(page).items() if name != "csrfmiddlewaretoken"}
    assert citizen.post("/file/all", {**ALL, **given, "do": "send"})["Location"] == "/receipt"
    assert Case.objects.count() == 1


def test_a_mistake_is_said_before_anything_is_looked_at(citizen: Client, district: District) -> None:
    page = citizen.post("/file/all", {**ALL, "title": "", "do": "check"}).content.decode()
    assert "请填写标题" in page
    assert "请核对您填写的内容" not in page


def test_names_are_shown_as_they_were_read(citizen: Client, life: Life) -> None:
    enter(citizen, life)
    written = {"names": "孙\n周文海，13800000002", "do": "check"}
    page = citizen.post("/follow/matter/signatories", written).content.decode()
    assert "请核对姓名" in page
    assert "只有一个字，姓名是否完整？" in page
    assert "周文海" in page
    assert Participant.objects.count() == 0
    again = citizen.post("/follow/matter/signatories", {"names": "孙\n周文海", "do": "edit"}).content.decode()
    assert "孙\n周文海" in again.replace("\r", "")
    citizen.post("/follow/matter/signatories", {"names": "孙立\n周文海", "do": "record"})
    assert Participant.objects.filter(role="signatory").count() == 3


def test_where_exactly_it_is_is_looked_at_and_given_back(citizen: Client, district: District) -> None:
    given = {**ALL, "place": "建设路口站牌后"}
    looked = citizen.post("/file/all", {**given, "do": "check"}).content.decode()
    assert "具体地点" in looked
    assert "建设路口站牌后" in looked
    again = citizen.post("/file/all", {**given, "do": "edit"}).content.decode()
    assert 'value="建设路口站牌后"' in again
    too_long = citizen.post("/file/all", {**given, "place": "路" * 201, "do": "check"})
    assert "有问题需要更正" in too_long.content.decode()
    assert "路" * 201 in too_long.content.decode()
    assert Case.objects.count() == 0
