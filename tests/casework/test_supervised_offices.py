"""The petition office itself under supervision (R22 Art 43): by whom, what it cannot do
about it, what others see.

A matter filed on 8 September 2026 is to be registered and passed on by the 23rd.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.plugins.superiors import supervisors_above

from huiyin.casework import acts
from huiyin.casework.basis.errors import NotFound, Refused
from huiyin.casework.lists import circumstances
from huiyin.casework.upkeep.verify import run

ORGANS = ("city", "city-office", "district", "office", "housing", "environment")


@pytest.fixture
def above(district: District) -> District:
    """The district with supervisors above its petition office."""
    supervisors_above(district)
    return district


def supervise(life: Life, district: District, by: str, on: str = "2026-09-24", **changes: object) -> None:
    """A notice because the matter was not registered, to be answered by Wednesday 30 September."""
    given: dict[str, object] = {
        "circumstance": "not_taken_up",
        "asked": "逾期未登记，请说明原因并改正。",
        "answer_by": date(2026, 9, 30),
        **changes,
    }
    acts.take("supervise", case_id=life.filed.case_id, by=district.actors[by], at=moment(on), **given)


def owed(life: Life) -> list[tuple[str, str]]:
    """What is owed, and by whom."""
    return [(duty.kind, duty.owner) for duty in life.view.open_duties]


@pytest.mark.parametrize("who", ["inspector_general", "city_supervisor"])
def test_what_was_never_registered_is_supervised_from_above(above: District, who: str) -> None:
    life = Life.begin(above)
    supervise(life, above, who)
    assert owed(life) == [("register", "office"), ("answer_supervision", "office")]
    acts.take(
        "register",
        case_id=life.filed.case_id,
        category="appeal",
        topic="noise",
        area="xinan",
        by=above.clerk,
        at=moment("2026-09-25"),
    )
    acts.take("forward", case_id=life.filed.case_id, to="environment", by=above.dispatcher, at=moment("2026-09-25"))
    with pytest.raises(Refused):  # the organ that was sent it was asked nothing
        acts.take(
            "answer_supervision", case_id=life.filed.case_id, text="已收到", by=above.green, at=moment("2026-09-28")
        )
    acts.take(
        "answer_supervision",
        case_id=life.filed.case_id,
        text="已登记并转送。",
        by=above.dispatcher,
        at=moment("2026-09-28"),
    )
    acts.take("accept_answer", case_id=life.filed.case_id, by=above.actors[who], at=moment("2026-09-29"))
    assert owed(life) == [("notify", "environment")]
    assert run().problems == ()


@pytest.mark.parametrize("who", ["supervisor", "far_away", "chief"])
def test_nobody_supervises_their_own_office_and_nobody_reaches_upwards(above: District, who: str) -> None:
    life = Life.begin(above)
    with pytest.raises((Refused, NotFound)):
        supervise(life, above, who)
    assert owed(life) == [("register", "office")]


SETTLING: tuple[Callable[[str, District], object], ...] = (
    lambda case_id, there: acts.take("accept_answer", case_id=case_id, by=there.supervisor, at=moment("2026-09-29")),
    lambda case_id, there: acts.take(
        "not_satisfied",
        case_id=case_id,
        reason="x",
        answer_by=date(2026, 10, 9),
        by=there.supervisor,
        at=moment("2026-09-29"),
    ),
    lambda case_id, there: acts.take(
        "escalate",
        case_id=case_id,
        reason="x",
        answer_by=date(2026, 10, 9),
        by=there.supervisor,
        at=moment("2026-09-29"),
    ),
    lambda case_id, there: acts.take(
        "withdraw_supervision", case_id=case_id, reason="x", by=there.supervisor, at=moment("2026-09-29")
    ),
)


@pytest.mark.parametrize("act", SETTLING)
def test_the_office_cannot_settle_what_was_asked_of_itself(
    above: District, act: Callable[[str, District], object]
) -> None:
    life = Life.begin(above)
    supervise(life, above, "inspector_general")
    acts.take(
        "answer_supervision", case_id=life.filed.case_id, text="已登记。", by=above.dispatcher, at=moment("2026-09-28")
    )
    with pytest.raises(Refused) as caught:
        act(life.filed.case_id, above)
    assert [ground.article for ground in caught.value.grounds] == ["43, 44"]


def test_the_office_is_asked_why_it_did_not_supervise(above: District) -> None:
    """Accepted on 21 September, due on 20 November: the city's office asks the district's."""
    life = Life.begin(above).until("accepted")
    supervise(
        life,
        above,
        "city_supervisor",
        on="2026-12-01",
        circumstance="not_supervised",
        whom="receiver",
        answer_by=date(2026, 12, 8),
    )
    assert ("answer_supervision", "office") in owed(life)
    with pytest.raises(Refused) as caught:  # and the office does not become its own supervisor by naming itself
        supervise(
            Life.begin(above).until("accepted"),
            above,
            "supervisor",
            on="2026-12-01",
            whom="receiver",
            answer_by=date(2026, 12, 8),
        )
    assert {ground.rule for ground in caught.value.grounds} == {"step:supervise.not_oneself"}


def test_an_overdue_registration_is_a_circumstance_of_its_own(above: District) -> None:
    life = Life.begin(above)

    def found(name: str, day: date) -> list[str]:
        page = circumstances.look(by=above.actors["inspector_general"], organs=ORGANS, circumstance=name, today=day)
        return [one.duty.case_id for one in page.items]

    assert found("not_taken_up", date(2026, 9, 23)) == []
    assert found("not_taken_up", date(2026, 9, 24)) == [life.filed.case_id]
    assert found("late", date(2026, 9, 24)) == []
