"""The auditor sees the heads over the ledger, takes them out, and compares one that was kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.plugins.district import District, moment
from tests.plugins.tampering import tamper

from huiyin.casework.chapters.intake import lookup
from huiyin.casework.upkeep.verify import run as verify
from huiyin.ledger import heads
from huiyin.ledger import reads as ledger
from huiyin.ledger.heads import Head
from huiyin.web.officer.pages import heads as pages

SignIn = Callable[[str], Client]
ADDRESS = "/office/heads"


def look_up(district: District, times: int = 1) -> None:
    for _ in range(times):
        lookup.by_phone(
            office="office", phone="13800000000", by=district.clerk, at=moment("2026-11-20"), request_recorded=True
        )


def taken(district: District, times: int = 1) -> Head:
    look_up(district, times)
    head = heads.take(at=moment("2026-11-21"))
    assert head is not None
    return head


def said(client: Client, line: str) -> str:
    page = client.post(ADDRESS, {"line": line})
    found = page.context["compared"]
    assert page.status_code == 200
    return "" if found is None else "fits" if found.problem is None else str(found.problem.what)


@pytest.mark.parametrize("username", ["clerk", "builder", "supervisor", "chief", "dispatcher"])
def test_only_the_auditor(district: District, sign_in: SignIn, username: str) -> None:
    head = taken(district)
    client = sign_in(username)
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, {"line": head.text}).status_code == 404
    assert client.get(f"{ADDRESS}/{head.size}.json").status_code == 404
    assert 'href="/office/heads"' not in client.get("/office/").content.decode()


def test_before_the_first_night(district: District, sign_in: SignIn) -> None:
    assert "还没有校验值" in sign_in("auditor").get(ADDRESS).content.decode()


def test_the_page_shows_the_heads_and_the_file_can_be_compared(
    district: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(pages, "PAGE", 2)
    first, second, third = (taken(district) for _ in range(3))
    auditor = sign_in("auditor")
    page = auditor.get(ADDRESS)
    assert [one.size for one in page.context["heads"]] == [third.size, second.size]
    assert f"{third.size}-{third.grouped}" in page.content.decode()
    assert [one.size for one in auditor.get(page.context["next"]).context["heads"]] == [first.size]
    file = auditor.get(f"{ADDRESS}/{third.size}.json")
    assert json.loads(file.content) == third.as_data()
    path = tmp_path / "head.json"
    path.write_bytes(file.content)
    assert verify(against=heads.read(str(path))).ok
    assert auditor.get(f"{ADDRESS}/{third.size + 1}.json").status_code == 404
    assert auditor.get(f"{ADDRESS}/{10**30}.json").status_code == 404


def test_a_head_that_fits_does_so_by_line_on_paper_and_by_file(district: District, sign_in: SignIn) -> None:
    head = taken(district, 3)
    look_up(district)
    auditor = sign_in("auditor")
    assert said(auditor, head.text) == "fits"
    assert said(auditor, f"{head.size}-{head.grouped.upper()}"[:60]) == "fits"
    name, text = heads.as_file(head)
    page = auditor.post(ADDRESS, {"file": SimpleUploadedFile(name, text.encode())})
    assert page.context["compared"].problem is None
    assert ledger.count() == head.size + 1  # comparing writes nothing


def test_a_head_that_does_not_fit_is_told_in_the_words_of_verify(district: District, sign_in: SignIn) -> None:
    fitting, head = taken(district), taken(district, 2)
    other = Head(head.size, "0" * 64)
    beyond = Head(head.size + 5, head.root)
    for one in (other, beyond):
        words = [problem.message for problem in verify(against=[one]).problems]
        assert said(sign_in("auditor"), one.text) == words[0]
    assert f"{fitting.size + 1}" in said(sign_in("auditor"), other.text)


def test_it_reads_no_more_than_it_may(district: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    head = taken(district, 3)
    monkeypatch.setattr(pages, "MOST", 4)  # fewer than the district's own events
    assert head.size > 10
    look_up(district, 3)
    later = Head(head.size + 3, "0" * 64)
    auditor = sign_in("auditor")
    page = auditor.post(ADDRESS, {"line": later.text})
    assert page.context["compared"].since == head.size
    assert page.context["compared"].problem is not None
    page = auditor.post(ADDRESS, {"line": head.text})
    assert page.context["compared"] is None  # no head before it, and too far from the first event
    assert "huiyin verify --against" in page.content.decode()


def test_an_event_that_was_changed_is_found(district: District, sign_in: SignIn) -> None:
    head = taken(district, 3)
    tamper("UPDATE ledger_event SET hash = %s WHERE id = (SELECT min(id) FROM ledger_event)", "f" * 64)
    assert said(sign_in("auditor"), head.text).startswith("办理日志开头")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"line": "x"},
        {"line": f"{'9' * 190}-{'a' * 5}"},
        {"line": f"1-{'a' * 31}"},
        {"line": f"٣-{'a' * 32}"},
        {"file": b""},
        {"file": b"\xff\xfe"},
        {"file": b"[]"},
        {"file": b'{"size": 1e999, "root": "a"}'},
        {"file": b'{"size": {}, "root": []}'},
        {"file": b"[" * 4000},
        {"file": b"1" * 5000},
    ],
)
def test_what_is_no_head_is_said(district: District, sign_in: SignIn, given: dict[str, Any]) -> None:
    sent = {name: SimpleUploadedFile("h.json", value) if name == "file" else value for name, value in given.items()}
    page = sign_in("auditor").post(ADDRESS, sent)
    assert page.status_code == 422
    assert page.context["form"].errors


def test_the_page_asks_few_queries(
    district: District, sign_in: SignIn, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(12):
        taken(district)
    auditor = sign_in("auditor")
    auditor.get(ADDRESS)
    with django_assert_max_num_queries(8):
        auditor.get(ADDRESS)
