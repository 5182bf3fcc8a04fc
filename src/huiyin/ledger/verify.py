"""Proving that the ledger is what was written: every chain, and the triggers that guard the table.

Works on a database whose file somebody edited: it reads raw columns and takes nothing
for granted about their content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from huiyin.ledger import chain, reads, triggers
from huiyin.ledger.event import GENESIS, Event
from huiyin.ledger.parts import Part
from huiyin.ledger.timing import Course

ROWS_AT_ONCE = 2000

AHEAD = "ahead"
OF_TIME = frozenset({"backwards", AHEAD})
"""Faults of a clock: the chain holds, and what was written is what stands there."""

Row = tuple[Any, ...]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the ledger: the stream, the place of its first bad event, a
    fault code, and it in words.

    ``fault`` is "missing", "unlinked", "altered" or "unreadable" for events, one of
    ``OF_TIME`` for their instants, "trigger_missing" or "trigger_altered" for the
    table's guard (then ``stream`` is "" and ``seq`` 0).
    """

    stream: str
    seq: int
    fault: str
    what: str


def verify_chains(
    stream: str | None = None, progress: Progress | None = None
) -> Iterator[Problem]:
    """Check the guard of the table, then every stream (or one); yield the first bad
    event of each stream that has one, and the first whose instant lies before one
    before it, or after it was written.

    Reads ``ROWS_AT_ONCE`` rows at a time in the order of stream and place, so that
    memory stays the same at any size. ``progress`` is called with the number of events
    seen so far. What was cut off at the end of a stream leaves a chain that holds: the
    rows that keep a stream's head (cases) find it.
    """
    yield from check_guard()
    walk = _Walk()
    seen = 0
    for rows in _batches(stream):
        for row in rows:
            yield from walk.step(row)
        seen += len(rows)
        if progress is not None:
            progress(seen)


def check_guard() -> Iterator[Problem]:
    """Yield each trigger that should keep the table append-only and does not stand as
    it was installed.
    """
    for name, fault in triggers.damaged():
        yield Problem(
            "", 0, f"trigger_{fault}", _words_of_trigger(fault) % {"name": name}
        )


def parts(streams_at_once: int) -> Iterator[Part]:
    """The whole table in parts of ``streams_at_once`` streams, each from its first
    stream to before the first of the next one.

    Together they hold every row, whatever its stream is called: the first begins with
    the table, the last ends with it.
    """
    first = ""
    for number, name in enumerate(reads.streams()):
        if number and number % streams_at_once == 0:
            yield first, name
            first = name
    yield first, None


def check_part(part: Part) -> tuple[list[Problem], int]:
    """What ``verify_chains`` finds in the streams of a part, and how many events it holds."""
    walk, seen = _Walk(), 0
    problems: list[Problem] = []
    for rows in _batches(None, part):
        for row in rows:
            problems.extend(walk.step(row))
        seen += len(rows)
    return problems, seen


@dataclass(slots=True)
class _Walk:
    """Where the check stands: the stream, the last good place and hash, whether the
    stream is already lost, how far time has come in it, and what was said of that.
    """

    stream: str = ""
    seq: int = 0
    hash: str = GENESIS
    lost: bool = False
    course: Course = field(default_factory=Course)
    said: set[str] = field(default_factory=set)

    def step(self, row: Row) -> Iterator[Problem]:
        name = str(row[1])
        if name != self.stream:
            self.stream, self.seq, self.hash, self.lost = (
                name,
                0,
                GENESIS,
                False,
            )
            self.course, self.said = Course(), set()
        if self.lost:
            return
        try:
            event = _event(row)
        except (TypeError, ValueError):
            yield self._lose(self.seq + 1, "unreadable")
            return
        broken = chain.check(event, seq=self.seq + 1, prev_hash=self.hash)
        if broken is not None:
            yield self._lose(broken.seq, broken.fault)
            return
        self.seq, self.hash = event.seq, event.hash
        fault = self.course.fault(event)
        if fault and fault not in self.said:
            self.said.add(fault)
            yield self._problem(event.seq, fault)

    def _lose(self, seq: int, fault: str) -> Problem:
        self.lost = True
        return self._problem(seq, fault)

    def _problem(self, seq: int, fault: str) -> Problem:
        return Problem(
            self.stream,
            seq,
            fault,
            _words(fault) % {"stream": self.stream, "seq": seq},
        )


COLUMNS = (
    "id, stream, seq, type, at, recorded_at, actor, organ, CAST(grounds AS text), pack, "
    "CAST(payload AS text),"
    " prev_hash, hash"
)


def _batches(
    stream: str | None, part: Part = ("", None)
) -> Iterator[list[Row]]:
    # Row values compare on both databases, and the unique index on (stream, seq) serves
    # them: no offset, no long sort.
    columns = f"SELECT {COLUMNS} FROM ledger_event"  # noqa: S608 - constants
    asked = f"{columns} WHERE (stream, seq, id) > (%s, %s, %s)"
    first, until = part
    narrowed: list[str] = []
    if stream is not None:
        first, narrowed = stream, [stream]
        asked += " AND stream = %s"
    elif until is not None:
        narrowed = [until]
        asked += " AND stream < %s"
    last: tuple[str, int, int] = (first, -1, -1)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                asked + " ORDER BY stream, seq, id LIMIT %s",
                [*last, *narrowed, ROWS_AT_ONCE],
            )
            rows = cursor.fetchall()
        if rows:
            yield rows
        if len(rows) < ROWS_AT_ONCE:
            return
        last = (rows[-1][1], rows[-1][2], rows[-1][0])


def _event(row: Row) -> Event:
    (
        _id,
        stream,
        seq,
        kind,
        at,
        recorded_at,
        actor,
        organ,
        grounds,
        pack,
        payload,
        prev_hash,
        digest,
    ) = row
    cited, said = json.loads(grounds), json.loads(payload)
    if not isinstance(cited, list) or not isinstance(said, dict):
        raise TypeError("grounds are a list and a payload is a mapping")
    return Event(
        stream=stream,
        seq=seq,
        type=kind,
        at=_instant(at),
        recorded_at=_instant(recorded_at),
        actor=actor,
        organ=organ,
        grounds=tuple(cited),
        pack=pack,
        payload=said,
        prev_hash=prev_hash,
        hash=digest,
    )


def _instant(value: object) -> datetime:
    if isinstance(
        value, str
    ):  # SQLite keeps instants as text, in UTC without saying so
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        raise TypeError("this is no instant")
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def _words(fault: str) -> str:
    return {
        "missing": gettext("%(stream)s: event %(seq)d is missing"),
        "unlinked": gettext(
            "%(stream)s: event %(seq)d does not follow the event before it"
        ),
        "altered": gettext("%(stream)s: event %(seq)d is not what was written"),
        "unreadable": gettext("%(stream)s: event %(seq)d cannot be read"),
        "backwards": gettext(
            "%(stream)s: event %(seq)d is dated before an event that stands before it"
        ),
        "ahead": gettext(
            "%(stream)s: event %(seq)d is dated after it was written; a clock was wrong"
        ),
    }[fault]


def _words_of_trigger(fault: str) -> str:
    return {
        "missing": gettext(
            "the trigger %(name)s, which keeps the ledger append-only, is missing"
        ),
        "altered": gettext(
            "the trigger %(name)s, which keeps the ledger append-only, was altered or switched off"
        ),
    }[fault]
