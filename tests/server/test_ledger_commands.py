"""`huiyin import` and `huiyin report annual`: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.plugins.district import District, district, moment
from typer.testing import CliRunner, Result

from huiyin.server import cli
from huiyin.web.kit import clock

__all__ = ["district"]

HEADINGS = "编号,信访日期,信访形式,内容分类,责任单位,概况,办结日期,办理结果,重复件对应编号,备注\n"
GOOD = "A1,2014-05-20,来信,住房,新安镇,反映房屋漏雨,2014-06-20,支持诉求,,\n"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment("2026-11-23"))


def huiyin(*arguments: str) -> Result:
    return CliRunner().invoke(cli.build(), list(arguments))


def ledger(folder: Path, *rows: str) -> str:
    path = folder / "ledger.csv"
    path.write_text(HEADINGS + "".join(rows), encoding="utf-8")
    return str(path)


def test_import_ends_with_0_when_everything_is_taken_and_again_when_it_is_there(
    district: District, tmp_path: Path
) -> None:
    path = ledger(tmp_path, GOOD)
    first, second = huiyin("import", path, "--json"), huiyin("import", path, "--json")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert json.loads(first.stdout) == {
        "ok": True,
        "file": path,
        "mapping": "district-ledger",
        "dry_run": False,
        "rows": 1,
        "matters": 1,
        "contacts": 0,
        "present": 0,
        "changed": 0,
        "not_taken": 0,
        "created": {"organs": [], "topics": [], "areas": [], "near": {}},
        "sheets": [{"name": "", "heading_row": 1, "mapping": "district-ledger", "rows": 1}],
        "sheets_not_read": [],
        "ignored_columns": ["备注"],
        "remarks": [],
        "rejected": 0,
        "problems": [],
        "differences": [],
    }
    assert json.loads(second.stdout)["present"] == 1


def test_import_ends_with_1_when_rows_were_not_taken(district: District, tmp_path: Path) -> None:
    path = ledger(
        tmp_path, GOOD, "A2,2014-05-20,来信,住房,区神仙局,反映[red]漏雨,,,,\n", "A3,?,来信,住房,新安镇,x,,,,\n"
    )
    result = huiyin("import", path, "--json")
    assert result.exit_code == 1
    outcome = json.loads(result.stdout)
    assert (outcome["matters"], outcome["not_taken"]) == (1, 2)
    assert [(one["row"], one["column"], one["value"]) for one in outcome["problems"]] == [
        (3, "责任单位", "区神仙局"),
        (4, "信访日期", "?"),
    ]
    said = huiyin("import", path)
    assert said.exit_code == 1
    assert "区神仙局" in said.stdout
    made = huiyin("import", path, "--create-organs", "--json")
    assert json.loads(made.stdout)["created"]["organs"] == ["区神仙局"]


def test_import_ends_with_2_when_the_file_cannot_be_used(district: District, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("编号,姓名\n1,x\n", encoding="utf-8")
    result = huiyin("import", str(path), "--json")
    assert result.exit_code == 2
    assert "信访日期" in json.loads(result.stdout)["error"]
    assert huiyin("import", str(path)).exit_code == 2
    assert huiyin("import", str(tmp_path / "none.csv")).exit_code == 2
    assert huiyin("import", ledger(tmp_path, GOOD), "--office", "nowhere").exit_code == 2
    assert huiyin("import", ledger(tmp_path, GOOD), "--mapping", str(tmp_path / "none.toml")).exit_code == 2


def test_a_dry_run_says_so(district: District, tmp_path: Path) -> None:
    path = ledger(tmp_path, GOOD)
    assert huiyin("import", path, "--dry-run").exit_code == 0
    assert json.loads(huiyin("import", path, "--json").stdout)["matters"] == 1


def test_report_annual(district: District, tmp_path: Path) -> None:
    huiyin("import", ledger(tmp_path, GOOD, "B1,2014-07-01,电话,住房,新安镇,再次来电,,,A1,\n"))
    result = huiyin("report", "annual", "--year", "2014", "--json")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    keys = [
        "stock_start",
        "new",
        "resolved",
        "resolved_of_stock",
        "resolved_of_new",
        "stock_end",
        "contacts",
        "contacts_repeat",
    ]
    assert [data[key] for key in keys] == [0, 1, 1, 0, 1, 0, 2, 1]
    assert data["identities"]["hold"] is True
    assert {"by_topic", "by_organ", "by_channel", "age_of_stock", "timeliness"} <= data.keys()
    book = tmp_path / "report.xlsx"
    said = huiyin("report", "annual", "--year", "2014", "--organ", "xinan", "--xlsx", str(book))
    assert said.exit_code == 0
    assert load_workbook(book).worksheets[0]["B3"].value == 1
    assert "新安镇" in said.stdout
    assert huiyin("report", "annual", "--year", "2014", "--organ", "nowhere").exit_code == 2


def test_the_report_prints_the_last_head(district: District) -> None:
    assert json.loads(huiyin("report", "annual", "--year", "2014", "--json").stdout)["head"] is None
    head = json.loads(huiyin("heads", "--json").stdout)["heads"][0]
    assert json.loads(huiyin("report", "annual", "--year", "2014", "--json").stdout)["head"] == head
    assert f"{head['size']}-{head['root']}" in huiyin("report", "annual", "--year", "2014").stdout
    assert head["root"] not in huiyin("report", "annual", "--year", "2014", "--organ", "xinan").stdout


def test_import_says_what_it_did_not_read_and_gives_rows_back(district: District, tmp_path: Path) -> None:
    headings = HEADINGS.strip().split(",")
    book = Workbook()
    first = book.worksheets[0]
    first.title = "一季度"
    good = GOOD.strip().split(",")
    for cells in (headings, good, ["A2", "?", *good[2:]]):
        first.append(cells)
    second = book.create_sheet("二季度")
    second.append(headings)
    second.append(["A3", *good[1:]])
    path, rejects = str(tmp_path / "ledger.xlsx"), str(tmp_path / "rejects.xlsx")
    book.save(path)
    said = huiyin("import", path, "--rejects", rejects)
    assert said.exit_code == 1
    assert "二季度" in said.stdout
    assert "rejects.xlsx" in said.stdout.replace("\n", "")
    assert load_workbook(rejects).worksheets[0]["A2"].value == "A2"
    outcome = json.loads(huiyin("import", path, "--sheet", "二季度", "--json").stdout)
    assert (outcome["ok"], outcome["matters"]) == (True, 1)
    assert [sheet["name"] for sheet in outcome["sheets_not_read"]] == ["一季度"]
    assert json.loads(huiyin("import", path, "--all-sheets", "--json").stdout)["present"] == 2
