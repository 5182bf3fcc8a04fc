"""A party that several organs are: places, duties of each, and what a pack may not say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.law.minimal import STEPS, parse, put

from huiyin.law.checks.model_check import problems
from huiyin.law.engine import procedure
from huiyin.law.engine.applying import apply
from huiyin.law.language.reading import PackError
from huiyin.law.terms import party_slots
from huiyin.law.terms.facts import Command, Facts, Value
from huiyin.law.terms.ruling import Ruling

PARTIES = {"lead": "a", "helper.1": "b", "helper.10": "d", "helper.2": "c", "helper.3": ""}
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday


def test_members_in_the_order_of_their_places() -> None:
    assert party_slots.members(PARTIES, "helper") == ("b", "c", "d")
    assert party_slots.members(PARTIES, "lead") == ("a",)
    assert party_slots.members(PARTIES, "nobody") == ()


def test_entering_takes_the_first_free_place() -> None:
    assert party_slots.enter(PARTIES, "helper", "e", 3) == {"helper.3": "e"}
    assert party_slots.enter(PARTIES, "helper", "c", 3) == {}  # it is one already
    assert party_slots.enter(PARTIES, "helper", "e", 2) is None


def test_leaving_clears_the_place() -> None:
    assert party_slots.leave(PARTIES, "helper", "c") == {"helper.2": ""}
    assert party_slots.leave(PARTIES, "helper", "a") == {}


MORE = """
in_force = 2020-01-01
checked = 2026-11-22

[[party]]
id = "helper"
title = { zh = "协助单位", en = "helper" }
several = 2

[[duty]]
id = "help"
title = { zh = "协助", en = "Help" }
article = "4"
owner = "helper"
from = "received"
days = 90
unit = "calendar"

[[step]]
id = "ask"
title = { zh = "请求协助", en = "Ask for help" }
article = "4"
event = "grievance.help_asked"
from = ["open"]
by = ["office"]
set.parties = { helper = { enter = "$args.to" } }

[[step.arg]]
name = "to"
title = { zh = "单位", en = "organ" }
kind = "organ"
required = true

[[step.open]]
duty = "help"
owner = "$args.to"
within = ["answer"]

[[step]]
id = "help"
title = { zh = "协助", en = "Help" }
article = "4"
event = "grievance.helped"
from = ["open"]
by = ["helper"]

[[step.discharge]]
duty = "help"
owner = "$organ"

[[step]]
id = "ask_all"
title = { zh = "再次请求", en = "Ask all again" }
article = "4"
event = "grievance.all_asked"
from = ["open"]
by = ["office"]

[[step.open]]
duty = "help"

[[step]]
id = "move"
title = { zh = "推迟", en = "Move" }
article = "4"
event = "grievance.moved"
from = ["open"]
by = ["office"]

[[step.arg]]
name = "of"
title = { zh = "单位", en = "organ" }
kind = "organ"
required = true

[[step.arg]]
name = "until"
title = { zh = "日期", en = "day" }
kind = "date"
required = true

[[step.extend]]
duty = "help"
until = "$args.until"
owner = "$args.of"
"""


RULES_ = parse(more=MORE)


def take(facts: Facts, name: str, *, organ: str = "", **args: Value) -> Facts:
    """The facts after a step that is allowed."""
    ruling = ruled(facts, name, organ=organ, **args)
    assert ruling.allowed, ruling.refusals
    return apply(facts, ruling)


def ruled(facts: Facts, name: str, *, organ: str = "", **args: Value) -> Ruling:
    """The ruling on a step, taken by whoever may take it."""
    return procedure.decide(RULES_, facts, Command(name, args, RULES_.steps[name].by, organ=organ), AT)


def owed(facts: Facts) -> list[tuple[str, str, date]]:
    """Kind, owner and due date of the open duties."""
    return [(duty.kind, duty.owner, duty.due_date) for duty in facts.duties]


@pytest.fixture
def made() -> Facts:
    """A grievance that came on Monday 2 March 2026: an answer is due in 10 working
    days, on 16 March.
    """
    return take(Facts(), "complain", office="a")


def test_each_owes_its_own_duty_within_that_of_the_lead(made: Facts) -> None:
    facts = take(take(made, "ask", to="b"), "ask", to="c")
    assert facts.parties["helper.2"] == "c"
    lead = ("answer", "a", date(2026, 3, 16))
    # 90 days would be the end of May: not later than the lead's own day.
    assert owed(facts) == [lead, ("help", "b", date(2026, 3, 16)), ("help", "c", date(2026, 3, 16))]
    assert owed(take(facts, "help", organ="c")) == [lead, ("help", "b", date(2026, 3, 16))]


def test_a_third_finds_no_place(made: Facts) -> None:
    facts = take(take(made, "ask", to="b"), "ask", to="c")
    ruling = ruled(facts, "ask", to="d")
    assert [ground.rule for ground in ruling.refusals] == ["step:ask"]
    assert ruling.refusals[0].remedy is not None
    (option,) = (one for one in procedure.available(RULES_, facts, frozenset({"office"}), AT) if one.step == "ask")
    assert option.ruling.allowed  # whom it is about is not known yet


def test_a_duty_for_each(made: Facts) -> None:
    facts = take(take(made, "ask", to="b"), "ask", to="c")
    facts = take(take(facts, "help", organ="b"), "help", organ="c")
    assert [(kind, owner) for kind, owner, _due in owed(take(facts, "ask_all"))] == [
        ("answer", "a"),
        ("help", "b"),
        ("help", "c"),
    ]
    assert [kind for kind, _owner, _due in owed(take(made, "ask_all"))] == ["answer"]


def test_one_duty_is_moved_to_a_later_day_only(made: Facts) -> None:
    facts = take(take(made, "ask", to="b"), "ask", to="c")
    moved = take(facts, "move", of="b", until=date(2026, 3, 20))
    assert owed(moved)[1:] == [("help", "b", date(2026, 3, 20)), ("help", "c", date(2026, 3, 16))]
    assert owed(take(moved, "move", of="b", until=date(2026, 3, 10))) == owed(moved)
    assert owed(take(moved, "move", of="b", until=date(2026, 3, 27)))[1] == ("help", "b", date(2026, 3, 27))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('{ helper = { enter = "$args.to" } }', '{ helper = "$args.to" }', "enter and leave"),
        ('{ helper = { enter = "$args.to" } }', '{ office = { enter = "$args.to" } }', "enter and leave"),
        ('within = ["answer"]', 'within = ["nothing"]', "'nothing' is not declared"),
        ('until = "$args.until"', "", "is missing"),
        ('owner = "$args.of"', 'owner = "$args.nobody"', "'args.nobody'"),
    ],
)
def test_what_does_not_fit(old: str, new: str, said: str) -> None:
    with pytest.raises(PackError) as wrong:
        parse(more=put(MORE, old, new))
    assert said in str(wrong.value)


WAITING = 'track = "help"\n' + MORE


def test_a_main_step_waits_for_what_runs_beside() -> None:
    rules = parse(
        more=WAITING, steps=put(STEPS, 'discharges = ["answer"]', 'discharges = ["answer"]\nwaits_for = ["help"]')
    )
    facts = take(take(Facts(), "complain", office="a"), "ask", to="b")
    reply = Command("reply", {"answer": "yes"}, frozenset({"office"}))
    early = procedure.decide(rules, facts, reply, AT)
    assert [(ground.rule, ground.article) for ground in early.refusals] == [("step:reply.help", "4")]
    late = procedure.decide(rules, facts, reply, AT + timedelta(days=15))
    assert late.allowed
    assert [str(problem) for problem in problems(rules)] == []
