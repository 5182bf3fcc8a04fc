"""Supervision through the acts: who may, who must answer, what the petitioner reads,
what stays sealed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.lists import worklist
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.matter import reads, supervision
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.upkeep.verify import run


@pytest.fixture
def life(district: District) -> Life:
    """A matter that the environment branch accepted on 21 September 2026."""
    return Life.begin(district).until("accepted")


def supervise(life: Life, by: Actor, on: str = "2026-11-23", **changes: object) -> None:
    """A notice that asks for an answer by Friday 4 December 2026."""
    given: dict[str, object] = {
        "circumstance": "late",
        "asked": "60日已经届满，请说明原因并办结。",
        "answer_by": date(2026, 12, 4),
        **changes,
    }
    acts.take("supervise", case_id=life.filed.case_id, by=by, at=moment(on), **given)


def answered(life: Life, district: District, on: str = "2026-12-01") -> None:
    """The branch answers."""
    acts.take(
        "answer_supervision",
        case_id=life.filed.case_id,
        text="检测机构延误，已于今日作出处理意见。",
        by=district.green,
        at=moment(on),
    )


def owed(life: Life) -> list[tuple[str, str, date]]:
    """What is owed: kind, owner, day."""
    return [(duty.kind, duty.owner, duty.due_date) for duty in life.view.open_duties]


def test_the_organ_owes_an_answer_by_the_day_named_and_no_other_date_moves(life: Life, district: District) -> None:
    before = owed(life)
    supervise(life, district.supervisor)
    assert owed(life) == [*before, ("answer_supervision", "environment", date(2026, 12, 4))]
    found = supervision.of_matter(life.view)
    assert found is not None
    assert (found.supervisor, found.supervised, found.status, found.running) == ("office", "environment", "asked", True)
    duties = worklist.my_duties(by=district.green, filters=Filters(kind="answer_supervision"), today=date(2026, 11, 23))
    assert [item.case_id for item in duties.items] == [life.filed.case_id]
    assert run().problems == ()


@pytest.mark.parametrize("who", ["dispatcher", "chief", "green", "green_head", "auditor", "clerk"])
def test_only_who_supervises_the_organ_may_ask(life: Life, district: District, who: str) -> None:
    with pytest.raises((Refused, NotFound)):
        supervise(life, district.actors[who])


def test_an_answer_is_looked_at_within_ten_working_days_and_settles_it(life: Life, district: District) -> None:
    supervise(life, district.supervisor)
    answered(life, district)
    # 10 working days after Tuesday 1 December 2026: 2-4, 7-11, 14, 15 December.
    assert ("examine_answer", "office", date(2026, 12, 15)) in owed(life)
    acts.take(
        "accept_answer", case_id=life.filed.case_id, by=district.supervisor, at=moment("2026-12-02"), note="已改正"
    )
    found = supervision.of_matter(life.view)
    assert found is not None
    assert (found.status, found.running) == ("settled", False)
    assert run().problems == ()


def test_the_petitioner_reads_the_answers_and_not_what_offices_wrote_to_each_other(
    life: Life, district: District
) -> None:
    supervise(life, district.supervisor)
    answered(life, district)
    told = {entry.type: dict(entry.notes) for entry in timeline(life.view, petitioner=True)}
    assert told["matter.supervised"] == {}
    assert told["matter.supervision_answered"] == {"text": "检测机构延误，已于今日作出处理意见。"}
    kept = {entry.type: dict(entry.notes) for entry in timeline(life.view)}
    assert kept["matter.supervised"] == {"asked": "60日已经届满，请说明原因并办结。"}


def test_without_an_answer_the_superior_has_it_put_right(life: Life, district: District) -> None:
    supervise(life, district.supervisor)
    up = {"case_id": life.filed.case_id, "reason": "逾期未答复", "answer_by": date(2026, 12, 18)}
    with pytest.raises(Refused) as refused:
        acts.take("escalate", **up, by=district.supervisor, at=moment("2026-12-04"))
    assert [ground.rule for ground in refused.value.grounds] == ["step:escalate.unanswered_or_unsatisfactory"]
    acts.take("escalate", **up, by=district.supervisor, at=moment("2026-12-05"))
    assert ("answer_escalation", "district", date(2026, 12, 18)) in owed(life)
    assert reads.access_case(by=district.governor, case_id=life.filed.case_id).number == life.filed.number
    acts.take(
        "answer_escalation",
        case_id=life.filed.case_id,
        text="已责令一周内办结。",
        by=district.governor,
        at=moment("2026-12-10"),
    )
    acts.take("accept_answer", case_id=life.filed.case_id, by=district.supervisor, at=moment("2026-12-11"))
    assert [kind for kind, _owner, _day in owed(life)] == ["handle"]
    assert run().problems == ()


def test_an_answer_that_does_not_settle_it_is_asked_for_again(life: Life, district: District) -> None:
    supervise(life, district.supervisor)
    answered(life, district)
    acts.take(
        "not_satisfied",
        case_id=life.filed.case_id,
        reason="未说明何时办结",
        answer_by=date(2026, 12, 11),
        by=district.supervisor,
        at=moment("2026-12-02"),
    )
    assert ("answer_supervision", "environment", date(2026, 12, 11)) in owed(life)


def test_a_notice_goes_along_when_the_matter_is_handed_over(life: Life, district: District) -> None:
    supervise(life, district.supervisor)
    who = {"case_id": life.filed.case_id, "at": moment("2026-11-25")}
    acts.take("offer_handover", **who, to="housing", reason="属住建职责", by=district.green)
    acts.take("accept_handover", **who, by=district.builder)
    assert ("answer_supervision", "housing", date(2026, 12, 4)) in owed(life)
    acts.take(
        "answer_supervision", case_id=life.filed.case_id, text="已接手。", by=district.builder, at=moment("2026-11-30")
    )


def test_a_reviewing_organ_out_of_reach_cannot_be_chosen(district: District) -> None:
    life = Life.begin(district).until("served")
    petitioner = Actor.petitioner(life.filed.case_id)
    acts.take("ask_review", case_id=life.filed.case_id, reason="没有检测", by=petitioner, at=moment("2026-12-01"))
    supervise(life, district.supervisor, on="2026-12-02", whom="reviewer", answer_by=date(2026, 12, 14))
    found = supervision.of_matter(life.view)
    assert found is not None
    assert found.supervised == "district"
    acts.take(
        "withdraw_supervision",
        case_id=life.filed.case_id,
        reason="未到期",
        by=district.supervisor,
        at=moment("2026-12-03"),
    )
    who = {"case_id": life.filed.case_id}
    acts.take("decide_review", **who, outcome="uphold", reasons="无误", by=district.governor, at=moment("2026-12-10"))
    acts.take(
        "serve_review",
        **who,
        method="post",
        received_on=date(2026, 12, 14),
        by=district.governor,
        at=moment("2026-12-14"),
    )
    acts.take("ask_rereview", **who, reason="仍未检测", by=petitioner, at=moment("2026-12-15"))
    with pytest.raises(Invalid):
        supervise(life, district.supervisor, on="2026-12-16", whom="rereviewer", answer_by=date(2026, 12, 28))


def test_a_sealed_matter_is_unknown_to_supervisors(district: District) -> None:
    life = Life.begin(district, category="accusation")
    with pytest.raises(NotFound):
        supervise(life, district.supervisor)


def test_supervision_outlives_the_matter(life: Life, district: District) -> None:
    supervise(life, district.supervisor)
    acts.take(
        "withdraw",
        case_id=life.filed.case_id,
        by=Actor.petitioner(life.filed.case_id),
        at=moment("2026-11-24"),
        reason="已解决",
    )
    assert life.view.state.final
    assert owed(life) == [("answer_supervision", "environment", date(2026, 12, 4))]
    found = supervision.of_matter(life.view)
    assert found is not None
    assert found.running
    answered(life, district)
    acts.take("accept_answer", case_id=life.filed.case_id, by=district.supervisor, at=moment("2026-12-02"))
    assert life.view.open_duties == ()
    assert run().problems == ()


@pytest.mark.parametrize(
    "act",
    [
        lambda who: acts.take("accept_answer", **who),
        lambda who: acts.take("not_satisfied", **who, reason="x", answer_by=date(2026, 12, 11)),
        lambda who: acts.take("escalate", **who, reason="x", answer_by=date(2026, 12, 11)),
        lambda who: acts.take("withdraw_supervision", **who, reason="x"),
    ],
)
def test_nothing_to_settle_where_nobody_asked(
    life: Life, district: District, act: Callable[[dict[str, object]], object]
) -> None:
    with pytest.raises(Refused):
        act({"case_id": life.filed.case_id, "by": district.supervisor, "at": moment("2026-11-23")})
    assert supervision.of_matter(life.view) is None
