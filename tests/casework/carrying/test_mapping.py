"""Mappings: found by the headings of a file, read from a file of one's own, with everything wrong in it named."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiyin.casework.carrying import mapping
from huiyin.casework.carrying.mapping import MappingError
from huiyin.casework.carrying.sheets import UnusableFile

LEDGER = [
    "编号", "信访日期", "信访形式", "信访人数", "内容分类", "问题属地", "责任单位", "概况", "办结日期", "办理结果",
    "重复件对应编号",
]  # fmt: skip
MESSAGES = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]


def test_the_known_files_are_recognised_by_their_headings() -> None:
    assert mapping.choose(LEDGER).id == "district-ledger"
    assert mapping.choose(MESSAGES).id == "messages-with-replies"
    assert set(mapping.choose(LEDGER).places(LEDGER)) == {
        "number", "received_on", "channel", "persons", "topic", "area", "handler", "text", "answered_on", "outcome",
        "repeat_of",
    }  # fmt: skip


def test_what_is_missing_is_named_by_the_nearest_mapping() -> None:
    with pytest.raises(UnusableFile, match="缺少列：信访日期、责任单位") as error:
        mapping.choose([heading for heading in LEDGER if heading not in {"信访日期", "责任单位"}])
    assert "办理结果" in str(error.value)


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
    rule = mapping.choose(LEDGER).organ_rule(name)
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
    mapping.check_fits(own, ["No", "Date", "What"])
    with pytest.raises(UnusableFile, match="缺少列：Date"):
        mapping.check_fits(own, ["No", "What"])
    assert own.organ_rule("anything").kind == "department"


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


def test_everything_wrong_in_a_mapping_is_named(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(MappingError) as error:
        mapping.read(path)
    assert {problem.key for problem in error.value.problems} == {
        "colour", "organ", "column.number", "column.number.headings", "column.received_on", "column.text",
        "column.mood", "column.mood.shade", "values.mood", "values.channel.letter", "defaults.weather",
        "defaults.channel", "defaults.category", "defaults.outcome",
    }  # fmt: skip
    assert str(error.value).startswith("wrong.toml: ")


@pytest.mark.parametrize("text", ["not = = toml", 'column = "x"\n[[organ]]\nends = 3\nlevel = "planet"\nkind = "x"'])
def test_a_mapping_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError):
        mapping.read(path)
    with pytest.raises(MappingError):
        mapping.read(tmp_path / "none.toml")
