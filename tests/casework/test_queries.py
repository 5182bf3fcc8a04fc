"""How many queries acts and reads cost, the same at any size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.worklist import duty_counts, my_duties
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline

pytestmark = pytest.mark.django_db


def cost(work: Callable[[], object]) -> int:
    """The number of queries that a piece of work takes."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_filing_takes_at_most_twenty_queries_however_many_claims(district: District) -> None:
    def file(claims: int, token: str) -> None:
        asked = petition(claims=tuple(f"请求{n}" for n in range(claims)))
        intake.file_petition(
            petition=asked, office="office", by=Actor.petitioner(), at=moment("2026-09-08"), token=token
        )

    file(1, "first")
    one, ten = cost(lambda: file(1, "a")), cost(lambda: file(10, "b"))
    assert one == ten <= 14


def test_worklist_and_case_cost_the_same_at_any_size(district: District) -> None:
    def look() -> tuple[int, int]:
        filters = Filters(bucket="all")
        today = date(2026, 9, 20)
        page = cost(lambda: my_duties(by=district.clerk, filters=filters, today=today))
        return page, cost(lambda: duty_counts(by=district.clerk, today=today))

    filed = intake.receive(petition=petition(), office="office", by=district.dispatcher, at=moment("2026-09-08"))
    few = look()

    def open_case() -> None:
        view = reads.access_case(by=district.dispatcher, case_id=filed.case_id)
        timeline(view)
        reads.options(view=view, by=district.dispatcher, at=moment("2026-09-20"))

    short = cost(open_case)
    for n in range(60):
        intake.receive(petition=petition(), office="office", by=district.dispatcher, at=moment("2026-09-08", 11))
        if n < 12:
            contacts.record_contact(
                case_id=filed.case_id, contact=petition(), office="office", by=district.clerk, at=moment("2026-09-09")
            )
    acts.take("forward", case_id=filed.case_id, to="xinan", by=district.dispatcher, at=moment("2026-09-15"))
    assert look() == few == (1, 1)
    assert cost(open_case) == short <= 8


def test_the_worklist_pages_through_everything_once_and_in_order(district: District) -> None:
    for n in range(12):
        intake.receive(
            petition=petition(), office="office", by=district.dispatcher, at=moment(f"2026-09-{8 + n % 4:02d}")
        )
    seen, after = [], ""
    while True:
        page = my_duties(by=district.clerk, filters=Filters(), today=date(2026, 9, 20), after=after, limit=5)
        seen.extend((item.due_date, item.id) for item in page.items)
        if not page.next:
            break
        after = page.next
    assert len(seen) == len(set(seen)) == 12
    assert seen == sorted(seen)
    counts = duty_counts(by=district.clerk, today=date(2026, 9, 24))
    # Received 8, 9, 10 and 11 September, three each: due 23, 24, 28 (25-27 is
    # Mid-Autumn) and 28 September.
    assert (counts.overdue, counts.today, counts.week, counts.all) == (3, 3, 9, 12)
