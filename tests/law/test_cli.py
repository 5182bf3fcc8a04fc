"""The commands of the law: what they print, in both languages, and how they refuse."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from huiyin.law import packs
from huiyin.law.checks.check import scenario_folder
from huiyin.law.packs import load
from huiyin.law.tools import cli


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_LANGUAGE", "en")


def law(*words: str) -> Result:
    return CliRunner().invoke(cli.app, words)


@pytest.mark.parametrize(
    ("environment", "option", "language"),
    [
        ({"HUIYIN_LANGUAGE": "zh-hans", "LANG": "en_GB.UTF-8"}, None, "zh-hans"),
        ({"HUIYIN_LANGUAGE": "", "LANG": "zh_CN.UTF-8"}, None, "zh-hans"),
        ({"HUIYIN_LANGUAGE": "", "LANG": "C.UTF-8"}, None, "en"),
        ({"HUIYIN_LANGUAGE": "", "LANG": ""}, None, "en"),
        ({"HUIYIN_LANGUAGE": "zh"}, "en", "en"),
    ],
)
def test_which_language(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], option: str | None, language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cli.chosen_language(option) == language


def test_due_in_sentences() -> None:
    result = law("due", "--from", "2026-09-30", "--days", "15", "--unit", "calendar")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Due: Thursday 15 October 2026",
        ("  The limit is 15 calendar days from Wednesday 30 September 2026; that day itself is not counted."),
        "  The last day is Thursday 15 October 2026, a working day.",
    ]


def test_due_in_chinese() -> None:
    result = law("due", "--from", "2026-09-30", "--days", "15", "--unit", "working", "--language", "zh")
    assert result.stdout.splitlines()[0] == "到期日：2026年10月27日（周二）"


def test_due_as_json() -> None:
    result = law("due", "--from", "2026-09-20", "--days", "15", "--unit", "calendar", "--json", "--calendar", "CN")
    found = json.loads(result.stdout)
    assert {key: found[key] for key in ("due", "last_day", "base", "days", "unit", "provisional", "calendar")} == {
        "due": "2026-10-08",
        "last_day": "2026-10-05",
        "base": "2026-09-20",
        "days": 15,
        "unit": "calendar",
        "provisional": False,
        "calendar": "CN",
    }
    assert [rest["date"] for rest in found["passed_over"]] == ["2026-10-05", "2026-10-06", "2026-10-07"]
    assert found["passed_over"][0]["name"] == {"zh": "国庆节", "en": "National Day"}
    assert found["why"][-1] == "So it moves to the next working day: Thursday 8 October 2026."


def test_due_with_an_extension_and_a_pack() -> None:
    words = ("due", "--from", "2026-09-16", "--days", "60", "--extension", "30", "--pack", "cn-xinfang", "--json")
    assert json.loads(law(*words).stdout)["due"] == "2026-12-15"


def test_due_with_a_calendar_put_right(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        'calendar = "CN"\nyear = 2027\npublished = true\nsource = "made up"\nchecked = 2026-12-01\n', "utf-8"
    )
    words = ("due", "--from", "2026-12-10", "--days", "30", "--json")
    assert json.loads(law(*words).stdout)["provisional"] is True
    assert json.loads(law(*words, "--overrides", str(tmp_path)).stdout)["provisional"] is False


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("due", "--days", "3"), "--from: give the day"),
        (("due", "--from", "2026-02-30", "--days", "3"), "--from: “2026-02-30” is not a day"),
        (("due", "--from", "30.9.2026", "--days", "3"), "--from: “30.9.2026” is not a day"),
        (("due", "--from", "9999-12-31", "--days", "3"), "--from: “9999-12-31” is not a day"),
        (("due", "--from", "2026-09-30"), "--days: give the number of days"),
        (("due", "--from", "2026-09-30", "--days", "ten"), "--days: “ten” is not a number of days"),
        (("due", "--from", "2026-09-30", "--days", "-1"), "--days: “-1” is not a number of days"),
        (("due", "--from", "2026-09-30", "--days", "99999"), "--days: “99999” is not a number of days"),
        (("due", "--from", "2026-09-30", "--days", "3", "--extension", "x"), "--extension: “x” is not a number"),
        (("due", "--from", "2026-09-30", "--days", "3", "--unit", "weeks"), "--unit: “weeks” is no unit"),
        (("due", "--from", "2026-09-30", "--days", "3", "--calendar", "XX"), "--calendar: there is no calendar “XX”"),
        (("due", "--from", "2026-09-30", "--days", "3", "--pack", "xx"), "--pack: there is no pack “xx”"),
        (
            ("due", "--from", "2026-09-30", "--days", "3", "--overrides", "/no/such"),
            "--overrides: /no/such: there is no",
        ),
        (
            ("check", "xx"),
            ("PACK: there is no pack “xx”. Known: cn-shandong/2016-01-01, cn-shandong/2022-05-01, cn-shandong-advice"),
        ),
        (("check", "cn-xinfang/1995-10-28"), "PACK: there is no pack"),
        (("check", "--scenarios", "/no/such"), "--scenarios: there is no folder “/no/such”"),
        (("diagram", "--output", "/no/such/x.svg"), "--output: “/no/such/x.svg” cannot be written: No such file"),
    ],
)
def test_bad_input_names_the_option_and_what_to_do(words: tuple[str, ...], said: str) -> None:
    result = law(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_bad_input_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_LANGUAGE", "zh-hans")
    result = law("due", "--from", "x", "--days", "3")
    assert result.stderr == "--from：“x”不是日期。请写成年-月-日，如 2026-09-30。\n"


SHIPPED = [
    "cn-shandong-advice/2022-05-01",
    "cn-shandong/2016-01-01",
    "cn-shandong/2022-05-01",
    "cn-xinfang-advice/2022-05-01",
    "cn-xinfang-retaliation/2022-05-01",
    "cn-xinfang/2005-05-01",
    "cn-xinfang/2022-05-01",
    "ifc-grm/2018-10-01",
    "uk-lgsco/2024-04-01",
]


def test_all_that_is_shipped_is_checked() -> None:
    assert sorted("/".join(key) for key in packs.available()) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_check_what_is_shipped(name: str) -> None:
    """Each by itself: the larger ones take minutes, and two processes share them."""
    result = law("check", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"✓ {name}:")
    assert len(result.stdout.splitlines()) == 1


def test_check_without_a_name_takes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    small = (("ifc-grm", "2018-10-01"), ("uk-lgsco", "2024-04-01"))
    monkeypatch.setattr(packs, "available", lambda: small)
    result = law("check")
    assert result.exit_code == 0
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "✓ ifc-grm/2018-10-01",
        "✓ uk-lgsco/2024-04-01",
    ]


def test_check_a_draft_with_scenarios(draft: Path) -> None:
    assert law("check", str(draft)).stdout == "✓ aa-grievance/2020-01-01: 8 rules, 4 scenarios, nothing wrong.\n"


def test_check_a_draft_that_is_wrong(draft: Path) -> None:
    scenarios = draft / "scenarios" / "all.toml"
    scenarios.write_text(scenarios.read_text("utf-8").replace("2026-11-16", "2026-11-17"), "utf-8")
    result = law("check", str(draft))
    assert result.exit_code == 1
    assert "✗ aa-grievance/2020-01-01: " in result.stdout
    assert "all.toml: complain: opens.answer.due: expected 2026-11-17, the law says 2026-11-16" in result.stdout


def test_check_a_draft_that_does_not_load(draft: Path) -> None:
    rules = draft / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("days = 10", "days = -10"), "utf-8")
    result = law("check", str(draft))
    assert result.exit_code == 1
    assert "rules.toml: duty.answer.days: must be zero or more" in result.stdout


def test_check_anybody_s_scenarios(tmp_path: Path) -> None:
    journey = scenario_folder(load("cn-xinfang", "2005-05-01")) / "journey.toml"
    (tmp_path / "mine.toml").write_text(journey.read_text("utf-8"), "utf-8")
    result = law("check", "uk-lgsco/2024-04-01", "--scenarios", str(tmp_path))
    assert result.exit_code == 0
    assert f"✓ {tmp_path}: " in result.stdout
    (tmp_path / "mine.toml").write_text(journey.read_text("utf-8").replace("2014-10-08", "2014-10-02", 1), "utf-8")
    result = law("check", "uk-lgsco/2024-04-01", "--scenarios", str(tmp_path), "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["ok"] is False
    assert found["checked"][0]["problems"] == []
    assert found["checked"][1]["problems"] == [
        "mine.toml: assign: exactly.opens.accept.due: expected 2014-10-02, the law says 2014-10-08"
    ]


def test_explain() -> None:
    result = law("explain", "34", "--pack", "cn-xinfang/2022-05-01")
    assert result.exit_code == 0
    assert "Petition Work Regulations (2022)  cn-xinfang/2022-05-01" in result.stdout
    assert "Handling  duty:handle  Art. 34  60 calendar days" in result.stdout
    assert "Unverified: The days in between are unknown" in result.stdout


def test_explain_in_chinese() -> None:
    assert "办结  duty:handle  第34条  60日" in law("explain", "34", "--language", "zh").stdout


def test_explain_as_json() -> None:
    found = json.loads(law("explain", "34", "--json").stdout)
    (handle,) = [one for one in found if one["rule"] == "duty:handle"]
    assert (handle["article"], handle["days"], handle["unit"], handle["verified"]) == ("34", 60, "calendar", True)


def test_explain_names_the_instrument_of_each_rule_of_an_overlay() -> None:
    said = law("explain", "43", "--pack", "cn-shandong/2022-05-01", "--language", "zh").stdout
    assert "决定是否受理复查  duty:admit_review  山东省信访条例 第43条  3个工作日" in said
    said = law("explain", "35", "--pack", "cn-shandong/2022-05-01", "--language", "zh").stdout
    assert "复查  duty:review  信访工作条例 第35条  30日" in said


def test_explain_an_article_that_nothing_rests_on() -> None:
    result = law("explain", "49")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "No rule rests on “49”."
    assert "    Nothing to model: no step, limit or right." in lines  # and why, where the articles are listed
    assert json.loads(law("explain", "49", "--json").stdout) == []


def test_diagram(tmp_path: Path) -> None:
    target = tmp_path / "procedure.svg"
    result = law("diagram", "--output", str(target), "--language", "zh")
    assert "已写入" in result.stdout
    assert "信访工作条例（2022年）" in target.read_text("utf-8")
    assert law("diagram", "cn-xinfang/2005-05-01").stdout.startswith("<svg ")


def test_it_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "huiyin.law", "due", "--from", "2026-09-30", "--days", "15", "--json"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(cli.__file__).parents[2])},
    )
    assert json.loads(ran.stdout)["due"] == "2026-10-15"


def test_help_is_in_the_reader_s_language() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "huiyin.law", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={
            "PYTHONPATH": str(Path(cli.__file__).parents[2]),
            "HUIYIN_LANGUAGE": "zh-hans",
            "PYTHONIOENCODING": "utf-8",
        },
        encoding="utf-8",
    )
    assert "计算期限" in ran.stdout


def test_due_in_months_and_years() -> None:
    result = law("due", "--from", "2026-08-31", "--days", "6", "--unit", "month")
    assert result.stdout.splitlines()[:2] == [
        "Due: Monday 1 March 2027",
        "  The limit is 6 months from Monday 31 August 2026; that day itself is not counted.",
    ]
    refused = law("due", "--from", "2026-08-31", "--days", "6", "--unit", "year", "--extension", "1")
    assert refused.exit_code == 2
    assert "--extension: a limit in months or years cannot be extended." in refused.stderr


def test_routes() -> None:
    result = law("routes", "cn-xinfang", "--claim", "non_performance")
    assert result.exit_code == 0
    assert "Regulations Implementing the Administrative Reconsideration Law, Art. 16" in result.stdout
    assert "It runs from the day the organ received your request." in result.stdout
    assert "if kept from acting in time: Time that was lost through force majeure" in result.stdout
    unsure = law("routes", "cn-xinfang", "--claim", "institution_personnel").stdout
    assert "Regulations on the Personnel of Public Institutions, Art. 38 (not verified)" in unsure
    assert "after: administrative reconsideration" in result.stdout
    assert "劳动争议调解仲裁法第27条" in law("routes", "--claim", "labour", "--language", "zh").stdout


def test_routes_as_json() -> None:
    found = json.loads(law("routes", "--claim", "labour", "--json").stdout)
    (arbitration,) = [one for one in found if one["route"] == "labour_arbitration"]
    assert arbitration["clock"] == "interrupts"
    assert [(one["id"], one["number"], one["unit"], one["article"]) for one in arbitration["limits"]] == [
        ("known", 1, "year", "27"),
        ("wages", 1, "year", "27"),
    ]


def test_routes_of_a_pack_that_knows_none() -> None:
    result = law("routes", "uk-lgsco")
    assert result.exit_code == 1
    assert result.stdout == "This pack knows no other lawful ways.\n"
    assert "--claim: there is no kind of claim “x”. Known: administrative_act" in law("routes", "--claim", "x").stderr
