"""Reading what is compared as it stood at one moment, while the office works."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection

from huiyin.ledger.snapshots import one_moment

T = TypeVar("T")


@contextmanager
def a_moment() -> Iterator[None]:
    """All that is read in the block is read as at one moment; within a transaction of
    the caller's nothing is changed.
    """
    if connection.in_atomic_block:
        yield
        return
    with one_moment():
        yield


def at_a_moment(check: Callable[[], Iterable[T]]) -> list[T]:
    """What a check of several tables finds, all of them read as at one moment."""
    with a_moment():
        return list(check())
