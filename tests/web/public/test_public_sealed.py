"""A report of wrongdoing on the citizens' pages: straight to whom one chooses, read
again with one's own code.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import ALL, codes
from tests.plugins.readers import name_reader

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import reads
from huiyin.organisations import acts
from huiyin.web.public import uploads

REPORT = {**ALL, "category": "accusation", "title": "反映住建局收受好处", "text": "在茶楼收受现金三万元。"}


def case_of(number: str) -> Any:
    """The matter behind a number."""
    return reads.access_case(by=Actor.system(), case_id=reads.find_number(by=Actor.system(), number=number))


def test_the_wizard_asks_who_shall_read_it_and_never_the_office_does(citizen: Client, district: District) -> None:
    acts.create_organ(
        code="city-discipline",
        name_zh="市纪委监委",
        level="department",
        kind="discipline",
        parent="city",
        by="system",
        at=moment("2026-01-05"),
    )
    citizen.post("/file/kind", {"category": "accusation", "do": "next"})
    citizen.post("/file/what", {"title": REPORT["title"], "text": REPORT["text"], "do": "next"})
    page = citizen.get("/file/receiver").content.decode()
    assert page.index("区纪委监委") < page.index("市纪委监委")
    wrong = citizen.post("/file/receiver", {"receiver": "discipline", "accused": "district", "do": "next"}, follow=True)
    assert "请选择其他机关" in wrong.content.decode()
    citizen.post("/file/receiver", {"receiver": "city-discipline", "accused": "district", "do": "next"})
    for step, answers in (
        ("ask", {"claim_1": "查处", "shown": "1"}),
        ("where", {}),
        ("files", {}),
        ("who", {"who": "anonymous"}),
        ("people", {"together": "alone"}),
    ):
        citizen.post(f"/file/{step}", {**answers, "do": "next"})
    check = citizen.get("/file/check").content.decode()
    assert "市纪委监委" in check
    assert "泉东区人民政府" in check
    citizen.post("/file/check")
    view = case_of(codes(citizen)[0])
    assert view.state.parties["handler"] == view.state.parties["receiver"] == "city-discipline"
    assert not view.readable


def test_a_page_that_asks_for_no_organ_files_it_with_the_one_that_an_act_does(
    citizen: Client, district: District
) -> None:
    """Whether a page asks for one or not, the organ is that of the act (R22 Art 22, 30)."""
    by_page = []
    for chosen in ({}, {"receiver": "discipline"}):
        citizen.post("/file/all", {**REPORT, **chosen})
        by_page.append(case_of(codes(citizen)[0]).state.parties["handler"])
        citizen.cookies.clear()
    asked = petition(category="accusation")
    act = intake.hand_in(petition=asked, office="office", by=Actor.petitioner(), at=moment("2026-11-16"))
    assert {*by_page, act.state.parties["handler"]} == {"discipline"}


def test_with_the_code_the_reporter_reads_it_and_without_the_cookie_nobody_does(
    citizen: Client, district: District
) -> None:
    name_reader(district)
    paper = SimpleUploadedFile("收据.txt", "三万元".encode())
    citizen.post("/file/all", {**REPORT, uploads.FIELD: paper})
    number, code = codes(citizen)
    assert len(code) == 23  # twenty characters in four groups
    assert case_of(number).state.parties["handler"] == "discipline"
    other = Client()
    other.post("/follow", {"number": number, "code": code})
    page = other.get("/follow/matter").content.decode()
    assert REPORT["title"] in page
    assert REPORT["text"] in page
    assert "收据.txt" in page
    attachment = case_of(number).attachments[0].id
    got = other.get(f"/follow/matter/files/{attachment}")
    assert b"".join(got.streaming_content).decode() == "三万元"
    other.post("/follow/matter/supplement", {"text": "还有录音", "do": "send"})
    assert "还有录音" in other.get("/follow/matter").content.decode()
    del other.cookies["huiyin_matter"]
    assert REPORT["title"] not in other.get("/follow/matter").content.decode()
    assert other.get(f"/follow/matter/files/{attachment}").status_code == 404
    kept = "".join(str(one.get_decoded()) for one in Session.objects.all())
    assert code.replace("-", "") not in kept
    assert REPORT["title"] not in kept


def test_other_matters_go_where_they_went(citizen: Client, district: District) -> None:
    citizen.post("/file/all", {**ALL, "receiver": "discipline"})
    assert case_of(codes(citizen)[0]).state.parties["handler"] == "office"
