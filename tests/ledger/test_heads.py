"""Heads over all streams: what they are built of, when an event is settled, how they
are written and read.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from huiyin.ledger import anchors, heads, merkle, reads
from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.ledger.settling import settled

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)


def write(stream: str = "access:x", times: int = 1) -> None:
    drafts = [EventDraft(type="identity.revealed", at=AT, actor="system", payload={"n": n}) for n in range(times)]
    append_next(stream=stream, drafts=drafts)


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def by_hand(leaves: list[bytes]) -> bytes:
    """The root as RFC 6962, section 2.1, defines it: split at the largest power of two
    below the number of leaves.
    """
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha(b"\x01" + by_hand(leaves[:split]) + by_hand(leaves[split:]))


@pytest.mark.parametrize("size", range(34))
def test_the_root_is_that_of_the_standard(size: int) -> None:
    tree, leaves = merkle.Growing(), []
    for n in range(size):
        leaves.append(sha(b"\x00" + f"{n:064x}".encode()))
        tree.add(merkle.leaf(f"{n:064x}"))
    assert tree.root() == by_hand(leaves).hex()


@pytest.mark.django_db
def test_a_head_goes_on_from_the_last_one_and_is_the_same_as_if_it_had_not() -> None:
    assert heads.take(at=AT) is None
    write(times=5)
    first = heads.take(at=AT)
    assert first is not None
    assert (first.size, heads.take(at=AT)) == (5, first)
    write("access:y", times=8)
    second = heads.take(at=AT)
    leaves = [merkle.leaf(event_hash) for _id, event_hash in heads.hashes()]
    assert second is not None
    assert (second.size, second.root) == (13, by_hand(leaves).hex())
    assert heads.latest(9) == (second, first)
    assert list(anchors.check_heads()) == []


@pytest.mark.django_db
def test_a_ledger_without_heads_is_checked_against_one_from_elsewhere() -> None:
    write(times=3)
    leaves = [merkle.leaf(event_hash) for _id, event_hash in heads.hashes()]
    assert list(anchors.check_heads([heads.Head(2, by_hand(leaves[:2]).hex())])) == []
    assert [one.fault for one in anchors.check_heads([heads.Head(2, "0" * 64)])] == ["head_differs"]
    assert [one.fault for one in anchors.check_heads([heads.Head(4, "0" * 64)])] == ["head_beyond"]


@pytest.mark.django_db
def test_a_head_is_written_and_read_and_typed(tmp_path: Path) -> None:
    write(times=3)
    taken = heads.take(at=AT)
    assert taken is not None
    path = heads.write(taken, tmp_path / "heads")
    assert json.loads(path.read_text())["format"] == "huiyin-head/1"
    assert heads.read(str(path)) == heads.read(str(path.parent)) == (taken,)
    typed = heads.read(f" 3-{taken.grouped[:40]} ")
    assert typed[0].root == taken.root[:36]
    assert list(anchors.check_heads(typed)) == []


@pytest.mark.parametrize("given", ["", "3", "3-abc", "x" * 5000, "3-" + "g" * 64, "\x00", "-1-" + "a" * 64])
def test_what_is_no_head_is_refused_in_words(given: str) -> None:
    with pytest.raises(heads.NoHead, match="25649"):
        heads.read(given)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"size": "x", "root": 1}', '{"size": 1, "root": "abc"}'])
def test_a_file_that_holds_no_head_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "head-1.json").write_text(content)
    with pytest.raises(heads.NoHead):
        heads.read(str(tmp_path))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(heads.NoHead):
        heads.read(str(tmp_path))


@pytest.fixture
def slow_writer() -> Iterator[threading.Event]:
    """Somebody has drawn a number and not committed yet; set the event to let them."""
    drawn, finish = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                write("access:slow")
                drawn.set()
                finish.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    assert drawn.wait(10)
    yield finish
    finish.set()
    thread.join()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_head_is_taken_over_a_number_that_may_still_come(slow_writer: threading.Event) -> None:
    write("access:quick")  # does not wait for the slow one
    assert settled(wait=timedelta(milliseconds=200)) is None
    assert heads.take(at=AT, wait=timedelta(0)) is None
    threading.Timer(0.3, slow_writer.set).start()
    taken = heads.take(at=AT, wait=timedelta(seconds=20))
    assert taken is not None
    assert taken.size == reads.count() == 2
    assert list(anchors.check_heads()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_writer_who_came_later_is_not_waited_for(slow_writer: threading.Event) -> None:
    """Only those who wrote when the largest number was read can still put something below it."""
    slow_writer.set()
    write("access:quick")
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM ledger_event")
        largest = cursor.fetchone()[0]
    assert (settled(wait=timedelta(seconds=20)) or 0) >= largest
