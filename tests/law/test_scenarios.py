"""Running scenarios, anybody's: what they find, and what is said about files that are wrong."""

from pathlib import Path

import pytest

from huiyin.law import packs
from huiyin.law.checks.check import check, scenario_folder, scenarios_of
from huiyin.law.checks.scenarios import ScenarioResult, run_scenarios
from huiyin.law.rules.pack import Pack

SHIPPED = [packs.load(*key) for key in packs.available()]


@pytest.mark.parametrize("pack", SHIPPED, ids=lambda pack: pack.key)
def test_shipped_packs_hold(pack: Pack) -> None:
    """Citations, scenarios for every rule, and the model check."""
    assert [str(problem) for problem in check(pack)] == []


@pytest.mark.parametrize(
    "result",
    [result for pack in SHIPPED for result in scenarios_of(pack)],
    ids=lambda result: f"{result.pack}/{result.id}",
)
def test_scenario(result: ScenarioResult) -> None:
    assert result.ok, result.failures


def test_there_are_scenarios_beside_every_pack() -> None:
    assert all(len(scenarios_of(pack)) >= 15 for pack in SHIPPED)
    assert all(scenario_folder(pack).is_dir() for pack in SHIPPED)


HEAD = 'pack = "cn-xinfang/2022-05-01"\n'
FILE = """
[[scenario]]
id = "file"
title = { zh = "提出", en = "Filed" }

[scenario.when]
step = "file"
on = 2026-09-07
by = ["petitioner"]
with = { channel = "online", receiver = "office", receiver_kind = "petition_office" }

[scenario.then]
"""


def run(folder: Path, text: str) -> list[ScenarioResult]:
    (folder / "mine.toml").write_text(text, "utf-8")
    return run_scenarios(folder)


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("allowed = false", "allowed: expected false, the law says true"),
        ('state = "registered"', "state: expected registered, the law says filed"),
        ("final = true", "final: expected True, the law says False"),
        ('article = "99"', "article: expected 99, the law says [17]"),
        ('values = { channel = "letter" }', "values.channel: expected letter, the law says online"),
        ("dates = { received = 2026-09-08 }", "dates.received: expected 2026-09-08, the law says 2026-09-07"),
        ("letters = []", "letters: expected [], the law says [receipt]"),
        ("opens = []", "opens: expected [], the law says [register]"),
        (
            'opens = [{ duty = "register", due = 2026-09-21 }]',
            "opens.register.due: expected 2026-09-21, the law says 2026-09-22",
        ),
        ('opens = [{ duty = "register", owner = "x" }]', "opens.register.owner: expected x, the law says office"),
        ('opens = [{ duty = "register", article = "1" }]', "opens.register.article: expected 1, the law says 22, 23"),
        (
            'opens = [{ duty = "register", provisional = true }]',
            "opens.register.provisional: expected True, the law says False",
        ),
        (
            'opens = [{ duty = "register", passed_over = [2026-09-22] }]',
            "opens.register.passed_over: expected [2026-09-22], the law says []",
        ),
        ('rights = [{ right = "rate" }]', "rights: expected [rate], the law says []"),
        ('owners = { register = "x" }', "owners.register: expected x, the law says office"),
        ("open_duties = []", "open_duties: expected [], the law says [register]"),
        ('open_duties = ["register", "route"]', "open_duties: expected [register, route], the law says [register]"),
        ('exactly.open_duties = ["route"]', "exactly.open_duties: expected [route], the law says [register]"),
        (
            'open_duties = [{ duty = "register", due = 2026-09-21 }]',
            "open_duties.register.due: expected 2026-09-21, the law says 2026-09-22",
        ),
        (
            'open_duties = [{ duty = "register", owner = "x" }]',
            "open_duties.register.owner: expected x, the law says [office]",
        ),
        ('open_duties = [{ duty = "register", dew = 1 }]', "open_duties.register.dew: is not a key"),
        ("open_duties = [7]", "open_duties: number 1 must be a table"),
        ("exactly.letters = []", "exactly.letters: expected [], the law says [receipt]"),
        ('exactly.rights = [{ right = "rate" }]', "exactly.rights: expected [rate], the law says []"),
        ('without.open_duties = ["register"]', "without.open_duties: the law says [register]"),
        ('without.opens = ["route", "register"]', "without.opens: the law says [register]"),
        ('without.letter = ["receipt"]', "without.letter: is not a key that is known here"),
        ('exactly.state = "filed"', "exactly.state: is no list that is known here"),
        ('letters = ["receipt"]\nexactly.letters = ["receipt"]', "letters: cannot stand beside exactly.letters"),
        ('refused_by = "step:file.named"', "refused_by: expected step:file.named, the law says []"),
        ('stat = "filed"', "mine.toml: scenario.file.then.stat: is not a key that is known here"),
        ('opens = [{ duty = "register", dew = 2026-09-22 }]', "opens.register.dew: is not a key"),
    ],
)
def test_every_difference_is_said(tmp_path: Path, then: str, said: str) -> None:
    (result,) = run(tmp_path, HEAD + FILE + then + "\n")
    assert not result.ok
    assert said in " | ".join(result.failures)
    assert result.covers == frozenset()


@pytest.mark.parametrize(
    ("then", "ok"),
    [
        ("", True),
        ('letters = ["receipt"]', True),
        ('exactly.letters = ["receipt"]', True),
        ('without.letters = ["decision"]', True),
        ('without.letters = ["receipt", "decision"]', False),
        ('open_duties = ["register"]\nexactly.opens = [{ duty = "register" }]', True),
        ('open_duties = [{ duty = "register", owner = "office", due = 2026-09-22, last_day = 2026-09-22 }]', True),
        ('open_duties = ["register", "register"]', False),
        ("rights = []\nmoves = []\ncancels = []", True),
    ],
)
def test_a_list_says_what_is_among_the_things_found(tmp_path: Path, then: str, *, ok: bool) -> None:
    (result,) = run(tmp_path, HEAD + FILE + then + "\n")
    assert result.ok is ok, result.failures


def test_what_is_expected_exactly_shows_its_rules_too(tmp_path: Path) -> None:
    expects = 'exactly.opens = [{ duty = "register" }]\nexactly.letters = ["receipt"]\n'
    (result,) = run(tmp_path, HEAD + FILE + expects)
    assert result.covers == {"step:file", "channels.online", "duty:register", "letters.receipt"}
    (failing,) = run(tmp_path, HEAD + FILE + expects + 'state = "registered"\n')
    assert failing.covers == frozenset()
    assert failing.meant >= {"step:file", "duty:register", "letters.receipt"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{ right = "rate" }', "rights.rate.due: the law sets no limit; say unlimited = true"),
        (
            '{ right = "ask_review", unlimited = true }',
            "rights.ask_review.unlimited: expected True, the law says False",
        ),
        ('{ right = "rate", unlimited = true, article = "1" }', "rights.rate.article: expected 1, the law says 21"),
    ],
)
def test_differences_in_rights_are_said(tmp_path: Path, row: str, said: str) -> None:
    text = (scenario_folder(packs.load("cn-xinfang", "2022-05-01")) / "journey.toml").read_text("utf-8")
    old = '{ right = "rate", unlimited = true },\n]\nopens'
    assert text.count(old) == 1
    others = '{ right = "ask_review" }, ' if "rate" in row else '{ right = "rate", unlimited = true }, '
    results = run(tmp_path, text[: text.index("rights = [\n")] + f"rights = [{others}{row}]\n")
    assert said in " | ".join(results[-1].failures)


def test_a_history_that_the_law_refuses(tmp_path: Path) -> None:
    text = HEAD + FILE + '[[scenario]]\nid = "b"\ntitle = { zh = "b", en = "b" }\n'
    text += '[[scenario.given]]\nstep = "register"\non = 2026-09-08\nby = ["receiver"]\n'
    text += '[scenario.when]\nstep = "register"\non = 2026-09-08\nby = ["receiver"]\n[scenario.then]\n'
    results = run(tmp_path, text)
    assert results[0].ok
    assert results[1].failures[0].startswith("given: register on 2026-09-08 is refused: The matter is “not yet filed”")


def test_a_file_alone_can_be_run(tmp_path: Path) -> None:
    run(tmp_path, HEAD + FILE)
    (result,) = run_scenarios(tmp_path / "mine.toml")
    assert result.ok
    assert result.covers == {"step:file", "channels.online"}


COUNT = """
[[scenario]]
id = "count"
title = { zh = "算", en = "Counted" }
when = { count_from = 2026-09-30, days = 15, unit = "calendar" }
then = { due = 2026-10-16, last_day = 2026-10-15, base = 2026-09-30 }
"""
VERSION = """
[[scenario]]
id = "version"
title = { zh = "版本", en = "Version" }
when = { received = 2004-04-30 }
then = { pack = "cn-xinfang/2022-05-01" }
"""


def test_counting_and_versions_are_compared(tmp_path: Path) -> None:
    count, version = run(tmp_path, HEAD + COUNT + VERSION)
    assert count.failures == ("due: expected 2026-10-16, the law says 2026-10-15",)
    assert version.failures == (
        "pack: expected cn-xinfang/2022-05-01, the law says cn-xinfang/2005-05-01",
        "predates: expected False, the law says True",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pack = ", "mine.toml: (file): not readable as TOML"),
        (FILE, "mine.toml: pack: the pack / does not load"),
        ('pack = "cn-xinfang/1995-10-28"' + FILE, "there is no such pack"),
        (HEAD, "mine.toml: scenario: is missing: the file has no scenario"),
        (HEAD + FILE + FILE, "scenario.file.id: 'file' is there twice"),
        (HEAD + FILE.replace("step =", "after ="), "scenario.file.when.step: is missing"),
        (HEAD + FILE.replace("title = {", 'after = "x"\ntitle = {'), "'x' is not a scenario further up in this file"),
        (HEAD + FILE.replace("title = {", 'colour = "x"\ntitle = {'), "scenario.file.colour: is not a key"),
        (HEAD + FILE.replace("on = 2026-09-07", "on = 7"), "scenario.file.when.on: must be a date"),
        (HEAD + VERSION.replace("2004-04-30", '"x"'), "scenario.version.when.received: must be a date"),
        ('colour = "x"\n' + HEAD + FILE, "mine.toml: colour: is not a key"),
    ],
)
def test_files_that_are_wrong_say_so(tmp_path: Path, text: str, said: str) -> None:
    assert said in " | ".join(failure for result in run(tmp_path, text) for failure in result.failures)


def test_a_folder_without_scenarios_says_so(tmp_path: Path) -> None:
    (result,) = run_scenarios(tmp_path)
    assert "there is no scenario file (*.toml) in it" in result.failures[0]


def test_a_moment_of_the_day_may_be_given(tmp_path: Path) -> None:
    for moment in ("2026-09-07T23:30:00", "2026-09-07T15:30:00Z"):
        (result,) = run(tmp_path, HEAD + FILE.replace("2026-09-07", moment) + "dates = { received = 2026-09-07 }\n")
        assert result.ok, result.failures
