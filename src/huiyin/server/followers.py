"""The followers of the ledger that this product has, and the round that the worker makes for them.

A further follower is named in FOLLOWERS; how to write one: docs/topics/followers.md.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import Final

import structlog
from django.db import connections

from huiyin.casework.lists.spelled import WORDS
from huiyin.correspondence.outbox import OUTBOX
from huiyin.ledger import follow
from huiyin.ledger.follow import Follower, Standing, Walk
from huiyin.oversight.tallies import FIGURES
from huiyin.oversight.tally import TALLY
from huiyin.web.kit import clock

FOLLOWERS: Final = MappingProxyType(
    {follower.name: follower for follower in (FIGURES, WORDS, TALLY, OUTBOX)}
)
"""By name, in the order in which a round is made."""

PAUSE = 1.0
"""Seconds between two rounds."""
LONGEST_PAUSE = 60.0
"""Seconds between two rounds while the database is away; it grows to this, twice as
long each time.
"""

log = structlog.get_logger(__name__)


class Round:
    """Round after round for all followers, in one thread or process."""

    def __init__(self) -> None:
        self.walks = [Walk(follower) for follower in FOLLOWERS.values()]
        self.told: dict[str, str] = {}

    def go(self, *, at: datetime) -> int:
        """Hand to each follower what is settled; returns how many events were handed
        on. What stands still is logged once for each reason.
        """
        done = sum(walk.go(at=at) for walk in self.walks)
        for walk in self.walks:
            reason = follow.standing(walk.follower).reason
            if reason and self.told.get(walk.follower.name) != reason:
                log.error(
                    "follower.stuck", follower=walk.follower.name, reason=reason
                )
            self.told[walk.follower.name] = reason
        return done


@contextmanager
def beside() -> Iterator[None]:
    """Make rounds in a thread as long as the block runs."""
    stop = threading.Event()
    thread = threading.Thread(
        target=_rounds, args=(stop.wait,), name="followers", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=LONGEST_PAUSE)


def _rounds(stopped: Callable[[float], bool]) -> None:
    """Make rounds until ``stopped`` (which waits so many seconds) says so. A database
    that is away is waited for.
    """
    rounds, pause = Round(), PAUSE
    while not stopped(pause):
        try:
            rounds.go(at=clock.now())
            pause = PAUSE
        # Whatever it is: a thread that ended would be missed by nobody
        except Exception as error:  # noqa: BLE001
            pause = min(2 * pause, LONGEST_PAUSE)
            log.warning(
                "follower.round_failed",
                error=type(error).__name__,
                seconds=pause,
            )
            connections.close_all()
    connections.close_all()


def standings() -> tuple[Standing, ...]:
    """Where every follower stands."""
    return tuple(follow.standing(follower) for follower in FOLLOWERS.values())


def catch_up(
    follower: Follower,
    *,
    at: Callable[[], datetime],
    progress: Callable[[int], None],
    wait: float,
) -> tuple[int, bool]:
    """Walk until everything is handed on that the ledger had at the beginning; returns
    how many events, and whether it came to the end. It does not where the follower is
    stuck, or somebody writes for longer than ``wait`` seconds.
    """
    walk, done, until = Walk(follower), 0, time.monotonic() + wait
    while True:
        before = done

        def tell(more: int, before: int = before) -> None:
            progress(before + more)

        done += walk.go(at=at(), progress=tell)
        standing = follow.standing(follower)
        if standing.stuck_id is not None or (
            walk.settling is not None and time.monotonic() > until
        ):
            return done, False
        if walk.settling is None:
            return done, True
        time.sleep(0.05)
