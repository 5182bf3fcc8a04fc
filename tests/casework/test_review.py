"""Review, re-review, hearing and execution through the acts: organs are found, clocks
stop, decisions are kept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.plugins.tampering import wrong

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.lists import statistics, worklist
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.matter import reads
from huiyin.casework.matter.clock_suspension import standstills
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Case, Duty, EarlierDecision
from huiyin.casework.upkeep.redating import recompute
from huiyin.casework.upkeep.verify import run
from huiyin.law.calendar.deadlines import Standstill


@pytest.fixture
def life(district: District) -> Life:
    """A matter whose answer was received on 21 November 2026: a review can be asked for
    until 21 December.
    """
    return Life.begin(district).until("served")


def asked(life: Life, on: str = "2026-12-01", **more: object) -> None:
    """The petitioner asks for a review."""
    args = {"reason": "没有实地检测", **more}
    acts.take("ask_review", case_id=life.filed.case_id, **args, by=Actor.petitioner(life.filed.case_id), at=moment(on))


def step(life: Life, name: str, by: Actor, on: str, /, **args: object) -> None:
    """A step by its arguments."""
    acts.take(name, case_id=life.filed.case_id, **args, by=by, at=moment(on))


def standing_still(life: Life, *, petitioner: bool = False) -> tuple[Standstill, ...]:
    """For what the clock of the re-review stands or stood still."""
    (found,) = standstills(life.view, petitioner=petitioner).values()
    return found


def test_the_reviewing_organ_is_found_one_level_above(life: Life, district: District) -> None:
    asked(life)
    view = life.view
    assert view.state.parties["reviewer"] == "district"
    review = next(duty for duty in view.open_duties if duty.kind == "review")
    # 30 days from 1 December: 31 December 2026, a Thursday.
    assert (review.owner, review.due_date) == ("district", date(2026, 12, 31))
    told = [entry.notes for entry in timeline(view, petitioner=True) if entry.type == "matter.review_requested"]
    assert told == [{"reason": "没有实地检测"}]
    assert reads.access_case(by=district.governor, case_id=life.filed.case_id).number == view.number


def test_a_late_request_needs_an_excuse(life: Life) -> None:
    with pytest.raises(Refused) as refused:
        asked(life, "2026-12-22")
    assert refused.value.grounds[0].rule == "step:ask_review.in_time"
    asked(life, "2026-12-22", excuse=True, excuse_reason="住院")
    assert life.view.state.values["review_late"] is True


def test_whoever_decided_does_not_review(life: Life, district: District) -> None:
    asked(life)
    green = district.green.staff
    assert green is not None
    same = Actor.of_staff(replace(green, organ="district"))  # the same person, now in the reviewing organ
    with pytest.raises(Refused) as refused:
        step(life, "decide_review", same, "2026-12-10", outcome="uphold", reasons="无误")
    assert [ground.rule for ground in refused.value.grounds] == ["step:decide_review.not_the_same_officer"]
    step(life, "decide_review", district.governor, "2026-12-10", outcome="uphold", reasons="无误")


def redo(life: Life, district: District, on: str, served: str) -> None:
    """Quashed, to be handled anew."""
    step(life, "decide_review", district.governor, on, outcome="redo", reasons="未检测")
    step(life, "serve_review", district.governor, served, method="post", received_on=date.fromisoformat(served))


def test_handled_anew_twice_keeps_every_decision(life: Life, district: District) -> None:
    asked(life)
    redo(life, district, "2026-12-14", "2026-12-15")
    case = Case.objects.get(pk=life.filed.case_id)
    assert (case.state, case.resolved_date, case.reopened_date) == ("accepted", None, date(2026, 12, 15))
    # The old promise fell away; a new time runs from 15 December.
    kinds = {duty.kind: duty.base_date for duty in life.view.open_duties}
    assert kinds == {"handle": date(2026, 12, 15)}
    period = {"start": date(2026, 12, 1), "end": date(2027, 1, 1), "codes": None}
    assert statistics.reopened(**period) == 1
    flow = statistics.flow(**period)[0]
    assert flow.stock_start + flow.new - flow.resolved == flow.stock_end == 1

    for day, outcome in (("2027-01-11", "explained"), ("2027-03-15", "not_supported")):
        decisions = [Decision(1, outcome, f"{day}检测未超标", "噪声污染防治法第43条")]
        acts.take(
            "decide",
            heard="talk",
            case_id=life.filed.case_id,
            outcome=outcome,
            decisions=decisions,
            by=district.green,
            at=moment(day),
        )
        received = date.fromisoformat(day)
        acts.take(
            "serve", case_id=life.filed.case_id, method="post", received_on=received, by=district.green, at=moment(day)
        )
        if day == "2027-01-11":
            asked(life, "2027-01-20")
            redo(life, district, "2027-02-01", "2027-02-02")
    assert life.view.claims[0].outcome == "not_supported"
    kept = EarlierDecision.objects.order_by("event_seq").values_list("outcome", flat=True)
    assert list(kept) == ["supported", "explained"]
    assert life.view.state.values["redone"] == 2
    assert run().problems == ()

    EarlierDecision.objects.filter(outcome="supported").update(reply="改写")
    assert wrong() == ["the decision on claim 1 is not the one that was given"]


def test_a_hearing_stops_the_clock_of_the_rereview_only(life: Life, district: District) -> None:
    asked(life)
    step(life, "decide_review", district.governor, "2026-12-10", outcome="uphold", reasons="无误")
    step(life, "serve_review", district.governor, "2026-12-11", method="post", received_on=date(2026, 12, 11))
    acts.take(
        "ask_rereview",
        case_id=life.filed.case_id,
        reason="仍不服",
        by=Actor.petitioner(life.filed.case_id),
        at=moment("2026-12-14"),
    )
    # 30 days from 14 December: 13 January 2027. The hearing takes from 21 December to 4
    # January: 14 days.
    step(
        life,
        "order_rereview_hearing",
        district.mayor,
        "2026-12-21",
        on=date(2027, 1, 4),
        place="听证室",
        chair=district.mayor.name,
        outside=2,
        members="律师一名、政协委员一名",
        reason="专业性强、争议大",
        evidence="检测报告、原案卷",
    )
    stopped = Duty.objects.get(case_id=life.filed.case_id, kind="rereview")
    assert (stopped.owner, stopped.due_date, stopped.stopped_date) == ("city", date(2027, 1, 13), date(2026, 12, 21))
    later = date(2027, 2, 1)
    counts = worklist.duty_counts(by=district.mayor, today=later)
    assert (counts.overdue, counts.all) == (1, 2)  # the hearing is overdue, the re-review is not
    overdue = worklist.my_duties(by=district.mayor, filters=Filters(bucket="overdue"), today=later)
    assert [item.kind for item in overdue.items] == ["hold_hearing"]
    assert {
        row.kind for row in statistics.timeliness(start=date(2027, 1, 1), end=later, codes=["city"], today=later)
    } == {"hold_hearing"}
    (still,) = standing_still(life)
    assert (still.since, still.days, still.category.zh, still.reason) == (
        date(2026, 12, 21),
        None,
        "听证",
        "专业性强、争议大",
    )
    recompute(at=moment("2026-12-22"), reason="calendar", every=True)
    assert Duty.objects.get(pk=stopped.pk).stopped_date == date(2026, 12, 21)

    step(life, "hold_hearing", district.mayor, "2027-01-04", record="记录", conclusion="应当检测")
    running = Duty.objects.get(pk=stopped.pk)
    assert (running.stopped_date, running.stopped_days, running.last_day) == (None, 14, date(2027, 1, 27))
    assert [(still.days, still.reason) for still in standing_still(life)] == [(14, "专业性强、争议大")]
    assert standing_still(life, petitioner=True) == standing_still(life)  # the petitioner is told why
    assert run().problems == ()


def test_what_was_promised_is_followed_up(life: Life, district: District) -> None:
    step(life, "execute", district.green, "2026-12-01", what="已停止夜间施工", done_on=date(2026, 11, 30))
    assert [duty.kind for duty in life.view.open_duties] == ["close"]
    assert life.view.state.state == "served"
