"""What somebody with the keys to a database can do: triggers stand aside, rows change,
everything is put back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import connection
from django.utils import translation

from huiyin.casework.upkeep import verify
from huiyin.ledger import chain, reads
from huiyin.ledger.event import GENESIS, Event

TABLES = ("ledger_event", "casework_case")


def sql(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    """Run one statement; what a SELECT returns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if statement.startswith("SELECT") else []


@contextmanager
def guards_aside() -> Iterator[None]:
    """Take the triggers away, and put back what was there."""
    if connection.vendor == "sqlite":
        standing = sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, _statement in standing:
            sql(f'DROP TRIGGER "{name}"')
        yield
        for _name, statement in standing:
            sql(statement)
        return
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # a table with pending checks cannot be altered
    enabled = sql(
        "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgrelid IN ('ledger_event'::regclass, 'casework_case'::regclass)"
    )
    for table, name, _mode in enabled:
        sql(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    yield
    for table, name, mode in enabled:
        sql(f"ALTER TABLE {table} {'ENABLE ALWAYS' if mode == 'A' else 'ENABLE'} TRIGGER {name}")


def tamper(statement: str, *params: Any) -> None:
    """Run one statement with the triggers away for that moment."""
    with guards_aside():
        sql(statement, *params)


def wrong() -> list[str]:
    """What verify says, in English."""
    with translation.override("en"):
        return [problem.message for problem in verify.run().problems]


def rebuild(stream: str, **change: Any) -> None:
    """Write a stream anew as its own writer would have: the first event changed, all
    hashes and heads to fit.
    """
    previous, rebuilt = GENESIS, []
    for event in reads.events(stream):
        changed = replace(event, **(change if not rebuilt else {}), prev_hash=previous)
        rebuilt.append(replace(changed, hash=chain.digest(changed)))
        previous = rebuilt[-1].hash
    with guards_aside():
        for event in rebuilt:
            _write(event)
        sql("UPDATE casework_case SET event_hash = %s WHERE id = %s", previous, stream.partition(":")[2])
        sql("UPDATE ledger_stream_head SET hash = %s WHERE stream = %s", previous, stream)


def _write(event: Event) -> None:
    sql(
        ("UPDATE ledger_event SET actor = %s, prev_hash = %s, hash = %s, payload = %s WHERE stream = %s AND seq = %s"),
        event.actor,
        event.prev_hash,
        event.hash,
        json.dumps(dict(event.payload)),
        event.stream,
        event.seq,
    )
