"""The tally of events is what a recount gives, and it says when it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huiyin.ledger import follow
from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.ledger.follow import Walk
from huiyin.oversight.models import EventCount
from huiyin.oversight.tally import TALLY

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 9, 8, 1, tzinfo=UTC)
LATE = datetime(2026, 9, 8, 17, tzinfo=UTC)  # one o'clock of the next morning where the office is


def write(organ: str, at: datetime, times: int = 1) -> None:
    drafts = [EventDraft(type="matter.noted", at=at, actor="system", organ=organ) for _n in range(times)]
    append_next(stream=f"access:{organ}", drafts=drafts)


def counted() -> dict[tuple[str, date], int]:
    return {(row.organ, row.day): row.events for row in EventCount.objects.all()}


def test_events_are_counted_by_organ_and_by_the_offices_day() -> None:
    write("housing", MORNING, 2)
    write("housing", LATE)
    write("environment", MORNING)
    Walk(TALLY).go(at=LATE)
    expected = {
        ("housing", date(2026, 9, 8)): 2,
        ("housing", date(2026, 9, 9)): 1,
        ("environment", date(2026, 9, 8)): 1,
    }
    assert counted() == expected
    write("housing", LATE, 4)
    Walk(TALLY).go(at=LATE)
    assert counted() == expected | {("housing", date(2026, 9, 9)): 5}
    assert follow.check(TALLY) == ()


def test_what_was_changed_by_hand_is_found_and_written_anew() -> None:
    write("housing", MORNING, 2)
    Walk(TALLY).go(at=LATE)
    EventCount.objects.update(events=7)
    EventCount.objects.create(organ="nobody", day=date(2026, 9, 8), events=1)
    wrong = follow.check(TALLY)
    assert len(wrong) == 2
    assert "housing" in wrong[0]
    assert "7" in wrong[0]
    follow.rewind(TALLY)
    assert counted() == {}
    Walk(TALLY).go(at=LATE)
    assert counted() == {("housing", date(2026, 9, 8)): 2}
    assert follow.check(TALLY) == ()
