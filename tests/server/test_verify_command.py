"""`huiyin verify` and `huiyin heads`: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.district import District, district
from tests.plugins.matters import Life
from tests.plugins.tampering import rebuild, sql
from typer.testing import CliRunner, Result

from huiyin.server import cli, housekeeping
from huiyin.web.kit import clock

__all__ = ["district"]


def huiyin(*arguments: str) -> Result:
    return CliRunner().invoke(cli.build(), list(arguments))


def told(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def life(district: District) -> Life:
    return Life.begin(district).until("forwarded")


def test_a_head_is_shown_and_written_and_holds(life: Life, tmp_path: Path) -> None:
    shown = huiyin("heads", "--export", str(tmp_path), "--json")
    assert shown.exit_code == 0
    head = told(shown)["heads"][0]
    said = told(huiyin("verify", "--against", str(tmp_path), "--against", f"{head['size']}-{head['root']}", "--json"))
    assert (said["ok"], said["heads"], said["events"]) == (True, 2, head["size"])
    assert head["root"] in huiyin("heads").stdout
    assert "2" in huiyin("verify", "--against", str(tmp_path), "--against", str(tmp_path)).stdout


def test_a_rewritten_history_ends_with_1(life: Life, tmp_path: Path) -> None:
    huiyin("heads", "--export", str(tmp_path))
    rebuild(f"case:{life.filed.case_id}", actor="staff:1")
    sql("DELETE FROM ledger_tree_head")
    assert huiyin("verify").exit_code == 0
    result = huiyin("verify", "--against", str(tmp_path))
    assert result.exit_code == 1
    assert "校验值" in result.stdout


@pytest.mark.parametrize("given", ["nothing", "12-abc"])
def test_what_is_no_head_ends_with_2(life: Life, given: str) -> None:
    assert huiyin("verify", "--against", given).exit_code == 2


def test_the_heads_of_the_nights_are_compared_each_time(life: Life, settings: Any, tmp_path: Path) -> None:
    settings.HUIYIN_HEADS_DIR = tmp_path / "heads"
    assert told(huiyin("verify", "--json"))["heads"] == 0
    assert housekeeping.take_head(at=clock.now()) is not None
    assert told(huiyin("verify", "--json"))["heads"] == 1
    rebuild(f"case:{life.filed.case_id}", actor="staff:1")
    sql("DELETE FROM ledger_tree_head")
    assert huiyin("verify").exit_code == 1


@pytest.mark.django_db
def test_an_empty_ledger_has_no_head() -> None:
    assert huiyin("heads").exit_code == 2


def test_what_is_wrong_is_said_in_the_language_of_the_office(life: Life) -> None:
    sql("UPDATE casework_contact SET persons = 7")
    assert "这一件次的登记与记录时不一致" in huiyin("verify", "--json").stdout
