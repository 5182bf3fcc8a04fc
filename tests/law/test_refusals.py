"""What the engine says when it refuses, sentence by sentence, and which of several reasons it gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.law.minimal import HEAD, RULES, STEPS, parse, put

from huiyin.law.engine import procedure
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts, OpenDuty, Value
from huiyin.law.terms.ruling import Ruling

AT = datetime(2026, 11, 4, 6, tzinfo=UTC)
ANSWER = OpenDuty("a", "answer", "town", date(2026, 11, 2), date(2026, 11, 16), date(2026, 11, 16))
PROMISE = OpenDuty("p", "keep_promise", "town", date(2026, 11, 2), date(2026, 11, 20), date(2026, 11, 20))
OPEN = Facts("open", {}, {"received": date(2026, 11, 2)}, {"office": "town"}, (ANSWER, PROMISE))


def ruled(pack: Pack, facts: Facts, name: str, role: str, **args: Value) -> Ruling:
    return procedure.decide(pack, facts, Command(name, args, frozenset({role})), AT)


def told(ruling: Ruling) -> list[tuple[str, str, str]]:
    """The article, the sentence and the remedy of each reason."""
    reasons = ruling.refusals
    return [(one.article, one.text.en, one.remedy.en if one.remedy else "") for one in reasons]


def test_a_refusal_leaves_the_state_and_names_the_instrument(small: Pack) -> None:
    ruling = ruled(small, OPEN, "forgive", "office")
    assert (ruling.allowed, ruling.state) == (False, "open")
    assert ruling.refusals[0].instrument == small.instrument
    assert told(ruling) == [("", "This procedure has no step called “forgive”.", "Choose one of the steps that exist.")]


def test_an_argument_that_others_fill_in() -> None:
    steps = put(STEPS, 'by = ["resident"]', 'by = ["resident", "office"]')
    pack = parse(steps=put(steps, 'name = "weight"', 'name = "weight"\nby = ["office"]'))
    ruling = ruled(pack, Facts(), "complain", "resident", office="town", weight=3)
    assert told(ruling) == [("3", "“weight” is for these to say: office.", "Leave it out.")]
    assert ruled(pack, Facts(), "complain", "resident", office="town").allowed


MATCHING = put(STEPS, 'vocabulary = "answers"', 'vocabulary = "answers"\nmatching = "$state"')


def test_a_term_that_is_not_for_this_matter() -> None:
    """The closed list says for which matters a term is: here for those in a state that is none of this one."""
    terms = put(
        RULES, 'title = { zh = "不同意", en = "no" }', 'title = { zh = "不同意", en = "no" }\napplies = ["closed"]'
    )
    terms = put(terms, 'title = { zh = "同意", en = "yes" }', 'title = { zh = "同意", en = "yes" }\napplies = ["open"]')
    pack = parse(rules=terms, steps=MATCHING)
    (reason,) = told(ruled(pack, OPEN, "reply", "office", answer="no"))
    assert reason[:2] == ("4", "“no” does not apply to this kind of matter.")
    assert ruled(pack, OPEN, "reply", "office", answer="yes").allowed


GIVING = """
in_force = 2020-01-01
checked = 2026-11-22

[[step]]
id = "keep"
title = { zh = "兑现", en = "Keep it" }
article = "6"
event = "grievance.promise_kept"
from = ["open"]
by = ["office"]
discharges = ["keep_promise"]

[[step]]
id = "end"
title = { zh = "结束", en = "End" }
article = "4"
event = "grievance.ended"
from = ["open"]
to = "closed"
by = ["office"]
cancels = ["*"]
"""
GIVES_FIRST = put(STEPS, 'discharges = ["answer"]', 'discharges = ["answer"]\ngives_first = ["keep_promise"]')


def test_what_is_given_before_the_end() -> None:
    """The promise would fall away with the end of the matter: late or not, it is kept first."""
    pack = parse(steps=GIVES_FIRST, more=GIVING)
    sentence = "“Keep the promise” is still owed, and the matter does not end before it is done."
    reason = ("6", sentence, "Do it first, also where it is late.")
    assert told(ruled(pack, OPEN, "reply", "office", answer="yes")) == [reason]
    late = replace(OPEN, duties=(replace(PROMISE, due_date=date(2026, 11, 3)),))
    ruling = ruled(pack, late, "reply", "office", answer="yes")
    assert told(ruling) == [reason]
    assert [(one.rule, one.instrument) for one in ruling.refusals] == [("step:reply.keep_promise", pack.instrument)]
    assert ruled(pack, replace(OPEN, duties=(ANSWER,)), "reply", "office", answer="yes").allowed
    options = procedure.available(pack, OPEN, frozenset({"office"}), AT)
    (option,) = [option for option in options if option.step == "reply"]
    assert (option.ruling.command, told(option.ruling)) == ("reply", [reason])


def test_only_an_end_waits_for_what_is_given_first() -> None:
    pack = parse(steps=put(GIVES_FIRST, 'to = "closed"', 'to = "open"'), more=GIVING)
    assert ruled(pack, OPEN, "reply", "office", answer="yes").allowed


WAITS = put(STEPS, 'discharges = ["answer"]', 'discharges = ["answer"]\nwaits_for = ["keep_promise"]')
UNVERIFIED = put(
    RULES, 'id = "keep_promise"', 'id = "keep_promise"\nverified = false\nnote = { zh = "习惯", en = "custom" }'
)


def test_what_is_waited_for() -> None:
    """Until the promise is due the office waits with its reply; from the day after it does not."""
    pack = parse(steps=WAITS, more=GIVING)
    ruling = ruled(pack, OPEN, "reply", "office", answer="yes")
    remedy = "Wait for it; once its time is over you may go on without it."
    assert told(ruling) == [("6", "“Keep the promise” is still awaited, and its time is not over.", remedy)]
    (reason,) = ruling.refusals
    assert (reason.rule, reason.instrument, reason.verified) == ("step:reply.keep_promise", pack.instrument, True)
    today, over = (replace(OPEN, duties=(replace(PROMISE, due_date=date(2026, 11, day)),)) for day in (4, 3))
    assert ruled(pack, today, "reply", "office", answer="yes").refused
    assert ruled(pack, over, "reply", "office", answer="yes").allowed


@pytest.mark.parametrize("steps", [WAITS, GIVES_FIRST])
def test_what_is_not_verified_is_not_said_to_be(steps: str) -> None:
    pack = parse(rules=UNVERIFIED, steps=steps, more=GIVING)
    assert [ground.verified for ground in ruled(pack, OPEN, "reply", "office", answer="yes").refusals] == [False]


GROWN = """
[[role]]
id = "resident.grown"
title = { zh = "成年居民", en = "resident of age" }
refuse = { zh = "“{step}”须由成年居民提出。", en = "“{step}” is for residents of age." }
remedy = { zh = "由监护人提出。", en = "A guardian does it." }
"""


def told_in_chinese(ruling: Ruling) -> list[str]:
    return [ground.text.zh for ground in ruling.refusals]


def test_who_holds_a_role_without_what_it_needs_is_told_what_is_lacking() -> None:
    """In the words of the role, with the step's name in them; whoever has another role is told the roles."""
    steps = put(STEPS, 'by = ["resident"]', 'by = ["office", "resident.grown"]')
    pack = parse(pack=HEAD + GROWN, steps=steps)
    ruling = ruled(pack, Facts(), "complain", "resident", office="town")
    assert told(ruling) == [("3", "“Complain” is for residents of age.", "A guardian does it.")]
    assert told_in_chinese(ruling) == ["“投诉”须由成年居民提出。"]
    (reason,) = ruling.refusals
    assert (reason.rule, reason.instrument) == ("step:complain.resident.grown", pack.instrument)
    assert ruled(pack, Facts(), "complain", "resident.grown", office="town").allowed
    other = ruled(pack, Facts(), "complain", "clerk", office="town")
    assert [text for _article, text, _remedy in told(other)] == ["This step is for: office, resident of age."]
    assert told_in_chinese(other) == ["这一步骤应由办公室、成年居民进行。"]
    assert [one.rule for one in other.refusals] == ["step:complain"]


def test_states_are_listed_in_both_languages() -> None:
    """“from” names two states; the matter stands in a third."""
    pack = parse(steps=put(STEPS, 'from = [""]', 'from = ["", "closed"]'))
    ruling = ruled(pack, OPEN, "complain", "resident", office="town")
    (text,) = [text for _article, text, _remedy in told(ruling)]
    assert text == "The matter is “open”; this can be done when it is: not yet filed, closed."
    assert told_in_chinese(ruling) == ["目前事项是“未结”；“尚未提出、已结”时才能这样办理。"]
