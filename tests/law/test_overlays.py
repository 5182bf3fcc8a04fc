"""Packs that stand on another: what they may add and change, which way, and which
source every rule names.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.law import minimal
from tests.law.county import HEAD, OWN, county

from huiyin.law import packs
from huiyin.law.checks.check import check
from huiyin.law.engine import procedure
from huiyin.law.language.reading import PackError
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts
from huiyin.law.terms.ruling import Text

SHORTER = """
[[change]]
rule = "duty:answer"
article = "8"
days = 5
"""
LONGER_RIGHT = """
[[change]]
rule = "right:appeal"
article = "11"
days = 40
"""


@pytest.fixture(autouse=True)
def beneath(small: Pack, monkeypatch: pytest.MonkeyPatch) -> Pack:
    """The small pack stands for a shipped one."""
    shipped = packs.load

    def load(name: str, version: str, *, overrides: Path | None = None) -> Pack:
        return small if name == small.id else shipped(name, version, overrides=overrides)

    monkeypatch.setattr(packs, "load", load)
    return small


def refused(rules: str, head: str = HEAD) -> str:
    with pytest.raises(PackError) as caught:
        county(rules, head)
    return str(caught.value)


def test_an_overlay_is_one_pack_with_the_rules_of_both(small: Pack) -> None:
    pack = county(OWN)
    assert (pack.key, pack.stands_on) == ("aa-county/2022-03-01", ("aa-grievance/2020-01-01",))
    assert pack.calendar is small.calendar
    assert pack.number_prefix == "G"
    assert set(pack.duties) == {"answer", "keep_promise", "confirm"}
    assert [one.title.en for one in pack.instruments.values()] == ["County Rules", "Grievance Rules"]


def test_every_rule_names_its_own_source() -> None:
    pack = county(OWN + SHORTER)
    cited = {kind: (rule.ground.pack, rule.ground.instrument.en, rule.article) for kind, rule in pack.duties.items()}
    assert cited == {
        "answer": ("aa-county/2022-03-01", "County Rules", "8"),
        "confirm": ("aa-county/2022-03-01", "County Rules", "9"),
        "keep_promise": ("aa-grievance/2020-01-01", "Grievance Rules", "6"),
    }


def test_a_step_that_is_added_to_rests_on_both_instruments() -> None:
    pack, at = county(OWN), datetime(2026, 11, 2, 6, tzinfo=UTC)
    filed = procedure.decide(pack, Facts(), Command("complain", {"office": "town"}, frozenset({"resident"})), at)
    assert [(ground.pack, ground.article) for ground in filed.grounds] == [
        ("aa-grievance/2020-01-01", "3"),
        ("aa-county/2022-03-01", "9"),
    ]
    # Monday 2 November and two working days; the national ten stay.
    assert {duty.kind: duty.deadline.due_date for duty in filed.opens} == {
        "answer": date(2026, 11, 16),
        "confirm": date(2026, 11, 4),
    }
    facts = Facts(state="open", parties={"office": "town"})
    office = frozenset({"office"})
    silent = procedure.decide(pack, facts, Command("reply", {"answer": "no"}, office), at)
    assert [(ground.rule, ground.instrument.en) for ground in silent.refusals] == [
        ("step:reply.reasons", "County Rules")
    ]
    assert procedure.decide(pack, facts, Command("reply", {"answer": "no", "reasons": "x"}, office), at).allowed


def test_a_shorter_limit_and_a_longer_right() -> None:
    pack = county(SHORTER + LONGER_RIGHT)
    assert (pack.duty("answer").days, pack.duty("answer").unit) == (5, "working")
    assert pack.right("appeal").days == 40
    assert county(LONGER_RIGHT.replace("days = 40", "unlimited = true")).right("appeal").days is None
    assert county(SHORTER.replace("days = 5", 'days = 10\nunit = "calendar"')).duty("answer").unit == "calendar"


NOTE = '[[change]]\nrule = "step:note"\nid = "x"\narticle = "8"\nplain = { zh = "x", en = "x" }\n'
REPLY = NOTE.replace("step:note", "step:reply")
TWICE = '[[duty]]\nid = "answer"\ntitle = { zh = "x", en = "x" }\narticle = "8"\nowner = "office"\nfrom = "received"\n'
LOOSER = {
    "longer limit": (SHORTER.replace("5", "11"), "change.duty:answer.days: 11 working days instead of 10 working days"),
    "the national rule is named": (SHORTER.replace("days = 5", "days = 30"), "(Grievance Rules, 4)"),
    "limit where a day is named": (SHORTER.replace("answer", "keep_promise"), "a day is named for this duty"),
    "shorter right": (LONGER_RIGHT.replace("40", "20"), "20 calendar days instead of 30 calendar days"),
    "right that may end earlier": (
        '[[change]]\nrule = "right:appeal"\narticle = "11"\ndays = 30\nunit = "working"\n'.replace("30", "20"),
        "a right may only be lengthened",
    ),
    "another source for a verified rule": (
        '[[change]]\nrule = "duty:answer"\narticle = "8"\n',
        "nothing changes, and it stands in Grievance Rules, 4",
    ),
    "another source for a verified step": (
        '[[change]]\nrule = "step:note"\narticle = "8"\n',
        "a verified rule keeps its own source",
    ),
    "another source for a verified term": (
        '[[change]]\nrule = "answers.no"\narticle = "8"\n',
        "a verified rule keeps its own source",
    ),
    "another organ": (REPLY + 'by = ["office.head"]\n', "'office.head' is an organ"),
    "more states for an organ": (
        REPLY + 'from = ["closed"]\n',
        "only what petitioners do may be possible in more states",
    ),
    "national duty done with": (NOTE + 'discharges = ["answer"]\n', "'duty.answer' is not its own"),
    "everything cancelled": (NOTE + 'cancels = ["*"]\n', "'duty.*' is not its own"),
    "national clock stopped": (NOTE + '[[change.stop]]\nduty = "answer"\n', "'duty.answer' is not its own"),
    "right closed": (NOTE + '[[change.close]]\nright = "appeal"\n', "'right.appeal' is not its own"),
    "limited right opened anew": (
        NOTE + '[[change.grant]]\nright = "appeal"\n',
        "'right.appeal' belongs to aa-grievance/2020-01-01",
    ),
    "national date set": (
        NOTE + 'set.dates = { received = "$today" }\n',
        "'dates.received' belongs to aa-grievance/2020-01-01",
    ),
    "argument that is there": (
        REPLY + '[[change.arg]]\nname = "answer"\ntitle = { zh = "x", en = "x" }\nkind = "text"\n',
        "the step has this argument already",
    ),
    "same duty": (
        TWICE + "days = 1\n",
        "'answer' is there already in aa-grievance/2020-01-01: change it with [[change]]",
    ),
    "no such rule": ('[[change]]\nrule = "duty:sing"\narticle = "8"\n', "'duty:sing' is no rule of aa-grievance"),
    "no such requirement": (
        '[[change]]\nrule = "step:reply.sung"\narticle = "8"\n',
        "step:reply of aa-grievance/2020-01-01 has no requirement 'sung'",
    ),
    "typing mistake": (SHORTER + "dyas = 3\n", "change.duty:answer.dyas: is not a key"),
    "change without article": (SHORTER.replace('article = "8"', ""), "change.duty:answer.article: is missing"),
}


@pytest.mark.parametrize("case", LOOSER)
def test_what_loosens_is_refused_and_says_why(case: str) -> None:
    rules, said = LOOSER[case]
    assert said in refused(rules)


STEP = """
[[step]]
id = "drop"
title = { zh = "了结", en = "Drop" }
article = "12"
event = "grievance.dropped"
from = ["open"]
by = ["office"]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('by = ["office"]\n', 'by = ["office"]\nto = "closed"\n', "an organ may not move a matter otherwise"),
        ('by = ["office"]\n', 'by = ["office"]\ncancels = ["answer"]\n', "'duty.answer' is not its own"),
        (
            'by = ["office"]\n',
            'by = ["office"]\n[[step.extend]]\nduty = "answer"\nby = 5\n',
            "prolongs and passes on no duties",
        ),
    ],
)
def test_a_new_step_of_an_organ_takes_nothing_away(old: str, new: str, said: str) -> None:
    assert county(STEP).step("drop").sources == {"open"}
    assert said in refused(STEP.replace(old, new))


def test_what_petitioners_alone_do_is_theirs_to_choose() -> None:
    role = '[[role]]\nid = "petitioner"\ntitle = { zh = "信访人", en = "petitioner" }\n'
    own = STEP.replace('["office"]', '["petitioner"]\nto = "closed"\ncancels = ["*"]')
    assert county(role + own).step("drop").target == "closed"
    assert "an organ may not move" in refused(role + own.replace('["petitioner"]', '["petitioner", "office"]'))


def test_petitioners_are_asked_for_nothing_more(small: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = minimal.STEPS.replace('["resident"]', '["petitioner"]')
    theirs = minimal.parse(steps=steps, pack=minimal.HEAD.replace('"resident"', '"petitioner"'))
    monkeypatch.setattr(packs, "load", lambda *_args, **_more: theirs)
    change = OWN[OWN.index('[[change]]\nrule = "step:reply"') :].replace("step:reply", "step:complain")
    change = change.replace('discharges = ["confirm"]\n', "")
    assert "change.step:complain.require.reasons: petitioners may take this step" in refused(change)
    change = change[: change.index("[[change.require]]")]
    assert county(change).step("complain").arg("reasons") is not None
    assert "they may be asked, not bound" in refused(change.replace('kind = "text"', 'kind = "text"\nrequired = true'))
    wider = NOTE.replace("step:note", "step:complain") + 'by = ["agent"]\n'
    wider += '[[role]]\nid = "agent"\ntitle = { zh = "代理人", en = "agent" }\n'
    assert county(wider).step("complain").by == {"petitioner", "agent"}


def test_an_unverified_rule_may_get_a_source(monkeypatch: pytest.MonkeyPatch) -> None:
    open_ = 'unit = "working"\nverified = false\nnote = { zh = "惯例", en = "Custom." }'
    loose = minimal.parse(rules=minimal.RULES.replace('unit = "working"', open_, 1))
    monkeypatch.setattr(packs, "load", lambda *_args, **_more: loose)
    rule = county('[[change]]\nrule = "duty:answer"\narticle = "8"\n').duty("answer")
    assert (rule.verified, rule.note, rule.days, rule.ground.instrument.en) == (True, None, 10, "County Rules")


def test_new_terms_only_where_no_rule_tells_terms_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    term = '[[change]]\nrule = "vocabulary:answers"\n[[change.term]]\nid = "later"\n'
    term += 'title = { zh = "再说", en = "later" }\narticle = "8"\n'
    pack = county(term)
    assert list(pack.terms["answers"].terms) == ["yes", "no", "later"]
    assert pack.term("answers", "later").ground.instrument.en == "County Rules"
    assert "'yes' is there already" in refused(term.replace("later", "yes"))
    require = """
[[step.require]]
id = "kind"
that = [{ fact = "args.answer", is = "yes" }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }

[[step.close]]"""
    apart = minimal.parse(steps=minimal.STEPS.replace("\n[[step.close]]", require))
    monkeypatch.setattr(packs, "load", lambda *_args, **_more: apart)
    assert "step:reply tells its terms apart by 'args.answer'" in refused(term)


def test_a_pack_whose_standing_is_uncertain_has_no_verified_rule() -> None:
    head = HEAD + 'verified = false\nnote = { zh = "效力待定。", en = "Its standing is uncertain." }\n'
    own = OWN.replace("days = 2\n", 'days = 2\nnote = { zh = "甲。", en = "Own note." }\n')
    pack = county(own, head)
    assert pack.duty("confirm").note == Text("甲。效力待定。", "Own note. Its standing is uncertain.")
    assert not pack.duty("confirm").verified
    assert not pack.step("reply").also[0].verified
    assert not pack.step("reply").requirements[-1].ground.verified
    assert pack.duty("answer").verified


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "2022-03-01"', 'version = "2022-04-01"', "both in force, 2022-03-01"),
        ("aa-grievance/2020-01-01", "cn-xinfang/1995-10-28", "there is no such pack"),
        ('source = "made up"', 'source = "made up"\ncalendar = "CN"', "pack.toml: calendar: is not a key"),
    ],
)
def test_the_head_of_an_overlay(old: str, new: str, said: str) -> None:
    assert said in refused(OWN, HEAD.replace(old, new))


def test_an_older_regulation_governs_from_the_day_of_what_it_stands_on() -> None:
    head = HEAD.replace('"2022-03-01"', '"2020-01-01"').replace("in_force = 2022-03-01", "in_force = 2016-05-01")
    pack = packs.parse({"pack.toml": head, "rules.toml": "in_force = 2016-05-01\nchecked = 2026-11-22\n" + OWN})
    assert (pack.in_force, pack.instruments[pack.key].in_force) == (date(2020, 1, 1), date(2016, 5, 1))
    assert not [one for one in check(pack, []) if "before the instrument" in str(one)]


def test_before_it_the_pack_beneath_governs_alone(small: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    over = county(OWN)
    monkeypatch.setattr(packs, "_versions", lambda name, _overrides: (over,) if name == over.id else (small,))
    assert packs.in_force("aa-county", date(2022, 3, 1)) is over
    assert packs.in_force("aa-county", date(2022, 2, 28)) is small
    assert packs.family("aa-county") == (over, small)
