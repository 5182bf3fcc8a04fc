"""Filing: the wizard, the single page, files, anonymity, refusals, drafts, double
submission, query counts.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.plugins.matters import ALL, codes

from huiyin.casework.matter import reads
from huiyin.people import acts as people

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def answer(client: Client, step: str, **given: Any) -> str:
    """Answer one question and return where that leads."""
    response = client.post(f"/file/{step}", {"do": "next", **given})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_the_wizard_asks_one_question_a_page_and_files(citizen: Client) -> None:
    assert citizen.get("/file")["Location"] == "/file/kind"
    assert answer(citizen, "kind", category="appeal") == "/file/what"
    assert answer(citizen, "what", title=ALL["title"], text=ALL["text"]) == "/file/ask"
    assert answer(citizen, "ask", shown="1", claim_1=ALL["claim_1"]) == "/file/where"
    assert answer(citizen, "where", area="xinan", topic="noise") == "/file/files"
    assert answer(citizen, "files") == "/file/who"
    assert answer(citizen, "who", who="named") == "/file/details"
    assert answer(citizen, "details", name="林知远", phone="", address="新安镇建设路1号") == "/file/people"
    assert answer(citizen, "people", together="together", persons="12") == "/file/check"
    page = citizen.get("/file/check").content.decode()
    assert "要求停止夜间施工" in page
    assert "/file/ask?back=check" in page
    assert citizen.post("/file/check")["Location"] == "/receipt"
    number, code = codes(citizen)
    view = reads.access_own(number=number, query_code=code)
    assert view.title == ALL["title"]
    assert view.contacts[0].persons == 12
    assert view.contacts[0].has_identity
    assert view.state.values["category"] == "appeal"
    assert citizen.get("/file")["Location"] == "/file/kind"


def test_a_changed_answer_leads_back_to_the_check(citizen: Client) -> None:
    for step, given in (
        ("kind", {"category": "appeal"}),
        ("what", {"title": "一", "text": "二"}),
        ("ask", {"shown": "1"}),
        ("where", {}),
        ("files", {}),
        ("who", {"who": "anonymous"}),
    ):
        answer(citizen, step, **given)
    assert answer(citizen, "people", together="alone") == "/file/check"
    response = citizen.post("/file/what?back=check", {"do": "next", "title": "三", "text": "四"})
    assert response["Location"] == "/file/check"
    assert "三" in citizen.get("/file/check").content.decode()
    # Giving a name after all asks for it before the check.
    response = citizen.post("/file/who?back=check", {"do": "next", "who": "named"})
    assert response["Location"] == "/file/details"


def test_mistakes_are_listed_at_the_head_and_at_the_field(citizen: Client) -> None:
    answer(citizen, "kind", category="appeal")
    page = citizen.post("/file/what", {"do": "next", "title": "", "text": "有"}, follow=True).content.decode()
    assert "<title>" in page
    assert page.count("请填写标题：用一句话概括反映的问题") == 2
    assert 'href="#id_title"' in page
    assert "\n有</textarea>" in page


def test_requests_are_added_and_removed_without_a_script(citizen: Client) -> None:
    answer(citizen, "kind", category="appeal")
    page = citizen.post("/file/ask", {"do": "add", "shown": "1", "claim_1": "甲"}, follow=True).content.decode()
    assert 'name="claim_2"' in page
    page = citizen.post(
        "/file/ask", {"do": "remove-1", "shown": "3", "claim_1": "甲", "claim_2": "乙", "claim_3": "丙"}, follow=True
    ).content.decode()
    assert "\n甲</textarea>" not in page
    assert 'name="claim_3"' not in page
    full = {f"claim_{n}": str(n) for n in range(1, 11)}
    page = citizen.post("/file/ask", {"do": "add", "shown": "10", **full}, follow=True).content.decode()
    assert 'name="claim_11"' not in page
    assert 'value="add"' not in page


def test_files_are_kept_checked_and_taken_back(citizen: Client) -> None:
    answer(citizen, "kind", category="appeal")
    good = SimpleUploadedFile("噪声.png", PNG, content_type="image/png")
    assert citizen.post("/file/files", {"do": "add", "files": [good]}).status_code == 302
    page = citizen.get("/file/files").content.decode()
    assert "噪声.png" in page
    bad = SimpleUploadedFile("照片.png", b"MZ this is a program", content_type="image/png")
    page = citizen.post("/file/files", {"do": "next", "files": [bad]}, follow=True).content.decode()
    assert "“照片.png”的内容与文件类型不符" in page
    kind = SimpleUploadedFile("run.exe", b"MZ", content_type="image/png")
    page = citizen.post("/file/files", {"do": "next", "files": [kind]}, follow=True).content.decode()
    assert "“run.exe”的类型不能接收" in page
    drop = re.search(r'value="(drop-[0-9a-f]+)"', page)
    assert drop is not None
    citizen.post("/file/files", {"do": drop[1]})
    assert "噪声.png" not in citizen.get("/file/files").content.decode()


def test_everything_on_one_page_files_at_once(citizen: Client) -> None:
    response = citizen.post("/file/all", ALL)
    assert response["Location"] == "/receipt"
    number, code = codes(citizen)
    assert number == "XF2026-000001"
    view = reads.access_own(number=number, query_code=code)
    assert [claim.text for claim in view.claims] == ["要求停止夜间施工", "要求书面道歉"]
    # Article 22: 8 September + 15 days = 23 September 2026, a Wednesday.
    assert [duty.due_date for duty in view.open_duties] == [date(2026, 9, 23)]


def test_the_single_page_takes_files_and_keeps_them_over_a_mistake(citizen: Client) -> None:
    file = SimpleUploadedFile("噪声.png", PNG, content_type="image/png")
    page = citizen.post("/file/all", {**ALL, "title": "", "files": [file]}).content.decode()
    assert "噪声.png" in page
    token = re.search(r'name="token" value="([0-9a-f]{32})"', page)
    assert token is not None
    assert citizen.post("/file/all", {**ALL, "token": token[1], "has_files": "1"}).status_code == 302
    number, code = codes(citizen)
    assert [one.name for one in reads.access_own(number=number, query_code=code).attachments] == ["噪声.png"]


def test_a_short_single_page_is_enough(citizen: Client) -> None:
    given = {key: ALL[key] for key in ("category", "title", "text", "who", "name", "address", "together")}
    assert citizen.post("/file/all", given).status_code == 302


def test_an_anonymous_petition_is_taken_where_the_law_allows_it(citizen: Client) -> None:
    given = {**ALL, "who": "anonymous", "name": "", "phone": "", "address": ""}
    assert citizen.post("/file/all", given)["Location"] == "/receipt"
    number, code = codes(citizen)
    view = reads.access_own(number=number, query_code=code)
    assert not view.contacts[0].has_identity
    assert view.state.values["anonymous"] is True


def test_what_an_anonymous_person_typed_before_is_not_kept(citizen: Client) -> None:
    citizen.post("/file/all", {**ALL, "who": "anonymous"})
    number, code = codes(citizen)
    assert not reads.access_own(number=number, query_code=code).contacts[0].has_identity


def test_an_anonymous_appeal_is_refused_under_the_older_law_with_its_article(citizen: Client, at: Any) -> None:
    at("2010-03-01")
    given = {**ALL, "who": "anonymous", "name": "", "phone": "", "address": ""}
    page = citizen.post("/file/all", given).content.decode()
    assert "依照规定，不能这样提出" in page
    assert "信访条例第17条" in page
    assert "您可以这样做" in page or "请填写姓名和住址" in page
    # The wizard does not even ask.
    answer(citizen, "kind", category="appeal")
    answer(citizen, "what", title="一", text="二")
    answer(citizen, "ask", shown="1")
    answer(citizen, "where")
    assert answer(citizen, "files") == "/file/details"
    # A suggestion may still come without a name.
    assert citizen.post("/file/all", {**given, "category": "suggestion"})["Location"] == "/receipt"


def test_the_same_form_twice_is_one_matter(citizen: Client) -> None:
    token = "0" * 32
    assert citizen.post("/file/all", {**ALL, "token": token}).status_code == 302
    first = codes(citizen)
    assert citizen.post("/file/all", {**ALL, "token": token}).status_code == 302
    assert codes(citizen)[0] == first[0]
    assert citizen.post("/file/all", ALL).status_code == 302
    assert codes(citizen)[0] == "XF2026-000002"


def test_filing_costs_few_queries(citizen: Client) -> None:
    citizen.get("/file/all")
    with CaptureQueriesContext(connection) as queries:
        assert citizen.post("/file/all", ALL).status_code == 302
    said = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(queries) <= 20, "\n".join(query["sql"][:120] for query in queries)
    assert len(said) <= 14


def test_the_wizard_files_with_few_queries(citizen: Client) -> None:
    for step, given in (
        ("kind", {"category": "appeal"}),
        ("what", {"title": "一", "text": "二"}),
        ("ask", {"shown": "1"}),
        ("where", {}),
        ("files", {}),
        ("who", {"who": "anonymous"}),
        ("people", {"together": "alone"}),
    ):
        answer(citizen, step, **given)
    with CaptureQueriesContext(connection) as queries:
        assert citizen.post("/file/check").status_code == 302
    assert len(queries) <= 20, "\n".join(query["sql"][:120] for query in queries)


def test_a_draft_is_sealed_in_the_session_and_gone_after_a_day(citizen: Client, at: Any) -> None:
    answer(citizen, "kind", category="appeal")
    answer(citizen, "what", title="一桩秘密", text="二")
    sealed = citizen.session["huiyin_draft"]
    assert "一桩秘密" not in sealed
    assert "一桩秘密" in people.open_sealed(sealed, "public.draft").decode()
    assert "您有一件尚未提交的信访事项" in citizen.get("/file").content.decode()
    assert "一桩秘密" in citizen.get("/file/what").content.decode()
    at("2026-09-09", 11)
    assert citizen.get("/file")["Location"] == "/file/kind"
    assert "huiyin_draft" not in citizen.session


def test_what_was_written_can_be_thrown_away(citizen: Client) -> None:
    answer(citizen, "kind", category="appeal")
    answer(citizen, "files", files=[SimpleUploadedFile("噪声.png", PNG)])
    assert citizen.post("/file/discard")["Location"] == "/"
    assert "huiyin_draft" not in citizen.session
    assert citizen.get("/file/what")["Location"] == "/file"


def test_forms_without_their_token_are_turned_down(district: Any, at: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in ("/file/all", "/file/kind", "/file/check", "/follow", "/receipt/follow"):
        assert strict.post(address, ALL).status_code == 403


def test_too_many_filings_from_one_address_are_told_to_wait(citizen: Client, settings: Any) -> None:
    settings.HUIYIN_RATES = {**settings.HUIYIN_RATES, "file": "2/h", "file_address": "2/h", "follow": "2/h"}
    for _ in range(2):
        assert citizen.post("/file/all", ALL).status_code == 302
    assert citizen.post("/file/all", ALL).status_code == 429
    for _ in range(2):
        assert citizen.post("/follow", {"number": "XF2026-000009", "code": "AAAAA"}).status_code == 200
    assert citizen.post("/follow", {"number": "XF2026-000009", "code": "AAAAA"}).status_code == 429


def test_steps_cannot_be_jumped(citizen: Client) -> None:
    assert citizen.get("/file/check")["Location"] == "/file"
    assert citizen.get("/file/people")["Location"] == "/file"
    answer(citizen, "kind", category="appeal")
    assert citizen.get("/file/check")["Location"] == "/file/what"
    assert citizen.post("/file/check")["Location"] == "/file/what"
    assert citizen.get("/file/nothing").status_code == 404


def test_an_accusation_is_explained_and_sealed(english: Client) -> None:
    page = english.get("/file/kind").content.decode()
    assert "the person or unit that you report is never told" in page
    english.post("/file/all", {**ALL, "category": "accusation"})
    number, code = codes(english)
    assert reads.access_own(number=number, query_code=code).state.values["category"] == "accusation"


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"phone": "", "address": ""}, {"phone": "call me"}, {"persons": "0", "together": "together"}],
)
def test_what_is_missing_about_the_petitioner_is_said(citizen: Client, changes: dict[str, str]) -> None:
    response = citizen.post("/file/all", {**ALL, **changes})
    assert response.status_code == 200
    assert "govuk-error-summary" in response.content.decode()
