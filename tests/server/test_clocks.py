"""A clock that cannot be believed: said where it is asked, warned of at the start, and
nothing lapses by it.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.plugins.district import District, district
from tests.plugins.matters import Life
from typer.testing import CliRunner

from huiyin.server import cli, clocks, housekeeping
from huiyin.server.commands import serving

__all__ = ["district"]

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)  # noqa: TID251 - what the ledger and the database go by
BEHIND = "比最新一条记录早"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's clock says what this machine's does."""
    monkeypatch.setattr(clocks, "_beside_the_database", lambda _at: iter(()))


def test_a_clock_that_is_right_is_not_spoken_of(district: District, client: Client) -> None:
    Life.begin(district)
    assert clocks.wrong(at=datetime.now(UTC)) == []  # noqa: TID251 - the same
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["Clock()"]) == (200, "OK")


@pytest.mark.parametrize(("apart", "word"), [(DAY, "快"), (-DAY, "慢")])
def test_beside_the_database(apart: timedelta, word: str) -> None:
    (said,) = clocks.wrong(at=datetime.now(UTC) + apart)  # noqa: TID251 - the same
    found = re.fullmatch(f"本机时钟比数据库时钟{word} ([0-9]+) 秒", said)
    assert found
    assert abs(int(found[1]) - 86_400) < 60


def test_five_minutes_are_nothing(district: District, alike: None) -> None:
    Life.begin(district)
    assert clocks.wrong(at=datetime.now(UTC) - 4 * MINUTE) == []  # noqa: TID251 - the same


def test_behind_the_ledger(district: District, alike: None, client: Client) -> None:
    Life.begin(district)
    with time_machine.travel(NOW - DAY):
        (said,) = clocks.wrong(at=NOW - DAY)
        answer = client.get("/health/ready")
    assert BEHIND in said
    # It is said, and nobody is sent away for it.
    assert answer.status_code == 200
    assert BEHIND in answer.json()["Clock()"]


def test_the_server_warns_when_it_starts(
    district: District, alike: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Life.begin(district)
    with time_machine.travel(NOW - DAY):
        serving._warn_of_the_clock()
    assert BEHIND in capsys.readouterr().err.replace("\n", "")


def test_verify_says_it_and_ends_well(district: District) -> None:
    with time_machine.travel(NOW - DAY):
        told: dict[str, Any] = json.loads(CliRunner().invoke(cli.build(), ["verify", "--json"]).stdout)
    assert len(told["clock"]) >= 1
    assert told["ok"] is True


def test_nothing_lapses_by_a_clock_that_is_wrong(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life.begin(district).until("served")  # a review can be asked for until 21 December 2026
    ahead = datetime(2030, 1, 1, tzinfo=UTC)
    with time_machine.travel(ahead, tick=False):
        done = housekeeping.nightly.func()
        assert (done["lapsed"], done["passed_on"], done["went_over"]) == (0, 0, 0)
        assert life.view.state.state == "served"
        # The database says the same, and a night was worked through: it was a long pause.
        monkeypatch.setattr(clocks, "_beside_the_database", lambda _at: iter(()))
        assert clocks.leapt(at=ahead)
        DBTaskResult.objects.update(finished_at=ahead - DAY)
        assert not clocks.leapt(at=ahead)
        assert housekeeping.nightly.func()["lapsed"] == 1


def test_a_weekend_is_no_leap(district: District) -> None:
    Life.begin(district)
    assert not clocks.leapt(at=NOW + 2 * DAY)
    assert clocks.leapt(at=NOW + 4 * DAY)
