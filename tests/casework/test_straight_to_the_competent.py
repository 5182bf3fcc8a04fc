"""A report of wrongdoing that somebody hands in themselves goes straight to the competent organ, whatever door it comes by.

Expected by R22 Art 22, 30 and 46 (5): organs of discipline take such reports, and neither the unit that a report is about
nor one under it is ever handed it.
"""

from __future__ import annotations

import pytest
from tests.plugins.district import FOUNDED, District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import reads
from huiyin.organisations import acts as organisations

pytestmark = pytest.mark.django_db
AT = moment("2026-09-08")


def filed(office: str, by: Actor, *accused: str, category: str = "accusation") -> dict[str, str]:
    """The parties of a matter that was filed there."""
    asked = petition(category=category, accused=accused)
    case_id = intake.hand_in(petition=asked, office=office, by=by, at=AT).case_id
    return dict(reads.access_case(by=Actor.system(), case_id=case_id).state.parties)


def city_discipline() -> None:
    """A second organ of discipline, at the city."""
    organisations.create_organ(
        code="city-discipline",
        name_zh="市纪委监委",
        level="department",
        kind="discipline",
        parent="city",
        by="system",
        at=FOUNDED,
    )


@pytest.mark.parametrize("office", ["office", "xinan", "housing", "district"])
def test_no_door_can_take_it_elsewhere(district: District, office: str) -> None:
    """What a door without a form of its own says, an API or a telephone: the wrong office."""
    parties = filed(office, Actor.petitioner())
    assert (parties["receiver"], parties["handler"]) == ("discipline", "discipline")


def test_the_organ_that_was_chosen_stands(district: District) -> None:
    city_discipline()
    assert filed("city-discipline", Actor.petitioner())["receiver"] == "city-discipline"
    assert filed("office", Actor.petitioner())["receiver"] == "discipline"


def test_never_the_organ_that_it_is_about_nor_one_under_it(district: District) -> None:
    city_discipline()
    assert filed("office", Actor.petitioner(), "discipline")["receiver"] == "city-discipline"
    # The district's own organ stands under the district.
    assert filed("discipline", Actor.petitioner(), "district")["receiver"] == "city-discipline"


def test_where_nobody_is_competent_it_is_taken_in_where_it_was_brought(district: District) -> None:
    organisations.close_organ(code="discipline", by="system", at=moment("2026-09-01"))
    assert filed("office", Actor.petitioner())["receiver"] == "office"


def test_other_matters_stay_where_they_were_handed_in(district: District) -> None:
    assert filed("office", Actor.petitioner(), category="appeal")["receiver"] == "office"


def test_what_a_window_takes_down_is_forwarded_to_the_same_organ_and_no_other(district: District) -> None:
    """The office registers what is said to it, and passes it on (R22 Art 22, 23)."""
    received = intake.receive(petition=petition(category="accusation"), office="office", by=district.dispatcher, at=AT)
    assert received.state.parties["receiver"] == "office"
    after = acts.take(
        "forward", case_id=received.case_id, to="discipline", by=district.dispatcher, at=moment("2026-09-09")
    )
    assert after.parties["handler"] == filed("office", Actor.petitioner())["handler"] == "discipline"
