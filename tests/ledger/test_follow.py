"""A follower reads every event in order, at least once, misses none that commits late,
stands still where it must.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction

from huiyin.ledger import follow, reads
from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.ledger.follow import Filling, Follower, Walk
from huiyin.ledger.reads import Entry

AT = datetime(2026, 9, 8, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def write(stream: str, *numbers: int) -> None:
    drafts = [EventDraft(type="identity.revealed", at=AT, actor="system", payload={"n": n}) for n in numbers]
    append_next(stream=stream, drafts=drafts, attempts=100)


class Memory:
    """A follower that keeps what it saw in memory; ``refuses`` is a number that it cannot take."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.refuses: int | None = None
        self.walk = Walk(Follower("memory", self.handle, self.seen.clear, lambda _until: iter(())))

    def handle(self, entries: Sequence[Entry]) -> None:
        numbers = [one.event.payload["n"] for one in entries]
        if self.refuses in numbers:
            raise KeyError("no such organ")
        self.seen += numbers

    def go(self, at: datetime = AT) -> int:
        return self.walk.go(at=at)

    def standing(self) -> follow.Standing:
        return follow.standing(self.walk.follower)


@pytest.fixture
def memory() -> Memory:
    return Memory()


def test_every_event_is_handed_on_once_and_in_order(memory: Memory) -> None:
    write("access:a", 1, 2)
    write("access:b", 3)
    assert memory.go() == 3
    assert memory.go() == 0
    write("access:a", 4)
    assert memory.go() == 1
    assert memory.seen == [1, 2, 3, 4]


def test_more_events_than_fit_into_one_transaction(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "AT_ONCE", 3)
    write("access:a", *range(8))
    told: list[int] = []
    memory.walk.go(at=AT, progress=told.append)
    assert memory.seen == list(range(8))
    assert told == [3, 6, 8]


def test_two_followers_have_cursors_of_their_own(memory: Memory) -> None:
    other: list[int] = []
    walk = Walk(Follower("other", lambda some: other.extend(one.id for one in some), other.clear, lambda _: iter(())))
    write("access:a", 1)
    memory.go()
    write("access:a", 2)
    assert (walk.go(at=AT), memory.go()) == (2, 1)


def test_one_that_raises_keeps_its_cursor_and_says_where_since_when_and_why(memory: Memory) -> None:
    write("access:a", 1, 2, 3)
    memory.refuses = 2
    assert memory.go() == 1  # what stands before it is taken
    assert memory.go(AT + timedelta(minutes=1)) == 0
    standing = memory.standing()
    assert standing.stuck_id == standing.position + 1
    assert (standing.stuck_since, standing.reason) == (AT, "KeyError: 'no such organ'")
    assert standing.late(at=AT)
    memory.refuses = None
    assert memory.go() == 2
    assert memory.seen == [1, 2, 3]
    assert (memory.standing().stuck_id, memory.standing().reason) == (None, "")


def test_reading_anew_takes_away_what_was_written_and_misses_nothing(memory: Memory) -> None:
    write("access:a", 1, 2)
    memory.go()
    follow.rewind(memory.walk.follower)
    assert memory.seen == []
    write("access:a", 3)
    memory.go()
    assert memory.seen == [1, 2, 3]


def test_how_long_the_next_event_has_waited(memory: Memory) -> None:
    assert memory.standing().behind(at=AT) == timedelta(0)
    write("access:a", 1)
    since = memory.standing().waiting_since
    assert since is not None
    assert memory.standing().behind(at=since + timedelta(minutes=6)) == timedelta(minutes=6)
    assert memory.standing().late(at=since + timedelta(minutes=6))
    assert not memory.standing().late(at=since + timedelta(minutes=4))
    memory.go()
    assert memory.standing().waiting_since is None


@pytest.fixture
def slow_writer() -> Iterator[Callable[[int], Callable[[], None]]]:
    """``slow_writer(n)``: somebody has drawn an id for event n and commits when what is
    returned is called.
    """
    threads: list[tuple[threading.Thread, threading.Event]] = []

    def begin(number: int) -> Callable[[], None]:
        drawn, finish = threading.Event(), threading.Event()

        def work() -> None:
            try:
                with transaction.atomic():
                    write(f"access:slow{number}", number)
                    drawn.set()
                    finish.wait(30)
            finally:
                connections.close_all()

        thread = threading.Thread(target=work)
        threads.append((thread, finish))
        thread.start()
        assert drawn.wait(10)

        def end() -> None:
            finish.set()
            thread.join()

        return end

    yield begin
    for thread, finish in threads:
        finish.set()
        thread.join()


@pytest.mark.postgres  # SQLite lets one writer in at a time
def test_an_event_that_commits_late_is_waited_for(
    memory: Memory, slow_writer: Callable[[int], Callable[[], None]]
) -> None:
    end = slow_writer(1)
    write("access:quick", 2)  # its id is larger, and it is there first
    assert memory.go() == 0
    end()
    assert memory.go() == 2
    assert memory.seen == [1, 2]


@pytest.mark.postgres  # the same
def test_writers_who_overlap_for_ever_do_not_hold_it_for_ever(
    memory: Memory, slow_writer: Callable[[int], Callable[[], None]]
) -> None:
    write("access:quick", 0)
    end = slow_writer(1)
    for number in range(2, 6):  # at no moment is there nobody who writes
        memory.go()
        next_end = slow_writer(number)
        end()
        end = next_end
    assert memory.seen[:1] == [0]


class Rows:
    """A follower that begins from rows, two at once; ``kept`` is what it has read."""

    def __init__(self, *keys: str) -> None:
        self.keys, self.kept, self.version = list(keys), list[str](), "1"
        self.walk = Walk(
            Follower(
                "rows",
                lambda entries: self.kept.extend(str(entry.event.payload["n"]) for entry in entries),
                self.kept.clear,
                lambda _until: iter(()),
                filling=Filling(self.block, lambda: len(self.keys)),
                version=lambda: self.version,
            )
        )

    def block(self, after: str) -> tuple[str, int]:
        keys = [key for key in sorted(self.keys) if key > after][:2]
        self.kept += keys
        return (keys[-1] if keys else ""), len(keys)


def test_one_that_begins_from_rows_reads_events_behind_them_only() -> None:
    write("access:a", 1, 2)
    rows = Rows("x", "y", "z")
    assert (follow.position(rows.walk.follower), follow.waiting(rows.walk.follower)) == (None, 3)
    assert rows.walk.go(at=AT) == 4  # two rows, one, and the end
    assert rows.kept == ["x", "y", "z"]
    position = follow.position(rows.walk.follower)
    assert position is not None
    write("access:a", 3)
    assert follow.waiting(rows.walk.follower) == 1
    assert rows.walk.go(at=AT) == 1
    assert rows.kept == ["x", "y", "z", "3"]
    assert follow.position(rows.walk.follower) == position + 1


def test_what_is_written_while_rows_are_read_comes_again_as_events() -> None:
    write("access:a", 1)
    rows = Rows("x", "y", "z")

    waits: list[datetime | None] = []

    def meanwhile(done: int) -> None:
        if done == 2:
            waits.append(follow.standing(rows.walk.follower).waiting_since)
            write("access:a", 7)
            waits.append(follow.standing(rows.walk.follower).waiting_since)

    rows.walk.go(at=AT, progress=meanwhile)
    # What is there already is not said to wait, as long as it takes
    assert waits == [None, reads.newest()]
    rows.walk.go(at=AT)
    assert rows.kept == ["x", "y", "z", "7"]


def test_another_version_begins_anew_by_itself() -> None:
    write("access:a", 1)
    rows = Rows("x")
    rows.walk.go(at=AT)
    rows.version = "2"
    assert follow.position(rows.walk.follower) is None
    assert rows.walk.go(at=AT) == 2
    assert rows.kept == ["x"]
    assert follow.position(rows.walk.follower) is not None
    assert rows.walk.go(at=AT) == 0


def test_in_an_empty_ledger_there_is_nothing_to_begin_from() -> None:
    rows = Rows()
    assert rows.walk.go(at=AT) == 0
    assert follow.position(rows.walk.follower) is None
