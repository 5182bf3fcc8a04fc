"""Two writers at one head: one is told to look again, nothing is lost and nothing doubled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections

from huiyin.ledger import reads
from huiyin.ledger.append import append_next
from huiyin.ledger.chain import verify
from huiyin.ledger.event import EventDraft


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres  # SQLite lets one writer in at a time
def test_many_writers_on_one_stream_all_find_a_place() -> None:
    def write(n: int) -> None:
        try:
            draft = EventDraft(
                type="identity.revealed", at=datetime(2026, 1, 1, tzinfo=UTC), actor="system", payload={"n": n}
            )
            append_next(stream="access:x", drafts=[draft], attempts=100)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(30)))
    stored = reads.events("access:x")
    assert sorted(event.payload["n"] for event in stored) == list(range(30))
    assert verify(stored) is None
