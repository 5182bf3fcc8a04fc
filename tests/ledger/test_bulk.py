"""Rows that are inserted quickly are the rows that the ORM would have written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from huiyin.casework.models import Case
from huiyin.ledger.bulk import ROWS_TO_COPY, insert, update
from huiyin.ledger.models import LedgerEvent
from huiyin.organisations.models import Organ, Posting, Staff

pytestmark = pytest.mark.django_db


def event(n: int) -> LedgerEvent:
    return LedgerEvent(
        stream="test:“一”",
        seq=n,
        type="test.happened",
        at=datetime(2026, 9, 8, 2, 3, 4, 567, tzinfo=UTC),
        recorded_at=datetime(2026, 9, 8, 2, 3, 5, tzinfo=UTC),
        actor="system",
        organ="",
        grounds=["cn-xinfang/2022-05-01#34"],
        pack="",
        payload={"n": n, "text": '引号"和\\反斜杠\t', "nothing": None, "yes": True},
        prev_hash="0" * 64,
        hash="f" * 64,
    )


def stored(model: type[Model]) -> list[tuple[object, ...]]:
    """All columns but the automatic key, as the ORM reads them."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
    return list(model._default_manager.order_by(*names[:2]).values_list(*names))


@pytest.mark.parametrize("count", [1, 3, ROWS_TO_COPY + 1])
def test_the_same_rows_as_by_the_orm(count: int) -> None:
    place = transaction.savepoint()
    LedgerEvent.objects.bulk_create([event(n) for n in range(1, count + 1)])
    by_the_orm = stored(LedgerEvent)
    transaction.savepoint_rollback(place)
    insert([event(n) for n in range(1, count + 1)])
    assert stored(LedgerEvent) == by_the_orm


def test_one_statement_however_many() -> None:
    with CaptureQueriesContext(connection) as queries:
        insert([event(n) for n in range(1, 20)])
        insert([])
    assert len(queries) == 1


def posting(number: int) -> Posting:
    organ, _new = Organ.objects.get_or_create(code="x", name_zh="甲", level="district", kind="government", path="/x/")
    staff = Staff.objects.create(username=f"y{number}")
    return Posting(staff=staff, organ=organ, post="clerk", from_date=date(2020, 1, 2), to_date=None)


def test_dates_and_empty_values() -> None:
    unsaved = posting(1)
    insert([unsaved])
    stored_posting = Posting.objects.get()
    assert (
        stored_posting.from_date,
        stored_posting.to_date,
        stored_posting.organ_id,
        stored_posting.staff_id,
    ) == (date(2020, 1, 2), None, "x", unsaved.staff_id)


def test_constraints_hold() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([event(1), event(1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([event(n % 60) for n in range(ROWS_TO_COPY * 2)])
    assert not LedgerEvent.objects.exists()


@pytest.mark.postgres  # on SQLite `huiyin verify` finds it
def test_the_guards_of_the_tables_stand() -> None:
    row = Case(
        id="a",
        number="N",
        pack="p",
        state="filed",
        title="t",
        title_salt="s",
        receiver="x",
        handler="x",
        received_date=date(2026, 1, 5),
        event_seq=1,
        event_hash="0" * 64,
    )
    with pytest.raises(Exception, match="the ledger has no event"), transaction.atomic():
        insert([row])


def test_rows_are_changed_as_the_orm_changes_them() -> None:
    insert([posting(n) for n in range(1, 4)])
    said = {"post": "head", "from_date": date(2021, 3, 4), "to_date": date(2022, 1, 1)}
    keys = list(Posting.objects.order_by("pk").values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        update(Posting, {keys[0]: said, keys[2]: said | {"to_date": None}})
        update(Posting, {})
    assert len(queries) == 1
    assert list(Posting.objects.order_by("pk").values_list("post", "from_date", "to_date")) == [
        ("head", date(2021, 3, 4), date(2022, 1, 1)),
        ("clerk", date(2020, 1, 2), None),
        ("head", date(2021, 3, 4), None),
    ]
