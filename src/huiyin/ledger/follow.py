"""Followers: readers of the ledger with a cursor of their own.

A follower gets every event in the order of ids, at least once, and never misses one
that commits late: it reads only what is settled (``ledger.settling``). What it writes
to the database stands in one transaction with its cursor, so that there it counts once,
whenever its process is killed. What it does outside the database may be done again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiyin.compiled import Compiled
from huiyin.ledger import reads
from huiyin.ledger.models import FollowerCursor
from huiyin.ledger.reads import Entry
from huiyin.ledger.settling import Settling

AT_ONCE = 500
"""Events in one transaction: on SQLite nobody else writes while it runs, a few
hundredths of a second.
"""
BREATH = timedelta(milliseconds=50)
"""How long nobody writes on SQLite between two blocks of rows that are read."""
LONGEST_REASON = 200
SLOW = timedelta(minutes=5)
"""How long an event may wait for a follower before that is told."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How a follower begins from rows.

    ``block`` is given the key of the last row that was read ("" at the beginning), reads
    a block of the next, and returns the key of their last one, "" where none is left, and
    how many they were. ``rows`` is how many there are in all.
    """

    block: Callable[[str], tuple[str, int]]
    rows: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who follows the ledger, under a name that never changes: its cursor is
    kept under it.

    ``handle`` gets events in order, inside the transaction that moves the cursor; it
    appends none. ``clear`` takes away what it has written, before everything is read
    again; a follower whose rows may not be lost only writes what is missing, and its
    ``clear`` does nothing. ``check`` compares what it wrote with the ledger up to an
    id, and yields in words what differs.

    ``filling`` is for one that can begin from the rows that the events left, faster than
    from each event. ``version`` says how it counts: where it is
    another one than that under which its rows were written, they are thrown away and
    written anew by themselves.
    """

    name: str
    handle: Callable[[Sequence[Entry]], None]
    clear: Callable[[], None]
    check: Callable[[int], Iterator[str]]
    filling: Filling | None = None
    version: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a follower stands: its last event, since when the first one behind it waits
    (None when nothing does), and where it is stuck, since when, and why.
    """

    name: str
    position: int
    waiting_since: datetime | None
    stuck_id: int | None
    stuck_since: datetime | None
    reason: str

    def behind(self, *, at: datetime) -> timedelta:
        """How long the event has waited that is next."""
        return (
            max(at - self.waiting_since, timedelta())
            if self.waiting_since
            else timedelta()
        )

    def late(self, *, at: datetime) -> bool:
        """Whether that should be told."""
        return self.stuck_id is not None or self.behind(at=at) > SLOW


@dataclass(slots=True)
class Walk:
    """One process's walk behind the ledger for one follower; another process may walk
    for it at the same time.

    ``settling`` is what the walk waits for. It is asked about again at the next ``go``,
    so that writers who overlap for ever cannot hold a follower for ever.
    """

    follower: Follower
    settling: Settling | None = field(default=None)

    def go(
        self,
        *,
        at: datetime,
        progress: Callable[[int], None] = lambda _done: None,
    ) -> int:
        """Hand on everything that is settled now, and return how many events that were.

        ``progress`` is called with that number after each transaction. A follower that
        raises keeps its cursor before the event at which it did; the event and the
        reason are kept, and it is tried again at the next ``go``.
        """
        bound = self._bound()
        if bound is None:
            return 0
        done, at_once = 0, AT_ONCE
        while True:
            try:
                handed = _step(self.follower, bound, at_once)
            # Whatever it is, the others go on, and it is told in health
            except Exception as error:  # noqa: BLE001
                if at_once == 1:
                    _say_stuck(self.follower.name, error, at=at)
                    return done
                at_once = (
                    1  # those before the one that cannot be taken are taken
                )
                continue
            if not handed:
                return done
            done += handed
            at_once = min(2 * at_once, AT_ONCE)
            progress(done)

    def _bound(self) -> int | None:
        """The id up to which everything is there for good, as far as that is known;
        None when nothing new is.
        """
        if self.settling is None:
            cursor = FollowerCursor.objects.filter(
                pk=self.follower.name
            ).first()
            if reads.first_after(cursor.position if cursor else 0) is None and (
                cursor is None or cursor.version == self.follower.version()
            ):
                return None
            self.settling = Settling.begin()
        if not self.settling.over():
            return None
        bound, self.settling = self.settling.bound, None
        return bound


def _locked(name: str) -> FollowerCursor:
    """The cursor, in a transaction; whoever else walks for this follower waits until it ends."""
    FollowerCursor.objects.bulk_create(
        [FollowerCursor(name=name)], ignore_conflicts=True
    )
    return FollowerCursor.objects.select_for_update().get(pk=name)


@transaction.atomic
def _step(follower: Follower, bound: int, at_once: int) -> int:
    """Hand on the next events and move the cursor, both or neither; returns how many."""
    cursor = _locked(follower.name)
    if cursor.version != follower.version():
        _begin_anew(follower, cursor)
    if follower.filling is not None and bound and not cursor.position:
        return _fill(follower.filling, cursor, bound)
    batch = tuple(
        reads.iterate(after_id=cursor.position, until_id=bound, limit=at_once)
    )
    if not batch:
        return 0
    follower.handle(batch)
    cursor.position = batch[-1].id
    cursor.stuck_id, cursor.stuck_since, cursor.reason = None, None, ""
    cursor.save()
    return len(batch)


def _fill(filling: Filling, cursor: FollowerCursor, bound: int) -> int:
    """Read a block of the rows that are there; behind the last one the cursor moves to
    what was settled before the first: whatever changed meanwhile has an event behind it.
    """
    if cursor.filling_until is None:
        cursor.filling_until = bound
    cursor.filled, rows = filling.block(cursor.filled)
    if not cursor.filled:
        cursor.position = cursor.filling_until
        cursor.filling_until = None
    cursor.stuck_id, cursor.stuck_since, cursor.reason = None, None, ""
    cursor.save()
    transaction.on_commit(_let_others_write)
    return max(rows, 1)


def _let_others_write() -> None:
    """Who writes on SQLite waits for one block and not for all: the lock is asked for
    again and again, and must be free for longer than a moment.
    """
    if connection.vendor == "sqlite":
        time.sleep(BREATH.total_seconds())


@transaction.atomic
def _say_stuck(name: str, error: Exception, *, at: datetime) -> None:
    cursor = _locked(name)
    following = next(reads.iterate(after_id=cursor.position, limit=1), None)
    stuck_id = following.id if following else cursor.position
    if cursor.stuck_id != stuck_id:
        cursor.stuck_id, cursor.stuck_since = stuck_id, at
    said = (str(error).strip().splitlines() or [""])[0]
    cursor.reason = f"{type(error).__name__}: {said}"[:LONGEST_REASON]
    cursor.save()


@transaction.atomic
def rewind(follower: Follower) -> None:
    """Take away what a follower wrote and begin again; the next walk writes it anew.
    Nobody who writes has to stop.
    """
    _begin_anew(follower, _locked(follower.name))


def _begin_anew(follower: Follower, cursor: FollowerCursor) -> None:
    follower.clear()
    cursor.position, cursor.version = 0, follower.version()
    cursor.filling_until, cursor.filled = None, ""
    cursor.stuck_id, cursor.stuck_since, cursor.reason = None, None, ""
    cursor.save()


MOST_TOLD = 20
"""Problems that a check tells one by one."""

POSITION = Compiled(
    lambda name: (
        FollowerCursor.objects.filter(pk=name)
        .order_by()
        .values_list("position", "version")
    ),
    name=str,
)


def position(follower: Follower) -> int | None:
    """The id of the last event that a follower has done with; None while its rows are
    not whole, or were written by another version of it. One step in a primary key.
    """
    for reached, version in POSITION.rows(name=follower.name):
        if version == follower.version():
            return int(reached) or None
    return None


def waiting(follower: Follower) -> int:
    """How much a follower has before it: events, or rows where it begins from those."""
    if follower.filling is not None and position(follower) is None:
        return follower.filling.rows()
    return reads.count_after(standing(follower).position)


@transaction.atomic
def check(follower: Follower) -> tuple[str, ...]:
    """What a follower wrote that is not what the ledger says up to its cursor, in
    words; nothing when all is well.
    """
    cursor = _locked(follower.name)
    return tuple(follower.check(cursor.position))


def told(problems: Iterable[str]) -> Iterator[str]:
    """The first of the problems that a check found, and how many more there are."""
    more = 0
    for place, problem in enumerate(problems):
        if place < MOST_TOLD:
            yield problem
        else:
            more += 1
    if more:
        yield _("and %(more)d more") % {"more": more}


def standing(follower: Follower) -> Standing:
    """Where a follower stands; two steps in primary keys."""
    cursor = FollowerCursor.objects.filter(
        pk=follower.name
    ).first() or FollowerCursor(name=follower.name)
    return Standing(
        name=follower.name,
        position=cursor.position,
        # What is read from rows waits no longer than what came since
        waiting_since=reads.first_after(
            cursor.filling_until or cursor.position
        ),
        stuck_id=cursor.stuck_id,
        stuck_since=cursor.stuck_since,
        reason=cursor.reason,
    )
