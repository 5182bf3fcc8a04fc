"""Files handed in: known by their content, counted, kept outside the web root, on disk or in an S3-compatible store."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages
from moto import mock_aws
from tests.plugins.district import District, moment, petition

from huiyin.casework.cases import reads
from huiyin.casework.cases.actors import Actor
from huiyin.casework.cases.errors import Invalid
from huiyin.casework.intake import acts as intake
from huiyin.casework.intake import files
from huiyin.casework.verify import run

AT = moment("2026-09-08")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def office_file(part: str) -> bytes:
    """The smallest archive that looks like a document of an office suite."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
    return body.getvalue()


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> Path:
    """A store of the test's own."""
    folder = tmp_path / "attachments"
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": {"location": str(folder)}}}
    return folder


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("合同.pdf", PDF, "application/pdf"),
        ("现场.PNG", PNG, "image/png"),
        ("现场.jpg", JPEG, "image/jpeg"),
        ("说明.txt", "噪声从夜里十一点开始".encode(), "text/plain"),
        ("说明.txt", "噪声从夜里十一点开始".encode("gb18030"), "text/plain"),
        (
            "申请.docx",
            office_file("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "清单.xlsx",
            office_file("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_a_file_is_known_by_its_content(name: str, body: bytes, media_type: str) -> None:
    assert files.sniff(body, name) == media_type


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("证据.pdf", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("证据.jpg", PDF),
        ("证据.docx", office_file("xl/workbook.xml")),
        ("证据.docx", b"no archive at all"),
        ("证据.txt", b"\x00\x01\x02"),
        ("程序.exe", b"MZ\x90\x00"),
        ("页面.html", b"<script>alert(1)</script>"),
        ("没有后缀", PDF),
    ],
)
def test_a_file_that_is_not_what_it_says_is_not_taken(name: str, body: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        files.sniff(body, name)
    assert refused.value.field == "attachment"
    assert name in refused.value.message


@pytest.mark.django_db
def test_empty_large_and_too_many_files_are_not_taken(settings: Any, disk: Path) -> None:
    settings.HUIYIN_UPLOAD_MAX_MB = 1
    settings.HUIYIN_UPLOAD_MAX_FILES = 2
    for body in (b"", PDF + b"x" * 1024 * 1024):
        with pytest.raises(Invalid):
            files.keep_upload(draft="d", name="a.pdf", content=io.BytesIO(body), at=AT)
    assert not disk.exists()
    for _ in range(2):
        files.keep_upload(draft="d", name="../../etc/a.pdf", content=io.BytesIO(PDF), at=AT)
    with pytest.raises(Invalid):
        files.keep_upload(draft="d", name="a.pdf", content=io.BytesIO(PDF), at=AT)
    assert [kept.name for kept in files.drafts(draft="d")] == ["a.pdf", "a.pdf"]
    assert files.drafts(draft="somebody else") == []


@pytest.mark.django_db
def test_uploads_that_were_never_handed_in_are_deleted_after_a_day(disk: Path) -> None:
    files.keep_upload(draft="d", name="a.pdf", content=io.BytesIO(PDF), at=AT)
    assert len([path for path in disk.rglob("*") if path.is_file()]) == 1
    assert files.clear_abandoned(at=AT + timedelta(hours=23)) == 0
    assert files.clear_abandoned(at=AT + timedelta(hours=25)) == 1
    assert [path for path in disk.rglob("*") if path.is_file()] == []


def file_with_paper() -> tuple[intake.Filed, str]:
    """A petition with one paper."""
    kept = files.keep_upload(draft="d", name="合同.pdf", content=io.BytesIO(PDF), at=AT)
    filed = intake.file_petition(
        petition=petition(), office="office", by=Actor.petitioner(), at=AT, token="t" * 32, draft="d"
    )
    return filed, kept.id


@pytest.mark.django_db
def test_a_paper_goes_with_its_petition_and_comes_back_whole(district: District) -> None:
    filed, paper = file_with_paper()
    view = reads.access_case(by=district.clerk, case_id=filed.case_id)
    assert [(one.name, one.event_seq, one.size) for one in view.attachments] == [("合同.pdf", 1, len(PDF))]
    info, body = files.open_file(case_id=filed.case_id, attachment_id=paper)
    with body:
        assert (info.media_type, body.read()) == ("application/pdf", PDF)
    assert run().problems == ()


@pytest.fixture
def bucket(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3-compatible store."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="papers")
        options = {"bucket_name": "papers", "region_name": "us-east-1", "file_overwrite": False}
        backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": backend}
        yield "papers"


@pytest.mark.django_db
def test_papers_can_be_kept_in_an_s3_compatible_store(district: District, bucket: str, disk: Path) -> None:
    assert type(storages["default"]).__name__ == "S3Storage"
    filed, paper = file_with_paper()
    held = boto3.client("s3", region_name="us-east-1").list_objects_v2(Bucket=bucket)
    assert held["KeyCount"] == 1
    _info, body = files.open_file(case_id=filed.case_id, attachment_id=paper)
    with body:
        assert body.read() == PDF
    assert not disk.exists()
