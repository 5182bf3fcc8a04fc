"""Recusal (回避) through the acts: who asks, who decides, what it keeps an officer from,
in this matter only.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound, Refused, StandsAside
from huiyin.casework.lists import worklist
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.matter import reads, recusal
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.upkeep.verify import run
from huiyin.ledger import reads as ledger

ASKED = {"officer": "来看过现场的那位工作人员", "reason": "是施工单位负责人的弟弟"}
TODAY = date(2026, 9, 22)


@pytest.fixture
def life(district: District) -> Life:
    """A matter that the environment branch accepted on 21 September 2026."""
    return Life.begin(district).until("accepted")


def take(life: Life, step: str, by: Actor, on: str = "2026-09-22", **args: Any) -> None:
    """Take a step on a day."""
    acts.take(step, case_id=life.filed.case_id, **args, by=by, at=moment(on))


def ask(life: Life) -> None:
    """The petitioner asks on 22 September."""
    take(life, "ask_recusal", Actor.petitioner(life.filed.case_id), **ASKED)


def decide(life: Life, by: Actor, *aside: Actor) -> None:
    """It is decided on 23 September who stands aside."""
    officers = {"officers": tuple(one.name for one in aside)} if aside else {}
    take(life, "decide_recusal", by, "2026-09-23", reason="与施工单位负责人是近亲属", **officers)


def owed(life: Life) -> dict[str, tuple[str, date]]:
    """What is owed: by whom, until when."""
    return {duty.kind: (duty.owner, duty.due_date) for duty in life.view.open_duties}


def listed(by: Actor) -> set[str]:
    """The matters in somebody's worklist."""
    return {item.case_id for item in worklist.my_duties(by=by, filters=Filters(), today=TODAY).items}


def test_asked_for_the_head_decides_within_five_working_days_and_nothing_else_moves(
    life: Life, district: District
) -> None:
    before = owed(life)
    ask(life)
    # 22 September 2026 is a Tuesday; 25 to 27 September is the Mid-Autumn holiday: 23,
    # 24, 28, 29, 30 September.
    assert owed(life) == {**before, "decide_recusal": ("environment", date(2026, 9, 30))}
    with pytest.raises(Refused):
        decide(life, district.green)
    decide(life, district.green_head, district.green)
    assert owed(life) == before
    found = recusal.of_matter(life.view)
    assert found is not None
    assert (found.status, found.asked_date, found.decided_date) == ("granted", date(2026, 9, 22), date(2026, 9, 23))
    assert run().problems == ()


def test_who_stands_aside_can_neither_act_nor_open_nor_find_it_in_a_list(life: Life, district: District) -> None:
    other = Life.begin(district).until("accepted")
    ask(life)
    assert listed(district.green) == {life.filed.case_id, other.filed.case_id}
    before = worklist.duty_counts(by=district.green, today=TODAY).all
    decide(life, district.green_head, district.green)
    with pytest.raises(StandsAside) as kept:
        acts.take("report", case_id=life.filed.case_id, text="办结", by=district.green, at=moment("2026-09-24"))
    ground = kept.value.grounds[0]
    assert (ground.rule, ground.article) == ("bar:recused", "28")
    assert ground.remedy is not None
    assert kept.value.number == life.filed.number
    with pytest.raises(StandsAside):
        reads.access_case(by=district.green, case_id=life.filed.case_id)
    with pytest.raises(StandsAside):
        reads.access_pair(by=district.green, case_id=life.filed.case_id)
    assert listed(district.green) == {other.filed.case_id}  # this matter only
    assert worklist.duty_counts(by=district.green, today=TODAY).all == before - 2  # handle, and the decision itself
    assert listed(district.green_head) == {life.filed.case_id, other.filed.case_id}
    take(life, "sort_by_law", district.green_head, "2026-09-24", claim_kind="labour")
    take(other, "sort_by_law", district.green, "2026-09-24", claim_kind="labour")


def test_events_name_staff_by_id_and_hold_no_words(life: Life, district: District) -> None:
    ask(life)
    decide(life, district.green_head, district.green)
    events = list(ledger.events(f"case:{life.filed.case_id}"))
    decided = events[-1].payload
    assert decided["values"]["recused"] == [district.green.name]
    written = str([event.payload for event in events])
    assert "弟弟" not in written
    assert "近亲属" not in written
    assert "Green" not in written
    assert life.view.state.values["recused"] == [district.green.name]


def test_the_petitioner_reads_the_decision_and_not_what_the_officer_declared(life: Life, district: District) -> None:
    take(life, "declare_recusal", district.green, reason="我家就住在旁边")
    decide(life, district.green_head, district.green)
    told = [words for entry in timeline(life.view, petitioner=True) for words in entry.notes.values()]
    assert "与施工单位负责人是近亲属" in told
    assert "我家就住在旁边" not in told


def test_a_declaration_counts_at_once_and_ends_when_there_was_no_need(life: Life, district: District) -> None:
    take(life, "declare_recusal", district.green, reason="同名")
    assert owed(life)["decide_recusal"] == ("environment", date(2026, 9, 30))
    with pytest.raises(StandsAside):
        take(life, "sort_by_law", district.green, "2026-09-24", claim_kind="labour")
    decide(life, district.green_head)
    found = recusal.of_matter(life.view)
    assert found is not None
    assert (found.status, found.aside) == ("declined", ())
    take(life, "sort_by_law", district.green, "2026-09-24", claim_kind="labour")
    assert life.filed.case_id in listed(district.green)
    assert run().problems == ()


def test_about_the_head_the_organ_above_decides(life: Life, district: District) -> None:
    ask(life)
    with pytest.raises(Refused) as refused:
        decide(life, district.green_head, district.green_head)
    assert [ground.rule for ground in refused.value.grounds] == ["step:decide_recusal.head_concerned"]
    with pytest.raises(NotFound):
        reads.access_case(by=district.governor, case_id=life.filed.case_id)
    take(life, "refer_recusal", district.green, reason="指的是局长")
    assert owed(life)["decide_recusal"] == ("district", date(2026, 9, 30))
    with pytest.raises(Refused):
        decide(life, district.green_head)
    decide(life, district.governor, district.green_head)
    with pytest.raises(StandsAside):
        reads.access_case(by=district.green_head, case_id=life.filed.case_id)
    with pytest.raises(NotFound):  # it was let in to decide this, and for nothing else
        reads.access_case(by=district.governor, case_id=life.filed.case_id)
    assert run().problems == ()


def test_a_head_who_declares_an_interest_is_decided_on_above(life: Life, district: District) -> None:
    take(life, "declare_recusal", district.green_head, reason="本人房屋")
    assert owed(life)["decide_recusal"][0] == "district"
    decide(life, district.governor, district.green_head)
    found = recusal.of_matter(life.view)
    assert found is not None
    assert found.status == "granted"


def test_only_staff_of_the_organ_concerned_can_be_named(life: Life, district: District) -> None:
    ask(life)
    with pytest.raises(Refused) as refused:
        decide(life, district.green_head, district.builder)
    assert [ground.rule for ground in refused.value.grounds] == ["step:decide_recusal.of_that_organ"]
    for nonsense in (("staff:99999",), ("green",)):
        with pytest.raises(Invalid):
            take(life, "decide_recusal", district.green_head, reason="无", officers=nonsense)


def test_whoever_stands_aside_does_so_also_in_another_post(life: Life, district: District) -> None:
    """The review goes to the district government; its governor was recused before."""
    life.until("served")
    petitioner = Actor.petitioner(life.filed.case_id)
    take(life, "ask_review", petitioner, "2026-11-26", reason="不服")
    take(life, "ask_recusal", petitioner, "2026-11-26", **ASKED)
    assert owed(life)["decide_recusal"][0] == "district"  # who reviews is in charge now
    take(life, "refer_recusal", district.governor, "2026-11-27", reason="指的是本人")
    take(life, "decide_recusal", district.mayor, "2026-11-27", reason="回避", officers=(district.governor.name,))
    with pytest.raises(StandsAside):
        take(life, "decide_review", district.governor, "2026-11-30")


def test_nobody_asks_who_was_recused_elsewhere() -> None:
    """Recusal is of a matter: no read takes an officer and answers with matters, or
    lists officers.
    """
    public = {name for name in dir(recusal) if not name.startswith("_")}
    assert {name for name in public if callable(getattr(recusal, name))} - {"CaseView", "Recusal", "dataclass"} == {
        "date",
        "of_matter",
    }
