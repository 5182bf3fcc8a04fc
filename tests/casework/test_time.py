"""A clock that was wrong: time never runs backwards in a matter, nobody loses a right
by it, no office is stuck.

The matter is the one of ``Life``: filed on Tuesday 8 September 2026, and so on, at ten
in the morning.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life
from tests.plugins.readers import name_reader, staff
from tests.plugins.tampering import sql, tamper

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.chapters.legacy_import.acts import carry_contacts, carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyContact, LegacyMatter
from huiyin.casework.matter import reads
from huiyin.casework.models import Case
from huiyin.casework.upkeep import verify
from huiyin.casework.upkeep.lapsing import lapse_due
from huiyin.casework.upkeep.redating import recompute
from huiyin.ledger import reads as ledger
from huiyin.ledger.event import Event
from huiyin.organisations import readers
from huiyin.people import acts as people
from huiyin.people import reads as vault

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKED = {"reason": "没有实地检测"}


def history(life: Life) -> tuple[Event, ...]:
    return ledger.events(f"case:{life.filed.case_id}")


def in_order(life: Life) -> bool:
    found = [event.at for event in history(life)]
    return found == sorted(found)


def closed_after_opened(life: Life) -> bool:
    return all(
        duty.closed_date is None or duty.closed_date >= duty.opened_date
        for duty in Case.objects.get(pk=life.filed.case_id).duties.all()
    )


def register(life: Life, at: datetime) -> Any:
    return acts.take(
        "register",
        case_id=life.filed.case_id,
        category="appeal",
        topic="noise",
        area="xinan",
        by=life.district.clerk,
        at=at,
    )


def decide(life: Life, at: datetime) -> Any:
    decisions = [Decision(claim.position, "supported", "属实", "依据") for claim in life.view.claims]
    return acts.take(
        "decide",
        case_id=life.filed.case_id,
        outcome="supported",
        decisions=decisions,
        by=life.district.green,
        at=at,
        heard="talk",
    )


def serve(life: Life, on: date, at: datetime) -> Any:
    return acts.take("serve", case_id=life.filed.case_id, method="post", received_on=on, by=life.district.green, at=at)


def test_one_day_back_takes_the_instant_of_what_stands_before_it(district: District) -> None:
    life = Life.begin(district)  # on the 8th; the clock then says the 7th
    state = register(life, moment("2026-09-07"))
    filed, registered = history(life)
    assert registered.at == filed.at == moment("2026-09-08")
    assert registered.payload["day"] == "2026-09-08"
    assert closed_after_opened(life)
    # The next duty runs as from the 8th, a Tuesday: fifteen days (Art 22) are over on the 23rd.
    assert {duty.due_date for duty in state.open_duties} == {date(2026, 9, 23)}
    assert verify.run().problems == ()


def test_two_processes_with_clocks_a_little_apart(district: District) -> None:
    life = Life.begin(district)
    register(life, moment("2026-09-08") - timedelta(seconds=3))
    acts.take(
        "forward",
        case_id=life.filed.case_id,
        to="environment",
        by=district.dispatcher,
        at=moment("2026-09-08") + timedelta(seconds=2),
    )
    found = [event.at - moment("2026-09-08") for event in history(life)]
    assert [one.total_seconds() for one in found] == [0, 0, 2]


def test_midnight_between_two_processes(district: District) -> None:
    life = Life.begin(district)
    register(life, moment("2026-09-09", 0))
    contact = petition(channel="online")
    recorded = contacts.record_contact(
        case_id=life.filed.case_id,
        contact=contact,
        office="office",
        by=district.clerk,
        at=moment("2026-09-09", 0) - timedelta(seconds=1),
    )
    assert recorded.state.contacts == 2
    assert [one.contact_date for one in life.view.contacts] == [date(2026, 9, 8), date(2026, 9, 9)]
    assert verify.run().problems == ()


@pytest.mark.parametrize("ahead", [DAY, 400 * DAY])
def test_a_clock_that_ran_ahead_and_is_right_again_blocks_nothing(district: District, ahead: timedelta) -> None:
    life = Life.begin(district).until("forwarded")
    acts.take("notify", case_id=life.filed.case_id, text="已收到", by=district.green, at=moment("2026-09-18") + ahead)
    acts.take("accept", case_id=life.filed.case_id, by=district.green, at=moment("2026-09-18"))
    decide(life, moment("2026-09-21"))
    # The answer bears the day of what stands before it, or the clock's own: either can be entered.
    serve(life, max(moment("2026-09-18") + ahead, moment("2026-09-22")).date(), moment("2026-09-22"))
    assert life.view.state.state == "served"
    assert in_order(life)
    assert closed_after_opened(life)
    assert verify.run().problems == ()


def test_an_answer_is_served_on_the_day_of_what_stands_before_it(district: District) -> None:
    life = Life.begin(district).until("notified")
    acts.take("accept", case_id=life.filed.case_id, by=district.green, at=moment("2026-09-20"))
    contacts.add_material(
        case_id=life.filed.case_id, text="补充", by=Actor.petitioner(life.filed.case_id), at=moment("2026-09-23")
    )
    decide(life, moment("2026-09-23"))
    assert serve(life, date(2026, 9, 23), moment("2026-09-22")).dates["served"] == date(2026, 9, 23)


def test_no_right_is_lost_to_a_clock_that_ran_ahead(district: District) -> None:
    life = Life.begin(district).until("served")  # on 21 November: a review can be asked for until 21 December
    case_id, petitioner = life.filed.case_id, Actor.petitioner(life.filed.case_id)
    contacts.add_material(case_id=case_id, text="照片", by=petitioner, at=moment("2027-11-22"))
    with pytest.raises(Refused):
        acts.take("ask_review", case_id=case_id, **ASKED, by=petitioner, at=moment("2026-12-22"))
    found = {
        one.step: one.ruling.allowed for one in reads.options(view=life.view, by=petitioner, at=moment("2026-12-21"))
    }
    assert found["ask_review"] is True
    # Time alone takes nothing before its day by the clock that is right, and then it does.
    assert lapse_due(at=moment("2026-12-21")) == 0
    state = acts.take("ask_review", case_id=case_id, **ASKED, by=petitioner, at=moment("2026-12-21"))
    assert state.state == "review_requested"
    assert in_order(life)
    assert verify.run().problems == ()


def test_time_alone_waits_for_its_day_and_is_dated_in_order(district: District) -> None:
    life = Life.begin(district).until("served")
    petitioner = Actor.petitioner(life.filed.case_id)
    contacts.add_material(case_id=life.filed.case_id, text="照片", by=petitioner, at=moment("2027-11-22"))
    assert lapse_due(at=moment("2026-12-22")) == 1
    assert history(life)[-1].at == moment("2027-11-22")
    assert closed_after_opened(life)
    assert verify.run().problems == ()


def test_a_right_that_runs_by_the_later_day_is_not_cut_by_a_clock_behind(district: District) -> None:
    life = Life.begin(district).until("served")
    petitioner = Actor.petitioner(life.filed.case_id)
    state = acts.take("ask_review", case_id=life.filed.case_id, **ASKED, by=petitioner, at=moment("2026-11-01"))
    assert state.state == "review_requested"
    assert history(life)[-1].at == moment("2026-11-21")


def test_dates_that_are_computed_anew_are_dated_in_order(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    case = Case.objects.get(pk=life.filed.case_id)
    case.duties.filter(status="open").update(provisional=True)
    recompute(at=moment("2026-09-01"), reason="calendar")
    assert in_order(life)


def test_what_an_old_ledger_records_keeps_its_days(district: District) -> None:
    matter = LegacyMatter(
        number="旧2024-1",
        received_on=date(2024, 3, 4),
        channel="letter",
        title="噪声",
        text="夜间施工",
        handler="environment",
        category="appeal",
        topic="noise",
        area="xinan",
        persons=1,
        answered_on=date(2024, 4, 8),
        outcome="explained",
        ground="",
        reply="已答复",
    )
    at = moment("2026-09-08")
    assert carry_over(matters=[matter], office="office", at=at).taken == ["旧2024-1"]
    contact = LegacyContact(
        number="旧2024-2", matter_number="旧2024-1", on=date(2024, 3, 11), channel="letter", text="又来信", persons=1
    )
    assert carry_contacts(contacts=[contact], office="office").taken == ["旧2024-2"]
    case = Case.objects.get(number="旧2024-1")
    last = ledger.events(f"case:{case.pk}")[-1]
    assert last.at == moment("2024-03-11", 12)
    assert case.event_at > last.at  # it was closed by time alone, later
    assert case.contact_rows.get(repeat=True).contact_date == date(2024, 3, 11)
    assert verify.run(instants=True).problems == ()


def test_what_was_written_before_still_folds_and_is_told(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.casework.matter.work.not_before", lambda at, *_, **__: at)
    life = Life.begin(district)
    register(life, moment("2026-09-07"))
    monkeypatch.undo()
    assert Case.objects.get(pk=life.filed.case_id).event_at == moment("2026-09-08")
    with translation.override("en"):
        told = [(one.seq, one.message) for one in verify.run().problems]
    assert told == [
        (2, f"case:{life.filed.case_id}: event 2 is dated before an event that stands before it"),
        (2, "duty 1.0 was closed on 2026-09-07, before it was opened on 2026-09-08"),
    ]
    acts.take("forward", case_id=life.filed.case_id, to="environment", by=district.dispatcher, at=moment("2026-09-07"))
    assert history(life)[-1].at == moment("2026-09-08")


def test_what_is_dated_after_it_was_written_is_told(district: District) -> None:
    life = Life.begin(district)
    assert verify.run().problems == ()
    # The ledger's own clock
    register(life, datetime.now(moment("2026-09-08").tzinfo) + DAY)  # noqa: TID251
    with translation.override("en"):
        told = [(one.seq, one.message) for one in verify.run(instants=True).problems]
    assert told == [(2, f"case:{life.filed.case_id}: event 2 is dated after it was written; a clock was wrong")]


def test_it_costs_no_query(district: District) -> None:
    life = Life.begin(district)
    other = Life.begin(district)
    with CaptureQueriesContext(connection) as forwards:
        register(life, moment("2026-09-09"))
    with CaptureQueriesContext(connection) as backwards:
        register(other, moment("2026-09-07"))
    assert len(forwards) == len(backwards)
    assert not any("MAX(" in one["sql"] for one in (*forwards, *backwards))


def test_rows_that_are_there_already_are_filled_from_their_events(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    tamper("UPDATE casework_case SET event_at = %s", datetime(1999, 1, 1, tzinfo=UTC))
    fill = import_module("huiyin.casework.migrations.0015_event_at").fill
    fill(apps, SimpleNamespace(connection=connection, execute=sql))
    assert Case.objects.get(pk=life.filed.case_id).event_at == moment("2026-09-15")


def test_an_identity_is_erased_when_its_event_says(district: District) -> None:
    life = Life.begin(district)
    (contact,) = Case.objects.get(pk=life.filed.case_id).contact_rows.all()
    at = moment("2026-09-09")
    vault.lookup_phone(
        office="office", phone="138 0000 0000", by=district.clerk, organ="office", at=at, request_recorded=True
    )
    people.erase(identity_id=contact.identity, by="system", at=at - DAY, reason="mistaken")
    assert [event.at for event in ledger.events("access:office")] == [at, at]
    assert verify.run().problems == ()


def test_a_reader_is_proposed_when_the_event_says(district: District) -> None:
    name_reader(district)
    readers.propose(staff=staff(district, "colleague").id, by=staff(district, "secretary"), at=moment("2026-01-05"))
    assert verify.run().problems == ()
