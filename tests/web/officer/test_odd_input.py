"""Whatever staff send, the pages answer with what is wrong, and never break."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import District, moment, petition

from huiyin.casework.basis import named_staff, paging
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import reads
from huiyin.web.officer.pages import case as pages

SignIn = Callable[[str], Client]
NONE = "0" * 32


@pytest.mark.parametrize("before", ["²", "①", "9" * 30, "-1", "0", "1_0", "٣"])
def test_the_auditors_log_begins_at_the_start_where_its_cursor_is_none(sign_in: SignIn, before: str) -> None:
    assert sign_in("auditor").get("/office/openings", {"before": before}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/office/case/{odd}",
        "/office/case/{odd}/file/x",
        f"/office/case/{NONE}/identity/{{odd}}",
        f"/office/case/{NONE}/signatory/{{odd}}",
        f"/office/case/{NONE}/agent/{{odd}}",
        f"/office/case/{NONE}/act/{{odd}}",
        "/office/register/{odd}/receipt",
    ],
)
def test_an_odd_id_is_that_of_nothing(sign_in: SignIn, address: str) -> None:
    client = sign_in("clerk")
    for odd in ("²", "9" * 400, "no-such", "A" * 32, NONE, "%ED%A0%80"):
        assert client.get(address.format(odd=odd)).status_code == 404, odd
    assert client.get(address.format(odd="a%00b")).status_code == 400


def test_a_nul_in_a_number_or_a_form_is_damage(sign_in: SignIn) -> None:
    client = sign_in("clerk")
    assert client.get("/office/number?number=%00").status_code == 400
    assert client.post("/office/register", {"do": "drop:\x00"}).status_code == 400


@pytest.mark.parametrize("do", ["end:²", "end:", "approve:" + "9" * 30, "propose", "x", "end:-1"])
def test_no_reader_is_meant_by_an_odd_number(sign_in: SignIn, do: str) -> None:
    assert sign_in("secretary").post("/office/readers", {"do": do, "staff": "²"}).status_code in {404, 422}


@pytest.mark.parametrize("year", ["²", "9" * 30, "1899", "x", "2o26"])
def test_there_is_no_report_of_an_odd_year(sign_in: SignIn, year: str) -> None:
    assert sign_in("supervisor").get("/office/overview/annual", {"year": year}).status_code == 404


@pytest.mark.parametrize(
    "cursor",
    [
        "²",
        "x" * 999,
        *(
            base64.urlsafe_b64encode(text.encode()).decode()
            for text in (
                "[" * 100_000,
                '["2026-01-01", "\\u0000"]',
                '["2026-01-01", "\\ud800"]',
                "1",
                '{"a": 1}',
                "[1, 2]",
            )
        ),
    ],
)
def test_a_damaged_cursor_starts_from_the_beginning(sign_in: SignIn, cursor: str) -> None:
    assert paging.read_cursor(cursor) is None
    assert sign_in("clerk").get("/office/", {"after": cursor}).status_code == 200


def test_nobody_is_meant_by_a_digit_that_is_no_number() -> None:
    assert named_staff.numbers(("staff:²", "staff:7", "staff:" + "9" * 40, "agent:1", None)) == (7,)


def test_with_the_vault_key_lost_opening_an_identity_says_so(
    sign_in: SignIn, district: District, settings: Any
) -> None:
    at = moment("2026-11-20")
    filed = intake.file_petition(petition=petition(), office="office", by=Actor.petitioner(), at=at, token="t" * 32)
    client = sign_in("clerk")
    client.raise_request_exception = False
    contact = reads.access_case(by=district.clerk, case_id=filed.case_id).contacts[0].id
    address = f"/office/case/{filed.case_id}/identity/{contact}"
    settings.HUIYIN_VAULT_KEYS = (base64.urlsafe_b64encode(b"B" * 32).decode(),)
    answer = client.post(address, {"purpose": str(pages.PURPOSES[0][0])})
    assert answer.status_code == 503
    assert "密钥" in answer.content.decode()
