"""One command: what is shown before is what is done, and what nobody has to say is
filled in.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.matter import command as commands
from huiyin.casework.matter import fillers, reads
from huiyin.casework.models import Note
from huiyin.law.rules.known import KNOWN
from huiyin.law.terms.ruling import Ruling
from huiyin.people.particulars import Particulars

pytestmark = pytest.mark.django_db


def test_what_packs_may_ask_for_is_what_is_worked_out() -> None:
    assert set(fillers.FILLERS) == set(KNOWN)


def shown(life: Life, wanted: commands.Command, by: Actor, on: str) -> Ruling | None:
    view = reads.access_case(by=by, case_id=life.filed.case_id)
    return commands.preview(wanted, work=reads.work_on(view), by=by, at=moment(on))


def test_a_preview_says_what_then_happens_and_writes_nothing(district: District) -> None:
    """Accepted on 23 November 2026: sixty days end on Friday 22 January 2027 (R22 Art 34)."""
    life = Life.begin(district).until("notified")
    wanted = acts.command("accept", life.filed.case_id, {"note": "已受理"})
    before = life.view.state
    ruling = shown(life, wanted, district.green, "2026-11-23")
    assert ruling is not None
    assert [(duty.kind, duty.deadline.due_date) for duty in ruling.opens] == [("handle", date(2027, 1, 22))]
    assert life.view.state == before
    state = acts.perform(wanted, by=district.green, at=moment("2026-11-23"))
    assert [(duty.kind, duty.due_date) for duty in state.open_duties] == [("handle", date(2027, 1, 22))]
    assert Note.objects.get(key="note").text == "已受理"


def test_while_something_is_not_said_nothing_is_foreseen(district: District) -> None:
    life = Life.begin(district).until("accepted")
    wanted = acts.command("extend", life.filed.case_id, {"reason": "案情复杂"})
    assert shown(life, wanted, district.green_head, "2026-11-23") is None
    assert shown(life, acts.command("no_such", life.filed.case_id, {}), district.green, "2026-11-23") is None


def test_an_answer_to_a_claim_that_nobody_made_is_not_taken(district: District) -> None:
    life = Life.begin(district).until("accepted")
    answers = [Decision(1, "supported", "查明", "依据"), Decision(9, "supported", "查明", "依据")]
    told: dict[str, Any] = {"outcome": "supported", "decisions": answers, "heard": "talk"}
    with pytest.raises(Invalid):
        acts.take("decide", case_id=life.filed.case_id, **told, by=district.green, at=moment("2026-11-23"))
    assert life.view.state.state == "accepted"


def test_nobody_can_say_what_is_on_record(district: District) -> None:
    """Of two who signed one has not agreed: whoever withdraws cannot say that all did."""
    joint = Life.begin(district, persons=2, signatories=(Particulars(name="周明"),)).until("registered")
    petitioner = Actor.petitioner(joint.filed.case_id)
    lie: dict[str, Any] = {"all_agree": True, "signatories": 1, "reason": "不反映了"}
    with pytest.raises(Refused):
        acts.take("withdraw", case_id=joint.filed.case_id, **lie, by=petitioner, at=moment("2026-11-23"))
    assert not joint.view.state.final


def test_whether_it_is_assigned_follows_from_the_day(district: District) -> None:
    """With a day to report it is assigned (交办), without one forwarded (R22 Art 22)."""
    kinds = {}
    for day in (None, date(2027, 2, 26)):
        life = Life.begin(district).until("registered")
        told: dict[str, Any] = {"to": "housing", "report_by": day, "mode": "forward"}
        forward = acts.command("forward", life.filed.case_id, told)
        state = acts.perform(forward, by=district.dispatcher, at=moment("2026-11-23"))
        kinds[day] = {duty.kind for duty in state.open_duties}
    assert "report" in kinds[date(2027, 2, 26)]
    assert "report" not in kinds[None]


def test_nobody_says_by_themselves_that_facts_and_basis_are_stated(district: District) -> None:
    """The opinion answers each request with facts and basis (R22 Art 32): without answers there is none."""
    life = Life.begin(district).until("accepted")
    said = {"outcome": "supported", "heard": "talk", "facts_stated": True, "basis_stated": True}
    before = life.view.state
    with pytest.raises(Refused) as refused:
        acts.take("decide", case_id=life.filed.case_id, by=district.green, at=moment("2026-11-20"), **said)
    assert {ground.rule for ground in refused.value.grounds} == {"step:decide"}
    assert life.view.state == before


@pytest.mark.parametrize("stated", [True, False])
def test_what_is_shown_before_the_answers_are_written_counts_them_as_written(district: District, stated: bool) -> None:
    """Whatever is said of facts and basis, the answers to come are what counts."""
    life = Life.begin(district).until("accepted")
    said = {"outcome": "supported", "heard": "talk", "facts_stated": stated, "basis_stated": stated}
    ruling = shown(life, acts.command("decide", life.filed.case_id, said), district.green, "2026-11-20")
    assert ruling is not None
    assert ruling.allowed
    assert ruling.state == "decided"


def test_an_answer_without_facts_is_refused_before_as_when_it_is_done(district: District) -> None:
    life = Life.begin(district).until("accepted")
    bare = [Decision(claim.position, "supported", "", "依据") for claim in life.view.claims]
    wanted = acts.command("decide", life.filed.case_id, {"outcome": "supported", "heard": "talk", "decisions": bare})
    ruling = shown(life, wanted, district.green, "2026-11-20")
    assert ruling is not None
    with pytest.raises(Refused) as refused:
        acts.perform(wanted, by=district.green, at=moment("2026-11-20"))
    assert ruling.refusals == refused.value.grounds
    assert "step:decide.facts" in {ground.rule for ground in ruling.refusals}
