"""Reading several things as they stood at one moment.

Two queries of a request see what was committed before each of them, and between the two
somebody may write. Figures that must fit together, a follower's rows and the events
behind its cursor, are read inside ``one_moment``: all queries in it see the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from django.db import connection, transaction

_inside: ContextVar[bool] = ContextVar("huiyin_one_moment", default=False)

# Whoever only reads needs no lock: PostgreSQL says so, and refuses a write.
_SAME_FOR_ALL = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read in the block is read as it stood when its first query was asked.
    Nobody waits: neither who writes meanwhile, nor the reader. Blocks may be nested.

    Raises RuntimeError inside a transaction of somebody else's, which has a moment of
    its own (the tests' own transaction is let pass: nobody writes beside it).
    """
    if _inside.get():
        yield
        return
    token = _inside.set(True)
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
    return _inside.get() and not _nested()


def _nested() -> bool:
    """Whether a transaction of the tests is around the block."""
    return bool(connection.savepoint_ids)


@contextmanager
def _reading() -> Iterator[None]:
    """On SQLite a transaction begins without the lock of those who write."""
    if connection.vendor != "sqlite":
        yield
        return
    wrapper = cast("Any", connection)
    mode = wrapper.transaction_mode
    wrapper.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        wrapper.transaction_mode = mode
