"""Loading packs: which version governs, and errors that name file, key and reason."""

from datetime import date
from pathlib import Path

import pytest
from tests.law import minimal
from tests.law.minimal import HEAD, RULES, STEPS, put

from huiyin.law import packs
from huiyin.law.language.reading import PackError
from huiyin.law.packs import NoPackInForce


def test_packs_that_are_shipped() -> None:
    assert packs.available() == (
        ("cn-shandong", "2016-01-01"),
        ("cn-shandong", "2022-05-01"),
        ("cn-shandong-advice", "2022-05-01"),
        ("cn-xinfang", "2005-05-01"),
        ("cn-xinfang", "2022-05-01"),
        ("cn-xinfang-advice", "2022-05-01"),
        ("cn-xinfang-retaliation", "2022-05-01"),
        ("ifc-grm", "2018-10-01"),
        ("uk-lgsco", "2024-04-01"),
    )


@pytest.mark.parametrize(
    ("day", "version", "predates"),
    [
        (date(2004, 6, 1), "2005-05-01", True),
        (date(2005, 5, 1), "2005-05-01", False),
        (date(2022, 4, 30), "2005-05-01", False),
        (date(2022, 5, 1), "2022-05-01", False),
        (date(2026, 11, 22), "2022-05-01", False),
    ],
)
def test_the_version_in_force_when_it_was_received(day: date, version: str, predates: bool) -> None:
    pack = packs.in_force("cn-xinfang", day)
    assert pack.version == version
    assert pack.predates(day) is predates


def test_no_pack_in_force_names_the_day() -> None:
    with pytest.raises(NoPackInForce, match="no version of the pack aa-grievance is in force on 2026-11-22"):
        packs.in_force("aa-grievance", date(2026, 11, 22))


def test_a_day_between_versions_is_governed_by_none(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = minimal.parse(pack=put(HEAD, "in_force = 2020-01-01", "in_force = 2020-01-01\nuntil = 2021-01-01"))
    monkeypatch.setattr(packs, "_versions", lambda *_: (ended,))
    assert packs.in_force("aa-grievance", date(2020, 12, 31)) is ended
    for day in (date(2021, 1, 1), date(2019, 12, 31)):
        with pytest.raises(NoPackInForce, match=day.isoformat()):
            packs.in_force("aa-grievance", day)


def test_a_pack_is_read_once() -> None:
    assert packs.load("cn-xinfang", "2022-05-01") is packs.load("cn-xinfang", "2022-05-01")


def test_an_unknown_pack_names_those_known() -> None:
    with pytest.raises(PackError, match="there is no such pack; known: cn-shandong/2016-01-01"):
        packs.load("cn-xinfang", "1995-10-28")


def test_a_pack_can_be_read_with_calendar_overrides(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        'calendar = "CN"\nyear = 2027\npublished = true\nsource = "made up"\nchecked = 2026-12-01\n', "utf-8"
    )
    assert packs.load("cn-xinfang", "2022-05-01", overrides=tmp_path).calendar.published(2027)
    assert not packs.load("cn-xinfang", "2022-05-01").calendar.published(2027)


def test_look_ups(now: packs.Pack) -> None:
    assert now.key == "cn-xinfang/2022-05-01"
    assert now.duty("handle").days == 60
    assert now.right("ask_review").days == 30
    assert now.step("file").event == "matter.filed"
    assert now.step("file").arg("channel") is not None
    assert now.step("file").arg("colour") is None
    assert now.state("served").resolved
    assert now.term("refusals", "not_competent").remedy is not None
    assert now.letters["receipt"].article == "22"
    assert now.instrument.en == "Regulations on Petition Work (2022)"


def test_the_small_pack_has_no_letters(small: packs.Pack) -> None:
    assert dict(small.letters) == {}


def test_open_and_any_stand_for_states(small: packs.Pack) -> None:
    assert small.step("reply").sources == {"open"}
    assert small.step("note").sources == {"open", "closed"}
    assert small.reach["open"] == {"open", "closed"}


CITED = 'id = "answer"\ntitle = { zh = "答复", en = "Answer" }\narticle = "4"'

BROKEN = {
    "no article": (
        "rules",
        RULES,
        CITED,
        CITED.replace('article = "4"', ""),
        "rules.toml: duty.answer.article: is missing",
    ),
    "no in-force date": ("rules", RULES, "in_force = 2020-01-01", "", "rules.toml: duty.answer.in_force: is missing"),
    "no day of checking": ("steps", STEPS, "checked = 2026-11-22", "", "steps.toml: step.complain.checked: is missing"),
    "unverified without a note": (
        "rules",
        RULES,
        'unit = "working"',
        'unit = "working"\nverified = false',
        "duty.answer.note: is missing",
    ),
    "empty article": ("rules", RULES, 'article = "4"', 'article = ""', "duty.answer.article: must not be empty"),
    "number for a string": ("rules", RULES, 'article = "4"', "article = 4", "article: must be a string, not 4"),
    "true for a number": ("rules", RULES, "days = 10", "days = true", "days: must be a whole number, not True"),
    "negative days": ("rules", RULES, "days = 10", "days = -1", "duty.answer.days: must be zero or more"),
    "no days": ("rules", RULES, "days = 10", "", "duty.answer.days: is missing"),
    "unknown unit": ("rules", RULES, '"working"', '"weeks"', "unit: must be one of calendar, working, not 'weeks'"),
    "days and until": (
        "rules",
        RULES,
        'until = "promised"',
        'until = "promised"\ndays = 3',
        "cannot stand beside until",
    ),
    "one language": ("rules", RULES, '{ zh = "申诉", en = "Appeal" }', '{ en = "Appeal" }', "must have zh and en"),
    "text of the wrong kind": ("rules", RULES, '{ zh = "申诉", en = "Appeal" }', '"Appeal"', "title: must be a text"),
    "date of the wrong kind": ("rules", RULES, "checked = 2026-11-22", 'checked = "now"', "checked: must be a date"),
    "typing mistake": ("rules", RULES, 'owner = "office"', 'owner = "office"\nonwer = "x"', "onwer: is not a key"),
    "typing mistake in a file": ("rules", RULES, "[[duty]]", "[[duties]]", "rules.toml: duties: is not a key"),
    "unknown owner": (
        "rules",
        RULES,
        'owner = "office"',
        'owner = "mayor"',
        "duty.answer.owner: 'mayor' is not a party",
    ),
    "unknown base": ("rules", RULES, 'from = "received"', 'from = "sent"', "duty.answer.from: 'sent' is not a date"),
    "unknown until": (
        "rules",
        RULES,
        'until = "promised"',
        'until = "x"',
        "duty.keep_promise.until: 'x' is not a date",
    ),
    "unknown base of a right": (
        "rules",
        RULES,
        'article = "5"\nfrom = "received"',
        'article = "5"\nfrom = "x"',
        "right.appeal.from: 'x' is not",
    ),
    "same id twice": ("rules", RULES, 'id = "no"', 'id = "yes"', "'yes' is there twice"),
    "list of the wrong kind": ("rules", RULES, 'id = "no"', 'id = "no"\napplies = "x"', "applies: must be a list"),
    "list of wrong things": ("rules", RULES, 'id = "no"', 'id = "no"\napplies = [1]', "applies: must be a list of str"),
    "mark of the wrong kind": ("rules", RULES, "final = true }", "final = [1] }", "attributes.final: must be a string"),
    "refusal without remedy": (
        "rules",
        RULES,
        'id = "answers"',
        'id = "answers"\nrefusal = true',
        "answers.term.yes.remedy: is missing",
    ),
    "limit of a route": (
        "rules",
        RULES,
        'id = "no"',
        'id = "no"\nlimit = { number = 3 }',
        "term.no.limit.unit: is missing",
    ),
    "not a table": ("rules", RULES, "[[right]]", "[right]", "rules.toml: right: must be a list of tables"),
    "number in a list of tables": (
        "steps",
        STEPS,
        'cancels = ["*"]',
        'cancels = ["*"]\nopen = [3]',
        "open: number 1 must",
    ),
    "not TOML": ("rules", RULES, "[[duty]]", "[[duty]", "rules.toml: (file): not readable as TOML"),
    "unknown state": (
        "steps",
        STEPS,
        'to = "closed"',
        'to = "gone"',
        "steps.toml: step.reply.to: 'gone' is not a state",
    ),
    "unknown source": ("steps", STEPS, '"@open"', '"shut"', "step.reply.from: 'shut' is not a state"),
    "beginning without a state": (
        "steps",
        STEPS,
        'to = "open"\n',
        "",
        "step.complain.to: is missing: a step that begins",
    ),
    "unknown role": (
        "steps",
        STEPS,
        '["resident"]',
        '["visitor"]',
        "step.complain.by: 'visitor' is not a party or a role",
    ),
    "no roles": ("steps", STEPS, 'by = ["resident"]', "", "step.complain.by: is missing"),
    "unknown duty": (
        "steps",
        STEPS,
        'discharges = ["answer"]',
        'discharges = ["x"]',
        "discharges: 'x' is not declared",
    ),
    "unknown right": (
        "steps",
        STEPS,
        '[[step.close]]\nright = "appeal"',
        '[[step.close]]\nright = "x"',
        "close: 'x' is not",
    ),
    "unknown vocabulary": ("steps", STEPS, '"answers"', '"colours"', "arg.answer: 'colours' is not a vocabulary"),
    "term without vocabulary": ("steps", STEPS, 'vocabulary = "answers"\n', "", "arg.answer.vocabulary: is missing"),
    "unknown matching": (
        "steps",
        STEPS,
        'vocabulary = "answers"',
        'vocabulary = "answers"\nmatching = "$args.x"',
        "'args.x' is not known",
    ),
    "unknown letter": ("steps", STEPS, 'cancels = ["*"]', 'letters = ["x"]', "letters: 'x' is not a term"),
    "unknown party set": (
        "steps",
        STEPS,
        "{ office =",
        "{ mayor =",
        "step.complain.set.parties: 'mayor' is not declared",
    ),
    "unknown argument set": ("steps", STEPS, '"$args.weight"', '"$args.size"', "set: 'args.size' is not an argument"),
    "no reference": ("steps", STEPS, '"$args.weight"', '"$size"', "'$size' is no place a value can come from"),
    "wrong kind of value": ("steps", STEPS, '"$args.weight"', "[1]", "must be a plain value or a reference, not [1]"),
    "unknown base of an opening": (
        "steps",
        STEPS,
        'duty = "answer"\n',
        'duty = "answer"\nfrom = "rights.x"\n',
        "from: 'rights.x' is not a date",
    ),
    "condition about nothing": ("steps", STEPS, '{ fact = "dates.promised", ', "{ ", "about exactly one of fact, duty"),
    "condition that asks nothing": ("steps", STEPS, ", present = true", "", "fact: nothing is asked of it"),
    "condition on no fact": ("steps", STEPS, '"dates.promised"', '"promised"', "'promised' is no fact"),
    "condition on an unknown date": ("steps", STEPS, '"dates.promised"', '"dates.x"', "a condition mentions 'dates.x'"),
    "reference for a literal": (
        "steps",
        STEPS,
        "present = true",
        'is = "$today"',
        "must be a plain value; facts are compared with same_as",
    ),
    "unknown time zone": (
        "pack",
        HEAD,
        "Africa/Nairobi",
        "Africa/Nowhere",
        "timezone: 'Africa/Nowhere' is not a time zone",
    ),
    "unknown calendar": (
        "pack",
        HEAD,
        'calendar = "CN"',
        'calendar = "ZZ"',
        "pack.toml: calendar: 'ZZ': there is no such",
    ),
    "version is another day": (
        "pack",
        HEAD,
        '"2020-01-01"',
        '"2020-02-01"',
        "version: must be the day it came into force",
    ),
    "final without saying how it ends": ("pack", HEAD, 'ending = "resolved"', "", "state.closed.ending: is missing"),
    "an ending that nobody counts": ("pack", HEAD, 'ending = "resolved"', 'ending = "calmed"', "state.closed.ending: "),
    "empty head": ("pack", HEAD, HEAD, "", "pack.toml: id: the file is missing or empty"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_errors_name_file_key_and_reason(case: str) -> None:
    name, text, old, new, said = BROKEN[case]
    with pytest.raises(PackError) as caught:
        minimal.parse(**{name: put(text, old, new)})
    assert said in str(caught.value)


def test_a_vocabulary_has_terms() -> None:
    with pytest.raises(PackError, match=r"vocabulary\.answers\.term: is missing"):
        minimal.parse(rules=RULES[: RULES.index("[[vocabulary.term]]")])


def test_all_problems_are_said_at_once() -> None:
    with pytest.raises(PackError) as caught:
        minimal.parse(rules=put(RULES, "days = 10", "days = -1").replace('article = "5"', 'article = ""'))
    assert caught.value.pack == "aa-grievance/2020-01-01"
    assert [problem.key for problem in caught.value.problems] == ["duty.answer.days", "right.appeal.article"]


REQUIREMENT = """
[[step.require]]
id = "settled"
that = [{ fact = "values.settled", is = true }]
refuse = { zh = "未解决", en = "Not settled." }
remedy = { zh = "请先解决", en = "Settle it." }
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("that = [{", "when = [{", "require.settled.that: is missing"),
        ('remedy = { zh = "请先解决", en = "Settle it." }', "", "require.settled.remedy: is missing"),
        ("values.settled", "args.settled", "step.note.require: a condition mentions 'args.settled'"),
        ('{ fact = "values.settled", is = true }', '{ duty = "x", open = true }', "mentions 'duty.x'"),
        (
            '{ fact = "values.settled", is = true }',
            '{ fact = "values.a", has = { vocabulary = "x", mark = "y" } }',
            "mentions 'terms.x'",
        ),
    ],
)
def test_requirements_are_checked(old: str, new: str, said: str) -> None:
    with pytest.raises(PackError) as caught:
        minimal.parse(steps=STEPS + put(REQUIREMENT, old, new))
    assert said in str(caught.value)


def test_an_unknown_party_cannot_be_reassigned_from() -> None:
    steps = STEPS + '\n[[step.reassign]]\nowned_by = "mayor"\nto = "$parties.office"\n'
    with pytest.raises(PackError, match="reassign: 'mayor' is not a party"):
        minimal.parse(steps=steps)


def test_of_several_alternatives_the_last_that_holds_is_set() -> None:
    """Who is supervised depends on whom the notice names; each alternative is a
    condition of its own.
    """
    step = packs.load("cn-xinfang", "2022-05-01").step("supervise")
    given = [setting for setting in step.parties if setting.name == "supervised"]
    named = ("handler", "reviewer", "rereviewer", "receiver", "sender")
    assert [setting.source.path for setting in given] == [f"parties.{name}" for name in named]
    assert all(setting.when for setting in given)
    own = step.arg("supervisor")
    assert own is not None
    assert own.find == "own"


def test_what_organs_owe_each_other_and_to_the_file_is_none_of_the_petitioners_business() -> None:
    """An objection is answered by the sender to the addressee (R22 Art 23); a file is closed for the register. All
    else that is owed the petitioner may wait for.
    """
    inward = {
        f"{name}/{version}": {duty.id for duty in packs.load(name, version).duties.values() if duty.inward}
        for name, version in packs.available()
        if name in {"cn-xinfang", "uk-lgsco", "ifc-grm", "cn-xinfang-retaliation"}
    }
    assert inward == {
        "cn-xinfang/2005-05-01": {"close"},
        "cn-xinfang/2022-05-01": {"close", "answer_objection"},
        "cn-xinfang-retaliation/2022-05-01": set(),
        "ifc-grm/2018-10-01": {"close"},
        "uk-lgsco/2024-04-01": {"close"},
    }
