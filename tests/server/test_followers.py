"""Followers in the worker, by hand, and in health."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from django.test import Client
from tests.plugins.installations import installation
from typer.testing import CliRunner

from huiyin.ledger import follow
from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.ledger.follow import Walk
from huiyin.oversight import tally
from huiyin.oversight.models import EventCount
from huiyin.server import cli, followers
from huiyin.web.kit import clock

AT = datetime(2026, 9, 8, 9, tzinfo=UTC)


def write() -> None:
    append_next(stream="access:a", drafts=[EventDraft(type="matter.noted", at=AT, actor="system", organ="a")])


def _refuse(_entries: object) -> None:
    raise KeyError("no such organ")


@pytest.mark.django_db
def test_health_says_how_far_behind_each_follower_is(client: Client) -> None:
    told = client.get("/health/ready").json()
    assert told["followers_behind_seconds"] == {"figures": 0, "words": 0, "tally": 0, "outbox": 0}
    assert told["Followers()"] == "OK"


@pytest.mark.django_db
def test_health_says_that_nobody_follows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    later = clock.now() + 2 * follow.SLOW
    monkeypatch.setattr("huiyin.web.kit.clock.now", lambda: later)
    answer = client.get("/health/ready")
    assert answer.status_code == 200  # whoever brings a petition must not stay outside for it
    assert "tally is 6" in answer.json()["Followers()"]
    assert answer.json()["followers_behind_seconds"]["outbox"] >= 590


@pytest.mark.django_db
def test_health_says_which_follower_stands_still_and_why(client: Client) -> None:
    write()
    broken = follow.Follower("tally", _refuse, tally.clear, tally.check)
    assert Walk(broken).go(at=AT) == 0
    said = client.get("/health/ready").json()["Followers()"]
    assert "tally has stood still at event" in said
    assert "since 2026-09-08T09:00:00+00:00: KeyError: 'no such organ'" in said
    followers.Round().go(at=AT)
    assert client.get("/health/ready").json()["Followers()"] == "OK"


@pytest.mark.django_db(transaction=True)
def test_rounds_are_made_beside_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followers, "PAUSE", 0.05)
    before = threading.active_count()
    with followers.beside():
        write()
        until = time.monotonic() + 20
        while follow.standing(tally.TALLY).position == 0 and time.monotonic() < until:
            time.sleep(0.05)
    assert follow.standing(tally.TALLY).position > 0
    assert threading.active_count() == before


def huiyin(*arguments: str) -> Result:
    """``huiyin follow …`` in this process."""
    return CliRunner().invoke(cli.build("follow"), ["follow", *arguments])


@pytest.mark.django_db
def test_by_hand_it_is_listed_read_compared_and_read_anew() -> None:
    write()
    read = huiyin("tally", "--once")
    assert read.exit_code == 0
    assert EventCount.objects.get().events == 1
    assert huiyin("--check").exit_code == 0
    EventCount.objects.update(events=99)
    wrong = huiyin("tally", "--check")
    assert wrong.exit_code == 1
    assert "99" in wrong.stdout
    assert huiyin("tally", "--rebuild").exit_code == 0
    assert huiyin("tally", "--check").exit_code == 0
    listed = huiyin("--list").stdout
    assert "tally" in listed
    assert "outbox" in listed
    assert huiyin("nobody", "--once").exit_code == 2


@pytest.mark.django_db
def test_by_hand_it_says_why_one_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    broken = follow.Follower("tally", _refuse, tally.clear, tally.check)
    monkeypatch.setattr(followers, "FOLLOWERS", {"tally": broken})
    read = huiyin("tally", "--once")
    assert read.exit_code == 1
    assert "KeyError: 'no such organ'" in " ".join(read.output.split())
    assert "KeyError" in huiyin("--list").stdout


AFTERWARDS = """
from huiyin.ledger import follow
from huiyin.ledger.append import EventDraft, append_next
from huiyin.server.followers import FOLLOWERS, Round, standings
from huiyin.web.kit import clock
from tests.plugins.district import moment
at = clock.now()
print(Round().go(at=at))
append_next(stream='access:a', drafts=[EventDraft(type='x', at=moment('2026-09-09'), actor='system')])
print(Round().go(at=at))
print([follow.check(one) for one in FOLLOWERS.values()])
"""


@pytest.mark.django_db(transaction=False)
def test_the_worker_follows_and_a_restored_ledger_is_followed_on_from_there(tmp_path: Path) -> None:
    """Ids are those of the ledger, not of the machine: another one goes on where this one stood."""
    with installation(tmp_path / "office") as office, installation(tmp_path / "elsewhere") as other:
        for command in (
            ("init", "--name", "A", "--code", "a"),
            ("worker", "--batch"),
            ("backup", str(tmp_path / "copy"), "--with-keys"),
        ):
            done = office.huiyin(*command)
            assert done.returncode == 0, (command, done.stdout, done.stderr)
        back = other.huiyin("restore", str(tmp_path / "copy"))
        assert back.returncode == 0, back.stdout + back.stderr
        after = other.python(AFTERWARDS)
    assert after.stdout.split("\n")[:3] == ["0", "4", "[(), (), (), ()]"], after.stderr
