"""What is read in one moment is of one moment, on both databases, and nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction

from huiyin.ledger import heads, reads, snapshots
from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.ledger.models import FollowerCursor
from huiyin.ledger.snapshots import once, one_moment

AT = datetime(2026, 9, 8, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def write(stream: str = "access:a") -> None:
    append_next(stream=stream, drafts=[EventDraft(type="identity.revealed", at=AT, actor="system")])


def elsewhere(act: Callable[[], None]) -> None:
    """Do something over another connection, and wait until it is done."""

    def run() -> None:
        act()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def test_what_is_written_meanwhile_is_seen_afterwards_and_not_in_between() -> None:
    write()
    with one_moment():
        assert reads.count() == 1
        elsewhere(write)
        assert reads.count() == 1
        with one_moment():  # the same one
            assert reads.count() == 1
    assert reads.count() == 2


def test_the_moment_is_that_of_the_first_query() -> None:
    with one_moment():
        elsewhere(write)
        assert reads.count() == 1


def test_nobody_who_reads_waits_for_whoever_writes() -> None:
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            write()
            holding.set()
            done.wait(20)

    writer = threading.Thread(target=lambda: (hold(), connections.close_all()))
    writer.start()
    assert holding.wait(20)
    with one_moment():
        assert reads.count() == 0
    done.set()
    writer.join()
    assert reads.count() == 1


def test_in_a_transaction_of_somebody_else_there_is_none() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError), one_moment():
        pass
    assert not snapshots.is_own()
    with one_moment():
        assert snapshots.is_own()
    with transaction.atomic():  # it can be written as before
        write()


@pytest.mark.postgres
def test_nothing_is_written_in_it() -> None:
    with pytest.raises(DatabaseError), one_moment():
        FollowerCursor.objects.create(name="x")
    FollowerCursor.objects.create(name="x")


def test_what_was_found_out_is_asked_once_in_a_moment_and_again_in_the_next() -> None:
    asked: list[int] = []

    def find_out() -> int:
        asked.append(1)
        return reads.count()

    with one_moment():
        assert once("count", find_out) == once("count", find_out) == 0
        assert len(asked) == 1
    write()
    with one_moment():
        assert once("count", find_out) == 1
    assert once("count", find_out) == once("count", find_out) == 1
    assert len(asked) == 4


def test_how_far_the_ledger_is_seen() -> None:
    assert snapshots.seen() == (0, "", 0)
    write()
    [event] = reads.events("access:a")
    first = snapshots.seen()
    assert (first.hash, first.head_size) == (event.hash, 0)
    heads.take(at=AT)
    assert snapshots.seen() == first._replace(head_size=1)
    write("access:b")
    assert snapshots.seen().last_id > first.last_id
    assert connection.vendor in {"sqlite", "postgresql"}
