"""When an answer counts as received: by public notice, online with consent, on paper
(R22 Art 35; CPL Art 90, 95).
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
from huiyin.casework.matter import participants
from huiyin.casework.models import Note
from huiyin.casework.upkeep.lapsing import lapse_due
from huiyin.casework.upkeep.verify import run
from huiyin.people.particulars import Particulars

NOTICE = {"notice_ground": "whereabouts_unknown", "notice_reason": "邻居称已搬走，电话停机；公告登在区政府网站"}


def serve(life: Life, method: str, day: str, **more: Any) -> None:
    acts.take(
        "serve",
        case_id=life.filed.case_id,
        method=method,
        received_on=date.fromisoformat(day),
        by=life.district.green,
        at=moment(day),
        **more,
    )


def until(life: Life, right: str = "ask_review") -> date | None:
    return next((one.due_date for one in life.view.state.rights if one.kind == right), None)


@pytest.fixture
def life(district: District) -> Life:
    """Decided on Friday 20 November 2026."""
    return Life.begin(district).until("decided")


def test_a_public_notice_counts_thirty_days_later(life: Life) -> None:
    """Given on 29 November, it counts from 29 December; thirty days more end on
    Thursday 28 January 2027.
    """
    serve(life, "notice", "2026-11-29", **NOTICE)
    assert life.view.state.dates["served"] == date(2026, 12, 29)
    assert until(life) == date(2027, 1, 28)
    assert life.view.state.values["notice_ground"] == "whereabouts_unknown"
    assert Note.objects.get(key="notice_reason").text == NOTICE["notice_reason"]
    assert run().problems == ()


@pytest.mark.parametrize("notice", [{}, {"notice_ground": "whereabouts_unknown"}, {"notice_reason": "搬走"}])
def test_a_notice_needs_its_reason_and_what_was_tried(life: Life, notice: dict[str, str]) -> None:
    with pytest.raises(Refused) as no:
        serve(life, "notice", "2026-11-29", **notice)
    assert [ground.rule for ground in no.value.grounds] == ["step:serve.notice_comes_last"]


def test_online_needs_consent_that_can_be_taken_back(life: Life) -> None:
    who: dict[str, Any] = {"case_id": life.filed.case_id, "by": Actor.petitioner(life.filed.case_id)}
    with pytest.raises(Refused) as no:
        serve(life, "online", "2026-11-23")
    assert [ground.rule for ground in no.value.grounds] == ["step:serve.online_by_consent"]
    acts.take("agree_online", **who, at=moment("2026-11-23"))
    acts.take("revoke_online", **who, at=moment("2026-11-23"))
    with pytest.raises(Refused):
        serve(life, "online", "2026-11-23")
    acts.take("agree_online", **who, at=moment("2026-11-23"))
    serve(life, "online", "2026-11-23")
    assert until(life) == date(2026, 12, 23)
    acts.take("ask_copy", **who, at=moment("2026-11-24"))
    [copy] = [duty for duty in life.view.open_duties if duty.kind == "copy_on_paper"]
    assert copy.due_date == date(2026, 12, 1)
    acts.take("give_copy", case_id=life.filed.case_id, by=life.district.green, at=moment("2026-11-26"))
    assert until(life) == date(2026, 12, 23)
    assert run().problems == ()


def test_a_copy_that_is_late_is_still_given_before_the_end(district: District) -> None:
    """Asked for on 21 December, it was due on the 28th: it is given before the matter
    ends in January.
    """
    life = Life.begin(district, online_service=True).until("decided")
    serve(life, "online", "2026-11-23")
    who: dict[str, Any] = {"case_id": life.filed.case_id}
    acts.take("ask_copy", **who, by=Actor.petitioner(life.filed.case_id), at=moment("2026-12-21"))
    lapse_due(at=moment("2026-12-24"))
    assert life.view.state.state == "executing"
    done = {"what": "已停工", "done_on": date(2027, 1, 11), "by": district.green}
    with pytest.raises(Refused) as no:
        acts.take("execute", **who, **done, at=moment("2027-01-11"))
    assert [ground.rule for ground in no.value.grounds] == ["step:execute.copy_on_paper"]
    acts.take("give_copy", **who, by=district.green, at=moment("2027-01-11"))
    acts.take("execute", **who, **done, at=moment("2027-01-11"))
    assert life.view.state.final
    assert run().problems == ()


def test_consent_is_kept_from_the_filing_and_never_presumed(district: District) -> None:
    assert "online_service" not in Life.begin(district).view.state.values
    agreed = Life.begin(district, online_service=True).until("decided")
    serve(agreed, "online", "2026-11-23")
    unnamed = Life.begin(district, anonymous=True, person=Particulars())
    assert unnamed.view.state.values["online_service"] is True


def test_of_several_the_notice_to_one_counts_last(district: District) -> None:
    """By post on 24 November, by notice of the 23rd: it counts from 23 December, a
    review until 22 January.
    """
    joint = Life.begin(district, persons=2, signatories=(Particulars(name="周明"),)).until("decided")
    who: dict[str, Any] = {"case_id": joint.filed.case_id, "by": district.green}
    day = date(2026, 11, 23)
    with pytest.raises(Refused) as no:
        acts.take("serve_one", **who, signatories=[2], method="notice", received_on=day, at=moment("2026-11-24"))
    assert [ground.rule for ground in no.value.grounds] == ["step:serve_one.notice_comes_last"]
    acts.take("serve_one", **who, signatories=[2], method="notice", received_on=day, **NOTICE, at=moment("2026-11-24"))
    last = acts.take(
        "serve_one", **who, signatories=[1], method="post", received_on=date(2026, 11, 24), at=moment("2026-11-24")
    )
    assert last.dates["served"] == date(2026, 12, 23)
    assert until(joint) == date(2027, 1, 22)
    days = {one.position: (one.served_date, one.remedy_until) for one in participants.of(joint.view)}
    assert days == {1: (date(2026, 11, 24), date(2026, 12, 24)), 2: (date(2026, 12, 23), date(2027, 1, 22))}
    assert run().problems == ()


def test_nobody_consents_for_those_who_sign_too(district: District) -> None:
    joint = Life.begin(district, persons=2, signatories=(Particulars(name="周明"),), online_service=True)
    joint.until("decided")
    with pytest.raises(Refused) as no:
        acts.take(
            "serve_one",
            case_id=joint.filed.case_id,
            signatories=[1],
            method="online",
            received_on=date(2026, 11, 24),
            by=district.green,
            at=moment("2026-11-24"),
        )
    assert [ground.rule for ground in no.value.grounds] == ["step:serve_one.online_by_consent"]


def test_a_hearing_leaves_out_thirty_days_and_no_more(district: District) -> None:
    """Asked for on 15 January 2027, the last day is 14 February; with thirty days left
    out 16 March, however late the hearing is recorded (R22 Art 36).
    """
    life = Life.begin(district).until("served")
    petitioner, governor, mayor = (Actor.petitioner(life.filed.case_id), district.governor, district.actors["mayor"])

    def take(step: str, by: Actor, day: str, **args: Any) -> None:
        acts.take(step, case_id=life.filed.case_id, **args, by=by, at=moment(day))

    take("ask_review", petitioner, "2026-12-01", reason="没有解决")
    take("decide_review", governor, "2026-12-10", outcome="uphold", reasons="事实清楚")
    take("serve_review", governor, "2026-12-20", method="post", received_on=date(2026, 12, 20))
    take("ask_rereview", petitioner, "2027-01-15", reason="没有解决")
    named = {"place": "听证室", "chair": mayor.name, "outside": 2, "members": "律师、政协委员"}
    why = {"reason": "争议大", "evidence": "案卷"}
    with pytest.raises(Refused) as no:
        take("order_rereview_hearing", mayor, "2027-01-18", on=date(2027, 2, 18), **named, **why)
    assert [ground.rule for ground in no.value.grounds] == ["step:order_rereview_hearing.soon"]
    take("order_rereview_hearing", mayor, "2027-01-18", on=date(2027, 2, 17), **named, **why)
    assert lapse_due(at=moment("2027-02-17")) == 0
    assert lapse_due(at=moment("2027-02-22")) == 1
    [rereview] = [duty for duty in life.view.open_duties if duty.kind == "rereview"]
    assert (rereview.stopped_days, rereview.stopped, rereview.last_day) == (30, False, date(2027, 3, 16))
    take("hold_hearing", mayor, "2027-03-01", record="笔录", conclusion="结论", sat=(mayor.name,))
    [rereview] = [duty for duty in life.view.open_duties if duty.kind == "rereview"]
    assert rereview.last_day == date(2027, 3, 16)
    assert run().problems == ()
