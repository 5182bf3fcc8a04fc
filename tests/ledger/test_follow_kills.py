"""A follower that is killed without warning, again and again, sees what the ledger has
(longer: `make trials`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.plugins.installations import Installation

EVENTS, KILLS = 4_000, 10


def _same_database(folder: Path) -> Installation:
    """Processes with the very database of this test."""
    settings: dict[str, Any] = connection.settings_dict
    place = f"sqlite:///{settings['NAME']}"
    if connection.vendor == "postgresql":
        place = f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    return Installation(folder, place, more={"HUIYIN_SECRET_KEY": "of-this-test"})


@pytest.mark.django_db(transaction=True)
def test_what_a_follower_saw_is_the_ledger_however_often_it_is_killed(tmp_path: Path) -> None:
    """Eight writers, a fifth of their transactions rolled back, the tally read anew in
    the middle.
    """
    made = _same_database(tmp_path)
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.trials.following", str(EVENTS), str(KILLS)],
            env={**os.environ, **made.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS trial_seen")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert (figures["kills"], figures["events"]) == (KILLS, EVENTS)
    wrong = (
        "writers that failed",
        "not at the end",
        "missed",
        "not in the ledger",
        "twice",
        "out of order",
        "tally differs",
    )
    assert {name: figures[name] for name in wrong} == dict.fromkeys(wrong, 0)
