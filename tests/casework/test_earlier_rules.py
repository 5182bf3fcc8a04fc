"""A matter received before 2022 runs under the regulations of 2005 to its end, and has
what their own text gives it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.earlier import accepted

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Refused, StandsAside
from huiyin.casework.matter import reads, recusal
from huiyin.casework.matter import supervision as standing
from huiyin.casework.matter.views import CaseView
from huiyin.casework.matter.work import stream
from huiyin.casework.upkeep.verify import run
from huiyin.ledger import reads as ledger

NATION, PROVINCE = "cn-xinfang/2005-05-01", "cn-shandong/2016-01-01"


@pytest.fixture
def case_id(district: District) -> str:
    """A matter received on 1 March 2021, which the environment branch accepted on the 8th."""
    return accepted(district).case_id


def view(case_id: str) -> CaseView:
    """The matter as the system sees it."""
    return reads.access_case(by=Actor.system(), case_id=case_id)


def owed(case_id: str) -> dict[str, tuple[str, date]]:
    """What is owed: by whom, until when."""
    return {duty.kind: (duty.owner, duty.due_date) for duty in view(case_id).open_duties}


def grounds(case_id: str) -> dict[str, tuple[str, ...]]:
    """The grounds of each event, as the ledger has them."""
    return {event.type: tuple(event.grounds) for event in ledger.events(stream(case_id))}


def take(case_id: str, step: str, by: Actor, on: str, **args: Any) -> None:
    """A step by its arguments."""
    acts.take(step, case_id=case_id, **args, by=by, at=moment(on))


def ask(case_id: str) -> None:
    """The petitioner asks on Tuesday 9 March 2021."""
    who = Actor.petitioner(case_id)
    take(case_id, "ask_recusal", who, "2021-03-09", officer="来看过现场的工作人员", reason="是施工方的弟弟")


def test_an_officer_is_asked_to_stand_aside_and_does(case_id: str, district: District) -> None:
    before = owed(case_id)
    ask(case_id)
    # Five working days: 10, 11, 12, 15 and 16 March.
    assert owed(case_id) == {**before, "decide_recusal": ("environment", date(2021, 3, 16))}
    with pytest.raises(Refused):
        take(case_id, "decide_recusal", district.green, "2021-03-10", reason="无关系")
    aside = {"reason": "是近亲属", "officers": (district.green.name,)}
    take(case_id, "decide_recusal", district.green_head, "2021-03-10", **aside)
    assert owed(case_id) == before
    found = recusal.of_matter(view(case_id))
    assert found is not None
    assert (found.status, found.asked_date, found.decided_date) == ("granted", date(2021, 3, 9), date(2021, 3, 10))
    with pytest.raises(StandsAside):
        reads.access_case(by=district.green, case_id=case_id)
    assert reads.access_case(by=district.green_head, case_id=case_id).pack.key == NATION
    assert grounds(case_id)["matter.recusal_decided"] == (f"{NATION}#30",)
    assert run().problems == ()


def test_whoever_declares_an_interest_stops_at_once(case_id: str, district: District) -> None:
    take(case_id, "declare_recusal", district.green, "2021-03-09", reason="是我家的房子")
    assert owed(case_id)["decide_recusal"] == ("environment", date(2021, 3, 16))
    with pytest.raises(StandsAside):
        take(case_id, "extend", district.green, "2021-03-10", days=10, reason="复杂")
    take(case_id, "decide_recusal", district.green_head, "2021-03-10", reason="只是同名")
    assert reads.access_case(by=district.green, case_id=case_id).pack.key == NATION


def test_under_the_province_recusal_has_its_own_articles(district: District, settings: Any) -> None:
    settings.HUIYIN_PACK = "cn-shandong"
    case_id = accepted(district).case_id
    assert view(case_id).pack.key == PROVINCE
    ask(case_id)
    take(case_id, "decide_recusal", district.green_head, "2021-03-10", reason="无关系")
    found = grounds(case_id)
    assert found["matter.recusal_asked"] == (f"{PROVINCE}#12(4), 17",)
    assert found["matter.recusal_decided"] == (f"{PROVINCE}#17",)


def supervise(case_id: str, by: Actor, on: str, answer_by: date, circumstance: str = "late") -> None:
    """The office asks the branch to explain and to put right."""
    acts.take(
        "supervise",
        case_id=case_id,
        circumstance=circumstance,
        asked="请说明原因并改正。",
        answer_by=answer_by,
        by=by,
        at=moment(on),
    )


def test_an_organ_is_supervised_answers_and_it_is_settled(case_id: str, district: District) -> None:
    before = owed(case_id)
    assert before == {"handle": ("environment", date(2021, 5, 7))}
    # 30 days from Monday 10 May: 9 June.
    with pytest.raises(Refused) as refused:
        supervise(case_id, district.supervisor, "2021-05-10", date(2021, 6, 10))
    assert [ground.rule for ground in refused.value.grounds] == ["step:supervise.within_thirty_days"]
    supervise(case_id, district.supervisor, "2021-05-10", date(2021, 6, 9))
    assert owed(case_id) == {**before, "answer_supervision": ("environment", date(2021, 6, 9))}
    found = standing.of_matter(view(case_id))
    assert found is not None
    assert (found.supervisor, found.supervised, found.circumstance) == ("office", "environment", "late")
    assert set(grounds(case_id)["matter.supervised"]) == {f"{NATION}#36", f"{NATION}#36(1)"}
    acts.take("answer_supervision", case_id=case_id, text="已经改正。", by=district.green, at=moment("2021-05-17"))
    # Ten working days after Monday 17 May.
    assert owed(case_id)["examine_answer"] == ("office", date(2021, 5, 31))
    acts.take("accept_answer", case_id=case_id, by=district.supervisor, at=moment("2021-05-18"))
    assert owed(case_id) == before
    assert run().problems == ()


def test_without_an_answer_the_superior_is_asked(case_id: str, district: District) -> None:
    supervise(case_id, district.supervisor, "2021-05-10", date(2021, 5, 19), "stalling")
    acts.take(
        "escalate",
        case_id=case_id,
        reason="逾期未答复",
        answer_by=date(2021, 6, 4),
        by=district.supervisor,
        at=moment("2021-05-20"),
    )
    assert owed(case_id)["answer_escalation"] == ("district", date(2021, 6, 4))
    acts.take("answer_escalation", case_id=case_id, text="已责令改正。", by=district.governor, at=moment("2021-06-02"))
    # Ten working days after Wednesday 2 June; Monday the 14th is the Dragon Boat Festival.
    assert owed(case_id)["examine_answer"] == ("office", date(2021, 6, 17))
    assert run().problems == ()


def test_under_the_province_supervision_keeps_its_national_source(district: District, settings: Any) -> None:
    settings.HUIYIN_PACK = "cn-shandong"
    case_id = accepted(district).case_id
    supervise(case_id, district.supervisor, "2021-05-10", date(2021, 6, 9))
    assert view(case_id).pack.key == PROVINCE
    assert set(grounds(case_id)["matter.supervised"]) == {f"{NATION}#36", f"{NATION}#36(1)"}
