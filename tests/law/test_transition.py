"""Running matters and a new version: what the version may say of them, and what becomes
of their dates.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.law import minimal
from tests.law.minimal import FILES, HEAD, RULES, STEPS, put

from huiyin.law import packs
from huiyin.law.checks.check import check, scenarios_of
from huiyin.law.checks.difference import differences
from huiyin.law.engine import procedure
from huiyin.law.engine.applying import apply
from huiyin.law.engine.transition import recounted, rule_for
from huiyin.law.language.reading import PackError
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts
from huiyin.law.tools.explain import rules_on

TRANSITION = """
[[transition]]
id = "shorter_answers"
title = { zh = "过渡", en = "Transition" }
plain = { zh = "未答复的申诉按新规定的期限答复。", en = "What has no answer yet is answered within the new limit." }
article = "20"
from = ["2020-01-01"]
states = ["open"]
on = 2027-02-01
recompute = ["answer"]
"""
NEWER = {
    "pack.toml": HEAD.replace("2020-01-01", "2027-01-01"),
    "rules.toml": put(RULES, "days = 10", "days = 5")
    .replace("in_force = 2020-01-01", "in_force = 2027-01-01")
    .replace("checked = 2026-11-22", "checked = 2027-01-02"),
    "steps.toml": STEPS.replace("in_force = 2020-01-01", "in_force = 2027-01-01").replace(
        "checked = 2026-11-22", "checked = 2027-01-02"
    ),
    "transition.toml": f"in_force = 2027-01-01\nchecked = 2027-01-02\n{TRANSITION}",
}


def newer(old: str = "", new: str = "") -> Pack:
    """The made-up version of 2027, with a passage of its transitional rule replaced."""
    return packs.parse(
        {**NEWER, "transition.toml": put(NEWER["transition.toml"], old, new) if old else NEWER["transition.toml"]}
    )


def running(pack: Pack, **args: object) -> Facts:
    """A grievance made on Monday 11 January 2027: ten working days to answer."""
    command = Command("complain", {"office": "town", **args}, frozenset({"resident"}))  # type: ignore[dict-item]
    ruling = procedure.decide(pack, Facts(), command, datetime(2027, 1, 11, 9, tzinfo=UTC))
    assert ruling.allowed, ruling.refusals
    return apply(Facts(), ruling)


def test_without_a_rule_a_matter_stays(small: Pack) -> None:
    plain = packs.parse({name: text for name, text in NEWER.items() if name != "transition.toml"})
    assert rule_for(plain, "2020-01-01", running(small), date(2027, 6, 1)) is None


def test_it_goes_over_from_the_day_on(small: Pack) -> None:
    new, facts = newer(), running(small)
    assert rule_for(new, "2020-01-01", facts, date(2027, 1, 31)) is None
    rule = rule_for(new, "2020-01-01", facts, date(2027, 2, 1))
    assert rule is not None
    assert (rule.id, rule.article, rule.day) == ("shorter_answers", "20", date(2027, 2, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('from = ["2020-01-01"]', 'from = ["2015-01-01"]'),
        ('states = ["open"]', 'states = ["closed"]'),
        ('recompute = ["answer"]', 'when = [{ fact = "values.weight", is = 7 }]'),
    ],
)
def test_others_stay(small: Pack, old: str, new: str) -> None:
    assert rule_for(newer(old, new), "2020-01-01", running(small), date(2027, 3, 1)) is None


def test_a_condition_can_be_asked(small: Pack) -> None:
    new = newer('recompute = ["answer"]', 'when = [{ fact = "values.weight", is = 7 }]')
    assert rule_for(new, "2020-01-01", running(small, weight=7), date(2027, 3, 1)) is not None


def test_a_matter_with_a_duty_that_the_new_version_does_not_know_stays(small: Pack) -> None:
    start, end = RULES.index('[[duty]]\nid = "keep_promise"'), RULES.index("[[right]]")
    less = {**NEWER, "rules.toml": NEWER["rules.toml"].replace(RULES[start:end], "")}
    less["steps.toml"] = NEWER["steps.toml"].replace(
        '[[step.open]]\nduty = "keep_promise"\nwhen = [{ fact = "dates.promised", present = true }]\n', ""
    )
    new = packs.parse(less)
    assert rule_for(new, "2020-01-01", running(small), date(2027, 3, 1)) is not None
    assert rule_for(new, "2020-01-01", running(small, promised=date(2027, 3, 9)), date(2027, 3, 1)) is None


def test_only_what_it_names_is_counted_anew(small: Pack) -> None:
    """From Monday 11 January 2027: ten working days end on 25 January, five on 18
    January; a promise stays.
    """
    new, facts = newer(), running(small, promised=date(2027, 3, 9))
    rule = rule_for(new, "2020-01-01", facts, date(2027, 2, 1))
    assert rule is not None
    ((duty, deadline),) = recounted(new, rule, facts)
    assert (duty.kind, duty.due_date, deadline.due_date) == ("answer", date(2027, 1, 25), date(2027, 1, 18))
    kept = newer('recompute = ["answer"]\n', "")
    assert list(recounted(kept, kept.transitions["shorter_answers"], facts)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('states = ["open"]', 'states = ["ajar"]', "transition.shorter_answers.states: 'ajar' is not declared"),
        ('["answer"]', '["reply"]', "transition.shorter_answers.recompute: 'reply' is not declared"),
        ('from = ["2020-01-01"]', 'from = ["2027-01-01"]', "transition.shorter_answers.from: is the version itself"),
        ("on = 2027-02-01", "on = 2026-02-01", "on: is before the version came into force, 2027-01-01"),
        ('article = "20"\n', "", "article: is missing"),
    ],
)
def test_a_rule_that_names_what_is_not_there(old: str, new: str, said: str) -> None:
    with pytest.raises(PackError) as refused:
        newer(old, new)
    assert said in str(refused.value)


def test_it_is_said_with_the_differences(small: Pack) -> None:
    texts = {change.what: change.text for change in differences(small, newer())}
    assert texts["goes_over"].en == (
        "From Monday 1 February 2027 matters under way go over to the new version when "
        "they are: open; counted anew:"
        " Answer. What has no answer yet is answered within the new limit. (Art. 20)"
    )
    assert texts["goes_over"].zh.startswith(
        "自2027年2月1日（周一）起，处于以下环节的在办事项转用新版本：未结；重新计算期限：答复。"
    )
    kept = {change.what: change.text for change in differences(small, newer('recompute = ["answer"]\n', ""))}
    assert "their dates stay." in kept["goes_over"].en


def test_without_one_matters_finish_as_they_began() -> None:
    """The regulations of 2022 name the day they come into force and say nothing of
    matters under way (Article 50).
    """
    old, new = (packs.load("cn-xinfang", "2005-05-01"), packs.load("cn-xinfang", "2022-05-01"))
    assert not new.transitions
    said = [change.text.en for change in differences(old, new) if change.what == "stays"]
    assert said == ["Matters under way finish under the version they began with."]


def test_an_article_leads_to_it() -> None:
    (found,) = rules_on("20", [newer()])
    assert (found.rule, found.title.en) == ("transition:shorter_answers", "Transition")


SCENARIO = """
pack = "aa-grievance/2027-01-01"

[[scenario]]
id = "goes-over"
title = {{ zh = "转用", en = "Goes over" }}

[[scenario.given]]
step = "complain"
on = 2027-01-11
by = ["resident"]
with = {{ office = "town" }}

[scenario.when]
goes_over = {day}
from = "2020-01-01"

[scenario.then]
{then}
"""


@pytest.mark.parametrize(
    ("day", "then", "failures"),
    [
        ("2027-02-01", 'rule = "shorter_answers"\nmoves = [{ duty = "answer", due = 2027-01-18 }]', 0),
        ("2027-01-31", "", 0),
        ("2027-02-01", 'rule = "shorter_answers"\nmoves = [{ duty = "answer", due = 2027-01-25 }]', 1),
        ("2027-02-01", 'rule = "shorter_answers"', 1),
        ("2027-01-31", 'rule = "shorter_answers"', 1),
    ],
)
def test_a_scenario_can_expect_it(tmp_path: Path, day: str, then: str, failures: int) -> None:
    (tmp_path / "all.toml").write_text(SCENARIO.format(day=day, then=then), "utf-8")
    (result,) = scenarios_of(newer(), tmp_path)
    assert len(result.failures) == failures, result.failures
    if not failures and then:
        assert "transition:shorter_answers" in result.covers


def test_a_rule_without_a_scenario_is_a_problem() -> None:
    said = [str(problem) for problem in check(newer(), [])]
    cure = "write one that asks when = { goes_over, from }"
    assert f"aa-grievance/2027-01-01: transition:shorter_answers: no scenario shows this rule: {cure}" in said


def test_the_made_up_version_is_in_order() -> None:
    assert set(NEWER) == {*FILES, "transition.toml"}
    assert minimal.parse().key == "aa-grievance/2020-01-01"
