"""The day of receipt and of posting: organs' time runs from the day on which something came in."""

from __future__ import annotations

from datetime import date

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.lists import statistics
from huiyin.casework.matter import reads
from huiyin.casework.matter.views import CaseView
from huiyin.casework.upkeep import lapsing
from huiyin.casework.upkeep.verify import run

FRIDAY, MONDAY = date(2026, 11, 20), "2026-11-23"


def seen(case_id: str) -> CaseView:
    """The matter as the system sees it."""
    return reads.access_case(by=Actor.system(), case_id=case_id)


def letter(district: District, *, came: date, entered: str, posted: date | None = None) -> CaseView:
    """A letter that the clerk enters and registers."""
    told = petition(channel="letter", category="appeal", arrived_on=came, posted_on=posted)
    filed = intake.receive(petition=told, office="office", by=district.clerk, at=moment(entered))
    return seen(filed.case_id)


def test_a_letter_of_friday_entered_on_monday_counts_from_friday(district: District) -> None:
    view = letter(district, came=FRIDAY, entered=MONDAY, posted=date(2026, 11, 18))
    # 15 days from Friday 20 November end on Saturday 5 December, and so on Monday the 7th
    assert [(duty.kind, duty.base_date, duty.due_date) for duty in view.open_duties] == [
        ("route", FRIDAY, date(2026, 12, 7))
    ]
    assert view.state.received_date == FRIDAY
    assert view.state.dates["posted"] == date(2026, 11, 18)
    assert view.contacts[0].contact_date == FRIDAY
    assert run().ok


def test_it_belongs_to_the_month_and_to_the_law_of_its_receipt(district: District) -> None:
    view = letter(district, came=date(2022, 4, 29), entered="2022-05-05")
    assert view.pack.key == "cn-xinfang/2005-05-01"
    april = statistics.contact_total(start=date(2022, 4, 1), end=date(2022, 5, 1), codes=None)
    assert april == (1, 0)
    assert run().ok


def test_a_further_letter_is_of_the_day_on_which_it_came(district: District) -> None:
    view = letter(district, came=FRIDAY, entered=MONDAY)
    again = petition(channel="letter", arrived_on=date(2026, 11, 27), posted_on=date(2026, 11, 26))
    contacts.record_contact(
        case_id=view.case_id, contact=again, office="office", by=district.clerk, at=moment("2026-11-30")
    )
    assert [one.contact_date for one in seen(view.case_id).contacts] == [FRIDAY, date(2026, 11, 27)]
    assert run().ok
    for wrong in (petition(arrived_on=date(2026, 12, 1)), petition(posted_on=date(2026, 12, 1))):
        with pytest.raises(Refused):
            contacts.record_contact(
                case_id=view.case_id, contact=wrong, office="office", by=district.clerk, at=moment("2026-11-30")
            )


def test_petitioners_do_not_date_back_what_they_file(district: District) -> None:
    with pytest.raises(Refused) as refused:
        intake.file_petition(
            petition=petition(arrived_on=FRIDAY), office="office", by=Actor.petitioner(), at=moment(MONDAY)
        )
    assert refused.value.grounds[0].rule == "step:file"
    life = Life.begin(district).until("served")
    late = {"reason": "不服", "posted_on": date(2026, 12, 1)}
    with pytest.raises(Refused):
        acts.take(
            "ask_review",
            case_id=life.filed.case_id,
            **late,
            by=Actor.petitioner(life.filed.case_id),
            at=moment("2026-12-25"),
        )


def test_a_request_posted_in_time_is_in_time_after_the_file_was_closed(district: District) -> None:
    life = Life.begin(district).until("served")  # received on 21 November: until Monday 21 December
    assert lapsing.lapse_due(at=moment("2026-12-22", 3)) == 1
    assert life.view.state.state == "executing"  # what was promised is still followed up
    told = {"reason": "没有实地检测", "arrived_on": date(2026, 12, 23), "posted_on": date(2026, 12, 20)}
    acts.take("ask_review", case_id=life.filed.case_id, **told, by=district.clerk, at=moment("2026-12-24"))
    view = life.view
    review = next(duty for duty in view.open_duties if duty.kind == "review")
    # 30 days from Wednesday 23 December: Friday 22 January 2027
    assert (review.base_date, review.due_date) == (date(2026, 12, 23), date(2027, 1, 22))
    assert view.state.dates["review_posted"] == date(2026, 12, 20)
    assert not view.state.values.get("review_late")
    assert run().ok


def test_a_request_posted_late_needs_an_excuse(district: District) -> None:
    life = Life.begin(district).until("served")
    lapsing.lapse_due(at=moment("2026-12-22", 3))
    told = {"reason": "不服", "arrived_on": date(2026, 12, 23), "posted_on": date(2026, 12, 22)}
    with pytest.raises(Refused) as refused:
        acts.take("ask_review", case_id=life.filed.case_id, **told, by=district.clerk, at=moment("2026-12-24"))
    assert [ground.rule for ground in refused.value.grounds] == ["step:ask_review.in_time"]
