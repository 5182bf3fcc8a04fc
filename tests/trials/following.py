"""Followers that are killed while many write: ``python -m tests.trials.following EVENTS
KILLS`` in an installation.

Prints JSON. Eight writers append with pauses and take a part of it back; one follower
walks, is killed without warning again and again, and writes what it sees into a table,
and into a file, which no transaction takes back. Meanwhile the tally is read anew from
the beginning.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import django
from tests.trials.place import ROOT, Failed, Place

WRITERS = 8
LARGEST = 30
"""Events of one transaction at most."""
TAKEN_BACK = 0.2
"""The part of the transactions that are rolled back."""
SHARED = 0.2
"""The part that goes to one stream, in which all meet."""
TABLE = "trial_seen"
EVENTS_A_SECOND = 1000
"""About so many are written, so that the kills are spread over the writing."""
EVENTS_FOR_A_KILL = 4000


class TakenBack(Exception):
    """Rolls a transaction back."""


def _fork(work: Callable[[], None]) -> int:
    """Do some work in a process of its own, with a connection of its own; returns its number."""
    resolve_name("django.db:connections").close_all()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _write(number: int, events: int) -> None:
    """Append so many events that stay, in transactions of all lengths."""
    append, draft = (resolve_name("huiyin.ledger.append:append_next"), resolve_name("huiyin.ledger.event:EventDraft"))
    atomic, luck, left = (
        resolve_name("django.db.transaction:atomic"),
        random.Random(number),  # noqa: S311 - no secret
        events,
    )
    while left:
        size = min(luck.randint(1, LARGEST), left)
        stream = "trial:shared" if luck.random() < SHARED else f"trial:{number}"
        drafts = [
            draft(
                type="trial.written",
                at=datetime(2026, 9, 8, luck.randint(0, 23), tzinfo=UTC),
                actor="system",
                organ=f"organ{number}",
            )
            for _ in range(size)
        ]
        try:
            with atomic():
                append(stream=stream, drafts=drafts, attempts=1000)
                time.sleep(luck.choice((0, 0.002, 0.02)))
                _maybe_take_back(luck)
        except TakenBack:
            continue
        left -= size
        time.sleep(luck.uniform(0, 0.01))


def _maybe_take_back(luck: random.Random) -> None:
    if luck.random() < TAKEN_BACK:
        raise TakenBack


def _follower(path: Path) -> Any:
    connection = resolve_name("django.db:connection")

    def handle(entries: Sequence[Any]) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(f"{one.id}\n" for one in entries))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (event_id) VALUES (%s)",  # noqa: S608 - our own name
                [[one.id] for one in entries],
            )

    return resolve_name("huiyin.ledger.follow:Follower")("trial", handle, lambda: None, lambda _until: iter(()))


def _walk(path: Path) -> None:
    """Walk for the trial's follower, and for the tally, until killed."""
    walk, now = (resolve_name("huiyin.ledger.follow:Walk"), resolve_name("huiyin.web.kit.clock:now"))
    walks = [walk(_follower(path)), walk(resolve_name("huiyin.oversight.tally:TALLY"))]
    while True:
        for one in walks:
            one.go(at=now())
        time.sleep(0.01)


def _prepare() -> None:
    connection = resolve_name("django.db:connection")
    kind = "INTEGER PRIMARY KEY" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id {kind}, event_id bigint)")


def run(events: int, kills: int, path: Path) -> dict[str, Any]:
    """Make the trial; ``path`` is a file that is not there yet."""
    _prepare()
    began, luck = time.monotonic(), random.Random(1)  # noqa: S311 - no secret
    writers = [
        _fork(lambda number=number: _write(number, events // WRITERS))  # type: ignore[misc]
        for number in range(WRITERS)
    ]
    rewind, tally = (resolve_name("huiyin.ledger.follow:rewind"), resolve_name("huiyin.oversight.tally:TALLY"))
    for number in range(kills):
        child = _fork(lambda: _walk(path))
        time.sleep(luck.uniform(0.02, max(0.6, events / EVENTS_A_SECOND / kills)))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if number == kills // 2:
            rewind(tally)
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in writers)
    wrote = time.monotonic() - began
    catch_up, now = (resolve_name("huiyin.server.followers:catch_up"), resolve_name("huiyin.web.kit.clock:now"))
    whole = [catch_up(one, at=now, progress=lambda _: None, wait=30)[1] for one in (_follower(path), tally)]
    return {
        "writers that failed": failed,
        "not at the end": whole.count(False),
        "seconds of writing": round(wrote, 1),
        "seconds in all": round(time.monotonic() - began, 1),
        "kills": kills,
        **_judged(path, tally),
    }


def follow(place: Place, say: Callable[[str], None], times: int) -> dict[str, Any]:
    """Eight writers and a follower that is killed so many times, four thousand events for each."""
    say(f"{times * EVENTS_FOR_A_KILL} events, {times} kills")
    asked = [sys.executable, "-m", "tests.trials.following", str(times * EVENTS_FOR_A_KILL), str(times)]
    done = subprocess.run(  # noqa: S603 - our own program
        asked, env=place.environment, cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise Failed(f"following: {done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found | {"not whole": place.problems()}


def _judged(path: Path, tally: Any) -> dict[str, Any]:
    """The multiset that was seen, beside the ledger."""
    connection, model = (resolve_name("django.db:connection"), resolve_name("huiyin.ledger.models:LedgerEvent"))
    there = set(model.objects.values_list("id", flat=True))
    with connection.cursor() as cursor:
        # The table's name is our own
        cursor.execute(f"SELECT event_id FROM {TABLE} ORDER BY id")  # noqa: S608
        seen = [row[0] for row in cursor.fetchall()]
    said = [int(line) for line in path.read_text().split()]
    return {
        "events": len(there),
        "missed": len(there - set(seen)) + len(there - set(said)),
        "not in the ledger": len(set(seen) - there) + len(set(said) - there),
        "twice": sum(n - 1 for n in Counter(seen).values()),
        "out of order": sum(later <= earlier for earlier, later in pairwise(seen)),
        "done again outside the database": len(said) - len(set(said)),
        "tally differs": len(resolve_name("huiyin.ledger.follow:check")(tally)),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")
    django.setup()
    data = Path(resolve_name("django.conf:settings").HUIYIN_DATA_DIR)
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]), data / "seen.txt")))
