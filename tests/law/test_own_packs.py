"""Packs and calendars in folders of an office's own: found beside those that are
shipped, and by every command.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from tests.plugins import own_packs
from typer.testing import CliRunner

from huiyin.law import packs
from huiyin.law.calendar import workdays
from huiyin.law.checks import check, coverage
from huiyin.law.language.reading import PackError
from huiyin.law.terms import pack_folders
from huiyin.law.terms.pack_folders import PlaceError
from huiyin.law.tools import cli


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of one's own in use."""
    made = own_packs.copied(tmp_path / "rules")
    packs.use(made)
    yield made
    packs.use()


def law(*words: str) -> Result:
    return CliRunner().invoke(cli.app, words)


def test_it_is_there_like_any_other_and_clean(folder: Path) -> None:
    assert ("eu-reports", "2021-12-17") in packs.available()
    assert ("cn-xinfang", "2022-05-01") in packs.available()
    pack = packs.load("eu-reports", "2021-12-17")
    assert packs.in_force("eu-reports", date(2026, 3, 2)) is pack
    assert check.check(pack) == []
    assert not list(coverage.problems(pack))
    packs.use()
    assert ("eu-reports", "2021-12-17") not in packs.available()


def test_a_calendar_of_one_s_own(folder: Path) -> None:
    calendar = workdays.calendar("OWN")
    assert not calendar.is_working(date(2026, 6, 5))
    assert calendar.is_working(date(2026, 6, 4))
    assert set(workdays.codes()) == {"CN", "GB", "ISO", "OWN"}


def test_one_language_stands_for_the_other(folder: Path) -> None:
    pack = packs.load("eu-reports", "2021-12-17")
    assert pack.languages == ("en",)
    assert pack.duties["answer"].title.in_language("zh-hans") == "Answer"


def test_a_text_without_the_language_that_the_pack_says(folder: Path) -> None:
    own_packs.change(folder, "pack.toml", 'languages = ["en"]', 'languages = ["zh", "en"]')
    with pytest.raises(PackError, match="must have zh and en, neither of them empty"):
        packs.load("eu-reports", "2021-12-17")
    own_packs.change(folder, "pack.toml", 'languages = ["zh", "en"]', 'languages = ["fr"]')
    with pytest.raises(PackError, match="languages: must be a list of zh or en, or both"):
        packs.load("eu-reports", "2021-12-17")


def test_what_is_there_twice_or_not_at_all(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "second" / own_packs.KEY).mkdir(parents=True)
    (tmp_path / "second" / own_packs.KEY / "pack.toml").write_text("", "utf-8")
    packs.use(folder, tmp_path / "second")
    with pytest.raises(PlaceError, match="eu-reports/2021-12-17 is there twice"):
        packs.available()
    with pytest.raises(PlaceError, match="HUIYIN_PACKS_DIR: there is no folder"):
        packs.use(tmp_path / "nowhere")


def test_a_folder_that_is_called_otherwise(folder: Path) -> None:
    (folder / "eu-reports").rename(folder / "other")
    with pytest.raises(PackError, match="is not what its folders are called, other/2021-12-17"):
        packs.load("other", "2021-12-17")


def test_the_digest_is_of_the_rules(folder: Path) -> None:
    pack = packs.load("eu-reports", "2021-12-17")
    before = packs.digest(pack)
    own_packs.change(folder, "scenarios/first.toml", "2026-03-10", "2026-03-11")
    own_packs.change(folder, "articles.toml", "external channels", "outside channels")
    assert packs.digest(pack) == before
    own_packs.change(folder, "rules.toml", "days = 7", "days = 6")
    assert packs.digest(pack) != before


def test_every_command_takes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own_packs.copied(tmp_path / "rules")
    monkeypatch.setenv(pack_folders.SETTING, "rules")
    monkeypatch.setenv("HUIYIN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("HUIYIN_LANGUAGE", "en")
    assert "✓ eu-reports/2021-12-17: 19 rules, 11 scenarios" in law("check", "eu-reports").stdout
    assert json.loads(law("coverage", "eu-reports", "--json").stdout)["pack"] == "eu-reports/2021-12-17"
    paths = json.loads(law("paths", "eu-reports", "--json").stdout)
    longest = paths["routes"][0]
    assert (longest["name"], longest["months"], longest["calendar_days"]) == (["answered"], 3, 7)
    assert "step:decline" not in law("explain", "Art. 9(1)(f)", "--pack", "eu-reports").stdout
    of_f = law("explain", "Art. 9(1)(f)", "--pack", "eu-reports").stdout
    assert "duty:answer" in of_f
    assert "duty:acknowledge" not in of_f  # (b)
    assert law("endings", "eu-reports").exit_code == 0
    assert law("diagram", "eu-reports").stdout.startswith("<svg")
    counted = json.loads(law("due", "--from", "2026-03-05", "--days", "92", "--pack", "eu-reports", "--json").stdout)
    assert (counted["due"], counted["calendar"]) == ("2026-06-08", "OWN")
    monkeypatch.setenv(pack_folders.SETTING, "nowhere")
    refused = law("check", "eu-reports")
    assert refused.exit_code == 2
    assert "HUIYIN_PACKS_DIR: there is no folder" in refused.stderr
    packs.use()


def test_a_new_pack_checks_clean(tmp_path: Path) -> None:
    made = law("new", str(tmp_path / "my-rules" / "2026-01-01"), "--language", "en")
    assert made.exit_code == 0
    checked = law("check", str(tmp_path / "my-rules" / "2026-01-01"))
    assert checked.exit_code == 0
    assert "✓ my-rules/2026-01-01" in checked.stdout
    assert law("coverage", str(tmp_path / "my-rules" / "2026-01-01")).exit_code == 0


@pytest.mark.parametrize("name", ["my-rules", "my-rules/one", "my rules/2026-01-01", "规则/2026-01-01"])
def test_a_new_pack_is_called_after_its_version(tmp_path: Path, name: str) -> None:
    refused = law("new", str(tmp_path / name), "--language", "en")
    assert refused.exit_code == 2
    assert "my-rules/2026-01-01" in refused.stderr
    assert not (tmp_path / name).exists()


def test_a_new_pack_overwrites_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "my-rules" / "2026-01-01"
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text("mine", "utf-8")
    assert law("new", str(folder)).exit_code == 2
    assert (folder / "pack.toml").read_text("utf-8") == "mine"
