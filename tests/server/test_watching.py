"""What an administrator learns of a worker that stands still, a disk that takes
nothing, files that nobody knows.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import storages
from django.db import InternalError, OperationalError
from django.test import Client
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from tests.plugins.district import moment
from typer.testing import CliRunner

from huiyin.server import cli
from huiyin.server.commands import serving
from huiyin.server.housekeeping import ensure_rounds, nightly
from huiyin.web.kit import nights, troubles

AT = moment("2026-11-22")


class ReadOnly(Exception):
    """What PostgreSQL's driver raises on a standby."""

    sqlstate = "25006"


def refused_by_a_standby() -> InternalError:
    """The error as Django hands it on."""
    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = ReadOnly()
    return error


@pytest.mark.parametrize("error", [OperationalError("attempt to write a readonly database"), refused_by_a_standby()])
def test_a_database_that_takes_nothing_is_named_so(error: Exception) -> None:
    assert troubles.kind_of(error) == troubles.FULL
    with translation.override("zh-hans"):
        said = " ".join(cli._in_sentences(error))
    assert "数据库无法写入" in said
    assert "huiyin init" not in said  # it would not help


def test_a_folder_that_others_can_look_into_is_named_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o755)
    serving._warn_of_an_open_folder(tmp_path)
    assert f"chmod 700 {tmp_path}" in capsys.readouterr().err.replace("\n", " ")
    tmp_path.chmod(0o700)
    serving._warn_of_an_open_folder(tmp_path)
    assert capsys.readouterr().err == ""


@pytest.mark.django_db
def test_readiness_tells_the_last_good_night_and_stays_ready_without_one(client: Client) -> None:
    with time_machine.travel(AT, tick=False):
        ensure_rounds()
        found = client.get("/health/ready")
        assert (found.json()["last_good_night"], found.json()["night_overdue"]) == (None, False)
    DBTaskResult.objects.filter(task_path=nights.PATH).update(status="SUCCESSFUL", finished_at=AT)
    with time_machine.travel(AT + timedelta(hours=40), tick=False):
        found = client.get("/health/ready")
    assert found.status_code == 200
    assert (found.json()["last_good_night"], found.json()["night_overdue"]) == ("2026-11-22T02:00:00+00:00", True)


@pytest.fixture
def forgotten(settings: Any, tmp_path: Path) -> Path:
    """A file in the store that no row knows, two days old."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    path = tmp_path / "2026" / "11" / ("a" * 32)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    os.utime(path, (0, 0))
    assert storages["default"].exists(f"2026/11/{'a' * 32}")
    return path


@pytest.mark.django_db
def test_files_that_nobody_knows_are_listed_and_go_only_when_told(forgotten: Path) -> None:
    listed = CliRunner().invoke(cli.build("files"), ["files"])
    assert listed.exit_code == 0
    assert f"2026/11/{'a' * 32}" in listed.stdout
    assert forgotten.exists()
    CliRunner().invoke(cli.build("files"), ["files", "--remove"])
    assert not forgotten.exists()
    assert "2026/11" not in CliRunner().invoke(cli.build("files"), ["files"]).stdout


@pytest.mark.django_db
def test_the_night_counts_files_that_nobody_knows_and_keeps_them(forgotten: Path) -> None:
    assert nightly.func()["unknown_files"] == 1
    assert forgotten.exists()
