"""Files handed in: known by their content, counted, kept outside the web root, on disk
or in an S3-compatible store.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages
from moto import mock_aws
from tests.plugins.district import District, moment, petition

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import files, receipts
from huiyin.casework.matter import reads
from huiyin.casework.upkeep.verify import run

AT = moment("2026-09-08")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> Path:
    """A store of the test's own."""
    folder = tmp_path / "attachments"
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": {"location": str(folder)}}}
    return folder


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


def file_with_paper() -> tuple[receipts.Filed, str]:
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


def put(store: Path, name: str, *, age: timedelta) -> Path:
    """A file in the store, written so long before AT."""
    place = store / "2026" / "09" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"x")
    when = (AT - age).timestamp()
    os.utime(place, (when, when))
    return place


@pytest.mark.django_db
def test_files_that_no_row_knows_are_found_and_removed_when_they_are_a_day_old(disk: Path) -> None:
    kept = files.keep_upload(draft="d", name="a.pdf", content=io.BytesIO(PDF), at=AT)
    own = disk / f"{AT:%Y/%m}" / kept.id
    os.utime(own, (0, 0))
    old, fresh = (put(disk, "a" * 32, age=timedelta(hours=25)), put(disk, "b" * 32, age=timedelta(hours=23)))
    assert files.orphans(at=AT) == [f"2026/09/{'a' * 32}"]
    assert files.remove_orphans(at=AT) == 1
    assert [path.exists() for path in (own, old, fresh)] == [True, False, True]


@pytest.mark.django_db
def test_a_plug_pulled_while_a_file_is_written_leaves_a_row_and_no_orphan(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(files.storage()), "save", fail)
    with pytest.raises(OSError, match="No space"):
        files.keep_upload(draft="d", name="a.pdf", content=io.BytesIO(PDF), at=AT)
    assert files.drafts(draft="d") == []
    assert files.claim_drafts(draft="d", case_id="0" * 32) == []
    assert run(files=True).problems == ()
    assert files.clear_abandoned(at=AT + timedelta(hours=25)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [("HUIYIN_DRAFTS_MAX_FILES", 2, 2), ("HUIYIN_DRAFTS_MAX_MB", 3, 1), ("HUIYIN_FREE_SPACE_MB", 10**9, 0)],
)
def test_there_is_a_ceiling_for_what_nobody_handed_in_and_a_floor_of_free_space(
    settings: Any, disk: Path, name: str, value: int, taken: int
) -> None:
    settings.HUIYIN_UPLOAD_MAX_MB = 2
    disk.mkdir()
    setattr(settings, name, value)
    kept = 0
    for number in range(4):  # of two megabytes less a bit, each for somebody else
        with suppress(Invalid):
            files.keep_upload(draft=f"d{number}", name="a.pdf", content=io.BytesIO(PDF + b"x" * 2_000_000), at=AT)
            kept += 1
    assert kept == taken
    with pytest.raises(Invalid, match=r"a\.pdf.*还在"):
        files.keep_upload(draft="last", name="a.pdf", content=io.BytesIO(PDF + b"x" * 2_000_000), at=AT)


SCANNER = """import sys
body = sys.stdin.buffer.read()
print("stream: FOUND" if b"EICAR" in body else "stream: OK")
sys.exit(2 if b"BROKEN" in body else 1 if b"EICAR" in body else 0)
"""


@pytest.mark.django_db
def test_a_scanner_is_asked_about_every_file(settings: Any, tmp_path: Path, disk: Path) -> None:
    program = tmp_path / "scan.py"
    program.write_text(SCANNER)
    settings.HUIYIN_SCAN_COMMAND = f"{sys.executable} {program} -"
    files.keep_upload(draft="d", name="a.pdf", content=io.BytesIO(PDF), at=AT)
    for body, said in ((b"EICAR", "有害"), (b"BROKEN", "稍后再试")):
        with pytest.raises(Invalid) as refused:
            files.keep_upload(draft="d", name="b.pdf", content=io.BytesIO(PDF + body), at=AT)
        assert said in refused.value.message
    settings.HUIYIN_SCAN_COMMAND = str(tmp_path / "no-such-program")
    with pytest.raises(Invalid, match=r"b\.pdf"):
        files.keep_upload(draft="d", name="b.pdf", content=io.BytesIO(PDF), at=AT)
    assert [one.name for one in files.drafts(draft="d")] == ["a.pdf"]
    assert len([path for path in disk.rglob("*") if path.is_file()]) == 1
