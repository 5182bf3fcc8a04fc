"""A life under a province's regulations over the national ones: what is asked besides,
and which source is cited.
"""

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Refused, StandsAside
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.matter.work import stream
from huiyin.casework.upkeep.verify import run
from huiyin.ledger import reads as ledger

STATED = {"heard": "talk", "remedy_stated": True}
NATION, PROVINCE = "cn-xinfang/2022-05-01", "cn-shandong/2022-05-01"


@pytest.fixture
def life(district: District, settings: Any) -> Life:
    """A matter that the environment branch accepted on 21 September 2026, in a district
    of the province.
    """
    settings.HUIYIN_PACK = "cn-shandong"
    return Life.begin(district).until("accepted")


def decide(life: Life, on: str, outcome: str, **further: object) -> None:
    """The branch decides the one claim there is."""
    decisions = [Decision(1, outcome, f"{on}检测，未超标。", "噪声污染防治法第43条")]
    acts.take(
        "decide",
        case_id=life.filed.case_id,
        outcome=outcome,
        decisions=decisions,
        by=life.district.green,
        at=moment(on),
        **further,
    )


def serve(life: Life, on: str, execute_by: date | None = None) -> None:
    acts.take(
        "serve",
        case_id=life.filed.case_id,
        method="post",
        received_on=date.fromisoformat(on),
        execute_by=execute_by,
        by=life.district.green,
        at=moment(on),
    )


def step(life: Life, name: str, by: Actor, on: str, /, **args: object) -> None:
    """A step by its arguments."""
    acts.take(name, case_id=life.filed.case_id, **args, by=by, at=moment(on))


def refused(*rules: str) -> Any:
    """What the law says no to, by rule."""
    return pytest.raises(Refused, check=lambda no: [ground.rule for ground in no.grounds] == list(rules))


def grounds(life: Life) -> dict[str, tuple[str, ...]]:
    """The grounds of each event, as the ledger has them."""
    return {event.type: tuple(event.grounds) for event in ledger.events(stream(life.filed.case_id))}


def owed(life: Life) -> dict[str, date]:
    return {duty.kind: duty.due_date for duty in life.view.open_duties}


def test_a_life_under_both(life: Life, district: District) -> None:
    assert life.view.pack.key == PROVINCE
    with refused("step:decide.petitioner_heard", "step:decide.remedy_stated"):
        decide(life, "2026-11-10", "not_supported")
    decide(life, "2026-11-10", "not_supported", **STATED)
    serve(life, "2026-11-11")
    step(life, "ask_review", Actor.petitioner(life.filed.case_id), "2026-12-01", reason="没有实地检测")
    # Three working days from Tuesday 1 December; the national 30 days end on 31 December.
    assert owed(life) == {"admit_review": date(2026, 12, 4), "review": date(2026, 12, 31)}
    step(life, "admit_review", district.governor, "2026-12-03")
    anew = {"outcome": "redo", "ground": "facts", "reasons": "未检测"}
    with refused("step:decide_review.time_set"):
        step(life, "decide_review", district.governor, "2026-12-10", **anew)
    step(life, "decide_review", district.governor, "2026-12-10", **anew, redo_by=date(2027, 1, 20))
    step(life, "serve_review", district.governor, "2026-12-11", method="post", received_on=date(2026, 12, 11))
    assert owed(life)["redo"] == date(2027, 1, 20)  # beside the 60 days of the nation
    with refused("step:decide.not_the_same_again"):
        decide(life, "2027-01-11", "not_supported", **STATED)
    decide(life, "2027-01-11", "supported", **STATED)
    with refused("step:serve.execution_day_set"):
        serve(life, "2027-01-12")
    serve(life, "2027-01-12", date(2027, 3, 1))
    step(life, "execute", district.green, "2027-02-01", what="已停止夜间施工", done_on=date(2027, 2, 1))
    with refused("step:conclude.ground_named"):
        acts.take("conclude", case_id=life.filed.case_id, reason="期满", by=district.green, at=moment("2027-02-12"))
    acts.take(
        "conclude",
        case_id=life.filed.case_id,
        reason="期满",
        by=district.green,
        at=moment("2027-02-12"),
        ground="not_asked",
    )
    assert life.view.state.state == "concluded"
    assert run().problems == ()


def test_events_name_the_source_of_each_figure(life: Life, district: District) -> None:
    decide(life, "2026-11-10", "not_supported", **STATED)
    serve(life, "2026-11-11")
    step(life, "ask_review", Actor.petitioner(life.filed.case_id), "2026-12-01", reason="没有实地检测")
    step(life, "admit_review", district.governor, "2026-12-03")
    found = grounds(life)
    assert found["matter.accepted"] == (f"{NATION}#31, 34",)
    assert found["matter.decided"] == (
        f"{NATION}#32",
        f"{PROVINCE}#38",
        f"{PROVINCE}#41",
        f"{PROVINCE}#45",
        f"{NATION}#32(3)",
        f"{NATION}#31(6)",
    )
    assert found["matter.review_requested"] == (f"{NATION}#35", f"{PROVINCE}#43")
    assert found["matter.review_admitted"] == (f"{PROVINCE}#43",)
    asked = next(entry for entry in timeline(life.view) if entry.type == "matter.review_requested")
    assert {row["kind"]: (row["article"], row.get("source")) for row in asked.payload["opens"]} == {
        "review": ("35", NATION),
        "admit_review": ("43", None),
    }


def test_recusal_is_asked_for_and_decided_by_the_provinces_own_articles(life: Life, district: District) -> None:
    who = Actor.petitioner(life.filed.case_id)
    step(life, "ask_recusal", who, "2026-09-22", officer="来看过现场的工作人员", reason="是施工单位负责人的弟弟")
    # Five working days from Tuesday 22 September 2026, with the Mid-Autumn holiday on
    # 25 to 27 September.
    assert owed(life)["decide_recusal"] == date(2026, 9, 30)
    reason = {"reason": "是近亲属", "officers": (district.green.name,)}
    step(life, "decide_recusal", district.green_head, "2026-09-23", **reason)
    found = grounds(life)
    assert found["matter.recusal_asked"] == (f"{PROVINCE}#12(4), 17",)
    assert found["matter.recusal_decided"] == (f"{PROVINCE}#17",)
    with pytest.raises(StandsAside):
        step(life, "extend", district.green, "2026-09-24", days=10, reason="复杂")


def test_whoever_accepted_first_keeps_the_matter(life: Life, district: District) -> None:
    with refused("step:offer_handover.first_accepter_stays"):
        acts.take(
            "offer_handover",
            case_id=life.filed.case_id,
            to="xinan",
            reason="属地",
            by=district.green,
            at=moment("2026-09-22"),
        )


def test_a_matter_from_before_runs_under_the_nation_alone(settings: Any) -> None:
    settings.HUIYIN_PACK = "cn-shandong"
    keys = [law_access.pack_on(date(year, 6, 1)).key for year in (2014, 2019, 2026)]
    assert keys == ["cn-xinfang/2005-05-01", "cn-shandong/2016-01-01", PROVINCE]


def test_what_is_asked_besides_can_be_told() -> None:
    """An overlay may ask besides only in steps whose act takes it, or that have no act
    of their own.
    """
    told = {"decide", "serve", "conclude", "extend"}
    written = {
        "register",
        "forward",
        "notify",
        "accept",
        "report",
        "accept_handover",
        "decline_handover",
        "agree_return",
        "decline_return",
        "decide_competence",
        "object",
        "offer_handover",
        "withdraw_handover",
        "refer_competence",
        "divert",
        "refuse",
        "file",
        "contact",
        "supplement",
        "withdraw",
        "rate",
        "carry_over",
    }
    pack = law_access.pack(PROVINCE)
    asking = {one.id for one in pack.steps.values() if any(arg.further for arg in one.args)}
    assert asking >= {"decide", "conclude", "extend", "decide_review"}
    assert asking & written - told == set()
