"""A report of wrongdoing is known to those who work on it, and to nobody beside or
above them (R22 Art 30).
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.plugins.district import District, moment, petition

from huiyin.casework.basis.errors import NotFound
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.worklist import duty_counts, my_duties
from huiyin.casework.matter import reads

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 10)


@pytest.mark.parametrize("who", ["clerk", "dispatcher", "chief"])
def test_those_who_register_and_handle_find_it_on_their_worklist(district: District, who: str) -> None:
    filed = intake.receive(
        petition=petition(category="accusation"), office="office", by=district.dispatcher, at=moment("2026-09-08")
    )
    by = district.actors[who]
    assert [item.case_id for item in my_duties(by=by, filters=Filters(), today=TODAY).items] == [filed.case_id]
    assert duty_counts(by=by, today=TODAY).all == 1
    assert reads.access_case(by=by, case_id=filed.case_id).state.state == "registered"


@pytest.mark.parametrize(("who", "organ"), [("supervisor", ""), ("supervisor", "office"), ("auditor", "")])
def test_who_supervises_or_audits_in_the_same_office_learns_nothing_of_it(
    district: District, who: str, organ: str
) -> None:
    filed = intake.receive(
        petition=petition(category="accusation"), office="office", by=district.dispatcher, at=moment("2026-09-08")
    )
    by = district.actors[who]
    assert my_duties(by=by, filters=Filters(organ=organ), today=TODAY).items == ()
    assert duty_counts(by=by, today=TODAY, filters=Filters(organ=organ)).all == 0
    with pytest.raises(NotFound):
        reads.access_case(by=by, case_id=filed.case_id)
