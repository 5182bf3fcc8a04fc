"""The petitioner of a matter that has ended brings what is new."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.plugins.matters import ALL, Life, codes

from huiyin.casework.models import Case

pytestmark = pytest.mark.django_db


def inside(citizen: Client, life: Life, at: Any) -> Client:
    """A petitioner who looks at a matter that ended by lapse of time."""
    at("2026-09-10")
    citizen.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    return citizen


def test_new_facts_are_filed_with_a_reference(citizen: Client, life: Life, at: Any) -> None:
    page = inside(citizen, life, at)
    assert "new-facts" not in page.get("/follow/matter").content.decode()
    assert page.get("/follow/matter/new-facts").status_code == 404
    page.post("/follow/matter/withdraw", {"reason": ""})
    assert "我有新的事实或者理由" in page.get("/follow/matter").content.decode()
    told = page.get("/follow/matter/new-facts").content.decode()
    assert "信访工作条例第36条" in told
    assert page.post("/follow/matter/new-facts").headers["Location"] == "/file/kind"
    for step in ("kind", "what", "ask", "where", "files", "who", "details", "people"):
        shown = page.get(f"/file/{step}").content.decode()
        assert life.filed.number in shown
        assert life.view.title in shown or step != "what"
        answer = page.post(f"/file/{step}", ALL)
        assert answer.status_code == 302, step
    checked = page.get("/file/check").content.decode()
    assert life.filed.number in checked
    assert page.post("/file/check").status_code == 302
    number, _code = codes(page)
    assert Case.objects.get(number=number).follows == life.filed.case_id
    old = page.get("/follow/matter").content.decode()
    assert "已就新的事实另立新的事项" in old
    assert number not in old  # each is followed with a number and code of its own


def test_what_was_begun_is_not_mixed_up(citizen: Client, life: Life, at: Any) -> None:
    page = inside(citizen, life, at)
    page.post("/follow/matter/withdraw", {"reason": ""})
    page.post("/follow/matter/new-facts")
    # Whoever comes back to file is asked whether to go on with it or to begin anew.
    assert page.get("/file").status_code == 200
    page.post("/file/discard")
    assert life.filed.number not in page.get("/file/kind").content.decode()
