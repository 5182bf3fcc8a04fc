"""The same seed gives the same year."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from huiyin.casework.models import Case
from huiyin.demo import loading
from huiyin.ledger.models import LedgerEvent
from huiyin.organisations import register

pytestmark = pytest.mark.django_db
END = loading.ending(date(2026, 9, 30), now=datetime(2026, 11, 20, 2, tzinfo=UTC))


def story() -> list[tuple[object, ...]]:
    """What must come out the same again: numbers, states, words, and every event with its moment.

    A sealed matter's number and words are random, so only its events are told.
    """
    cases = Case.objects.order_by("received_date", "id").values_list(
        "id", "sealed", "number", "state", "handler", "title", "outcome", "rating"
    )
    return [
        (
            *(row[3:5] if row[1] else row[2:]),
            *LedgerEvent.objects.filter(stream=f"case:{row[0]}").order_by("seq").values_list("type", "at", "organ"),
        )
        for row in cases
    ]


def undone(seed: int) -> list[tuple[object, ...]]:
    """Load a small year, say what came out, and leave the database as it was."""
    before = transaction.savepoint()
    loading.load(seed=seed, matters=15, until=END)
    told = story()
    transaction.savepoint_rollback(before)
    register.forget()
    return told


def test_the_same_seed_gives_the_same_year_and_another_seed_another() -> None:
    first = undone(5)
    assert undone(5) == first
    assert undone(6) != first
