"""Which events are settled: no transaction that runs can still put one before them.

Ids are given out when an event is inserted and seen when its transaction commits, so
that on PostgreSQL a lower id can appear after a higher one. Nobody who writes is made
to wait for the answer: whoever asks waits for them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.db import connection
from django.db.models import Max

from huiyin.ledger.models import LedgerEvent

PAUSE = timedelta(milliseconds=50)

# Who inserts holds this lock on the table from before the id is drawn until the
# transaction ends; it keeps nobody from
# inserting. Whoever is not among its holders any more has committed, or never will.
_WRITERS = (
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = "
    "'RowExclusiveLock'"
    " AND relation = 'ledger_event'::regclass AND pid IS DISTINCT FROM pg_backend_pid()"
)


@dataclass(slots=True)
class Settling:
    """A largest id, and the transactions that were writing when it was read: when they
    have ended, it is settled.

    Who asks again later asks about the same transactions, so that an end comes however
    many begin meanwhile.
    """

    bound: int
    writing: frozenset[str]

    @classmethod
    def begin(cls) -> Self:
        """Read the largest id first and the writers after it: whoever writes later
        draws a larger id.

        On SQLite there is one writer, and what is seen is settled.
        """
        largest = (
            LedgerEvent.objects.aggregate(largest=Max("id"))["largest"] or 0
        )
        return cls(
            largest,
            _writers() if connection.vendor == "postgresql" else frozenset(),
        )

    def over(self) -> bool:
        """Whether all of them have ended, so that every event up to ``bound`` is there for good."""
        if self.writing:
            self.writing &= _writers()
        return not self.writing


def settled(*, wait: timedelta) -> int | None:
    """The largest id up to which every event is there for good (0 in an empty ledger).

    The transactions that are writing now are waited for, at most ``wait``; None when
    one of them is still running then.
    """
    settling = Settling.begin()
    until = time.monotonic() + wait.total_seconds()
    while not settling.over():
        if time.monotonic() >= until:
            return None
        time.sleep(PAUSE.total_seconds())
    return settling.bound


def _writers() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)
        return frozenset(str(row[0]) for row in cursor.fetchall())
