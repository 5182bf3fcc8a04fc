"""Which events are settled: no transaction that runs can still put one before them.

Ids are given out when an event is inserted and seen when its transaction commits, so that on PostgreSQL a lower id can
appear after a higher one. Nobody who writes is made to wait for the answer: whoever asks waits for them.
"""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection
from django.db.models import Max

from huiyin.ledger.models import LedgerEvent

PAUSE = timedelta(milliseconds=50)

# Who inserts holds this lock on the table from before the id is drawn until the transaction ends; it keeps nobody from
# inserting. Whoever is not among its holders any more has committed, or never will.
_WRITERS = (
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'"
    " AND relation = 'ledger_event'::regclass AND pid IS DISTINCT FROM pg_backend_pid()"
)


def settled(*, wait: timedelta) -> int | None:
    """The largest id up to which every event is there for good (0 in an empty ledger).

    On SQLite there is one writer, and that is the largest id. On PostgreSQL the transactions that are writing now are
    waited for, at most ``wait``; None when one of them is still running then.
    """
    largest = LedgerEvent.objects.aggregate(largest=Max("id"))["largest"] or 0
    if connection.vendor != "postgresql":
        return largest
    writing = _writers()
    until = time.monotonic() + wait.total_seconds()
    while writing:
        if time.monotonic() >= until:
            return None
        time.sleep(PAUSE.total_seconds())
        writing &= _writers()
    return largest


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)
        return {str(row[0]) for row in cursor.fetchall()}
