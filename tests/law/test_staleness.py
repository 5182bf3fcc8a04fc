"""Rules that are to be compared with the text again: when, for which, and what the command says."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from tests.law import minimal
from tests.law.minimal import HEAD, RULES, STEPS, put
from typer.testing import CliRunner

from huiyin.law import packs
from huiyin.law.checks.staleness import months_later, stale
from huiyin.law.rules.every_rule import rules
from huiyin.law.rules.pack import Pack
from huiyin.law.tools import cli

YEARLY = put(HEAD, "in_force = 2020-01-01", "in_force = 2020-01-01\nreview_months = 12")


def law(*words: str, day: date | None = None) -> Result:
    return CliRunner().invoke(cli.app, words, obj=None if day is None else lambda: day)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_a_rule_is_stale_from_the_day_after_its_period() -> None:
    pack = minimal.parse(pack=YEARLY)
    assert list(stale(pack, date(2027, 11, 22))) == []
    found = list(stale(pack, date(2027, 11, 23)))
    assert {one.rule for one in found} == set(rules(pack))
    assert {(one.checked, one.months, one.due) for one in found} == {(date(2026, 11, 22), 12, date(2027, 11, 22))}


def test_file_and_rule_say_otherwise() -> None:
    steps = put(STEPS, "checked = 2026-11-22", "checked = 2026-11-22\nreview_months = 3")
    shown = put(RULES, 'id = "appeal"', 'id = "appeal"\nreview_months = 0')
    answers = put(shown, 'id = "yes"', 'id = "yes"\nreview_months = 1')
    pack = minimal.parse(pack=YEARLY, steps=steps, rules=answers)
    assert [one.rule for one in stale(pack, date(2027, 1, 1))] == ["answers.yes"]
    assert [one.rule for one in stale(pack, date(2027, 3, 1))] == [
        "step:complain",
        "step:reply",
        "step:note",
        "answers.yes",
    ]
    assert "right:appeal" not in {one.rule for one in stale(pack, date(2099, 1, 1))}


def test_without_a_period_nothing_is_ever_stale(small: Pack) -> None:
    assert list(stale(small, date(2099, 1, 1))) == []


def test_the_shipped_packs_are_to_be_compared_every_year() -> None:
    for key in packs.available():
        pack = packs.load(*key)
        assert {rule.review_months for rule in rules(pack).values()} == {12}


def yearly(draft: Path) -> str:
    (draft / "pack.toml").write_text(YEARLY, "utf-8")
    return str(draft)


LINES = [
    "✓ aa-grievance/2020-01-01: 8 rules, 4 scenarios, nothing wrong.",
    "! aa-grievance/2020-01-01: 8 rules are to be compared with the text again.",
    ("    step:complain: last compared on 2026-11-22; it is compared every 12 months, so again by 2027-11-22."),
]


def test_a_warning_is_no_problem(draft: Path) -> None:
    result = law("check", yearly(draft), "--on", "2027-11-23", "--language", "en")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == LINES
    assert len(result.stdout.splitlines()) == 2 + 8


def test_in_chinese(draft: Path) -> None:
    result = law("check", yearly(draft), "--on", "2027-11-23", "--language", "zh")
    assert "duty:answer：2026-11-22核对过，每12个月核对一次，应在2027-11-22前重新核对。" in result.stdout


def test_strict_makes_it_one(draft: Path) -> None:
    assert law("check", yearly(draft), "--on", "2027-11-23", "--strict").exit_code == 1
    assert law("check", yearly(draft), "--on", "2027-11-22", "--strict").exit_code == 0


def test_the_door_says_what_day_it_is(draft: Path) -> None:
    assert law("check", yearly(draft), "--strict", day=date(2027, 11, 23)).exit_code == 1
    assert law("check", yearly(draft), "--strict", day=date(2027, 11, 22)).exit_code == 0
    assert law("check", yearly(draft), "--strict").exit_code == 0  # no clock, nothing to compare with


def test_as_json(draft: Path) -> None:
    result = law("check", yearly(draft), "--on", "2027-11-23", "--json", "--language", "en")
    found = json.loads(result.stdout)
    assert found["ok"] is True
    assert found["checked"][0]["warnings"][0] == LINES[2].strip()


def test_a_day_that_is_none(draft: Path) -> None:
    result = law("check", yearly(draft), "--on", "soon", "--language", "en")
    assert (result.exit_code, result.stderr) == (
        2,
        "--on: “soon” is not a day. Write year-month-day, for example 2026-09-30.\n",
    )
