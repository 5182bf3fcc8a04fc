"""The scenarios of a pack on one that stands on it, and those that its versions share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.law.county import HEAD, OWN, RULES

from huiyin.law import packs
from huiyin.law.checks.check import check, scenarios_of
from huiyin.law.rules.pack import Pack


@pytest.fixture(autouse=True)
def beneath(small: Pack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pack:
    """The small pack stands for a shipped one."""
    shipped = packs.load

    def load(name: str, version: str, *, overrides: Path | None = None) -> Pack:
        return small if name == small.id else shipped(name, version, overrides=overrides)

    monkeypatch.setattr(packs, "load", load)
    shipped_folder = packs.folder_of

    def folder_of(name: str, version: str) -> Path:
        return tmp_path / "nothing" if name == small.id else shipped_folder(name, version)

    monkeypatch.setattr(packs, "folder_of", folder_of)
    return small


def folder(tmp_path: Path, told: str = "") -> Path:
    """The overlay as a draft, with scenarios for its own rules."""
    place = tmp_path / "aa-county" / "draft"
    (place / "scenarios").mkdir(parents=True)
    (place / "pack.toml").write_text(HEAD, "utf-8")
    (place / "rules.toml").write_text(RULES + OWN, "utf-8")
    (place / "scenarios" / "own.toml").write_text(SCENARIOS, "utf-8")
    (place / "scenarios" / "beneath.toml").write_text(told, "utf-8")
    return place


SCENARIOS = """
pack = "aa-county/2022-03-01"

[[scenario]]
id = "confirmed"
title = { zh = "确认", en = "Confirmed" }
when = { step = "complain", on = 2026-11-02, by = ["resident"], with = { office = "town" } }
then = { opens = [{ duty = "answer", due = 2026-11-16 }, { duty = "confirm", due = 2026-11-04, article = "9" }] }

[[scenario]]
id = "reasons"
title = { zh = "理由", en = "Reasons" }
after = "confirmed"
when = { step = "reply", on = 2026-11-03, by = ["office"], with = { answer = "no", reasons = "x" } }
then = { state = "closed", discharges = ["answer", "confirm"], article = "10" }

[[scenario]]
id = "no-reasons"
title = { zh = "无理由", en = "No reasons" }
after = "confirmed"
when = { step = "reply", on = 2026-11-03, by = ["office"], with = { answer = "no" } }
then = { allowed = false, refused_by = "step:reply.reasons", article = "10" }
"""
TOLD = 'with = { reply = { reasons = "x" } }\n'


def checked(place: Path, draft: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr("huiyin.law.checks.check.scenario_folder", lambda _pack: draft / "scenarios")
    monkeypatch.setattr("huiyin.law.checks.check.find_shipped", lambda _key: packs.load("aa-grievance", ""))
    pack = packs.read_folder(place)
    return [str(problem) for problem in check(pack, scenarios_of(pack, place / "scenarios"))]


def test_the_scenarios_beneath_run_here_too(tmp_path: Path, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder(tmp_path, TOLD)
    assert checked(place, draft, monkeypatch) == []
    (place / "scenarios" / "beneath.toml").write_text("", "utf-8")
    assert {one.partition(": allowed")[0] for one in checked(place, draft, monkeypatch) if "allowed" in one} == {
        "all.toml: aa-grievance/2020-01-01/yes",
        "all.toml: aa-grievance/2020-01-01/no",
    }


def test_what_comes_out_otherwise_is_named(tmp_path: Path, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'[[differs]]\nscenario = "{name}"\nwhy = {{ zh = "x", en = "x" }}\n' for name in ("yes", "no"))
    place = folder(tmp_path, rows)
    assert checked(place, draft, monkeypatch) == []
    (place / "scenarios" / "beneath.toml").write_text(
        TOLD + rows + '[[differs]]\nscenario = "sung"\nwhy = { zh = "x", en = "x" }\n', "utf-8"
    )
    said = checked(place, draft, monkeypatch)
    assert "beneath.toml: sung: aa-grievance/2020-01-01 has no such scenario" in said
    assert sum("it does not" in one for one in said) == 2


def test_files_are_shared_between_versions(tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "rules.toml").rename(tmp_path / "aa-county" / "moved.toml")
    (tmp_path / "aa-county" / "both").mkdir()
    (tmp_path / "aa-county" / "moved.toml").rename(tmp_path / "aa-county" / "both" / "rules.toml")
    (place / "pack.toml").write_text(HEAD + 'shares = "both"\n', "utf-8")
    (tmp_path / "aa-county" / "both" / "scenarios").mkdir()
    (tmp_path / "aa-county" / "both" / "scenarios" / "b.toml").write_text(
        SCENARIOS.replace("aa-county/2022-03-01", "aa-county"), "utf-8"
    )
    pack = packs.read_folder(place)
    assert pack.duty("confirm").article == "9"
    results = [one for one in scenarios_of(pack, place / "scenarios") if one.file == "b.toml"]
    assert [one.ok for one in results] == [True, True, True]
