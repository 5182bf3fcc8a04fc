"""What the state after an act says of who may still know the matter is what reading it again says."""

from __future__ import annotations

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.errors import NotFound, StandsAside
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import reads
from huiyin.casework.matter.work import Work
from huiyin.casework.models import Case

pytestmark = pytest.mark.django_db
STAGES = ("registered", "forwarded", "notified", "accepted", "extended", "decided", "served")


def who_knows(district: District, case_id: str) -> set[str]:
    """The usernames of all who may know the matter; both ways of asking say the same."""
    state = Work.load(Case.objects.get(pk=case_id)).state
    known = set()
    for name, actor in district.actors.items():
        try:
            reads.access_row(by=actor, case_id=case_id)
        except (NotFound, StandsAside):
            assert not reads.still_knows(actor, state), name
        else:
            assert reads.still_knows(actor, state), name
            known.add(name)
    return known


def test_at_every_stage_of_a_matter(district: District) -> None:
    life = Life.begin(district)
    # The office that took it in, and those who supervise it; nobody of the branch that does not have it yet
    office = {"clerk", "dispatcher", "chief", "supervisor"}
    assert who_knows(district, life.filed.case_id) == office
    for stage in STAGES:
        life.until(stage)
        known = who_knows(district, life.filed.case_id)
        assert known == (office if stage == "registered" else office | {"green", "green_head"})


def test_a_report_of_wrongdoing_goes_out_of_sight_with_the_organ(district: District) -> None:
    by = district.dispatcher
    filed = intake.receive(petition=petition(category="accusation"), office="office", by=by, at=moment("2026-09-08"))
    assert who_knows(district, filed.case_id) == {"clerk", "dispatcher", "chief"}
    acts.take("forward", case_id=filed.case_id, to="discipline", by=by, at=moment("2026-09-09"))
    assert who_knows(district, filed.case_id) == {"inspector", "secretary", "colleague"}


def test_whoever_stands_aside_is_told_no_more(district: District) -> None:
    life = Life.begin(district).until("accepted")
    acts.take(
        "declare_recusal",
        case_id=life.filed.case_id,
        reason="我家就住在旁边",
        by=district.green,
        at=moment("2026-09-22"),
    )
    known = who_knows(district, life.filed.case_id)
    assert "green" not in known
    assert "green_head" in known
