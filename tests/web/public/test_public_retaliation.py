"""Reporting retaliation on the page of one's own matter: above the unit, with a receipt
of its own.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.plugins.district import District, moment
from tests.plugins.matters import ALL, codes
from tests.plugins.readers import name_reader

from huiyin.casework import acts
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.matter import reads
from huiyin.casework.models import Case
from huiyin.web.public import uploads

ADDRESS = "/follow/matter/retaliation"
GIVEN = {"unit": "housing", "text": "投诉后第三天被停职。", "wish": "恢复工作", "do": "send"}


def filed(citizen: Client) -> str:
    """A petition of one's own, opened; its number."""
    citizen.post("/file/all", ALL)
    number, _code = codes(citizen)
    citizen.post("/receipt/follow")
    return number


def reported() -> Case:
    """The report that was handed in."""
    return Case.objects.get(category="retaliation")


def test_it_goes_above_the_unit_and_has_a_receipt_of_its_own(citizen: Client, district: District) -> None:
    reader = name_reader(district)
    number = filed(citizen)
    assert ADDRESS in citizen.get("/follow/matter").content.decode()
    page = citizen.get(ADDRESS).content.decode()
    assert "15日" in page.replace(" ", "")
    paper = SimpleUploadedFile("停职通知.txt", "即日停职".encode())
    assert citizen.post(ADDRESS, {**GIVEN, uploads.FIELD: paper})["Location"] == "/receipt"
    own, code = codes(citizen)
    assert own != number
    receipt = citizen.get("/receipt").content.decode()
    assert "区纪委监委" in receipt
    view = reads.access_case(by=reader, case_id=reported().pk)
    assert view.contacts[0].text == GIVEN["text"]
    assert number in view.title
    assert [one.name for one in view.attachments] == ["停职通知.txt"]
    # The matter shows nothing of it; the report is followed by its own number and code.
    assert own not in citizen.get("/follow/matter").content.decode()
    citizen.post("/receipt/follow")
    page = citizen.get("/follow/matter").content.decode()
    assert own in page
    assert GIVEN["text"] in page
    assert "区纪委监委" in page
    assert ADDRESS in page  # it may go on
    assert code not in page


def test_what_is_missing_is_said_and_nothing_is_lost(citizen: Client, district: District) -> None:
    filed(citizen)
    page = citizen.post(ADDRESS, {"unit": "", "text": "", "do": "send"}).content.decode()
    assert "请选择被反映单位" in page
    assert "govuk-error-summary" in page
    # Nothing stands above the district's government here.
    page = citizen.post(ADDRESS, {**GIVEN, "unit": "district"}).content.decode()
    assert "没有位于该机关之上的有权机关" in page
    assert GIVEN["text"] in page
    paper = SimpleUploadedFile("停职通知.txt", "即日停职".encode())
    page = citizen.post(ADDRESS, {**GIVEN, "do": "add", uploads.FIELD: paper}).content.decode()
    assert "停职通知.txt" in page
    assert GIVEN["text"] in page
    assert "govuk-error-summary" not in page
    assert not Case.objects.filter(category="retaliation").exists()


def test_nobody_without_a_matter_of_their_own_gets_there(citizen: Client) -> None:
    assert citizen.get(ADDRESS)["Location"] == "/follow"
    got = citizen.post(ADDRESS, GIVEN)
    assert got.status_code == 403
    assert GIVEN["text"] in got.content.decode(), "nothing is filed, and what was written is given back"
    assert "huiyin_kept" not in citizen.session


def test_too_many_reports_from_one_address_are_told_to_wait(citizen: Client, district: District, settings: Any) -> None:
    filed(citizen)
    settings.HUIYIN_RATES = {"file": "1/h", "follow": "9/h"}
    assert citizen.post(ADDRESS, GIVEN).status_code == 302
    assert citizen.post(ADDRESS, {**GIVEN, "token": ""}).status_code == 429


def test_where_the_law_has_none_nothing_is_offered(citizen: Client, district: District, settings: Any) -> None:
    number = filed(citizen)
    assert number
    settings.HUIYIN_PACK = "uk-lgsco"
    assert ADDRESS not in citizen.get("/follow/matter").content.decode()
    assert citizen.get(ADDRESS).status_code == 404


def test_a_report_that_was_answered_offers_no_petition_that_follows_it(citizen: Client, district: District) -> None:
    reader = name_reader(district)
    filed(citizen)
    citizen.post(ADDRESS, GIVEN)
    codes(citizen)
    citizen.post("/receipt/follow")
    answer = [Decision(1, "confirmed", "停职无据", "", "已恢复工作")]
    acts.take(
        "answer_retaliation",
        case_id=reported().pk,
        outcome="confirmed",
        decisions=answer,
        by=reader,
        at=moment("2026-09-18"),
    )
    page = citizen.get("/follow/matter").content.decode()
    assert "已恢复工作" in page
    assert "属实" in page
    assert "/follow/matter/new-facts" not in page
    assert citizen.get("/follow/matter/new-facts").status_code == 404
