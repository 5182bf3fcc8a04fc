"""Whatever a visitor sends, the pages answer with what is wrong, and never break."""

from __future__ import annotations

import errno
import sqlite3
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client
from tests.plugins.district import District
from tests.plugins.matters import ALL
from tests.plugins.readers import name_reader

from huiyin.people.acts import SealBroken
from huiyin.reading import keepable, whole_number
from huiyin.web.kit import troubles
from huiyin.web.kit.receiving import Room
from huiyin.web.public import context

MIXED = "multipart/form-data; boundary=b"
REPORT = {"unit": "housing", "text": "投诉后第三天被停职。", "wish": "恢复工作", "do": "send"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("007", 7),
        ("13", None),
        ("-1", None),
        ("²", None),
        ("①", None),
        ("٣", None),
        ("1_0", None),
    ],
)
def test_a_whole_number_is_written_in_plain_digits(text: str, number: int | None) -> None:
    assert whole_number(text, 0, 12) == number


@pytest.mark.parametrize("text", ["", " 1", "1\n", "9" * 5000, None, "1.0", "+1"])
def test_what_only_looks_like_a_number_is_none(text: object) -> None:
    assert whole_number(text, 0, 2**63) is None


def test_a_nul_and_half_a_surrogate_cannot_be_kept() -> None:
    assert [keepable(text) for text in ("𠮷", "a\x00", "\ud842", "a\x0b")] == [True, False, False, True]


@pytest.mark.parametrize("do", ["remove-²", "remove-" + "9" * 5000, "remove-0", "remove-x"])
def test_an_odd_number_of_requests_breaks_nothing(citizen: Client, do: str) -> None:
    citizen.get("/file/what")
    for address in ("/file/ask", "/file/all"):
        assert citizen.post(address, {"shown": "9" * 5000, "do": do}).status_code in {200, 302}


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/file/all", {"do": "drop-\x00"}),
        ("/file/all", {"title": "a\x00b"}),
        ("/file/all", {"a\x00": "b"}),
        ("/follow", {"number": "\x00", "code": "1"}),
    ],
)
def test_a_nul_in_a_form_is_damage(citizen: Client, address: str, sent: dict[str, str]) -> None:
    assert citizen.post(address, sent).status_code == 400


@pytest.mark.parametrize("address", ["/ways?x=%00", "/ways?%00=x", "/ways/%00", "/file/a%00"])
def test_a_nul_in_an_address_is_damage(citizen: Client, address: str) -> None:
    page = citizen.get(address)
    assert page.status_code == 400
    assert "回音" in page.content.decode()


def test_a_nul_in_a_cookie_is_damage(citizen: Client) -> None:
    assert citizen.get("/follow/matter", HTTP_COOKIE='sessionid="a\\000b"').status_code == 400


@pytest.mark.parametrize("charset", ["base64", "rot13", "undefined", "no-such", "idna", "punycode"])
def test_a_form_in_an_odd_encoding_breaks_nothing(citizen: Client, charset: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n\xff\xfe\r\n--b--\r\n'
    answer = citizen.generic("POST", "/file/all", body, content_type=f"{MIXED}; charset={charset}")
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("name", ["filename*=no-such''a.txt", "filename*=base64''a.txt", 'filename="a\x00.txt"'])
def test_an_oddly_named_file_breaks_nothing(citizen: Client, name: str) -> None:
    body = f'--b\r\nContent-Disposition: form-data; name="files"; {name}\r\n\r\nx\r\n--b--\r\n'.encode()
    assert citizen.generic("POST", "/file/all", body, content_type=MIXED).status_code in {200, 400}


def test_a_report_of_retaliation_has_no_page_to_withdraw_or_rate_it(citizen: Client, district: District) -> None:
    name_reader(district)
    citizen.post("/file/all", ALL)
    citizen.post("/receipt/follow")
    citizen.post("/follow/matter/retaliation", REPORT)
    citizen.post("/receipt/follow")
    assert citizen.get("/follow/matter").status_code == 200
    for step in ("withdraw", "rate"):
        for send in (citizen.get, citizen.post):
            assert send(f"/follow/matter/{step}").status_code == 404


def _full() -> Exception:
    trouble = OperationalError("could not extend file")
    trouble.__cause__ = psycopg.errors.DiskFull()
    return trouble


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (OperationalError("database is locked"), "什么都没有丢"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘"),
        (OperationalError("database or disk is full"), "磁盘"),
        (_full(), "磁盘"),
        (SealBroken("a key is missing"), "密钥"),
    ],
    ids=str,
)
def test_trouble_below_is_said_and_is_no_mistake_of_the_page(
    citizen: Client, monkeypatch: pytest.MonkeyPatch, trouble: Exception, said: str
) -> None:
    def fail(**_: object) -> None:
        raise trouble

    monkeypatch.setattr(context, "public_context", fail)
    citizen.raise_request_exception = False
    page = citizen.get("/file/all")
    assert page.status_code == 503
    assert said in page.content.decode()


def test_a_mistake_of_ours_stays_one() -> None:
    assert troubles.kind_of(KeyError("x")) == troubles.BROKEN
    assert troubles.kind_of(sqlite3.IntegrityError("x")) == troubles.BROKEN


def test_requests_wait_for_room_and_one_alone_always_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.web.kit.receiving.WAIT_SECONDS", 0.05)
    room, inside, leave = Room(), Event(), Event()

    def hold() -> None:
        with room.taken(500, of=100):
            inside.set()
            leave.wait(10)

    holder = Thread(target=hold)
    holder.start()
    assert inside.wait(10)
    with room.taken(1, of=100) as found:
        assert not found
    leave.set()
    holder.join()
    with room.taken(60, of=100) as first, room.taken(40, of=100) as second:
        assert (first, second) == (True, True)
    assert room.used == 0


def test_far_too_large_a_request_is_refused_unread(citizen: Client, settings: Any) -> None:
    settings.HUIYIN_REQUEST_MAX_MB = 1
    page = citizen.post("/file/all", {"text": "x"}, CONTENT_LENGTH=str(11 * 1024 * 1024))
    assert page.status_code == 413
    assert "1 MB" in page.content.decode()
