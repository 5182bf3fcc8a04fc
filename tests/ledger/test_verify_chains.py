"""Tampering is found, and the report names the first bad event of each stream."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from huiyin.ledger import verify
from huiyin.ledger.append import append
from huiyin.ledger.event import EventDraft

AT = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("ledger_event_no_update", "ledger_event_no_delete")


def grow(stream: str, length: int) -> None:
    drafts = [EventDraft(type="matter.noted", at=AT, actor="system", payload={"n": n}) for n in range(length)]
    append(stream=stream, drafts=drafts, expected_seq=0)


@contextmanager
def somebody_with_the_password() -> Iterator[None]:
    """The guard stands aside as it would for whoever owns the database; the test's
    rollback brings it back.
    """
    with connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(
                f"DROP TRIGGER {name}"
                if connection.vendor == "sqlite"
                else f"ALTER TABLE ledger_event DISABLE TRIGGER {name}"
            )
    yield


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def events_found(stream: str | None = None) -> list[tuple[str, int, str]]:
    return [(found.stream, found.seq, found.fault) for found in verify.verify_chains(stream) if found.stream]


@pytest.mark.django_db
def test_an_untouched_ledger_has_no_problems_and_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "ROWS_AT_ONCE", 4)
    for stream in ("case:1", "case:2", "organ:x"):
        grow(stream, 3)
    told: list[int] = []
    assert list(verify.verify_chains(progress=told.append)) == []
    assert told == [4, 8, 9]


@pytest.mark.django_db
def test_an_empty_ledger_has_no_problems() -> None:
    assert list(verify.verify_chains()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE ledger_event SET actor = 'staff:9' WHERE seq IN (3, 5) AND stream = 'case:2'", (3, "altered")),
        ("UPDATE ledger_event SET organ = 'y' WHERE seq = 1 AND stream = 'case:2'", (1, "altered")),
        ("UPDATE ledger_event SET payload = '{\"n\": 7}' WHERE seq = 5 AND stream = 'case:2'", (5, "altered")),
        ("UPDATE ledger_event SET payload = '{\"n\": 1.5}' WHERE seq = 2 AND stream = 'case:2'", (2, "altered")),
        ("UPDATE ledger_event SET payload = '[1]' WHERE seq = 2 AND stream = 'case:2'", (2, "unreadable")),
        ("UPDATE ledger_event SET grounds = '[\"x\"]' WHERE seq = 4 AND stream = 'case:2'", (4, "altered")),
        (("UPDATE ledger_event SET at = '1999-01-01 00:00:00' WHERE seq = 2 AND stream = 'case:2'"), (2, "altered")),
        ("UPDATE ledger_event SET prev_hash = 'x' WHERE seq = 2 AND stream = 'case:2'", (2, "unlinked")),
        ("DELETE FROM ledger_event WHERE seq = 2 AND stream = 'case:2'", (2, "missing")),
        ("DELETE FROM ledger_event WHERE seq = 1 AND stream = 'case:2'", (1, "missing")),
        ("UPDATE ledger_event SET seq = 9 WHERE seq = 4 AND stream = 'case:2'", (4, "missing")),
        ("UPDATE ledger_event SET stream = 'case:9' WHERE seq = 4 AND stream = 'case:2'", (4, "missing")),
    ],
)
@pytest.mark.parametrize("rows_at_once", [1, 2, 1000])
def test_the_first_bad_event_is_named(
    statement: str, expected: tuple[int, str], rows_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "ROWS_AT_ONCE", rows_at_once)
    for stream in ("case:1", "case:2", "case:3"):
        grow(stream, 6)
    with somebody_with_the_password():
        run(statement)
    first = events_found()[0]
    assert first == ("case:2", *expected)
    assert {stream for stream, _seq, _fault in events_found()} <= {"case:2", "case:9"}
    assert events_found("case:2") == [first]
    assert events_found("case:1") == []


@pytest.mark.django_db
def test_each_damaged_stream_is_reported_once() -> None:
    for stream in ("case:1", "case:2", "case:3"):
        grow(stream, 4)
    with somebody_with_the_password():
        run("UPDATE ledger_event SET pack = 'x' WHERE seq > 1 AND stream <> 'case:2'")
    assert events_found() == [("case:1", 2, "altered"), ("case:3", 2, "altered")]


@pytest.mark.django_db
def test_the_missing_guard_is_a_problem_too() -> None:
    grow("case:1", 1)
    with somebody_with_the_password():
        problems = list(verify.verify_chains())
    fault = "trigger_missing" if connection.vendor == "sqlite" else "trigger_altered"
    assert [(found.fault, found.stream, found.seq) for found in problems] == [(fault, "", 0)] * 2
    assert all(name in found.what for name, found in zip(NAMES, problems, strict=True))


@pytest.mark.django_db
def test_a_guard_with_its_teeth_drawn_is_found() -> None:
    if connection.vendor == "sqlite":
        run("DROP TRIGGER ledger_event_no_delete")
        run("CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event BEGIN SELECT 1; END")
        expected = ["trigger_altered"]
    else:
        run(
            "CREATE OR REPLACE FUNCTION ledger_event_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RETURN NEW; END'"
        )
        expected = ["trigger_altered"] * 3
    assert [found.fault for found in verify.verify_chains()] == expected


SCRIPT = """
import json, sqlite3, sys
import django
django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from django.db import connection
from huiyin.ledger.append import append
from huiyin.ledger.event import EventDraft
from huiyin.ledger.verify import verify_chains

call_command("migrate", "ledger", verbosity=0)
drafts = [EventDraft(type="matter.noted", at=datetime(2026, 1, 1, tzinfo=UTC), actor="system") for _ in range(5)]
for stream in ("case:1", "case:2"):
    append(stream=stream, drafts=drafts, expected_seq=0)
clean = [found.what for found in verify_chains()]
connection.close()

thief = sqlite3.connect(sys.argv[1])
thief.execute("DROP TRIGGER ledger_event_no_update")
thief.execute("UPDATE ledger_event SET actor = 'staff:9' WHERE stream = 'case:2' AND seq IN (4, 2)")
thief.commit()
thief.close()
print(json.dumps([clean, [[found.stream, found.seq, found.fault] for found in verify_chains()]]))
"""


def test_a_hand_in_the_database_file_is_found(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    done = subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, "-c", SCRIPT, str(file)],
        env={
            **os.environ,
            "DATABASE_URL": f"sqlite:///{file}",
            "DJANGO_SETTINGS_MODULE": "huiyin.server.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    clean, found = json.loads(done.stdout)
    assert clean == []
    assert found == [["", 0, "trigger_missing"], ["case:2", 2, "altered"]]
