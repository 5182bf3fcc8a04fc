"""A matter that was ended without cause: supervised all the same (R22 Art 40),
answered, taken up again.

The environment branch directs a noise complaint of 8 September 2026 elsewhere on the
22nd; the petition office asks.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.errors import Refused
from huiyin.casework.lists import supervised
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.worklist import my_duties
from huiyin.casework.matter import succession
from huiyin.casework.upkeep.verify import run
from huiyin.organisations import ending

pytestmark = pytest.mark.django_db


@pytest.fixture
def diverted(district: District) -> Life:
    """Accepted on 21 September, directed elsewhere on the 22nd."""
    life = Life.begin(district).until("accepted")
    acts.take(
        "divert",
        case_id=life.filed.case_id,
        route="administrative_suit",
        competent_organ="区人民法院",
        explanation="请向法院起诉。",
        last_day=date(2027, 3, 22),
        by=life.district.green,
        at=moment("2026-09-22"),
    )
    assert life.view.state.final
    return life


def supervise(life: Life, on: str = "2026-10-12") -> None:
    """A notice to the branch, to be answered by Tuesday 20 October."""
    acts.take(
        "supervise",
        case_id=life.filed.case_id,
        circumstance="wrongly_ended",
        asked="噪声由你局查处，请说明。",
        answer_by=date(2026, 10, 20),
        by=life.district.supervisor,
        at=moment(on),
    )


def owed(life: Life) -> list[tuple[str, str, date]]:
    """What is owed: kind, organ, last day."""
    return [(duty.kind, duty.owner, duty.due_date) for duty in life.view.open_duties]


def test_an_ended_matter_is_supervised_answered_and_taken_up(diverted: Life) -> None:
    there = diverted.district
    supervise(diverted)
    assert diverted.view.state.final
    assert owed(diverted) == [("answer_supervision", "environment", date(2026, 10, 20))]
    assert run().problems == ()
    listed = my_duties(by=there.green, filters=Filters(kind="answer_supervision"), today=date(2026, 10, 12))
    assert [item.case_id for item in listed.items] == [diverted.filed.case_id]
    running = supervised.running(by=there.supervisor, organs=("environment",))
    assert [item.case_id for item in running.items] == [diverted.filed.case_id]

    acts.take(
        "answer_supervision",
        case_id=diverted.filed.case_id,
        text="确属我局职责，恢复办理。",
        by=there.green,
        at=moment("2026-10-14"),
    )
    acts.take(
        "take_up_again",
        case_id=diverted.filed.case_id,
        ground="supervised",
        reason="噪声由我局查处",
        by=there.green,
        at=moment("2026-10-15"),
    )
    acts.take("accept_answer", case_id=diverted.filed.case_id, by=there.supervisor, at=moment("2026-10-16"))
    # 60 days from 15 October 2026 end on Monday 14 December.
    assert owed(diverted) == [("handle", "environment", date(2026, 12, 14))]
    state = diverted.view.state
    assert (state.state, state.final, state.ending, state.reopened_date) == ("accepted", False, "", date(2026, 10, 15))
    assert run().problems == ()


def test_once_taken_up_it_cannot_be_extended_or_taken_up_again(diverted: Life) -> None:
    told = {"ground": "own", "reason": "噪声由我局查处"}
    acts.take(
        "take_up_again", case_id=diverted.filed.case_id, **told, by=diverted.district.green, at=moment("2026-10-15")
    )
    with pytest.raises(Refused):
        acts.take(
            "extend",
            case_id=diverted.filed.case_id,
            days=30,
            reason="需要检测",
            by=diverted.district.green_head,
            at=moment("2026-12-01"),
        )
    with pytest.raises(Refused):
        acts.take(
            "take_up_again", case_id=diverted.filed.case_id, **told, by=diverted.district.green, at=moment("2026-12-01")
        )


def test_who_takes_the_organs_place_is_asked_about_a_matter_that_had_ended(diverted: Life) -> None:
    on = moment("2026-10-01")
    ending.end_organ(code="environment", into=("housing",), on=on.date(), by="system", at=on)
    succession.pass_on("environment", at=on)
    assert diverted.view.state.parties["handler"] == "environment"  # closed: it stays where it was
    supervise(diverted)
    assert owed(diverted) == [("answer_supervision", "housing", date(2026, 10, 20))]
    assert run().problems == ()


def test_an_organ_that_ends_leaves_its_answer_to_who_takes_its_place(diverted: Life) -> None:
    supervise(diverted)
    on = moment("2026-10-13")
    ending.end_organ(code="environment", into=("housing",), on=on.date(), by="system", at=on)
    assert succession.pass_on("environment", at=on) == 1
    assert owed(diverted) == [("answer_supervision", "housing", date(2026, 10, 20))]
    assert run().problems == ()
