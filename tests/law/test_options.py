"""What somebody may do from here on: which steps are shown, and how each stands, before its arguments are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.law.minimal import HEAD, parse, put

from huiyin.law.engine import procedure
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts
from huiyin.law.terms.ruling import Option

AT = datetime(2026, 11, 4, 6, tzinfo=UTC)
OPEN = Facts("open", {}, {"received": date(2026, 11, 2)}, {"office": "town"})

MORE = """
in_force = 2020-01-01
checked = 2026-11-22

[[step]]
id = "look"
title = { zh = "查看", en = "Look" }
article = "7"
event = "grievance.looked_at"
from = ["open"]
to = "looking"
by = ["office"]

[[step]]
id = "end"
title = { zh = "结束", en = "End" }
article = "8"
event = "grievance.ended"
from = ["looking"]
to = "closed"
by = ["office"]

[[step.arg]]
name = "why"
title = { zh = "理由", en = "why" }
kind = "text"

[[step.require]]
id = "with_a_reason"
that = [{ fact = "args.why", present = true }]
refuse = { zh = "没有理由。", en = "There is no reason." }
remedy = { zh = "请写明理由。", en = "Give a reason." }

[[step.require]]
id = "heard_before"
that = [{ fact = "values.weight", at_least = 2 }]
refuse = { zh = "不够重。", en = "It weighs too little." }
remedy = { zh = "请称重。", en = "Weigh it." }

[[step.require]]
id = "by_the_town"
when = [{ fact = "values.weight", present = true }]
that = [{ fact = "parties.office", same_as = "$organ" }]
refuse = { zh = "不是本机关。", en = "It is another organ's." }
remedy = { zh = "请联系该机关。", en = "Turn to that organ." }

[[step.require]]
id = "by_somebody_else"
that = [{ fact = "actor", is_not = "staff:1" }]
refuse = { zh = "不能由您办理。", en = "Not by you." }
remedy = { zh = "由同事办理。", en = "A colleague acts." }
"""
CLOSED = '[[state]]\nid = "closed"'
LOOKING = """
[[state]]
id = "looking"
title = { zh = "查看中", en = "being looked at" }
"""


def pack_head() -> str:
    """The head of the small pack, with a state between open and closed."""
    return put(HEAD, CLOSED, f"{LOOKING}\n{CLOSED}")


def pack(more: str = MORE) -> Pack:
    """The small pack with that state."""
    return parse(pack=pack_head(), more=more)


def shown(law: Pack, facts: Facts, actor: str = "staff:2", organ: str = "town") -> dict[str, Option]:
    """The options of the office, by step."""
    options = procedure.available(law, facts, frozenset({"office"}), AT, actor, organ=organ)
    return {option.step: option for option in options}


def reasons(option: Option) -> list[str]:
    """Why it cannot be taken now."""
    return [ground.text.en for ground in option.ruling.refusals]


def test_a_step_that_is_open_is_shown_with_what_is_not_met_but_nothing_of_its_arguments() -> None:
    law = pack()
    facts = replace(OPEN, state="looking", values={"weight": 1})
    end = shown(law, facts)["end"]
    assert (end.title.en, end.ruling.command, end.ruling.state) == ("End", "end", "looking")
    assert reasons(end) == ["It weighs too little."]
    assert shown(law, replace(facts, values={"weight": 2}))["end"].ruling.allowed
    assert shown(law, replace(facts, values={"weight": 2}))["end"].title.zh == "结束"


def test_a_step_that_comes_too_early_says_that_alone() -> None:
    end = shown(pack(), replace(OPEN, values={"weight": 1}))["end"]
    assert reasons(end) == ["The matter is “open”; this can be done when it is: being looked at."]
    assert end.ruling.command == "end"


def test_who_looks_and_for_which_organ_is_asked_of_a_step() -> None:
    law, facts = pack(), replace(OPEN, state="looking", values={"weight": 3})
    assert shown(law, facts)["end"].ruling.allowed
    assert reasons(shown(law, facts, organ="village")["end"]) == ["It is another organ's."]
    assert reasons(shown(law, facts, actor="staff:1")["end"]) == ["Not by you."]
    unnamed = procedure.available(law, facts, frozenset({"office"}), AT)
    assert [reasons(option) for option in unnamed if option.step == "end"] == [["It is another organ's."]]


def test_nobody_in_particular_is_nobody_at_all() -> None:
    """Where no actor and no organ is named, a step that asks who it is finds none."""
    asks = put(MORE, '{ fact = "actor", is_not = "staff:1" }', '{ fact = "actor", present = false }')
    asks = put(asks, '{ fact = "parties.office", same_as = "$organ" }', '{ fact = "organ", present = false }')
    facts = replace(OPEN, state="looking", values={"weight": 3})
    (end,) = [one for one in procedure.available(pack(asks), facts, frozenset({"office"}), AT) if one.step == "end"]
    assert end.ruling.allowed


def test_a_later_requirement_is_asked_behind_one_about_arguments() -> None:
    """The first of the step's requirements is about an argument and is passed over, not the end of the list."""
    law = pack()
    facts = replace(OPEN, state="looking", values={"weight": 1})
    ruling = procedure.decide(law, facts, Command("end", {}, frozenset({"office"}), "staff:2", "town"), AT)
    assert [ground.text.en for ground in ruling.refusals] == ["There is no reason.", "It weighs too little."]
    assert reasons(shown(law, facts)["end"]) == ["It weighs too little."]


BAR = """
track = "aside"
in_force = 2020-01-01
checked = 2026-11-22

[[bar]]
id = "aside"
title = { zh = "回避", en = "Standing aside" }
plain = { zh = "您应当回避。", en = "You stand aside." }
remedy = { zh = "由同事办理。", en = "A colleague acts." }
article = "8"
when = [
  { fact = "values.aside", includes = "$actor" },
  WHEN
]

[[step]]
id = "set_aside"
title = { zh = "决定回避", en = "Set aside" }
article = "8"
event = "grievance.set_aside"
from = ["@open"]
by = ["office"]
set.values = { aside = { append = "$args.people" }, answer = "$args.answer" }

[[step.arg]]
name = "people"
title = { zh = "工作人员", en = "who" }
kind = "staff"
many = true
required = true

[[step.arg]]
name = "answer"
title = { zh = "答复", en = "answer" }
kind = "term"
vocabulary = "answers"
"""
ASIDE = replace(OPEN, values={"aside": ("staff:1",), "answer": "no"})


def kept(when: str, facts: Facts = ASIDE, actor: str = "staff:1", **who: str) -> list[str]:
    """On what ground somebody is kept away from a matter."""
    law = parse(aside=BAR.replace("WHEN", when))
    return [ground.rule for ground in procedure.kept_away(law, facts, actor, **who)]


def test_a_bar_may_ask_for_which_organ_somebody_acts() -> None:
    """An officer who moved to another organ is kept away in the one only."""
    same = '{ fact = "parties.office", same_as = "$organ" }'
    assert kept(same, organ="town") == ["bar:aside"]
    assert kept(same, organ="village") == []
    assert kept(same) == []
    assert kept('{ fact = "organ", present = false }') == ["bar:aside"]


def test_a_bar_may_ask_what_a_term_is_marked_with() -> None:
    final = '{ fact = "values.answer", has = { vocabulary = "answers", mark = "final" } }'
    assert kept(final) == ["bar:aside"]
    assert kept(final, replace(ASIDE, values={**ASIDE.values, "answer": "yes"})) == []
    assert kept(final, actor="staff:2") == []


def test_a_bar_may_count_days() -> None:
    """Ten working days from Monday 2 November 2026 end on Monday the 16th."""
    soon = '{ fact = "dates.promised", within = { from = "$dates.received", days = 10, unit = "working" } }'
    for day, rules in ((16, ["bar:aside"]), (17, [])):
        promised = {**ASIDE.dates, "promised": date(2026, 11, day)}
        assert kept(soon, replace(ASIDE, dates=promised)) == rules


LOOKS = """to = "looking"
by = ["office"]
set.values = { answer = "$args.answer" }

[[step.arg]]
name = "answer"
title = { zh = "答复", en = "answer" }
kind = "term"
vocabulary = "answers"
"""


def test_a_step_may_ask_what_a_term_is_marked_with() -> None:
    """Of the two answers “no” alone carries the mark."""
    final = '{ fact = "values.answer", has = { vocabulary = "answers", mark = "final" } }'
    asks = put(MORE, 'to = "looking"\nby = ["office"]\n', LOOKS)
    law = pack(put(asks, '{ fact = "values.weight", at_least = 2 }', final))
    facts = replace(OPEN, state="looking", values={"answer": "no"})
    assert shown(law, facts)["end"].ruling.allowed
    assert reasons(shown(law, replace(facts, values={"answer": "yes"}))["end"]) == ["It weighs too little."]
