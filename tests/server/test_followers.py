"""Followers in the worker, by hand, and in health."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.plugins.installations import Installation, installation

from huiyin.ledger import follow
from huiyin.ledger.append import EventDraft, append_next
from huiyin.ledger.follow import Walk
from huiyin.oversight import tally
from huiyin.server import followers
from huiyin.web import clock

AT = datetime(2026, 9, 8, 9, tzinfo=UTC)


def write() -> None:
    append_next(stream="access:a", drafts=[EventDraft(type="matter.noted", at=AT, actor="system", organ="a")])


def _refuse(_entries: object) -> None:
    raise KeyError("no such organ")


@pytest.mark.django_db
def test_health_says_how_far_behind_each_follower_is(client: Client) -> None:
    told = client.get("/health/ready").json()
    assert told["followers_behind_seconds"] == {"tally": 0, "outbox": 0}
    assert told["Followers()"] == "OK"


@pytest.mark.django_db
def test_health_says_that_nobody_follows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    later = clock.now() + 2 * follow.SLOW
    monkeypatch.setattr("huiyin.web.clock.now", lambda: later)
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


@pytest.fixture
def office(tmp_path: Any) -> Iterator[Installation]:
    with installation(tmp_path / "office") as made:
        done = made.huiyin("init", "--bare")
        assert done.returncode == 0, done.stderr
        created = made.python(
            "from tests.plugins.district import build, petition, moment\nd = build()\n"
            "from huiyin.casework.intake import acts\n"
            "acts.receive(petition=petition(), office='office', by=d.clerk, at=moment('2026-09-08'))"
        )
        assert created.returncode == 0, created.stderr
        yield made


@pytest.mark.django_db(transaction=False)
def test_followers_by_hand_and_after_a_restore(office: Installation, tmp_path: Any) -> None:
    once = office.huiyin("follow", "outbox", "--once")
    assert once.returncode == 0, once.stderr
    assert "outbox: " in once.stdout
    assert office.huiyin("worker", "--batch").returncode == 0
    checked = office.huiyin("follow", "--check")
    assert checked.returncode == 0, checked.stdout
    assert office.huiyin("follow", "nobody", "--once").returncode == 2
    listed = office.huiyin("follow", "--list")
    assert "tally" in listed.stdout
    assert "outbox" in listed.stdout

    # Ids are those of the ledger, not of the machine: another one goes on where this one stood.
    copied = office.huiyin("backup", str(tmp_path / "copy"), "--with-keys")
    assert copied.returncode == 0, copied.stderr
    with installation(tmp_path / "elsewhere") as other:
        back = other.huiyin("restore", str(tmp_path / "copy"))
        assert back.returncode == 0, back.stdout + back.stderr
        nothing = other.huiyin("follow", "tally", "--once")
        assert "tally: 0 " in nothing.stdout
        more = other.python(
            "from huiyin.ledger.append import EventDraft, append_next\nfrom tests.plugins.district import moment\n"
            "append_next(stream='access:a', drafts=[EventDraft(type='x', at=moment('2026-09-09'), actor='system')])"
        )
        assert more.returncode == 0, more.stderr
        assert "tally: 1 event read" in other.huiyin("follow", "tally", "--once").stdout
        assert other.huiyin("follow", "--check").returncode == 0
        changed = other.python(
            "from huiyin.oversight.models import EventCount\nassert EventCount.objects.update(events=99)"
        )
        assert changed.returncode == 0, changed.stderr
        assert other.huiyin("follow", "tally", "--check").returncode == 1
        assert other.huiyin("follow", "tally", "--rebuild").returncode == 0
        assert other.huiyin("follow", "tally", "--check").returncode == 0
        assert json.loads(other.huiyin("verify", "--json").stdout)["ok"]
