"""The simplified procedure through the acts: answered, asked for on paper, moved to the
ordinary procedure.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.matter import participants, reads
from huiyin.casework.models import Case, EarlierDecision, Note
from huiyin.casework.upkeep.verify import run
from huiyin.people.particulars import Particulars

ACCEPT = {"ground": "daily_life", "obstacle": "none"}


def step(life: Life, name: str, by: Actor, day: str, /, **args: Any) -> None:
    acts.take(name, case_id=life.filed.case_id, **args, by=by, at=moment(day))


def answer(life: Life, day: str, method: str = "phone", outcome: str = "explained") -> None:
    acts.take(
        "answer_simply",
        case_id=life.filed.case_id,
        outcome=outcome,
        decisions=[Decision(1, outcome, "", "", "已协调停工")],
        by=life.district.green,
        at=moment(day),
        method=method,
        received_on=date.fromisoformat(day),
        heard="call",
    )


@pytest.fixture
def life(district: District) -> Life:
    """Forwarded on Tuesday 15 September 2026, accepted in the simplified way on the 16th."""
    life = Life.begin(district).until("forwarded")
    step(life, "accept_simplified", district.green, "2026-09-16", **ACCEPT)
    return life


def test_an_answer_on_the_telephone_counts(life: Life) -> None:
    """Ten working days from 16 September pass over Mid-Autumn and count the make-up
    Sunday: 30 September.
    """
    [duty] = life.view.open_duties
    assert (duty.kind, duty.due_date) == ("answer_simply", date(2026, 9, 30))
    answer(life, "2026-09-18")
    row = Case.objects.get(pk=life.filed.case_id)
    assert (row.state, row.resolved_date, row.outcome) == ("served", date(2026, 9, 18), "explained")
    assert {right.kind for right in life.view.state.rights} == {"written_answer", "ask_ordinary", "rate"}
    assert [claim.reply for claim in life.view.claims] == ["已协调停工"]
    assert run().problems == ()


def test_the_petitioner_gets_paper(life: Life) -> None:
    petitioner = Actor.petitioner(life.filed.case_id)
    step(life, "prefer_paper", petitioner, "2026-09-17")
    with pytest.raises(Refused) as no:
        answer(life, "2026-09-18")
    assert [ground.rule for ground in no.value.grounds] == ["step:answer_simply.on_paper_when_asked"]
    answer(life, "2026-09-18", method="paper")
    [right] = [right for right in life.view.state.rights if right.kind == "ask_review"]
    assert right.last_day == date(2026, 10, 18)


def test_the_time_for_a_review_runs_from_the_paper(life: Life) -> None:
    """R22 Art 35: asked for 45 days after the call and received on 5 November, 30 days
    end on Saturday 5 December.
    """
    petitioner = Actor.petitioner(life.filed.case_id)
    answer(life, "2026-09-18")
    acts.take("lapse", case_id=life.filed.case_id, by=Actor.system(), at=moment("2026-10-20"))
    assert life.view.state.final
    assert "written_answer" in {right.kind for right in life.view.state.rights}
    step(life, "ask_paper", petitioner, "2026-11-02")
    [duty] = life.view.open_duties
    assert (duty.kind, duty.due_date) == ("paper_answer", date(2026, 11, 9))
    step(life, "give_paper", life.district.green, "2026-11-06", method="post", received_on=date(2026, 11, 5))
    [right] = [right for right in life.view.state.rights if right.kind == "ask_review"]
    assert (right.last_day, right.due_date) == (date(2026, 12, 5), date(2026, 12, 7))
    step(life, "ask_review", petitioner, "2026-12-07", reason="没有解决")
    assert life.view.state.state == "review_requested"
    assert run().problems == ()


def test_what_was_asked_in_time_counts_after_the_end(life: Life) -> None:
    """Answered on 18 September, 30 days end on Sunday 18 October, that is on Monday the 19th (R22 Art 35 by
    analogy). A letter of that day, at the bottom of a drawer, is written down a week later.
    """
    answer(life, "2026-09-18")
    acts.take("lapse", case_id=life.filed.case_id, by=Actor.system(), at=moment("2026-10-20"))
    who = life.district.clerk
    with pytest.raises(Refused) as no:
        step(life, "ask_ordinary", who, "2026-10-26", reason="没有解决", arrived_on=date(2026, 10, 21))
    assert [ground.rule for ground in no.value.grounds] == [
        "step:ask_ordinary.asked_before_it_ended",
        "step:ask_ordinary.in_time",
    ]
    step(life, "ask_ordinary", who, "2026-10-26", reason="没有解决", arrived_on=date(2026, 10, 19))
    row = Case.objects.get(pk=life.filed.case_id)
    assert (row.state, row.resolved_date, row.ending) == ("accepted", None, "")
    # sixty days from 16 September (R22 Art 34) end on Sunday 15 November, that is on Monday the 16th
    assert [(duty.kind, duty.due_date) for duty in life.view.open_duties] == [("handle", date(2026, 11, 16))]
    assert run().problems == ()


def test_a_public_notice_of_the_paper_counts_thirty_days_later(life: Life) -> None:
    """CPL Art 95 by analogy: of 24 September it counts from 24 October; 30 days more
    end on Monday 23 November.
    """
    answer(life, "2026-09-18")
    step(life, "ask_paper", Actor.petitioner(life.filed.case_id), "2026-09-21")
    who = {"case_id": life.filed.case_id, "by": life.district.green, "at": moment("2026-09-24")}
    notice = {"notice_ground": "whereabouts_unknown", "notice_reason": "已搬走，电话停机；公告登在区政府网站"}
    with pytest.raises(Refused) as no:
        acts.take("give_paper", **who, method="notice", received_on=date(2026, 9, 24))
    assert [ground.rule for ground in no.value.grounds] == ["step:give_paper.notice_comes_last"]
    acts.take("give_paper", **who, method="notice", received_on=date(2026, 9, 24), **notice)
    assert life.view.state.dates["served"] == date(2026, 10, 24)
    assert {right.kind: right.due_date for right in life.view.state.rights if right.due_date} == {
        "ask_review": date(2026, 11, 23),
        "ask_ordinary": date(2026, 11, 23),
    }
    assert Note.objects.get(key="notice_reason").text == notice["notice_reason"]
    assert run().problems == ()


def test_the_petitioner_is_heard_before_a_simplified_answer(life: Life) -> None:
    """R22 Art 31(6): the call in which it is answered will do; why it was not possible
    is kept beside the event.
    """
    who = {"case_id": life.filed.case_id, "by": life.district.green, "at": moment("2026-09-18")}
    told = {"method": "sms", "received_on": date(2026, 9, 18)}
    given: dict[str, Any] = {
        "outcome": "explained",
        "decisions": [Decision(1, "explained", "", "", "已协调停工")],
    }
    with pytest.raises(Refused) as no:
        acts.take("answer_simply", **who, **given, **told)
    assert [ground.rule for ground in no.value.grounds] == ["step:answer_simply.petitioner_heard"]
    acts.take("answer_simply", **who, **given, **told, heard="not_possible", heard_why="三天电话无人接听")
    assert Note.objects.get(key="heard_why").text == "三天电话无人接听"


def test_paper_that_was_asked_for_is_owed_during_a_review_too(life: Life) -> None:
    """Asked for on 21 September, a review the day after: five working days, Mid-Autumn
    passed over, end on the 29th.
    """
    petitioner = Actor.petitioner(life.filed.case_id)
    answer(life, "2026-09-18")
    step(life, "ask_paper", petitioner, "2026-09-21")
    step(life, "ask_review", petitioner, "2026-09-22", reason="没有解决")
    owed = {duty.kind: duty.due_date for duty in life.view.open_duties}
    assert owed == {"paper_answer": date(2026, 9, 29), "review": date(2026, 10, 22)}
    step(life, "give_paper_in_review", life.district.green, "2026-09-24")
    assert [duty.kind for duty in life.view.open_duties] == ["review"]
    assert run().problems == ()


def test_without_a_paper_no_review_comes_late(life: Life) -> None:
    answer(life, "2026-09-18")
    acts.take("lapse", case_id=life.filed.case_id, by=Actor.system(), at=moment("2026-10-20"))
    step(life, "ask_review", Actor.petitioner(life.filed.case_id), "2027-03-01", reason="没有解决")
    assert life.view.state.state == "review_requested"
    assert run().problems == ()


def test_the_petitioner_gets_the_ordinary_procedure(life: Life) -> None:
    """Sixty days from 16 September, not from 12 October: 15 November is a Sunday, so
    Monday the 16th.
    """
    answer(life, "2026-09-18")
    step(life, "ask_ordinary", Actor.petitioner(life.filed.case_id), "2026-10-12", reason="没有解决")
    [duty] = life.view.open_duties
    assert (duty.kind, duty.base_date, duty.due_date) == ("handle", date(2026, 9, 16), date(2026, 11, 16))
    row = Case.objects.get(pk=life.filed.case_id)
    assert (row.state, row.resolved_date, row.reopened_date) == ("accepted", None, date(2026, 10, 12))
    life.decided()
    life.served()
    assert EarlierDecision.objects.get().reply == "已协调停工"
    assert "ask_review" in {right.kind for right in life.view.state.rights}
    assert run().problems == ()


def test_what_several_signed_can_be_simple(district: District) -> None:
    """The Measures bar what is complex, also because several signed; not that several signed."""
    others = (Particulars(name="周明"), Particulars(name="陈静"))
    joint = Life.begin(district, persons=3, signatories=others).until("forwarded")
    with pytest.raises(Refused) as no:
        step(joint, "accept_simplified", district.green, "2026-09-16", **{**ACCEPT, "obstacle": "complex"})
    assert [ground.rule for ground in no.value.grounds] == ["step:accept_simplified.not_complex"]
    step(joint, "accept_simplified", district.green, "2026-09-16", **ACCEPT)
    answer(joint, "2026-09-18")
    assert {one.served_date for one in participants.of(joint.view)} == {date(2026, 9, 18)}
    assert run().problems == ()


def test_what_a_superior_assigned_is_not_simple(district: District) -> None:
    life = Life.begin(district).until("registered")
    acts.take(
        "forward",
        case_id=life.filed.case_id,
        to="environment",
        report_by=date(2026, 10, 30),
        by=district.dispatcher,
        at=moment("2026-09-15"),
    )
    with pytest.raises(Refused) as no:
        step(life, "accept_simplified", district.green, "2026-09-16", **ACCEPT)
    assert [ground.rule for ground in no.value.grounds] == ["step:accept_simplified.not_assigned"]


def test_only_the_head_moves_it(life: Life, district: District) -> None:
    with pytest.raises(Refused):
        step(life, "to_ordinary", district.green, "2026-09-18", reason="事实有争议")
    step(life, "to_ordinary", district.green_head, "2026-09-18", reason="事实有争议")
    assert reads.access_case(by=district.green, case_id=life.filed.case_id).state.state == "accepted"


def test_paper_asked_for_by_letter_is_owed_from_the_day_the_letter_came(life: Life) -> None:
    """Come on Monday 12 October, entered on the 16th: five working days from the 12th
    end on the 19th.
    """
    answer(life, "2026-09-18")
    clerk = life.district.clerk
    with pytest.raises(Refused) as no:
        step(life, "ask_paper", clerk, "2026-10-16", arrived_on=date(2026, 10, 17))
    assert [ground.rule for ground in no.value.grounds] == ["step:ask_paper.arrived_by_today"]
    step(life, "ask_paper", clerk, "2026-10-16", arrived_on=date(2026, 10, 12))
    assert {duty.kind: duty.due_date for duty in life.view.open_duties}["paper_answer"] == date(2026, 10, 19)
    assert run().problems == ()


def test_the_ordinary_procedure_asked_for_in_time_and_entered_later(life: Life) -> None:
    """Answered on 18 September, the last day is Sunday 18 October, so the 19th; what
    came on the 16th is in time.
    """
    answer(life, "2026-09-18")
    petitioner, clerk = Actor.petitioner(life.filed.case_id), life.district.clerk
    step(life, "ask_paper", petitioner, "2026-10-15")
    with pytest.raises(Refused) as no:
        step(life, "ask_ordinary", petitioner, "2026-10-22", reason="没有解决")
    assert [ground.rule for ground in no.value.grounds] == ["step:ask_ordinary.in_time"]
    step(life, "ask_ordinary", clerk, "2026-10-22", reason="没有解决", arrived_on=date(2026, 10, 16))
    assert life.view.state.state == "accepted"
    assert life.view.state.dates["ordinary_since"] == date(2026, 10, 16)
    assert run().problems == ()
