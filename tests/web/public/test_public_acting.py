"""What the petitioner does in a matter that stands: material, a further message,
rating, withdrawal.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.plugins.matters import Life

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def inside(citizen: Client, life: Life) -> Client:
    """A petitioner who has given number and code."""
    citizen.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    return citizen


def test_material_is_added_with_words_and_files(inside: Client, life: Life) -> None:
    file = SimpleUploadedFile("检测报告.pdf", PDF, content_type="application/pdf")
    response = inside.post("/follow/matter/supplement", {"do": "send", "text": "昨晚又施工", "files": [file]})
    assert response["Location"] == "/follow/matter"
    page = inside.get("/follow/matter").content.decode()
    assert "材料已补充" in page
    assert "您补充了材料" in page
    assert "昨晚又施工" in page
    link = re.search(r'href="(/follow/matter/files/[0-9a-f]+)"', page)
    assert link is not None
    back = inside.get(link[1])
    assert b"".join(back.streaming_content) == PDF  # type: ignore[attr-defined]
    assert back["Content-Disposition"].startswith("attachment")
    assert Client().get(link[1])["Location"] == "/follow"


def test_nothing_at_all_is_no_material(inside: Client, life: Life) -> None:
    page = inside.post("/follow/matter/supplement", {"do": "send", "text": " "}).content.decode()
    assert "请写一些内容，或者选择文件" in page
    assert life.view.state.event_seq == 1


def test_a_further_message_is_a_contact_and_no_new_matter(inside: Client, life: Life) -> None:
    response = inside.post("/follow/matter/contact", {"do": "send", "text": "请问进展如何？"})
    assert response["Location"] == "/follow/matter"
    view = life.view
    assert view.state.contacts == 2
    assert view.contacts[1].repeat
    assert "您就此事项再次向区信访局反映" in inside.get("/follow/matter").content.decode()


def test_rating_is_offered_after_the_answer_and_once(inside: Client, life: Life, at: Any) -> None:
    page = inside.get("/follow/matter/rate").content.decode()
    assert "hy-refusal" in page
    assert 'name="rating"' not in page
    refused = inside.post("/follow/matter/rate", {"rating": "satisfied"}).content.decode()
    assert "信访工作条例第21条" in refused
    life.until("served")
    at("2026-11-22")
    inside.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    assert 'name="rating"' in inside.get("/follow/matter/rate").content.decode()
    assert inside.post("/follow/matter/rate", {"rating": "", "comment": ""}).status_code == 200
    response = inside.post("/follow/matter/rate", {"rating": "basically", "comment": "慢了一点"})
    assert response["Location"] == "/follow/matter"
    page = inside.get("/follow/matter").content.decode()
    assert "基本满意" in page
    assert "慢了一点" in page
    assert "已经评价过" in inside.post("/follow/matter/rate", {"rating": "satisfied"}).content.decode()
    assert life.view.state.values["rating"] == "basically"


def test_withdrawing_says_first_what_follows(inside: Client, life: Life) -> None:
    page = inside.get("/follow/matter/withdraw").content.decode()
    assert "任何人不得强迫您撤回" in page
    assert "不再要求：区信访局最迟应在9月23日（周三）登记您的信访事项" in page
    assert life.view.state.state == "filed"
    assert inside.post("/follow/matter/withdraw", {"reason": "已解决"})["Location"] == "/follow/matter"
    page = inside.get("/follow/matter").content.decode()
    assert "此事项已终结：已撤回" in page
    assert "您撤回了此事项" in page
    assert "已解决" in page
    assert life.view.open_duties == ()


def test_after_the_answer_a_matter_cannot_be_withdrawn(inside: Client, life: Life, at: Any) -> None:
    life.until("served")
    at("2026-11-22")
    inside.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    page = inside.get("/follow/matter/withdraw").content.decode()
    assert "hy-refusal" in page
    assert 'name="reason"' not in page


def test_acts_need_their_form_token(district: Any, life: Life) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/follow").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    given = {"number": life.filed.number, "code": life.filed.query_code}
    assert strict.post("/follow", {**given, "csrfmiddlewaretoken": token[1]}).status_code == 302
    for act in ("supplement", "contact", "withdraw", "rate"):
        assert strict.post(f"/follow/matter/{act}", {"text": "x", "do": "send"}).status_code == 403
    assert life.view.state.event_seq == 1
