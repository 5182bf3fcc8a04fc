"""What versions of an instrument share: one text, each version's articles and
additions, errors that say the cure.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.law import minimal
from tests.law.minimal import HEAD, STEPS, put

from huiyin.law import packs
from huiyin.law.language.reading import PackError
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import pack_folders

SHARING = put(HEAD, 'number_prefix = "G"', 'number_prefix = "G"\nshares = "procedure"')

SHARED_STEPS = put(
    put(put(STEPS, "in_force = 2020-01-01\nchecked = 2026-11-22\n", ""), 'article = "3"\n', ""),
    'article = "4"\nevent = "grievance.answered"',
    'event = "grievance.answered"',
)
SHARED_STEPS = put(SHARED_STEPS, 'article = "4"\nevent = "grievance.noted"', 'event = "grievance.noted"')

OWN_STEPS = """
in_force = 2020-01-01
checked = 2026-11-22

[cites]
"step:complain" = "3"
"step:reply" = "4"
"step:note" = "4, 7"
"""


def parse(own: str = OWN_STEPS, shared: str = SHARED_STEPS, head: str = SHARING) -> Pack:
    """The small pack with its steps in a shared folder, and what the version says of them."""
    files = {"pack.toml": head, "rules.toml": minimal.RULES, "procedure/steps.toml": shared}
    return packs.parse({**files, "steps.toml": own} if own else files)


def problems(own: str = OWN_STEPS, shared: str = SHARED_STEPS, head: str = SHARING) -> list[str]:
    with pytest.raises(PackError) as raised:
        parse(own, shared, head)
    return [str(problem) for problem in raised.value.problems]


def test_a_shared_rule_stands_in_the_article_that_the_version_names() -> None:
    pack = parse()
    assert pack.step("note").article == "4, 7"
    assert pack.step("note").ground.article == "4, 7"
    assert pack.step("complain").article == "3"
    assert pack.step("complain").in_force == date(2020, 1, 1)
    assert pack.step("complain").checked == date(2026, 11, 22)
    assert pack.shares == "procedure"


@pytest.mark.parametrize("line", ['shares = "procedure"', 'shares="procedure"', 'shares = "procedure"  # the text'])
def test_the_shared_folder_lies_beside_that_of_the_version(tmp_path: Path, line: str) -> None:
    folder = tmp_path / "aa-grievance" / "2020-01-01"
    files = {
        folder / "pack.toml": SHARING.replace('shares = "procedure"', line),
        folder / "rules.toml": minimal.RULES,
        folder / "steps.toml": OWN_STEPS,
        folder.parent / "procedure" / "steps.toml": SHARED_STEPS,
        folder.parent / "procedure" / "articles.toml": "[[article]]\nid = 1\n",  # no rules: read for coverage alone
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert packs.read_folder(folder).step("note").article == "4, 7"


def test_a_shared_file_can_say_its_articles_itself() -> None:
    pack = parse(own="", shared=STEPS)
    assert pack.step("complain").article == "3"


def test_a_requirement_and_a_term_are_cited_by_the_names_that_explain_prints() -> None:
    demand = """
[[step.require]]
id = "light"
that = [{ fact = "args.weight", at_most = 5 }]
refuse = { zh = "太重", en = "too heavy" }
remedy = { zh = "减轻", en = "make it lighter" }

[[step.open]]
duty = "answer"
"""
    shared = put(SHARED_STEPS, '\n[[step.open]]\nduty = "answer"\n', demand)
    assert parse(shared=shared).step("complain").requirements[0].ground.article == "3"  # where its step stands
    own = OWN_STEPS + '"step:complain.light" = "8(2)"\n'
    assert parse(own, shared).step("complain").requirements[0].ground.article == "8(2)"

    vocabulary = """
[[vocabulary]]
id = "colours"
title = { zh = "颜色", en = "colours" }

[[vocabulary.term]]
id = "red"
title = { zh = "红", en = "red" }
"""
    pack = parse(OWN_STEPS + '"colours.red" = "9"\n', SHARED_STEPS + vocabulary)
    assert pack.terms["colours"].terms["red"].article == "9"


ADDED = (
    OWN_STEPS
    + """
[[adds]]
rule = "step:complain"
needs = { zh = "先说明", en = "say so first" }
set.values = { level = "$args.level" }

[[adds.arg]]
name = "level"
before = "weight"
title = { zh = "级别", en = "level" }
kind = "int"

[[adds.arg]]
name = "weight"
required = true

[[adds.open]]
duty = "keep_promise"
before = "answer"

[[adds]]
rule = "step:reply"
discharges = ["keep_promise"]
"""
)


def test_what_a_version_adds_joins_the_shared_rule() -> None:
    step = parse(ADDED).step("complain")
    assert step.needs is not None
    assert step.needs.en == "say so first"
    assert [arg.name for arg in step.args] == ["office", "promised", "level", "weight"]
    assert [arg.required for arg in step.args] == [True, False, False, True]
    assert step.args[3].title.en == "weight"
    assert [opening.kind for opening in step.opens] == ["keep_promise", "answer", "keep_promise"]
    assert sorted(setting.name for setting in step.values) == ["level", "times", "weight"]
    assert parse(ADDED).step("reply").discharges == ("answer", "keep_promise")


def test_a_shared_argument_can_stand_elsewhere_in_one_version() -> None:
    moved = '[[adds]]\nrule = "step:complain"\n[[adds.arg]]\nname = "weight"\nbefore = "promised"\n'
    assert [arg.name for arg in parse(OWN_STEPS + moved).step("complain").args] == ["office", "weight", "promised"]


def test_another_version_has_nothing_of_it() -> None:
    shared = SHARED_STEPS
    parse(ADDED, shared)
    assert [arg.name for arg in parse(OWN_STEPS, shared).step("complain").args] == ["office", "promised", "weight"]


OWN_RULE = """
[[step]]
id = "confirm"
title = { zh = "确认", en = "Confirm" }
article = "10"
event = "grievance.confirmed"
from = ["@any"]
by = ["office"]
"""


def test_a_rule_of_its_own_stands_behind_the_shared_ones_or_before_the_one_it_names() -> None:
    assert list(parse(OWN_STEPS + OWN_RULE).steps) == ["complain", "reply", "note", "confirm"]
    before = put(OWN_RULE, 'id = "confirm"', 'id = "confirm"\nbefore = "reply"')
    assert list(parse(OWN_STEPS + before).steps) == ["complain", "confirm", "reply", "note"]


def test_the_files_are_listed_by_name_or_in_the_order_that_the_pack_gives() -> None:
    more = OWN_RULE.replace("[[step]]", "in_force = 2020-01-01\nchecked = 2026-11-22\n\n[[step]]")
    files = {"rules.toml": minimal.RULES, "procedure/steps.toml": SHARED_STEPS, "steps.toml": OWN_STEPS}
    by_name = packs.parse({**files, "pack.toml": SHARING, "asides.toml": more})
    assert list(by_name.steps) == ["confirm", "complain", "reply", "note"]
    ordered = put(SHARING, "shares", 'order = ["rules", "steps", "asides"]\nshares')
    assert list(packs.parse({**files, "pack.toml": ordered, "asides.toml": more}).steps) == [
        "complain",
        "reply",
        "note",
        "confirm",
    ]


BOTH = "steps.toml, procedure/steps.toml: "
NO_ARTICLE = (
    'is missing: every rule says where it stands, by a number, "31(4)", "§6.2", "Art. 9(1)(f)", "Annex II", or several'
)
TWICE = "procedure/steps.toml says it for every version: leave it out here, or say it in each version and not there"
UNCITED = 'stands in no article of this version: write "step:note" = "…" under [cites]'
NO_RULE = "is no rule of procedure/steps.toml"
OWN_ARTICLE = "(a rule of one's own says its article itself)"
IN_FULL = "(a rule that only this version has is written in full)"
THERE = "is in procedure/steps.toml already: add to it with [[adds]], or write it in each version"
WRONG = {
    "no article": (
        put(OWN_STEPS, '"step:note" = "4, 7"\n', ""),
        [f"steps.toml: cites: 'step:note' of procedure/steps.toml {UNCITED}"],
    ),
    "cited and not there": (
        OWN_STEPS + '"step:complian" = "4"\n',
        [f"steps.toml: cites.step:complian: {NO_RULE}; is 'step:complain' meant? {OWN_ARTICLE}"],
    ),
    "an article that is no text": (
        put(OWN_STEPS, '"4, 7"', "4"),
        [
            'steps.toml: cites.step:note: must be an article like "22, 23", not 4',
            f"{BOTH}step.note.article: {NO_ARTICLE}",
        ],
    ),
    "a table for articles that is none": (
        "cites = 4\n" + OWN_STEPS.partition("[cites]")[0],
        [
            "steps.toml: cites: must be a table of rules and their articles",
            *(f"{BOTH}step.{name}.article: {NO_ARTICLE}" for name in ("complain", "reply", "note")),
        ],
    ),
    "added to nothing": (
        OWN_STEPS + '[[adds]]\nrule = "step:not"\nauto = true\n',
        [f"steps.toml: adds.step:not: {NO_RULE}; is 'step:note' meant? {IN_FULL}"],
    ),
    "added without a rule": (
        OWN_STEPS + "[[adds]]\nauto = true\n",
        ['steps.toml: adds.1.rule: is missing; it must be a shared rule like "step:file"'],
    ),
    "nothing added": (OWN_STEPS + '[[adds]]\nrule = "step:note"\n', ["steps.toml: adds.step:note: adds nothing"]),
    "additions that are no list": (
        "adds = 4\n" + OWN_STEPS,
        ["steps.toml: adds: must be tables that begin with [[adds]]"],
    ),
    "said twice": (
        OWN_STEPS + '[[adds]]\nrule = "step:note"\nevent = "grievance.said"\n',
        [f"steps.toml: adds.step:note.event: {TWICE}"],
    ),
    "said twice of an argument": (
        OWN_STEPS + '[[adds]]\nrule = "step:reply"\n[[adds.arg]]\nname = "answer"\nrequired = false\n',
        [f"steps.toml: adds.step:reply.arg.answer.required: {TWICE}"],
    ),
    "named twice in a list": (
        OWN_STEPS + '[[adds]]\nrule = "step:note"\nby = ["office"]\n',
        [f"steps.toml: adds.step:note.by: {TWICE}"],
    ),
    "set twice": (
        OWN_STEPS + '[[adds]]\nrule = "step:complain"\nset.values = { weight = 1 }\n',
        [f"steps.toml: adds.step:complain.set.values.weight: {TWICE}"],
    ),
    "a rule twice": (OWN_STEPS + put(OWN_RULE, '"confirm"', '"note"'), [f"steps.toml: step.note.id: {THERE}"]),
    "before what is not there": (
        OWN_STEPS + put(OWN_RULE, 'id = "confirm"', 'id = "confirm"\nbefore = "replay"'),
        ["steps.toml: step.confirm.before: there is no 'replay' before which it could stand"],
    ),
    "an argument before what is not there": (
        put(ADDED, 'before = "weight"', 'before = "wait"'),
        [("steps.toml: adds.step:complain.arg.level.before: there is no 'wait' before which it could stand")],
    ),
    "an unknown key that is added": (
        OWN_STEPS + '[[adds]]\nrule = "step:note"\nletter_ = true\n',
        [BOTH + "step.note.letter_: is not a key that is known here; did you mean 'letter'?"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_version_says_file_key_reason_and_cure(name: str) -> None:
    own, told = WRONG[name]
    assert problems(own) == told


def test_the_head_of_a_file_is_said_once() -> None:
    told = problems(shared="in_force = 2020-01-01\n" + SHARED_STEPS)
    assert told == [f"steps.toml: in_force: {TWICE}"]


def test_an_article_is_said_here_or_there() -> None:
    told = problems(shared=put(SHARED_STEPS, 'id = "note"', 'id = "note"\narticle = "4"'))
    assert told == [f"steps.toml: cites.step:note: {TWICE}"]


def test_articles_and_additions_stand_in_the_file_of_the_same_name() -> None:
    files = {"pack.toml": SHARING, "procedure/steps.toml": STEPS, "rules.toml": minimal.RULES + '\n[cites]\nx = "1"\n'}
    with pytest.raises(PackError) as raised:
        packs.parse(files)
    assert [str(problem) for problem in raised.value.problems] == [
        ("rules.toml: cites: there is no shared file of this name: a rule of one's own says its article itself")
    ]


def test_a_folder_that_is_shared_is_there() -> None:
    with pytest.raises(PackError) as raised:
        packs.parse({**minimal.FILES, "pack.toml": SHARING})
    told = "pack.toml: shares: there is no folder procedure/ with files beside this version"
    assert [str(problem) for problem in raised.value.problems] == [told]


ORDERS = {
    "no list": ('"steps"', ['pack.toml: order: must be a list of names of files, ["intake", "routing"]']),
    "a file left out": ('["steps"]', ["pack.toml: order: rules.toml is left out: say where its rules are listed"]),
    "no such file": ('["rules", "steps", "rights"]', ["pack.toml: order: there is no file rights.toml"]),
}


@pytest.mark.parametrize("name", ORDERS)
def test_the_order_names_every_file(name: str) -> None:
    order, told = ORDERS[name]
    assert problems(head=put(SHARING, "shares", f"order = {order}\nshares")) == told


def test_both_regulations_stand_on_one_text_each_in_its_own_articles() -> None:
    """Asking for a review: Article 34 of the regulations of 2005, Article 35 of those of 2022."""
    older, newer = (packs.load("cn-xinfang", "2005-05-01"), packs.load("cn-xinfang", "2022-05-01"))
    assert older.step("ask_review").article == "34"
    assert newer.step("ask_review").article == "35"
    assert older.step("ask_review").title == newer.step("ask_review").title
    assert "agent.special" not in older.step("ask_review").by
    assert "agent.special" in newer.step("ask_review").by
    assert older.step("ask_review").in_force == date(2005, 5, 1)
    assert newer.step("ask_review").in_force == date(2022, 5, 1)


def test_the_steps_of_the_regulations_are_listed_in_the_order_that_their_heads_give() -> None:
    """Notice comes before acceptance, objections behind the forwarding; the older
    regulations know neither.
    """
    newer = list(packs.load("cn-xinfang", "2022-05-01").steps)
    assert newer.index("notify") + 1 == newer.index("accept")
    assert newer.index("forward") < newer.index("object") < newer.index("offer_handover")
    older = list(packs.load("cn-xinfang", "2005-05-01").steps)
    assert older[:4] == ["file", "register", "contact", "supplement"]


FOLDER = pack_folders.PACKS / "cn-xinfang"


def added_by(version: str) -> dict[tuple[str, ...], Any]:
    """What a version says besides the shared text: every key of a rule or a part of
    one, by its path.
    """
    said: dict[tuple[str, ...], Any] = {}
    for path in sorted((FOLDER / version).glob("*.toml")):
        if path.name not in ("pack.toml", "articles.toml"):
            said.update(said_in(path))
    return said


def said_in(path: Path) -> Iterator[tuple[tuple[str, ...], Any]]:
    for kind, rows in tomllib.loads(path.read_text("utf-8")).items():
        if kind == "adds":
            for row in rows:
                yield from leaves((row.pop("rule"),), row)
        elif isinstance(rows, list):
            yield from (((f"{kind}:{row['id']}",), "a rule of its own") for row in rows if "id" in row)


def leaves(path: tuple[str, ...], row: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in row.items():
        if key == "set":
            for place, settings in value.items():
                yield from leaves((*path, place), settings)
        elif key in ("arg", "require", "ask", "term"):
            for part in value:
                name = part.pop("name" if key == "arg" else "id")
                yield from leaves((*path, key, name), part)
        else:
            yield (*path, key), value


def test_nothing_is_said_in_both_regulations_that_could_be_said_once() -> None:
    older, newer = added_by("2005-05-01"), added_by("2022-05-01")
    assert len(older) > 50
    assert len(newer) > 300
    assert [path for path, value in older.items() if newer.get(path) == value] == []
