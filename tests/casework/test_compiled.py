"""Queries that are built once ask what the query sets ask from which they are built."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life

from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import timeline, views, work
from huiyin.casework.models import Case, Duty
from huiyin.casework.sealing import visibility
from huiyin.compiled import Compiled, NotCompilable
from huiyin.ledger import reads as ledger
from huiyin.organisations import staff_reads
from huiyin.organisations.models import Staff

pytestmark = pytest.mark.django_db
OF_A_MATTER = (work.OPEN_DUTIES, views.DUTIES, views.CONTACTS, views.CLAIMS, views.ATTACHMENTS, timeline.NOTES)


def columns(row: Any) -> Any:
    """A row by its values."""
    if not hasattr(row, "__dict__"):
        return row
    return {name: value for name, value in vars(row).items() if name != "_state"}


def assert_same(compiled: Compiled[Any], **values: Any) -> int:
    """Both answers are the same, in the same order, for one query; returns how many rows there are."""
    with CaptureQueriesContext(connection) as asked:
        rows = compiled.rows(**values)
    assert len(asked) == 1
    assert [columns(row) for row in rows] == [columns(row) for row in compiled.build(**values)]
    return len(rows)


@pytest.fixture
def lives(district: District) -> list[str]:
    """Two matters that came different ways; the second one is half as old."""
    return [Life.begin(district).until(state).filed.case_id for state in ("served", "notified")]


@pytest.mark.parametrize("place", range(len(OF_A_MATTER)))
def test_what_belongs_to_a_matter_is_the_same(lives: list[str], place: int) -> None:
    compiled = OF_A_MATTER[place]
    found = [assert_same(compiled, case=case_id) for case_id in (*lives, "nobody's")]
    assert found[2] == 0
    assert compiled is views.ATTACHMENTS or found[0] > 0


def test_the_events_behind_a_place_are_the_same(lives: list[str]) -> None:
    stream = work.stream(lives[0])
    whole = assert_same(ledger.STREAM, stream=stream, after=0)
    assert assert_same(ledger.STREAM, stream=stream, after=2) == whole - 2


def test_the_posts_of_a_day_are_the_same(district: District) -> None:
    dispatcher = Staff.objects.get(username="dispatcher").pk
    assert assert_same(staff_reads.POSTINGS, user=dispatcher, on=date(2026, 9, 8)) == 2
    assert assert_same(staff_reads.POSTINGS, user=dispatcher, on=date(2007, 12, 31)) == 0  # the day before they began


@pytest.mark.parametrize("lock", [False, True])
def test_a_matter_is_the_same_for_each_who_asks(district: District, lock: bool) -> None:
    """An open matter is there for all; a report of wrongdoing for the organ that has it."""
    asked = visibility.ONE_LOCKED if lock else visibility.ONE
    plain = Life.begin(district).filed.case_id
    said = petition(category="accusation")
    report = intake.receive(petition=said, office="office", by=district.dispatcher, at=moment("2026-09-08")).case_id
    for case_id, told_to_all in ((plain, 1), (report, 0)):
        assert assert_same(asked.held, key=case_id) == 1
        assert assert_same(asked.unsealed, key=case_id) == told_to_all
        assert assert_same(asked.of_organ, key=case_id, organ="office") == 1
        assert assert_same(asked.of_organ, key=case_id, organ="housing") == told_to_all


def test_a_locked_row_is_locked() -> None:
    """On PostgreSQL the statement says so; SQLite has one writer at a time."""
    with CaptureQueriesContext(connection) as asked:
        visibility.ONE_LOCKED.held.rows(key="nobody's")
    if connection.vendor == "postgresql":
        assert asked[0]["sql"].endswith("FOR NO KEY UPDATE")
    else:
        assert connection.vendor == "sqlite"


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda who: Case.objects.filter(aside__contains=f"|{who}|"), "inside another value"),
        (lambda who: Duty.objects.filter(owner=who).select_related("case"), "rows of other tables"),
        (lambda who: Duty.objects.filter(owner=who).values("owner"), "rows as ValuesIterable"),
        (lambda who: Duty.objects.filter(owner="office", days__gt=len(who) - len(who)), "who stands nowhere"),
    ],
)
def test_what_cannot_be_compiled_is_refused(build: Any, said: str) -> None:
    with pytest.raises(NotCompilable, match=said):
        Compiled(build, who=str).rows(who="office")
