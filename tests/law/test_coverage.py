"""The law covered: articles counted in the statutes by hand, lists that are wrong, and
texts of an office's own.
"""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import Result
from tests.law import minimal
from typer.testing import CliRunner

from huiyin.law import packs
from huiyin.law.checks import articles, coverage
from huiyin.law.language.reading import Problem
from huiyin.law.tools import cli, statutes

LISTED = [
    ("cn-xinfang", "2022-05-01", 50),  # 信访工作条例: fifty articles
    ("cn-xinfang", "2005-05-01", 51),  # 信访条例: fifty-one
    ("cn-shandong", "2022-05-01", 68),  # 山东省信访条例: sixty-eight
]


def law(*words: str) -> Result:
    return CliRunner().invoke(cli.app, words)


@pytest.mark.parametrize(("name", "version", "number"), LISTED)
def test_every_article_is_listed_and_accounted_for(name: str, version: str, number: int) -> None:
    pack = packs.load(name, version)
    listed, problems = articles.of(pack)
    assert problems == ()
    assert sorted({one.article for one in listed.paragraphs}) == list(range(1, number + 1))
    assert list(coverage.problems(pack)) == []


@pytest.mark.parametrize(
    ("name", "version", "article", "parts"),
    [
        ("cn-xinfang", "2022-05-01", 22, [3, 0]),  # items of each paragraph, counted in the text
        ("cn-xinfang", "2022-05-01", 23, [0, 0, 0, 0]),
        ("cn-xinfang", "2022-05-01", 31, [6]),
        ("cn-xinfang", "2022-05-01", 36, [0, 0, 0]),
        ("cn-xinfang", "2022-05-01", 46, [7]),
        ("cn-xinfang", "2005-05-01", 21, [4, 0]),
        ("cn-xinfang", "2005-05-01", 36, [6, 0]),
        ("cn-shandong", "2022-05-01", 45, [2, 0]),
        ("cn-shandong", "2022-05-01", 66, [11]),
    ],
)
def test_paragraphs_and_items(name: str, version: str, article: int, parts: list[int]) -> None:
    listed, _problems = articles.of(packs.load(name, version))
    assert [len(one.items) for one in listed.of(article)] == parts


def test_what_rests_on_a_paragraph() -> None:
    found = coverage.coverage(packs.load("cn-xinfang", "2022-05-01"))
    by_place = {(one.paragraph.article, one.paragraph.number): one for one in found.paragraphs}
    handled = {one.rule for one in by_place[34, 1].resting}
    assert {"duty:handle", "step:extend", "step:extend.at_most_thirty_days"} <= handled
    assert "duty:route" in {one.rule for one in by_place[22, 1].resting}
    assert "duty:route" not in {one.rule for one in by_place[22, 2].resting}
    assert by_place[26, 1].paragraph.reason == "wall"  # what petitioners must not do: no register of persons
    assert ("cn-xinfang-advice/2022-05-01", "duty:answer_advice") in {
        (one.pack, one.rule) for one in by_place[40, 4].resting
    }


HEAD = """
[[article]]
id = 3

[[article.paragraph]]
text = { zh = "甲", en = "A" }

[[article]]
id = 4

[[article.paragraph]]
text = { zh = "乙", en = "B" }
rules = ["duty:answer"]

[[article.paragraph]]
text = { zh = "丙", en = "C" }
"""


def draft(folder: Path, listed: str) -> list[Problem]:
    (folder / "articles.toml").write_text(listed, "utf-8")
    return list(coverage.problems(minimal.parse(), folder))


def test_a_paragraph_that_nothing_accounts_for(tmp_path: Path) -> None:
    said = [str(one) for one in draft(tmp_path, HEAD)]
    assert said[-1] == (
        "aa-grievance/2020-01-01: articles.4(2): no rule rests on this paragraph, and no reason says why"
    )
    assert not any("articles.4(1)" in one for one in said)
    with_reason = HEAD + 'reason = "nothing"\n'
    assert not any("articles.4(2)" in str(one) for one in draft(tmp_path, with_reason + "\n"))


def test_an_article_that_does_not_exist(tmp_path: Path) -> None:
    only = HEAD[HEAD.index("[[article]]\nid = 4") :]
    said = [str(one) for one in draft(tmp_path, only)]
    assert any("rests on Article 3, which the instrument does not have" in one for one in said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rules = ["duty:answer"]', 'rules = ["duty:nobody"]', "'duty:nobody' is no rule that rests on Article 4"),
        ('text = { zh = "甲", en = "A" }', 'text = { zh = "甲" }', "must have zh and en"),
        ('rules = ["duty:answer"]', 'reason = "lazy"', "reason: must be one of nothing, wall"),
        ("id = 3", 'id = "x"', "must be a whole number or a name"),
        ("id = 3", 'id = "Art. 3(1)"', "must be a whole number or a name"),
        ("[[article]]", "[[article", "not readable as TOML"),
    ],
)
def test_lists_that_are_wrong_say_so(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert any(said in str(one) for one in draft(tmp_path, HEAD.replace(old, new, 1)))


def test_the_command_lists_and_counts() -> None:
    ran = law("coverage", "cn-xinfang/2022-05-01", "--language", "en")
    assert ran.exit_code == 0
    assert "Art. 34, para. 1" in ran.output
    assert "Deliberately not done" in ran.output
    data = json.loads(law("coverage", "cn-xinfang/2022-05-01", "--json").output)
    places = Counter(row["place"] for row in data["paragraphs"])
    assert max(places.values()) == 1
    gaps = json.loads(law("coverage", "cn-xinfang/2022-05-01", "--json", "--gaps").output)
    assert all(not row["rules"] and row["why"] for row in gaps["paragraphs"])


def test_packs_without_a_list_say_why(tmp_path: Path) -> None:
    for name, text in (("pack", minimal.HEAD), ("rules", minimal.RULES), ("steps", minimal.STEPS)):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    (tmp_path / "articles.toml").write_text('unlisted = { zh = "手边没有全文", en = "not at hand" }\n', "utf-8")
    ran = law("coverage", str(tmp_path), "--language", "en")
    assert ran.exit_code == 0
    assert "not at hand" in ran.output


TEXT = """# 中华人民共和国样本条例

2020年1月1日 公布

<!-- INFO END -->

## 第一章 总则

第一条 为了试验，制定本条例。

第二条 收到申请的，按照下列方式处理：

（一）能办的，办理；

（二）不能办的，说明理由。

不服的，可以再次提出。

## 第二章 附则

第一百零三条 自2020年1月1日起施行。
"""


def test_the_words_of_a_statute_by_article_item_and_paragraph() -> None:
    statute = statutes.read(TEXT)
    assert statute.title == "样本条例"
    assert statute.words(1) == ("为了试验，制定本条例。",)
    assert statute.words(2, 2) == ("（二）不能办的，说明理由。",)
    assert len(statute.words(2)) == 4
    assert statute.words(103) == ("自2020年1月1日起施行。",)
    assert statute.words(104) == ()
    assert statute.words(2, 9) == ()


@pytest.mark.parametrize(
    ("said", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("三十一", 31), ("一百零三", 103), ("二百二十", 220), ("31", 31)],
)
def test_numbers_as_statutes_write_them(said: str, number: int) -> None:
    assert statutes.number(said) == number


def test_a_folder_of_the_office_s_own(tmp_path: Path) -> None:
    (tmp_path / "样本条例(2020-01-01).md").write_text(TEXT, "utf-8")
    assert statutes.words(tmp_path, "样本条例", "1, 2(1)") == (
        ("1", ("为了试验，制定本条例。",)),
        ("2(1)", ("（一）能办的，办理；",)),
    )
    assert statutes.words(tmp_path, "别的条例", "1") == ()
    assert statutes.words(None, "样本条例", "1") == ()
    assert statutes.words(tmp_path / "none", "样本条例", "1") == ()


def test_explain_shows_the_words_where_the_office_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXT.replace("中华人民共和国样本条例", "信访工作条例").replace("第一百零三条", "第三十四条")
    (tmp_path / "条例.md").write_text(text, "utf-8")
    without = law("explain", "34", "--pack", "cn-xinfang/2022-05-01", "--language", "zh")
    assert "自2020年1月1日起施行。" not in without.output
    monkeypatch.setenv("HUIYIN_STATUTES_DIR", str(tmp_path))
    shown = law("explain", "34", "--pack", "cn-xinfang/2022-05-01", "--language", "zh")
    assert "原文（34）：自2020年1月1日起施行。" in shown.output
    data = json.loads(law("explain", "34", "--pack", "cn-xinfang/2022-05-01", "--json").output)
    assert data[0]["words"] == ["自2020年1月1日起施行。"]


def test_explain_finds_the_figures_of_article_41_and_never_ends_after_unverified() -> None:
    shown = law("explain", "41", "--pack", "cn-xinfang/2022-05-01", "--language", "zh")
    assert "indicator:answered_in_time" in shown.output
    for article in range(17, 47):
        said = law("explain", str(article), "--pack", "cn-xinfang/2022-05-01", "--language", "zh").output
        assert not [line for line in said.splitlines() if line.strip() == "未核实："], article


def test_explain_says_why_no_rule_rests_on_an_article() -> None:
    shown = law("explain", "47", "--pack", "cn-xinfang/2022-05-01", "--language", "zh")
    assert shown.exit_code == 1
    assert "本系统有意不做" in shown.output
