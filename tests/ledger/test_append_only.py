"""The database itself refuses to change the past, whoever asks."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.ledger.append import append
from huiyin.ledger.event import EventDraft
from huiyin.ledger.models import LedgerEvent

pytestmark = pytest.mark.django_db


def one_event() -> None:
    draft = EventDraft(type="matter.filed", at=datetime(2026, 1, 1, tzinfo=UTC), actor="system")
    append(stream="case:1", drafts=[draft], expected_seq=0)


def _sql(statement: str) -> Callable[[], object]:
    def run() -> object:
        with connection.cursor() as cursor:
            return cursor.execute(statement)

    return run


ATTEMPTS: list[tuple[str, Callable[[], object]]] = [
    ("the mapper's update", lambda: LedgerEvent.objects.update(actor="staff:9")),
    ("the mapper's delete", lambda: LedgerEvent.objects.all().delete()),
    ("update", _sql("UPDATE ledger_event SET payload = payload WHERE stream = 'case:1'")),
    ("delete", _sql("DELETE FROM ledger_event WHERE stream = 'case:1'")),
]


@pytest.mark.parametrize("attempt", [attempt for _name, attempt in ATTEMPTS], ids=[name for name, _ in ATTEMPTS])
def test_changing_and_removing_is_refused(attempt: Callable[[], object]) -> None:
    one_event()
    with pytest.raises(DatabaseError, match="the ledger is append-only"), transaction.atomic():
        attempt()
    assert LedgerEvent.objects.get().actor == "system"


@pytest.mark.sqlite  # INSERT OR REPLACE is SQLite's
def test_replacing_is_refused_on_sqlite() -> None:
    one_event()
    statement = (
        "INSERT OR REPLACE INTO ledger_event SELECT id, stream, seq, type, at, "
        "recorded_at, 'staff:9', organ, grounds,"
        " pack, payload, prev_hash, hash FROM ledger_event"
    )
    with pytest.raises(DatabaseError, match="the ledger is append-only"), transaction.atomic():
        _sql(statement)()


@pytest.mark.postgres  # TRUNCATE is PostgreSQL's
@pytest.mark.parametrize("statement", ["TRUNCATE ledger_event", "TRUNCATE ledger_event CASCADE"])
def test_truncating_is_refused_on_postgresql(statement: str) -> None:
    one_event()
    with pytest.raises(DatabaseError, match="the ledger is append-only"), transaction.atomic():
        _sql(statement)()


@pytest.mark.postgres  # session_replication_role is PostgreSQL's
def test_playing_replica_does_not_help_on_postgresql() -> None:
    one_event()
    _sql("SET LOCAL session_replication_role = 'replica'")()
    with pytest.raises(DatabaseError, match="the ledger is append-only"), transaction.atomic():
        _sql("DELETE FROM ledger_event")()
