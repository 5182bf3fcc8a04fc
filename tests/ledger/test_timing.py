"""Time never runs backwards in a stream, and what was written so before is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from huiyin.ledger import reads
from huiyin.ledger.append import append, append_next
from huiyin.ledger.chain import link
from huiyin.ledger.event import GENESIS, Event, EventDraft
from huiyin.ledger.timing import Course
from huiyin.ledger.verify import verify_chains

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def draft(at: datetime, actor: str = "staff:7") -> EventDraft:
    return EventDraft(type="identity.revealed", at=at, actor=actor, organ="x")


def event(at: datetime, *, actor: str = "staff:7", recorded_at: datetime | None = None) -> Event:
    return link(GENESIS, draft(at, actor), 1, recorded_at or max(at, NOON), stream="access:x")


@pytest.mark.django_db
def test_a_stream_without_a_writers_row_takes_the_later_instant(django_assert_num_queries) -> None:
    with django_assert_num_queries(5):  # the end looked up, a savepoint, the event, where it ends now
        append_next(stream="access:x", drafts=[draft(NOON)])
    with django_assert_num_queries(5):
        (behind,) = append_next(stream="access:x", drafts=[draft(NOON - DAY)])
    (ahead,) = append_next(stream="access:x", drafts=[draft(NOON + MINUTE)])
    assert (behind.at, ahead.at) == (NOON, NOON + MINUTE)
    append(stream="access:y", drafts=[draft(NOON), draft(NOON - MINUTE), draft(NOON + MINUTE)], expected_seq=0)
    assert [one.at for one in reads.events("access:y")] == [NOON, NOON, NOON + MINUTE]
    assert list(verify_chains()) == []


@pytest.mark.django_db
def test_an_old_ledger_keeps_its_days() -> None:
    append_next(stream="access:x", drafts=[draft(NOON), draft(NOON - DAY, "ledger"), draft(NOON - MINUTE)])
    assert [one.at for one in reads.events("access:x")] == [NOON, NOON - DAY, NOON]
    assert list(verify_chains()) == []


def test_the_course_of_time() -> None:
    course = Course()
    assert course.fault(event(NOON)) == ""
    assert course.fault(event(NOON - 5 * MINUTE)) == ""  # two requests at the same moment
    assert course.fault(event(NOON - 6 * MINUTE)) == "backwards"
    assert course.fault(event(NOON - DAY, actor="ledger")) == ""
    assert course.fault(event(NOON + DAY, recorded_at=NOON + DAY - 5 * MINUTE)) == ""
    assert course.fault(event(NOON + 2 * DAY, recorded_at=NOON)) == "ahead"
    # It took the instant of the one before it: as right as that one, and told once.
    assert course.fault(event(NOON + 2 * DAY, recorded_at=NOON)) == ""
    # An old ledger knows the day only, and stands at noon.
    assert course.fault(event(NOON + 3 * DAY, actor="ledger", recorded_at=NOON + 3 * DAY - timedelta(hours=11))) == ""
    assert course.fault(event(NOON + 5 * DAY, actor="ledger", recorded_at=NOON + 3 * DAY)) == "ahead"


@pytest.mark.django_db
def test_what_was_written_before_is_told_once_for_each_stream() -> None:
    head = GENESIS
    for seq, at in enumerate([NOON, NOON - DAY, NOON - 2 * DAY]):
        (written,) = append(stream="case:1", drafts=[draft(at)], expected_seq=seq, head_hash=head)
        head = written.hash
    with translation.override("en"):
        told = [(one.stream, one.seq, one.fault, one.what) for one in verify_chains()]
    words = "case:1: event 2 is dated before an event that stands before it"
    assert told == [("case:1", 2, "backwards", words)]
