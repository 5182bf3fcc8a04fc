"""Who chairs and sits in a hearing, through the acts: chosen, objected to, replaced, recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.matter import hearings
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.upkeep.verify import run

OUTSIDE = {"outside": 2, "members": "律师一名\n人大代表一名"}


@pytest.fixture
def life(district: District) -> Life:
    """A matter that green accepted on 21 September 2026."""
    return Life.begin(district).until("accepted")


def take(life: Life, step: str, by: Actor, day: str, /, **args: Any) -> None:
    """Take a step on a day."""
    acts.take(step, case_id=life.filed.case_id, **args, by=by, at=moment(day))


def order(life: Life, chair: Actor, *officers: Actor, **more: Any) -> None:
    """A hearing on 12 October, ordered on 22 September."""
    told = {"officers": tuple(one.name for one in officers)} if officers else {}
    take(
        life,
        "order_hearing",
        life.district.green,
        "2026-09-22",
        on=date(2026, 10, 12),
        place="九时，听证室",
        chair=chair.name,
        **told,
        **more,
    )


def refused(life: Life, *args: Any, **more: Any) -> set[str]:
    """The rules on which it is refused to order it like this."""
    with pytest.raises(Refused) as found:
        order(life, *args, **more)
    return {ground.rule for ground in found.value.grounds}


def test_chair_and_members_are_named_and_told(life: Life, district: District) -> None:
    order(life, district.green_head, **OUTSIDE)
    found = hearings.of_matter(life.view, timeline(life.view, petitioner=True))
    assert found is not None
    assert district.green_head.staff is not None
    assert (found.organ, found.day, found.chair, found.members, found.outside) == (
        "environment",
        date(2026, 10, 12),
        district.green_head.staff.id,
        (),
        "律师一名\n人大代表一名",
    )
    assert run().problems == ()


def test_whoever_handled_it_neither_chairs_nor_sits_and_two_sit_beside_the_chair(
    life: Life, district: District
) -> None:
    assert refused(life, district.green, **OUTSIDE) == {"step:order_hearing.not_who_handled"}
    assert refused(life, district.green_head, district.green, outside=1, members="律师") == {
        "step:order_hearing.not_who_handled"
    }
    assert refused(life, district.green_head, outside=1, members="律师") == {"step:order_hearing.enough_members"}
    assert refused(life, district.green_head, district.governor) == {"step:order_hearing.enough_members"}
    # The same person named twice is one member.
    assert refused(life, district.green_head, district.governor, district.governor) == {
        "step:order_hearing.enough_members"
    }
    with pytest.raises(Invalid):
        take(
            life,
            "order_hearing",
            district.green,
            "2026-09-22",
            on=date(2026, 10, 12),
            place="x",
            chair="staff:999999",
            **OUTSIDE,
        )


def test_a_member_who_is_objected_to_is_decided_on_before_the_hearing_and_replaced(
    life: Life, district: District
) -> None:
    order(life, district.green_head, district.governor, outside=1, members="律师一名")
    petitioner = Actor.petitioner(life.filed.case_id)
    take(life, "ask_recusal", petitioner, "2026-10-09", officer="区政府的那位听证员", reason="是施工单位的顾问")
    owed = {duty.kind: duty.due_date for duty in life.view.open_duties}
    assert owed["decide_recusal"] == owed["hold_hearing"] == date(2026, 10, 12)
    with pytest.raises(Refused) as waiting:
        take(life, "hold_hearing", district.green_head, "2026-10-12", record="笔录", conclusion="结论")
    assert {ground.rule for ground in waiting.value.grounds} == {"step:hold_hearing.decide_recusal"}
    # The member is lent by the organ above: the head decides in words, and names somebody else.
    take(
        life,
        "decide_recusal",
        district.green_head,
        "2026-10-10",
        outside="区政府的听证员",
        reason="与施工单位有利害关系",
    )
    take(
        life,
        "replace_members",
        district.green_head,
        "2026-10-10",
        chair=district.green_head.name,
        reason="回避",
        **OUTSIDE,
    )
    found = hearings.of_matter(life.view, timeline(life.view))
    assert found is not None
    assert (found.members, found.outside) == ((), "律师一名\n人大代表一名")
    take(
        life,
        "hold_hearing",
        district.green_head,
        "2026-10-12",
        record="笔录",
        conclusion="应当限期整改",
        sat=(district.green_head.name,),
        present="律师、人大代表；代理人到场；原听证员回避",
    )
    assert hearings.of_matter(life.view, ()) is None
    assert life.view.state.values["hearing_sat"] == [district.green_head.name]
    told = [words for entry in timeline(life.view, petitioner=True) for words in entry.notes.values()]
    assert {"应当限期整改", "律师、人大代表；代理人到场；原听证员回避", "与施工单位有利害关系"} <= set(told)
    assert "笔录" not in told
    assert run().problems == ()


def test_who_stands_aside_cannot_be_named_to_sit(life: Life, district: District) -> None:
    take(life, "declare_recusal", district.green_head, "2026-09-22", reason="本人房屋")
    assert refused(life, district.green_head, **OUTSIDE) == {"bar:recused"}
    order(life, district.governor, **OUTSIDE)
