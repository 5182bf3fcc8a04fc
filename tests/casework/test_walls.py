"""Walls that nothing else leans on: filing for an office, a sealed matter that is offered, the last day of a week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.worklist import duty_counts, my_duties, offers_to
from huiyin.casework.matter import reads
from huiyin.casework.models import Case
from huiyin.organisations import acts as organisations
from huiyin.organisations import staff_acts, staff_reads

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "office"),
    [
        ("townsman", "office"),  # a clerk, of another organ
        ("clerk", "xinan"),
        ("supervisor", "office"),  # of this organ, but registers nothing
        ("clerk", "nowhere"),
    ],
)
def test_staff_file_for_their_own_office_only(district: District, who: str, office: str) -> None:
    """What they may not do says no more than that there is nothing there; nothing is written."""
    by = district.actors[who]
    with pytest.raises(NotFound, match=r"^there is no such office$"):
        intake.file_petition(petition=petition(), office=office, by=by, at=moment("2026-09-08"))
    assert not Case.objects.exists()


def test_whoever_registers_there_files_for_the_office(district: District) -> None:
    filed = intake.file_petition(petition=petition(), office="office", by=district.clerk, at=moment("2026-09-08"))
    assert filed.state.parties["receiver"] == "office"


def test_a_petitioner_files_with_any_office(district: District) -> None:
    filed = intake.file_petition(petition=petition(), office="xinan", by=Actor.petitioner(), at=moment("2026-09-08"))
    assert filed.state.parties["receiver"] == "xinan"


def inspectors(district: District) -> Actor:
    """A clerk and officer of a second discipline organ, under the city."""
    at = moment("2026-01-05")
    organisations.create_organ(
        code="city_discipline",
        name_zh="市纪委监委",
        level="department",
        kind="discipline",
        parent="city",
        by="system",
        at=at,
    )
    staff = staff_acts.create_staff(username="envoy", name="Envoy", password="Echo-and-answer-2026", by="system", at=at)
    for post in ("clerk", "officer"):
        staff_acts.post_staff(staff=staff, organ="city_discipline", post=post, from_date=at.date(), by="system", at=at)
    info = staff_reads.staff_info(staff, date(2026, 9, 8))
    assert info is not None
    return Actor.of_staff(info)


def test_a_sealed_matter_is_known_to_the_organ_that_it_is_offered_to(district: District) -> None:
    """It could not answer the offer otherwise; before, and for everybody beside it, there is no such matter."""
    envoy = inspectors(district)
    case_id = intake.file_petition(
        petition=petition(category="accusation", accused=("housing",)),
        office="city_discipline",
        by=Actor.petitioner(),
        at=moment("2026-09-08"),
    ).case_id
    acts.take("register", case_id=case_id, category="accusation", topic="", area="", by=envoy, at=moment("2026-09-09"))
    with pytest.raises(NotFound):
        reads.access_case(by=district.inspector, case_id=case_id)

    acts.take("offer_handover", case_id=case_id, to="discipline", reason="其职权", by=envoy, at=moment("2026-09-10"))

    assert Case.objects.get(pk=case_id).sealed
    assert reads.access_case(by=district.inspector, case_id=case_id).case_id == case_id
    assert [offer.case_id for offer in offers_to(by=district.inspector)] == [case_id]
    for who in ("builder_head", "green", "dispatcher", "supervisor", "governor", "mayor"):
        with pytest.raises(NotFound):
            reads.access_case(by=district.actors[who], case_id=case_id)
        assert offers_to(by=district.actors[who]) == ()

    acts.take("decline_handover", case_id=case_id, reason="不属本机关", by=district.inspector, at=moment("2026-09-11"))
    with pytest.raises(NotFound):
        reads.access_case(by=district.inspector, case_id=case_id)


@pytest.mark.parametrize(
    ("today", "week"),
    [
        (date(2026, 9, 23), 1),  # the day itself
        (date(2026, 9, 17), 1),  # 17 to 23 September: the seventh day
        (date(2026, 9, 16), 0),  # 16 to 22 September: the day after
        (date(2026, 9, 24), 0),  # late, and so in no week
    ],
)
def test_the_week_is_today_and_the_six_days_after(district: District, today: date, week: int) -> None:
    """What came on Tuesday 8 September 2026 is due in 15 days, on Wednesday the 23rd (R22 Art 22)."""
    filed = intake.receive(petition=petition(), office="office", by=district.dispatcher, at=moment("2026-09-08"))
    listed = my_duties(by=district.clerk, filters=Filters(bucket="week"), today=today).items
    assert [(item.case_id, item.due_date) for item in listed] == [(filed.case_id, date(2026, 9, 23))] * week
    assert duty_counts(by=district.clerk, today=today).week == week


@pytest.mark.parametrize(("days", "overdue", "today"), [(-1, 0, 0), (0, 0, 1), (1, 1, 0)])
def test_due_today_is_not_late(district: District, days: int, overdue: int, today: int) -> None:
    intake.receive(petition=petition(), office="office", by=district.dispatcher, at=moment("2026-09-08"))
    counts = duty_counts(by=district.clerk, today=date(2026, 9, 23) + timedelta(days=days))
    assert (counts.overdue, counts.today, counts.all) == (overdue, today, 1)
