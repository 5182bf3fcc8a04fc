"""What is handed in is received in memory, and never lies in a temporary file in clear."""

from __future__ import annotations

import re
import tempfile
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from tests.plugins.matters import ALL, codes

from huiyin.casework.chapters.intake import files
from huiyin.casework.matter import reads
from huiyin.web.kit.uploading import InMemory

MEGABYTE = 1024 * 1024
LARGE = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"7" * (4 * MEGABYTE)  # Django's own way writes this to a file
REPORT = {**ALL, "category": "accusation", "title": "反映住建局收受好处", "text": "在茶楼收受现金三万元。"}


@pytest.fixture
def no_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes one fails."""

    def refused(*_args: Any, **_kwargs: Any) -> None:
        pytest.fail("a temporary file was made")

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refused)
    # Where Django looks these up by itself.
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", refused)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refused)


def png(name: str = "收据.png", content: bytes = LARGE) -> SimpleUploadedFile:
    """A picture that is large."""
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_no_other_handler_is_there() -> None:
    assert configured.FILE_UPLOAD_HANDLERS == ["huiyin.web.kit.uploading.InMemory"]


@pytest.mark.usefixtures("no_temporary_file")
def test_a_large_paper_of_a_report_never_lies_in_a_temporary_file(citizen: Client) -> None:
    assert citizen.post("/file/all", {**REPORT, "files": [png()]}).status_code == 302
    number, code = codes(citizen)
    view = reads.access_own(number=number, query_code=code)
    [kept] = view.attachments
    assert kept.size == len(LARGE)
    _info, body = files.open_file(case_id=view.case_id, attachment_id=kept.id, pair=view.pair)
    assert body.read() == LARGE


@pytest.mark.usefixtures("no_temporary_file")
def test_nor_does_one_that_is_handed_in_in_the_wizard_or_later(citizen: Client) -> None:
    citizen.post("/file/kind", {"category": "accusation", "do": "next"})
    assert citizen.post("/file/files", {"do": "add", "files": [png()]}).status_code == 302
    assert "收据.png" in citizen.get("/file/files").content.decode()
    citizen.post("/file/all", REPORT)
    codes(citizen)
    citizen.post("/receipt/follow")
    sent = citizen.post("/follow/matter/supplement", {"text": "又一张", "do": "send", "files": [png("二.png")]})
    assert sent.status_code == 302
    assert "二.png" in citizen.get("/follow/matter").content.decode()


def test_what_is_too_large_is_said_and_takes_no_more_memory_than_allowed(citizen: Client, settings: Any) -> None:
    settings.HUIYIN_UPLOAD_MAX_MB = 1
    page = citizen.post("/file/all", {**REPORT, "files": [png(), png("小.png", LARGE[:MEGABYTE])]}).content.decode()
    assert "收据.png”超过1" in re.sub(r"\s", "", page)
    assert "小.png" in page
    [kept] = files.drafts(draft=re.findall(r'name="token" value="([^"]+)"', page)[0])
    assert kept.size == MEGABYTE


def test_a_request_takes_no_more_memory_than_is_set(settings: Any) -> None:
    settings.HUIYIN_UPLOAD_MAX_MB, settings.HUIYIN_REQUEST_MAX_MB = 1, 2
    given = {"files": [png(f"{number}.png") for number in range(4)]}
    request = RequestFactory().post("/", given)
    request.upload_handlers = [InMemory(request)]
    received = request.FILES.getlist("files")
    assert [one.size for one in received] == [len(LARGE)] * 4
    assert [len(one.read()) for one in received] == [MEGABYTE + 1, MEGABYTE - 1, 0, 0]


def test_what_no_room_was_left_for_is_said_and_never_kept_by_halves(citizen: Client, settings: Any) -> None:
    settings.HUIYIN_UPLOAD_MAX_MB, settings.HUIYIN_REQUEST_MAX_MB = 2, 3
    sent = [png(f"{number}.png", LARGE[: 2 * MEGABYTE]) for number in (1, 2)]
    page = citizen.post("/file/all", {**REPORT, "files": sent}).content.decode()
    assert "“2.png”没有保存" in page
    assert REPORT["text"] in page
    [kept] = files.drafts(draft=re.findall(r'name="token" value="([^"]+)"', page)[0])
    assert (kept.name, kept.size) == ("1.png", 2 * MEGABYTE)


@pytest.mark.parametrize("rate", ["upload", "upload_address"])
def test_uploads_are_counted_where_they_are_kept_on_every_page(citizen: Client, settings: Any, rate: str) -> None:
    settings.HUIYIN_RATES = {**dict.fromkeys(settings.HUIYIN_RATES, ""), rate: "12/h"}
    citizen.post("/file/kind", {"category": "accusation", "do": "next"})  # a session, so that this browser is known
    for _ in range(12):
        citizen.post("/file/files", {"do": "add", "files": [png("x.png", LARGE[:100])]})
        [kept] = re.findall(r'value="drop-([0-9a-f]+)"', citizen.get("/file/files").content.decode())
        citizen.post("/file/files", {"do": f"drop-{kept}"})  # dropping one gives no further one
    for address in ("/file/files", "/file/all"):
        sent = citizen.post(address, {**REPORT, "do": "add", "files": [png("x.png", LARGE[:100])]}, follow=True)
        assert "一小时内" in sent.content.decode(), address
        assert 'value="drop-' not in sent.content.decode()


def test_large_files_count_by_their_megabytes(citizen: Client, settings: Any) -> None:
    settings.HUIYIN_RATES = {**dict.fromkeys(settings.HUIYIN_RATES, ""), "upload_address": "9/h"}
    page = citizen.post("/file/all", {**REPORT, "do": "add", "files": [png(), png()]}).content.decode()  # 5 MB each
    assert page.count('value="drop-') == 1
