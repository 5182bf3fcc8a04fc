"""Reading several things as they stood at one moment.

Two queries of a request see what was committed before each of them, and between the two
somebody may write. Figures that must fit together, a follower's rows and the events
behind its cursor, are read inside ``one_moment``: all queries in it see the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, TypeVar, cast

from django.db import connection, transaction

Told = TypeVar("Told")

# What was found out in the moment that runs; None outside of any
_inside: ContextVar[dict[str, Any] | None] = ContextVar(
    "huiyin_one_moment", default=None
)

# Whoever only reads needs no lock: PostgreSQL says so, and refuses a write.
_SAME_FOR_ALL = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read in the block is read as it stood when its first query was asked.
    Nobody waits: neither who writes meanwhile, nor the reader. Blocks may be nested.

    Raises RuntimeError inside a transaction of somebody else's, which has a moment of
    its own (the tests' own transaction is let pass: nobody writes beside it).
    """
    if _inside.get() is not None:
        yield
        return
    token = _inside.set({})
    try:
        with _reading(), transaction.atomic(durable=True):
            if connection.vendor == "postgresql" and not _nested():
                with connection.cursor() as cursor:
                    cursor.execute(_SAME_FOR_ALL)
            yield
    finally:
        _inside.reset(token)


def is_own() -> bool:
    """Whether the block that runs is a whole transaction: what it saw was committed."""
    return _inside.get() is not None and not _nested()


def once(key: str, find_out: Callable[[], Told]) -> Told:
    """What ``find_out`` returns, asked once in a moment, in which it cannot change;
    outside of any, each time.
    """
    known = _inside.get()
    if known is None:
        return find_out()
    if key not in known:
        known[key] = find_out()
    told: Told = known[key]
    return told


class Seen(NamedTuple):
    """How far the ledger can be seen: the event with the largest id, its hash, and the
    size of the newest head.
    """

    last_id: int
    hash: str
    head_size: int


# Two steps in primary keys, asked as one
_SEEN = (
    "SELECT id, hash, (SELECT MAX(size) FROM ledger_tree_head)"
    " FROM ledger_event ORDER BY id DESC LIMIT 1"
)


def seen() -> Seen:
    """How far the ledger can be seen now. Who sees the same again sees the same events,
    if all up to the last one were settled (``settling``) when they were seen first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEEN)
        row = cursor.fetchone()
    return Seen(row[0], row[1], row[2] or 0) if row else Seen(0, "", 0)


def _nested() -> bool:
    """Whether a transaction of the tests is around the block."""
    return bool(connection.savepoint_ids)


@contextmanager
def _reading() -> Iterator[None]:
    """On SQLite a transaction begins without the lock of those who write."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()  # connecting sets the mode anew
    wrapper = cast("Any", connection)
    mode = wrapper.transaction_mode
    wrapper.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        wrapper.transaction_mode = mode
