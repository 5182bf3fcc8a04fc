"""Ledgers that older commits wrote verify, fold and go on under today's code, on both databases.

What a matter is was written down by the commit that wrote the ledger, in its own words, beside the ledger; what the acts
come to is counted here from the law.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).parent / "303f362"
ON_POSTGRES = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


@dataclass(frozen=True)
class Office:
    """A kept office as it was unpacked: the environment of its commands, and what its own commit said of it."""

    environment: dict[str, str]
    account: dict[str, Any]

    def run(self, *arguments: str, given: str = "") -> str:
        """Run a Python program in it; what it printed."""
        done = subprocess.run(  # noqa: S603  # our own programs
            [sys.executable, *arguments],
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def number(self, pack: str, state: str, handler: str, events: int) -> str:
        """The number of the first matter that stands like this."""
        for matter in self.account["matters"]:
            stands = (matter["state"], matter["handler"], matter["events"])
            if matter["pack"].startswith(f"{pack}/") and stands == (state, handler, events):
                return str(matter["number"])
        raise AssertionError((pack, state, handler, events))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Office]:
    """The office of 303f362, in a folder and a database of its own."""
    name = "postgresql" if ON_POSTGRES else "sqlite"
    with tarfile.open(KEPT / f"{name}.tar.xz") as packed:
        # Python 3.11.2, which Debian 12 brings, knows no filters yet; the archive is our own.
        packed.extraction_filter = getattr(tarfile, "data_filter", None)
        packed.extractall(tmp_path)  # noqa: S202
    # Its keys are those in its folder, as they would be after an upgrade; nothing of this test run's is taken over.
    passed = {key: value for key, value in os.environ.items() if not key.startswith(("HUIYIN_", "DATABASE_"))}
    environment = {**passed, "HUIYIN_DATA_DIR": str(tmp_path), "HUIYIN_HTTPS": "0", "PYTHONPATH": str(ROOT / "src")}
    account = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
    if not ON_POSTGRES:
        yield Office(environment, account)
        return
    server = settings.DATABASES["default"]
    own = f"kept_{uuid4().hex}"
    at = {
        "host": server["HOST"],
        "port": server["PORT"],
        "user": server["USER"],
        "password": server["PASSWORD"] or None,
    }
    with psycopg.connect(**at, dbname="postgres", autocommit=True) as maintenance:
        maintenance.execute(f"CREATE DATABASE {own}")
        try:
            with psycopg.connect(**at, dbname=own, autocommit=True) as restoring:
                restoring.execute((tmp_path / "huiyin.sql").read_text(encoding="utf-8").encode())
            url = f"postgres://{at['user']}:{at['password'] or ''}@{at['host']}:{at['port']}/{own}"
            yield Office({**environment, "DATABASE_URL": url}, account)
        finally:
            maintenance.execute(f"DROP DATABASE {own} WITH (FORCE)")


def test_a_ledger_of_303f362_verifies_folds_and_goes_on(kept: Office) -> None:
    numbers = {
        "registered": kept.number("cn-xinfang", "registered", "office", 2),
        "notified": kept.number("cn-xinfang", "notified", "district", 5),
        "decided": kept.number("cn-xinfang", "decided", "district", 8),
        "report": kept.number("cn-xinfang", "registered", "discipline", 5),
        "suggestion": kept.number("cn-xinfang-advice", "sent", "district", 2),
        "retaliation": kept.number("cn-xinfang-retaliation", "checking", "discipline", 1),
    }
    kept.run("-m", "huiyin", "init")  # as docs/how-to/upgrade.md says: it migrates the tables
    told = json.loads(kept.run(str(Path(__file__).parent / "today.py"), given=json.dumps(numbers)))

    assert told["problems"] == []
    assert told["matters"] == {matter["number"]: matter for matter in kept.account["matters"]}
    # What was sealed and what lies in the vault opens with the keys of then (make.py wrote the words).
    assert told["acted"]["title"] == "反映工程招标弄虚作假"
    assert told["acted"]["name"] == "林知远"
    now = told["acted"]["matters"]
    # Accepted on 3 December 2026: 60 days end on Monday 1 February 2027 (Art 34).
    assert (now["notified"]["state"], now["notified"]["open"]) == (
        "accepted",
        [["handle", "district", "34", "2027-02-01"]],
    )
    # Received on 23 November: the review can be asked for until 23 December (Art 35).
    assert now["decided"]["state"] == "served"
    assert ["ask_review", "35", "2026-12-23"] in now["decided"]["rights"]
    assert (now["report"]["state"], now["report"]["events"]) == ("notified", 6)
    # The organ itself named the day of the result.
    assert now["suggestion"]["state"] == "answered"
    assert [(kind, due) for kind, _owner, _article, due in now["suggestion"]["open"]] == [
        ("report_adoption", "2027-03-01")
    ]
    assert (now["retaliation"]["state"], now["retaliation"]["events"]) == ("checking", 2)
    assert told["problems_after"] == []


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_the_kept_ledger_is_worth_keeping(name: str) -> None:
    """Both have the same events, of every pack that the commit shipped; those named here are what an upgrade is feared for."""
    account = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
    other = json.loads((KEPT / "sqlite.json").read_text(encoding="utf-8"))
    assert account["events"] == other["events"]
    assert account["events"].keys() >= {
        "matter.carried_over",
        "matter.handed_over",
        "matter.review_requested",
        "matter.rereview_hearing_ordered",
        "matter.served_one",
        "matter.identity_opened",
        "matter.succeeded",
        "duty.redated",
        "identity.erased",
        "retaliation.answered",
        "advice.closed",
        "organ.passed_on",
        "organ.reader_ended",
    }
    packs = {matter["pack"].partition("/")[0] for matter in account["matters"]}
    register = {"cn-xinfang", "cn-xinfang-advice", "cn-xinfang-retaliation"}
    assert packs == register | {"cn-shandong", "ifc-grm", "uk-lgsco"}
