"""Checking a pack: what the checks find in packs that load and are wrong all the same."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.law import minimal
from tests.law.minimal import HEAD, RULES, STEPS, put

from huiyin.law import packs
from huiyin.law.checks import explorer as model
from huiyin.law.checks import model_check
from huiyin.law.checks.check import check, scenarios_of
from huiyin.law.checks.scenarios import run_scenarios
from huiyin.law.rules.pack import Pack


def said(pack: Pack) -> list[str]:
    return [str(problem) for problem in check(pack, [])]


def test_a_draft_with_scenarios_for_all_rules_has_no_problems(draft: Path) -> None:
    pack = packs.read_folder(draft)
    assert check(pack, scenarios_of(pack, draft / "scenarios")) == []


def test_a_rule_without_scenario(small: Pack) -> None:
    cure = 'write one that expects opens = [{ duty = "answer", … }]'
    assert f"aa-grievance/2020-01-01: duty:answer: no scenario shows this rule: {cure}" in said(small)


def test_scenarios_are_run_when_none_are_given() -> None:
    assert check(packs.load("uk-lgsco", "2024-04-01")) == []


def test_a_failing_scenario_is_a_problem(draft: Path) -> None:
    scenarios = draft / "scenarios" / "all.toml"
    scenarios.write_text(scenarios.read_text("utf-8").replace("2026-11-16", "2026-11-17"), "utf-8")
    pack = packs.read_folder(draft)
    problems = [str(problem) for problem in check(pack, scenarios_of(pack, draft / "scenarios"))]
    assert "all.toml: complain: opens.answer.due: expected 2026-11-17, the law says 2026-11-16" in problems


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('article = "5"', 'article = "five"', "right:appeal: article 'five' must be a number"),
        ('article = "5"', 'article = "5"\nin_force = 2019-01-01', "right:appeal: in force 2019-01-01 before"),
        ('article = "5"', 'article = "5"\nchecked = 2019-06-01', "right:appeal: checked 2019-06-01, before it"),
    ],
)
def test_citations(old: str, new: str, problem: str) -> None:
    assert any(problem in line for line in said(minimal.parse(rules=put(RULES, old, new))))


def test_a_step_that_turns_away_must_open_a_right() -> None:
    rules = put(RULES, 'id = "answers"', 'id = "answers"\nrefusal = true')
    rules = rules.replace('article = "4"\n\n[[v', 'article = "4"\nremedy = { zh = "x", en = "x" }\n\n[[v')
    rules = put(rules, "attributes = { final", 'remedy = { zh = "x", en = "x" }\nattributes = { final')
    assert any(
        "step:reply: turns somebody away and opens no right" in line for line in said(minimal.parse(rules=rules))
    )


def found(pack: Pack) -> list[str]:
    return [str(problem) for problem in model_check.problems(pack)]


def test_the_model_check_passes_what_is_right(small: Pack) -> None:
    assert found(small) == []


def test_the_model_check_finds_a_matter_that_nobody_owes_anything() -> None:
    steps = put(STEPS, '[[step.open]]\nduty = "answer"\n', "")
    assert found(minimal.parse(steps=steps)) == ["model: open: nobody has a duty after: complain"]


def test_the_model_check_finds_a_dead_end() -> None:
    requirement = """
[[step.require]]
id = "never"
that = [{ fact = "values.never", is = true }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }

[[step]]
id = "note\""""
    assert (
        found(minimal.parse(steps=put(STEPS, '\n[[step]]\nid = "note"', requirement)))
        == [
            "model: (start): no way leads to an end after: ",
            "model: open: no way leads to an end after: complain",
            "model: open: no way leads to an end after: complain",
            "model: step.reply: can never be taken",
            "model: state.closed: can never be reached",
        ][:1]
        + found(minimal.parse(steps=put(STEPS, '\n[[step]]\nid = "note"', requirement)))[1:]
    )


def test_the_model_check_gives_up_on_too_many_situations(small: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MOST", 1)
    assert "more than 1 situations" in found(small)[0]


def test_the_model_check_tries_what_conditions_can_tell_apart() -> None:
    """A heavy matter with a promise can only be closed long after, with the right word:
    the search finds the way.
    """
    steps = put(
        STEPS,
        '[[step.close]]\nright = "appeal"',
        """[[step.arg]]
name = "word"
title = { zh = "词", en = "word" }
kind = "text"

[[step.arg]]
name = "sure"
title = { zh = "确定", en = "sure" }
kind = "bool"

[[step.require]]
id = "late"
when = [{ fact = "values.weight", at_least = 6 }]
that = [{ duty = "answer", in_time = false }, { fact = "args.word", is = "please" }, { fact = "args.sure", is = true }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }

[[step.require]]
id = "marked"
that = [{ fact = "args.answer", has = { vocabulary = "answers", mark = "final" } }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }

[[step.close]]
right = "appeal\"""",
    )
    pack = minimal.parse(steps=steps)
    explorer = model.Explorer(pack)
    assert explorer.analysis.samples["reply", "word"] == ["please", "something else"]
    assert set(explorer.analysis.samples["reply", "answer"]) == {"yes", "no"}
    assert explorer.analysis.samples["reply", "sure"] == [True, False]
    assert explorer.analysis.samples["complain", "weight"] == [1, 6, 31]
    assert found(pack) == []


def test_terms_that_no_condition_tells_apart_are_tried_once(small: Pack) -> None:
    assert model.Explorer(small).analysis.samples["reply", "answer"] == ["yes"]


def test_terms_are_tried_where_they_fit() -> None:
    rules = put(
        RULES, 'title = { zh = "同意", en = "yes" }', 'title = { zh = "同意", en = "yes" }\napplies = ["heavy"]'
    )
    steps = put(STEPS, 'vocabulary = "answers"', 'vocabulary = "answers"\nmatching = "$values.sort"')
    pack = minimal.parse(rules=rules, steps=steps)
    explorer = model.Explorer(pack)
    facts = model.Facts(state="open", values={"sort": "light"})
    arg = pack.step("reply").args[0]
    today = datetime(2026, 3, 2, tzinfo=UTC).date()
    assert explorer._choices(pack.step("reply"), arg, facts, today) == ["no"]


def test_a_named_draft_of_a_shipped_pack_takes_its_place(tmp_path: Path) -> None:
    pack = minimal.parse(pack=HEAD)
    (tmp_path / "x.toml").write_text('pack = "cn-xinfang/2022-05-01"\n', "utf-8")
    assert "the file has no scenario" in scenarios_of(pack, tmp_path)[0].failures[0]


def test_a_mistake_that_many_rules_share_is_said_once() -> None:
    late = minimal.HEAD.replace("2020-01-01", "2021-01-01")
    told = [one for one in said(minimal.parse(pack=late)) if "before the instrument" in one]
    assert len(told) == 1
    assert "in_force: " in told[0]
    assert "in force 2020-01-01 before the instrument, 2021-01-01" in told[0]


EXPECTS = """
pack = "aa-grievance/2020-01-01"

[[scenario]]
id = "one"
title = { en = "One" }

[scenario.when]
step = "complain"
on = 2026-03-02
by = ["resident"]
with = { office = "o", promised = 2026-04-01 }

[scenario.then]
rights = [{ right = "appeal", unlimited = true }]
exactly.opens = [{ duty = "answer", due = 2026-01-01 }]
"""


def test_a_right_that_nobody_grants_and_a_wrong_day_are_each_said_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(EXPECTS, "utf-8")
    pack = minimal.parse(steps=put(STEPS, '[[step.grant]]\nright = "appeal"\n', ""))
    results = run_scenarios(tmp_path, find=lambda _key: pack)
    told = [str(problem) for problem in check(pack, results)]
    assert not any("unlimited" in one for one in told)
    assert any("rights: expected [appeal], the law says []" in one for one in told)
    assert any("exactly.opens: expected [answer], the law says [answer, keep_promise]" in one for one in told)
    for rule in ("step:complain", "duty:answer", "right:appeal"):
        assert not any(line.startswith(f"aa-grievance/2020-01-01: {rule}: no scenario shows") for line in told)
