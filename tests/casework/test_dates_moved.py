"""An organ is told which of its dates an official calendar moved."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casework.listing import TODAY, received
from tests.plugins.district import SHANGHAI, District

from huiyin.casework.basis.redated import Redated
from huiyin.casework.lists import worklist
from huiyin.casework.models import Case, Duty
from huiyin.ledger import reads as ledger

pytestmark = pytest.mark.django_db
SINCE = datetime(2026, 12, 10, tzinfo=SHANGHAI)


@pytest.fixture
def recounted(district: District, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """A matter with three open duties of the office and one of the environment branch, and the event that a calendar
    brought: it moved the first, the second and the fourth, and left the third where it was. It is a petition, or of
    the category that a test names. Beside it stand a matter of which only rights moved, and one of which nothing did.
    """
    rights_alone, _untouched = received(district, on="2026-09-07"), received(district, on="2026-09-06")
    case_id = received(district, category=getattr(request, "param", "appeal"))
    first = Duty.objects.get(case_id=case_id, status="open")
    for number, owner, due in ((1, "office", 28), (2, "office", 29), (3, "environment", 30)):
        first.pk, first.ref, first.owner, first.due_date = (
            f"{case_id}.1.{number}",
            f"1.{number}",
            owner,
            date(2026, 9, due),
        )
        first.save(force_insert=True)
    moves = [
        {"ref": "1.1", "was": "2026-09-25", "due": "2026-09-28"},
        {"ref": "2.0", "was": "2026-09-22", "due": "2026-09-23"},
        {"ref": "1.2", "was": "2026-09-29", "due": "2026-09-29"},
        {"ref": "1.3", "was": "2026-09-25", "due": "2026-09-30"},
    ]
    told = {case_id: {"moves": moves}, rights_alone: {}}
    events = [SimpleNamespace(stream=f"case:{name}", payload=payload) for name, payload in told.items()]

    def of_type(type_: str, *, since: datetime) -> list[SimpleNamespace]:
        assert type_ == "duty.redated"
        return events if since <= SINCE else []

    monkeypatch.setattr(ledger, "of_type", of_type)
    return case_id


def test_an_organ_is_told_which_of_its_dates_moved_and_from_where_to_where(district: District, recounted: str) -> None:
    told = worklist.redated_lately(by=district.clerk, since=SINCE)
    number = Case.objects.get(pk=recounted).number
    assert told == [
        Redated(recounted, number, "route", "office", date(2026, 9, 22), date(2026, 9, 23)),
        Redated(recounted, number, "route", "office", date(2026, 9, 25), date(2026, 9, 28)),
    ]
    (other,) = worklist.redated_lately(by=district.green, since=SINCE)
    assert (other.owner, other.new_date) == ("environment", date(2026, 9, 30))
    assert worklist.redated_lately(by=district.clerk, since=SINCE, limit=1) == told[:1]
    assert worklist.redated_lately(by=district.clerk, since=SINCE + timedelta(days=1)) == []


@pytest.mark.usefixtures("recounted")
def test_who_reads_no_matters_is_told_of_no_date_that_moved(district: District) -> None:
    assert worklist.redated_lately(by=district.auditor, since=SINCE) == []


def test_of_a_date_that_moved_and_was_met_nobody_is_told(district: District, recounted: str) -> None:
    Duty.objects.filter(case_id=recounted, ref="2.0").update(status="done", closed_date=TODAY)
    assert [move.new_date for move in worklist.redated_lately(by=district.clerk, since=SINCE)] == [date(2026, 9, 28)]


@pytest.mark.usefixtures("recounted")
@pytest.mark.parametrize("recounted", ["accusation"], indirect=True)
def test_dates_of_a_sealed_matter_moved_for_those_who_work_on_it(district: District) -> None:
    assert len(worklist.redated_lately(by=district.clerk, since=SINCE)) == 2
    assert worklist.redated_lately(by=district.supervisor, since=SINCE) == []


@pytest.mark.usefixtures("recounted")
def test_dates_that_moved_are_read_in_one_query(district: District) -> None:
    with CaptureQueriesContext(connection) as asked:
        worklist.redated_lately(by=district.clerk, since=SINCE)
    assert len(asked) == 1


def test_at_most_twenty_dates_that_moved_are_shown(district: District, recounted: str) -> None:
    first = Duty.objects.get(case_id=recounted, ref="2.0")
    refs = [f"8.{number}" for number in range(21)]
    rows = []
    for ref in refs:
        row = copy(first)
        row.pk, row.ref = f"{recounted}.{ref}", ref
        rows.append(row)
    Duty.objects.bulk_create(rows)
    event, _rights_alone = ledger.of_type("duty.redated", since=SINCE)
    event.payload["moves"].extend({"ref": ref, "was": "2026-09-22", "due": "2026-09-23"} for ref in refs)
    assert len(worklist.redated_lately(by=district.clerk, since=SINCE)) == 20


def test_nothing_moved_where_no_calendar_arrived(district: District) -> None:
    received(district)
    assert worklist.redated_lately(by=district.clerk, since=datetime(2026, 1, 1, tzinfo=SHANGHAI)) == []
    assert Case.objects.count() == 1
