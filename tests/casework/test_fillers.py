"""What a step is told that nobody has to say: each thing that is worked out, and how it is put among what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.law import minimal
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.events import CaseState
from huiyin.casework.matter import fillers, reads
from huiyin.casework.matter.fillers import FILLERS, Known
from huiyin.law import packs
from huiyin.law.rules.pack import Pack
from huiyin.organisations import acts as organisations
from huiyin.people.particulars import Particulars

TODAY = date(2026, 9, 22)
NOBODY = Actor.petitioner()


def known(state: CaseState, who: Actor = NOBODY, on: date = TODAY, pack: Pack | None = None) -> Known:
    """What fillers may look at."""
    return Known(pack or packs.load("cn-xinfang", "2022-05-01"), state, who, on)


def of(life: Life, name: str, who: Actor = NOBODY, /, **args: Any) -> Any:
    """What a filler works out of a matter."""
    return FILLERS[name](known(CaseState(life.filed.case_id), who), args)


def test_a_day_for_the_report_makes_it_an_assignment() -> None:
    """交办 with a day, 转送 without (R22 Art 22)."""
    assert FILLERS["assigned"](known(CaseState("c1")), {"report_by": date(2026, 10, 9)}) == "assign"
    assert FILLERS["assigned"](known(CaseState("c1")), {}) == "forward"


@pytest.mark.parametrize(
    ("channel", "receiver", "received", "today"),
    [
        ("visit", "office", TODAY, True),
        ("visit", "xinan", TODAY, False),  # passed on since
        ("visit", "office", date(2026, 9, 21), False),
        ("letter", "office", TODAY, False),
    ],
)
def test_what_a_visitor_brought_today(channel: str, receiver: str, received: date, today: bool) -> None:
    state = CaseState(
        "c1",
        values={"channel": channel},
        parties={"receiver": receiver, "handler": "office"},
        dates={"received": received},
    )
    assert FILLERS["brought_today"](known(state), {}) is today


@pytest.mark.django_db
def test_an_earlier_matter_is_below_where_the_register_or_whoever_acts_says_so(district: District) -> None:
    """The environment branch has it: below the district's government, not below itself (R22 Art 19, 3)."""
    life = Life.begin(district).until("accepted")
    number = life.filed.number
    for who, below in ((district.governor, True), (district.clerk, True), (district.green, None)):
        assert of(life, "handled_below", who, earlier_number=number, superior=True) is below
    assert of(life, "handled_below", district.governor, earlier_number=number) is None
    assert of(life, "handled_below", district.green, earlier_number="XF2020-000007", superior=True) is True
    assert of(life, "handled_below", district.green, superior=True) is True
    assert of(life, "handled_below", district.governor, earlier_number=number, superior=False) is None


@pytest.mark.django_db
def test_of_a_matter_of_one_person(district: District) -> None:
    life = Life.begin(district).until("decided")
    for name in ("signatories", "all_agree", "waiting"):
        assert of(life, name) is None
    assert of(life, "to_serve") == 1
    assert of(life, "claims") == 1


@pytest.mark.django_db
def test_of_a_matter_of_several(district: District) -> None:
    """Three signed; the second agrees to withdraw, then the third; the answer reaches one."""
    others = (Particulars(name="周文海"), Particulars(name="吴桂兰"))
    life = Life.begin(district, persons=3, signatories=others, claims=("停工", "道歉")).until("registered")
    assert (of(life, "signatories"), of(life, "to_serve"), of(life, "claims")) == (3, 3, 2)
    assert of(life, "remaining") == 2
    said: dict[str, Any] = {"case_id": life.filed.case_id, "by": district.clerk, "at": moment("2026-09-10")}
    acts.take("agree_withdrawal", **said, signatory=2, own_wish=True)
    assert of(life, "all_agree") is False
    acts.take("agree_withdrawal", **said, signatory=3, own_wish=True)
    assert of(life, "all_agree") is True
    life.until("decided")
    assert of(life, "waiting") == 3
    served: dict[str, Any] = {"method": "post", "received_on": date(2026, 11, 20)}
    acts.take(
        "serve_one",
        case_id=life.filed.case_id,
        signatory=1,
        **served,
        by=district.green,
        at=moment("2026-11-20"),
    )
    assert of(life, "waiting") == 2


@pytest.mark.parametrize("name", ["facts_stated", "basis_stated"])
def test_only_the_answers_tell_what_is_stated_for_each_request(name: str) -> None:
    """The opinion answers each request (R22 Art 32): whatever is said about it beside the answers tells nothing."""
    for said in ({name: True}, {name: False}, {}):
        assert FILLERS[name](known(CaseState("c1")), said) is None


@pytest.mark.parametrize(
    ("values", "heard"), [({"rereview_heard": True}, True), ({"rereview_heard": False}, False), ({}, False)]
)
def test_whether_the_re_review_was_heard(values: dict[str, Any], heard: bool) -> None:
    assert FILLERS["rereview_heard"](known(CaseState("c1", values=values)), {}) is heard


@pytest.mark.parametrize(
    ("values", "given"),
    [({"online_service": True}, True), ({"online_service": True, "together": True}, False), ({}, False)],
)
def test_whether_there_is_consent_to_service_online(values: dict[str, Any], given: bool) -> None:
    assert FILLERS["consent"](known(CaseState("c1", values=values)), {}) is given


def test_what_is_said_has_no_blanks_at_its_ends_and_several_keep_their_order() -> None:
    told = {"reason": "  案情 复杂\n", "days": 30, "officers": ["staff:2", "staff:1"], "agreed": True}
    assert fillers.trimmed(told) == {
        "reason": "案情 复杂",
        "days": 30,
        "officers": ("staff:2", "staff:1"),
        "agreed": True,
    }


PASSING_ON = """
in_force = 2020-01-01
checked = 2026-11-22

[[step]]
id = "pass_on"
title = { zh = "转送", en = "Pass it on" }
article = "4"
event = "grievance.passed_on"
from = ["open"]
by = ["office"]

[[step.arg]]
name = "to"
title = { zh = "去向", en = "to" }
kind = "organ"
required = true

[[step.arg]]
name = "to_kind"
title = { zh = "类别", en = "its kind" }
kind = "text"

[[step.arg]]
name = "superior"
title = { zh = "上级", en = "one level above" }
kind = "organ"
find = "above:office"

[[step.arg]]
name = "signed"
title = { zh = "签名", en = "who signs" }
kind = "staff"
find = "own"

[[step.arg]]
name = "claims"
title = { zh = "请求", en = "requests" }
kind = "int"
known = "claims"

[[step.arg]]
name = "waiting"
title = { zh = "未收到", en = "waiting" }
kind = "int"
known = "waiting"

[[step.arg]]
name = "reason"
title = { zh = "理由", en = "reason" }
kind = "text"
required = true
note = true

[[step.arg]]
name = "certain"
title = { zh = "确认", en = "certain" }
kind = "bool"
required = true

[[step.arg]]
name = "remark"
title = { zh = "备注", en = "remark" }
kind = "text"
"""


def passing_on(text: str = PASSING_ON) -> Pack:
    """The small pack with a step that is told all kinds of things."""
    return minimal.parse(more=text)


def test_a_page_that_shows_what_follows_takes_required_words_and_ticks_as_given() -> None:
    """An organ that is required must be chosen first; what is not required is not supposed."""
    step = passing_on().step("pass_on")
    assert fillers.supposed(step, {"remark": "x"}) == {"remark": "x", "reason": "…", "certain": True}
    said = {"reason": "属地", "certain": False}
    assert fillers.supposed(step, said) == said


def filled(life: Life, pack: Pack, args: dict[str, Any], state: CaseState | None = None, **settled: Any) -> Any:
    """What the step is told of a matter in which the environment branch is the office."""
    state = state or CaseState(life.filed.case_id, parties={"office": "environment"})
    about = known(state, life.district.green, pack=pack)
    return fillers.completed(pack.step("pass_on"), args, about, settled=settled)


@pytest.fixture
def life(district: District) -> Life:
    """A petition with one request, just filed."""
    return Life.begin(district)


@pytest.mark.django_db
def test_nobody_says_what_can_be_found_or_counted(life: Life) -> None:
    told = filled(life, passing_on(), {"to": "xinan", "claims": 7, "waiting": 7, "reason": "属地"})
    assert told == {
        "to": "xinan",
        "to_kind": "territorial",
        "superior": "district",
        "signed": life.district.green.name,
        "claims": 1,
        "reason": "属地",
    }


@pytest.mark.django_db
def test_of_an_organ_that_nobody_named_no_kind_is_told(life: Life) -> None:
    assert "to_kind" not in filled(life, passing_on(), {})
    assert "to_kind" not in filled(life, passing_on(), {"to": ""})


@pytest.mark.django_db
def test_what_is_settled_is_taken_as_it_is_where_the_step_asks_for_it(life: Life) -> None:
    told = filled(life, passing_on(), {"to": "xinan"}, claims=5, superior="city", colour="red")
    assert (told["claims"], told["superior"], told["signed"]) == (5, "city", life.district.green.name)
    assert "colour" not in told


@pytest.mark.django_db
def test_above_a_party_that_the_matter_does_not_have_nobody_is_looked_for(life: Life) -> None:
    told = filled(life, passing_on(), {"to": "xinan"}, CaseState(life.filed.case_id))
    assert "superior" not in told
    assert told["signed"] == life.district.green.name
    needed = minimal.put(PASSING_ON, 'find = "above:office"', 'find = "above:office"\nrequired = true')
    told = filled(life, passing_on(needed), {"to": "xinan"}, CaseState(life.filed.case_id))
    assert "superior" not in told  # the law says what is missing


@pytest.mark.django_db
def test_where_nothing_stands_above_only_a_step_that_needs_it_says_so(life: Life) -> None:
    """The city is the top of this tree."""
    top = CaseState(life.filed.case_id, parties={"office": "city"})
    assert "superior" not in filled(life, passing_on(), {"to": "xinan"}, top)
    needed = minimal.put(PASSING_ON, 'find = "above:office"', 'find = "above:office"\nrequired = true')
    with pytest.raises(Invalid) as invalid:
        filled(life, passing_on(needed), {"to": "xinan"}, top)
    assert invalid.value.field == "to"
    with pytest.raises(Invalid):  # not needed, and named all the same
        filled(life, passing_on(), {"to": "xinan", "superior": "district"}, top)


@pytest.mark.django_db
def test_known_of_a_piece_of_work_are_its_law_its_matter_who_acts_and_the_day_there(life: Life) -> None:
    """Half past four in the afternoon in London is half past midnight in Shanghai."""
    view = reads.access_own(number=life.filed.number, query_code=life.filed.query_code)
    work = reads.work_on(view)
    about = Known.of(work, by=life.district.clerk, at=moment("2026-09-22", 0))
    assert (about.pack, about.state, about.who, about.on) == (work.pack, work.state, life.district.clerk, TODAY)


COMMON = PASSING_ON.replace('find = "above:office"', 'find = "common"')


def sealed(who: Actor, values: dict[str, Any]) -> Known:
    """A matter that the discipline organ has, as the steps on competence look at it."""
    return known(CaseState("c1", values=values, parties={"handler": "discipline", "receiver": "discipline"}), who)


def above(who: Actor, **values: Any) -> str:
    """Which organ decides who is competent."""
    told = fillers.completed(passing_on(COMMON).step("pass_on"), {"to": "xinan"}, sealed(who, values))
    return str(told["superior"])


@pytest.fixture
def without_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No matter stands behind the state: nothing is counted of it."""
    for name in ("claims", "waiting"):
        monkeypatch.setitem(FILLERS, name, lambda _known, _args: None)


@pytest.mark.django_db
@pytest.mark.usefixtures("without_counts")
def test_who_is_competent_for_a_report_the_discipline_organ_above_decides(district: District) -> None:
    """Of what is not sealed, and of a sealed kind for which nobody alone is competent, it is the common superior."""
    organisations.create_organ(
        code="inspectors",
        name_zh="市纪委",
        level="city",
        kind="discipline",
        parent="city",
        by="system",
        at=moment("2026-01-05"),
    )
    assert above(district.inspector, sealed=True, category="accusation") == "inspectors"
    assert above(district.inspector, category="accusation") == "district"
    assert above(district.inspector, sealed=False, category="accusation") == "district"
    assert above(district.inspector, sealed=True, category="appeal") == "district"


@pytest.mark.django_db
@pytest.mark.usefixtures("without_counts")
def test_without_a_discipline_organ_above_no_government_is_told_of_a_report(district: District) -> None:
    needed = passing_on(COMMON.replace('find = "common"', 'find = "common"\nrequired = true')).step("pass_on")
    report = sealed(district.inspector, {"sealed": True, "category": "accusation"})
    with pytest.raises(Invalid, match="机构树中没有上一级机关，请向信访部门询问应向何处提出") as invalid:
        fillers.completed(needed, {"to": "xinan"}, report)
    assert invalid.value.field == "to"


@pytest.mark.django_db
def test_an_organ_is_looked_for_above_the_party_that_another_argument_names(life: Life) -> None:
    pack = passing_on()
    step = pack.step("pass_on")
    named = tuple(replace(arg, find="above:args.remark") if arg.name == "superior" else arg for arg in step.args)
    state = CaseState(life.filed.case_id, parties={"office": "environment"})
    told = fillers.completed(
        replace(step, args=named),
        {"to": "xinan", "remark": "office"},
        known(state, life.district.green, pack=pack),
    )
    assert told["superior"] == "district"


@pytest.mark.django_db
def test_the_organ_that_was_chosen_is_looked_at_and_no_other_is_put_in_its_place(life: Life) -> None:
    """A review is asked of the organ one level above (R22 Art 35): a town is none, whoever chose it."""
    step = packs.load("cn-xinfang", "2022-05-01").step("ask_review")
    state = CaseState(life.filed.case_id, state="served", parties={"handler": "environment", "receiver": "office"})
    about = known(state, Actor.petitioner(life.filed.case_id))
    assert fillers.completed(step, {"to": "district"}, about)["to"] == "district"
    with pytest.raises(Invalid) as invalid:
        fillers.completed(step, {"to": "xinan"}, about)
    assert invalid.value.field == "to"
