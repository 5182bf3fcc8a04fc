"""The conditions that keep a sealed matter, and one in which the reader stands aside, out of what is fetched: by rows of
matters and by rows that belong to one (R22 Art 22, 28, 30).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db.models import QuerySet
from tests.plugins.district import PASSWORD, District, moment, petition
from tests.plugins.matters import Life
from tests.plugins.readers import name_reader, staff

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.suggestions import acts as advice
from huiyin.casework.chapters.suggestions.acts import Suggestion
from huiyin.casework.models import Case, Duty
from huiyin.casework.sealing import visibility
from huiyin.casework.sealing.visibility import Sealed
from huiyin.organisations import staff_acts, staff_reads

pytestmark = pytest.mark.django_db


@dataclass
class Two:
    """A petition and a report of wrongdoing, both taken in by the office, which has both and owes something in each."""

    district: District
    petition: str
    report: str


@pytest.fixture
def two(district: District) -> Two:
    """They come on 8 September 2026."""
    taken = [
        intake.receive(
            petition=petition(category=category), office="office", by=district.dispatcher, at=moment("2026-09-08")
        ).case_id
        for category in ("appeal", "accusation")
    ]
    return Two(district, *taken)


def matters(rows: QuerySet[Case]) -> set[str]:
    """The matters of rows of matters."""
    return {row.pk for row in rows}


def owed(rows: QuerySet[Duty]) -> set[str]:
    """The matters of rows of duties."""
    return {row.case_id for row in rows}


@pytest.mark.parametrize(
    ("who", "works"),
    [
        ("clerk", True),  # registers
        ("chief", True),  # handles
        ("green_head", True),
        ("supervisor", False),
        ("auditor", False),
    ],
)
def test_who_registers_or_handles_works_on_sealed_matters(district: District, who: str, works: bool) -> None:
    assert visibility.works_on_sealed(district.actors[who]) is works


def test_a_head_who_is_no_officer_handles(district: District) -> None:
    at = moment("2026-01-05")
    chief = staff_acts.create_staff(username="lead", name="Lead", password=PASSWORD, by="system", at=at)
    staff_acts.post_staff(staff=chief, organ="xinan", post="head", from_date=at.date(), by="system", at=at)
    info = staff_reads.staff_info(chief, date(2026, 9, 8))
    assert info is not None
    assert visibility.works_on_sealed(Actor.of_staff(info))


def test_neither_petitioners_nor_the_clockwork_work_on_sealed_matters(district: District) -> None:
    assert visibility.works_on_sealed(Actor.petitioner("c1")) is False
    assert visibility.works_on_sealed(Actor.system()) is False


def test_where_readers_are_named_they_alone_work_on_sealed_matters_of_that_organ(district: District) -> None:
    reader = name_reader(district)
    assert visibility.works_on_sealed(reader)
    for who in ("secretary", "colleague"):
        assert not visibility.works_on_sealed(Actor.of_staff(staff(district, who)))
    assert visibility.works_on_sealed(district.clerk)  # of an organ that has named nobody


def test_a_list_leaves_sealed_matters_out_unless_it_says_otherwise(two: Two) -> None:
    by = two.district.clerk
    assert matters(visibility.visible(Case.objects.all(), by=by)) == {two.petition}
    assert owed(visibility.visible(Duty.objects.all(), by=by)) == {two.petition}
    assert matters(visibility.visible(Case.objects.all(), by=by, sealed=Sealed.NEVER)) == {two.petition}


@pytest.mark.parametrize(
    ("who", "finds"), [("clerk", True), ("chief", True), ("supervisor", False), ("auditor", False)]
)
def test_what_an_organ_owes_is_listed_for_those_who_work_on_sealed_matters(two: Two, who: str, finds: bool) -> None:
    by, expected = two.district.actors[who], {two.petition} | ({two.report} if finds else set())
    assert owed(visibility.visible(Duty.objects.all(), by=by, sealed=Sealed.OWED)) == expected
    assert matters(visibility.visible(Case.objects.all(), by=by, sealed=Sealed.OWED)) == expected


@pytest.mark.parametrize(
    ("who", "finds"),
    [
        ("clerk", True),
        ("chief", True),
        ("supervisor", False),
        ("townsman", False),  # works on sealed matters, of another organ
        ("inspector", False),  # of the competent kind, and nobody has passed it on
        ("governor", False),  # above
    ],
)
def test_of_matters_looked_at_one_by_one_those_are_known_that_are_the_organs_own(
    two: Two,
    who: str,
    finds: bool,
) -> None:
    by, expected = two.district.actors[who], {two.petition} | ({two.report} if finds else set())
    assert matters(visibility.visible(Case.objects.all(), by=by, sealed=Sealed.KNOWN)) == expected
    assert matters(visibility.known(by, Case.objects.all())) == expected


def test_the_clockwork_is_not_kept_from_what_is_sealed(two: Two) -> None:
    assert matters(visibility.known(Actor.system(), Case.objects.all())) == {two.petition, two.report}


def test_an_organ_knows_of_a_sealed_matter_while_it_owes_something_in_it(two: Two) -> None:
    by = two.district.townsman
    assert matters(visibility.known(by, Case.objects.all())) == {two.petition}
    # its own, in another matter
    Duty.objects.filter(case_id=two.petition).update(owner="xinan")
    assert matters(visibility.known(by, Case.objects.all())) == {two.petition}
    Duty.objects.filter(case_id=two.report, status="open").update(owner="xinan")
    assert matters(visibility.known(by, Case.objects.all())) == {two.petition, two.report}
    Duty.objects.filter(case_id=two.report).update(status="done", closed_date="2026-09-09")
    assert matters(visibility.known(by, Case.objects.all())) == {two.petition}


def test_an_organ_knows_of_a_sealed_matter_that_it_has_although_it_owes_nothing_in_it(two: Two) -> None:
    Duty.objects.all().update(status="done", closed_date="2026-09-09")
    assert matters(visibility.known(two.district.clerk, Case.objects.all())) == {two.petition, two.report}
    assert matters(visibility.known(two.district.townsman, Case.objects.all())) == {two.petition}


def test_an_organ_knows_of_a_sealed_matter_that_it_is_offered(two: Two) -> None:
    acts.take(
        "offer_handover",
        case_id=two.report,
        to="discipline",
        reason="其职权",
        by=two.district.dispatcher,
        at=moment("2026-09-09"),
    )
    assert Case.objects.get(pk=two.report).offered == "discipline"
    assert matters(visibility.known(two.district.inspector, Case.objects.all())) == {two.petition, two.report}
    assert matters(visibility.known(two.district.townsman, Case.objects.all())) == {two.petition}


def test_what_nobody_in_particular_is_told_has_no_sealed_matter_in_it(two: Two) -> None:
    assert matters(visibility.told_to_all(Case.objects.all())) == {two.petition}
    assert owed(visibility.told_to_all(Duty.objects.all())) == {two.petition}


def test_lists_keep_to_one_register_where_they_name_it(two: Two) -> None:
    sent = advice.send(
        suggestion=Suggestion(kind="improve_work", to="environment", title="按期告知", text="建议建立到期提醒。"),
        by=two.district.supervisor,
        at=moment("2026-11-23"),
    ).case_id
    by, all_matters, all_duties = two.district.clerk, Case.objects.all(), Duty.objects.all()
    assert matters(visibility.told_to_all(all_matters)) == {two.petition, sent}
    assert matters(visibility.told_to_all(all_matters, register="petition")) == {two.petition}
    assert owed(visibility.told_to_all(all_duties, register="advice")) == {sent}
    for rule in (Sealed.NEVER, Sealed.OWED, Sealed.KNOWN):
        assert matters(visibility.visible(all_matters, by=by, register="advice", sealed=rule)) == {sent}
        assert sent not in matters(visibility.visible(all_matters, by=by, register="petition", sealed=rule))
        assert sent in matters(visibility.visible(all_matters, by=by, sealed=rule))


def test_whoever_stands_aside_finds_the_matter_in_no_list(district: District) -> None:
    life, other = Life.begin(district).until("accepted"), Life.begin(district).until("accepted")
    declared: dict[str, Any] = {"reason": "我家就住在旁边", "by": district.green, "at": moment("2026-09-22")}
    acts.take("declare_recusal", case_id=life.filed.case_id, **declared)
    aside, both = life.filed.case_id, {life.filed.case_id, other.filed.case_id}
    assert matters(visibility.stands_aside(district.green.name)) == {aside}
    assert matters(visibility.stands_aside(district.green_head.name)) == set()
    for rule in Sealed:
        seen = visibility.visible(Case.objects.all(), by=district.green, sealed=rule)
        assert matters(seen) == both - {aside}
        assert matters(visibility.visible(Case.objects.all(), by=district.green_head, sealed=rule)) == both
    open_duties = Duty.objects.filter(status="open")
    assert owed(visibility.visible(open_duties, by=district.green)) == both - {aside}
    assert owed(visibility.visible(open_duties, by=district.green_head)) == both


@pytest.mark.sqlite
def test_the_few_who_stand_aside_are_found_by_an_index(district: District) -> None:
    assert "case_aside" in visibility.stands_aside(district.green.name).explain()


def test_titles_are_searched_of_no_sealed_matter(two: Two) -> None:
    """Both are called 夜间施工噪声扰民."""
    assert owed(Duty.objects.filter(visibility.titled("施工噪声"))) == {two.petition}
    assert owed(Duty.objects.filter(visibility.titled("路灯"))) == set()
