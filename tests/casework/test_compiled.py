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
from huiyin.casework.lists import duty_shapes, worklist
from huiyin.casework.matter import timeline, views, work
from huiyin.casework.models import Case, Duty
from huiyin.casework.sealing import visibility
from huiyin.compiled import Compiled, NotCompilable, Within
from huiyin.ledger import reads as ledger
from huiyin.organisations import staff_reads
from huiyin.organisations.info import StaffInfo
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
    assert assert_same(staff_reads.ACCOUNTS, user=dispatcher, on=date(2026, 9, 8)) == 2
    assert (
        assert_same(staff_reads.ACCOUNTS, user=dispatcher, on=date(2007, 12, 31)) == 1
    )  # the account alone: the day before they began


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


BUCKETS_DAYS = [("overdue", {"today"}), ("today", {"today"}), ("week", {"today", "next_week"}), ("all", set())]


@pytest.mark.parametrize(("bucket", "days"), BUCKETS_DAYS)
@pytest.mark.parametrize("columns", [(), ("kind",), ("topic", "area"), ("kind", "topic", "area")])
@pytest.mark.parametrize("continued", [False, True])
def test_each_shape_of_the_worklist_asks_what_its_query_set_asks(
    lives: list[str], bucket: str, days: set[str], columns: tuple[str, ...], continued: bool
) -> None:
    """Of both answers (with what is sealed, and without) the rows and their order are those of the query set."""
    shape = duty_shapes.Shape(bucket, columns, continued=continued)
    cursor = {"ended": date(2026, 9, 1), "last": "0"} if continued else {}
    given: dict[str, Any] = {"owner": "housing", **dict.fromkeys(columns, ""), **cursor}
    given |= {name: date(2026, 9, 20) for name in days}
    for listed in (worklist._page(shape, 2), worklist._counts(shape)):
        more = (
            {} if listed is worklist._page(shape, 2) else {"today": date(2026, 9, 20), "next_week": date(2026, 9, 27)}
        )
        for asked in (listed.unsealed, listed.owed):
            assert_same(asked, aside="staff:1", **(given | more))


def test_what_is_looked_for_inside_a_value_is_taken_as_it_is_written(district: District) -> None:
    """Signs that a pattern gives a meaning (% _ \\) stand for themselves; of four titles one has "5_0%"."""
    titled = Compiled(lambda words: Case.objects.filter(title__contains=words).order_by("pk"), words=Within)
    begins = Compiled(lambda words: Case.objects.filter(title__startswith=words).order_by("pk"), words=Within)
    for title in ("5_0% of it", "510% of it", "5_00 of it", "a\\b"):
        said = petition(title=title)
        intake.receive(petition=said, office="office", by=district.dispatcher, at=moment("2026-09-08"))
    assert assert_same(titled, words="5_0%") == 1
    assert assert_same(titled, words="\\") == 1
    assert assert_same(titled, words="of it") == 3
    assert assert_same(begins, words="5") == 3
    assert assert_same(begins, words="_0%") == 0


def test_an_account_is_read_with_the_posts_of_the_day(district: District) -> None:
    """One query for both, whether they hold a post or not."""
    dispatcher = Staff.objects.get(username="dispatcher").pk
    assert assert_same(staff_reads.ACCOUNTS, user=dispatcher, on=date(2026, 9, 8)) == 2
    before, since = date(2007, 12, 31), date(2008, 1, 1)  # the last day without a post, and the first with both
    expected = {before: ("", frozenset()), since: ("office", frozenset({"clerk", "officer"}))}
    for on, (organ, posts) in expected.items():
        with CaptureQueriesContext(connection) as asked:
            account = staff_reads.account(dispatcher, on)
        assert len(asked) == 1
        assert account == Staff.objects.get(pk=dispatcher)
        assert account is not None
        assert account.on_day == (on, StaffInfo(dispatcher, "dispatcher", "Dispatcher", organ, posts))
        assert account.on_day[1] == staff_reads.staff_info(dispatcher, on)


def test_who_has_left_has_no_account(district: District) -> None:
    dispatcher = Staff.objects.get(username="dispatcher")
    dispatcher.is_active = False
    dispatcher.save()
    assert staff_reads.account(dispatcher.pk, date(2026, 9, 8)) is None
    assert staff_reads.account(987_654, date(2026, 9, 8)) is None


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda who: Case.objects.filter(title__contains=f"|{who}|"), "inside another value"),
        (lambda who: Duty.objects.filter(owner=who).select_related("case"), "rows of other tables"),
        (lambda who: Duty.objects.filter(owner=who).values("owner"), "rows as ValuesIterable"),
        (lambda who: Duty.objects.filter(owner="office", days__gt=len(who) - len(who)), "who stands nowhere"),
    ],
)
def test_what_cannot_be_compiled_is_refused(build: Any, said: str) -> None:
    with pytest.raises(NotCompilable, match=said):
        Compiled(build, who=str).rows(who="office")
