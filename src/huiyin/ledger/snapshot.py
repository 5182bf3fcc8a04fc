"""Reading as at one instant while others write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read within is as it was at one instant: that of the first read.

    For reading only, and in a transaction of its own; within another one it changes
    nothing. Nobody who writes waits for it. On SQLite the log cannot be emptied
    meanwhile: keep it short.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
            )
            yield
    else:
        # Django's own would be one that writes, for which others wait.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


def at_one_instant(read: Callable[[], Iterable[T]]) -> list[T]:
    """What ``read`` gives, all of it read as at one instant."""
    with snapshot():
        return list(read())
