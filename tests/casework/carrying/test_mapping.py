"""Mappings: found by the headings of a file, read from a file of one's own, with
everything wrong in it named.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from huiyin.casework.chapters.legacy_import import mapping_file as mapping
from huiyin.casework.chapters.legacy_import.headings import Fitted, best, nothing_fits
from huiyin.casework.chapters.legacy_import.mapping import LedgerMapping
from huiyin.casework.chapters.legacy_import.mapping_file import MappingError
from huiyin.casework.chapters.legacy_import.sheets import Book, Grid

LEDGER = [
    "编号",
    "信访日期",
    "信访形式",
    "信访人数",
    "内容分类",
    "问题属地",
    "责任单位",
    "概况",
    "办结日期",
    "办理结果",
    "重复件对应编号",
]
MESSAGES = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]


def found(*rows: Sequence[str], mappings: Sequence[LedgerMapping] = ()) -> Fitted:
    """Where the headings stand in these rows, and which mapping they fit."""
    grid = Grid("", lambda: enumerate((tuple(row) for row in rows), start=1))
    nearest = best(grid, mappings or mapping.shipped())
    assert nearest is not None
    return nearest


def chosen(headings: Sequence[str]) -> LedgerMapping:
    return found(headings).mapping


def missing(headings: Sequence[str], *mappings: LedgerMapping) -> str:
    """What is said of a file with these headings in its first row."""
    nearest = found(headings, mappings=mappings)
    book = Book(Path("x"), "csv", (nearest.sheet.grid,))
    return str(nothing_fits(book, [nearest], mappings or mapping.shipped()))


def test_the_known_files_are_recognised_by_their_headings() -> None:
    assert chosen(LEDGER).id == "district-ledger"
    assert chosen(MESSAGES).id == "messages-with-replies"
    assert set(chosen(LEDGER).places(LEDGER)) == {
        "number",
        "received_on",
        "channel",
        "persons",
        "topic",
        "area",
        "handler",
        "text",
        "answered_on",
        "outcome",
        "repeat_of",
    }


def test_what_is_missing_is_named_by_the_nearest_mapping() -> None:
    said = missing([heading for heading in LEDGER if heading not in {"信访日期", "责任单位"}])
    assert "缺少列：信访日期、责任单位" in said
    assert "办理结果" in said


def test_the_nearest_mapping_is_that_with_most_hits_not_that_with_fewest_needs() -> None:
    """The message board needs four columns, the district ledger five; these six
    headings are the ledger's.
    """
    said = missing(["信访形式", "信访人数", "内容分类", "问题属地", "责任单位", "办结日期"])
    assert "缺少列：编号、信访日期、概况" in said


@pytest.mark.parametrize("above", [[["登记台账"]], [["登记台账"], [], ["单位：", "", "2014年"]], [[]] * 8])
def test_headings_are_found_below_other_lines(above: list[list[str]]) -> None:
    nearest = found(*above, LEDGER, ["A1", "2014-05-20"])
    assert nearest.sheet.heading_row == len(above) + 1
    assert nearest.sheet.headings == tuple(LEDGER)


def test_decorated_headings_are_the_same() -> None:
    decorated = ["*编号", "信访日期（年-月-日）", "信访形式\n（单选）", "责任单位：", "概 况", "信访人数(人)"]
    nearest = found(decorated)
    assert nearest.missing == []
    assert set(nearest.mapping.places(nearest.sheet.headings)) == {
        "number",
        "received_on",
        "channel",
        "handler",
        "text",
        "persons",
    }


def test_headings_in_two_rows_one_above_the_other() -> None:
    nearest = found(
        ["编号", "信访日期", "信访形式", "责任单位", "概况", "信访人情况", ""],
        ["", "", "", "", "", "姓名", "联系电话"],
        ["A1", "2014-05-20", "来信", "新安镇", "漏雨", "某某", "1"],
    )
    assert nearest.sheet.heading_row == 2
    assert nearest.mapping.places(nearest.sheet.headings)["phone"] == 6


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("新安镇", "town", "territorial"),
        ("临河街道", "town", "territorial"),
        ("区教育和体育局", "department", "department"),
        ("区司法局", "department", "justice"),
        ("区纪委监委", "department", "discipline"),
        ("市水务集团", "department", "enterprise"),
    ],
)
def test_what_an_organ_is_by_its_name(name: str, level: str, kind: str) -> None:
    rule = chosen(LEDGER).organ_rule(name)
    assert (rule.level, rule.kind) == (level, kind)


OWN = """
id = "own"
[column.number]
headings = ["No"]
required = true
prefix = "OLD-"
[column.received_on]
headings = ["Date"]
required = true
[column.text]
headings = ["What"]
[defaults]
channel = "letter"
category = "appeal"
"""


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    own = mapping.read(path)
    assert own.id == "own"
    assert own.columns["number"].prefix == "OLD-"
    assert own.missing(["No", "Date", "What"]) == []
    assert "缺少列：Date" in missing(["No", "What"], own)
    assert own.organ_rule("anything").kind == "department"


LIKE = """
like = "district-ledger"
nothing = ["未填"]
day_formats = ["%d/%m/%Y"]
earliest = 2005-05-01
[column.number]
headings = ["序号"]
required = true
prefix = "{year}-"
[aliases]
"柳 溪街办" = "柳溪街道"
[values.outcome]
"已办结" = "explained"
[category.suggestion.values.outcome]
"已办结" = "adopted"
[category.suggestion.defaults]
outcome = "not_adopted"
"""


def test_a_mapping_that_is_like_another_says_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(LIKE, encoding="utf-8")
    own = mapping.read(path)
    assert own.columns["number"].headings == ("序号",)
    assert own.columns["handler"].headings[0] == "责任单位"
    assert own.meaning("channel", "来 信") == "letter"
    assert own.meaning("outcome", "已办结", "appeal") == "explained"
    assert own.meaning("outcome", "已办结", "suggestion") == "adopted"
    assert own.meaning("outcome", "支持。", "suggestion") == "supported"
    assert own.default("outcome", "suggestion") == "not_adopted"
    assert own.default("category") == "appeal"
    assert own.aliases == {"柳溪街办": "柳溪街道"}
    assert own.nothing == {"未填", "无", "暂无", "空"}
    assert (own.day_formats, own.earliest) == (("%d/%m/%Y",), date(2005, 5, 1))
    assert own.organ_rule("柳溪街道").area


WRONG = """
colour = "red"
organ = "none"
[column.number]
headings = "No"
[column.answered_on]
headings = ["Done"]
[column.mood]
headings = ["Mood"]
shade = 1
[values.mood]
good = "ok"
[values.channel]
letter = 3
[defaults]
weather = "fine"
"""
FURTHER = """
like = "nobody"
earliest = "1985"
day_formats = ["%d.%m."]
nothing = "x"
[category.appeal]
colour = 1
[aliases]
a = 1
"""


def test_everything_wrong_in_a_mapping_is_named(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(MappingError) as error:
        mapping.read(path)
    assert {problem.key for problem in error.value.problems} == {
        "colour",
        "organ",
        "column.number",
        "column.number.headings",
        "column.received_on",
        "column.text",
        "column.mood",
        "column.mood.shade",
        "values.mood",
        "values.channel.letter",
        "defaults.weather",
        "defaults.channel",
        "defaults.category",
        "defaults.outcome",
    }
    assert str(error.value).startswith("wrong.toml: ")
    path.write_text(FURTHER, encoding="utf-8")
    with pytest.raises(MappingError) as error:
        mapping.read(path)
    assert {problem.key for problem in error.value.problems} >= {
        "like",
        "earliest",
        "day_formats",
        "mapping.nothing",
        "category.appeal.colour",
        "aliases.a",
    }


@pytest.mark.parametrize("text", ["not = = toml", 'column = "x"\n[[organ]]\nends = 3\nlevel = "planet"\nkind = "x"'])
def test_a_mapping_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError):
        mapping.read(path)
    with pytest.raises(MappingError):
        mapping.read(tmp_path / "none.toml")
