"""The test runner itself: emptying append-only tables between tests, and only then."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.ledger import reads
from huiyin.ledger.append import append
from huiyin.ledger.event import EventDraft

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _append() -> None:
    draft = EventDraft(type="organ.created", at=AT, actor="system", organ="", grounds=(), pack="", payload={})
    append(stream="organ:test", drafts=[draft], expected_seq=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_empty_and_the_ledger_stays_append_only(turn):
    assert reads.count() == 0
    _append()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_event")
    assert reads.count() == 1
