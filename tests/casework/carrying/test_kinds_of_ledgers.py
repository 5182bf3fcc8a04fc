"""Ledgers as offices keep them: what is read of each, what is said of what is not, and
no word about a person.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.plugins.district import District, moment
from tests.plugins.workbooks import write_xls

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.legacy_import import importing, mapping_file
from huiyin.casework.chapters.legacy_import.report import Outcome
from huiyin.casework.chapters.legacy_import.sheets import UnusableFile
from huiyin.casework.matter import reads, views
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.upkeep import verify
from huiyin.organisations import reads as organs
from huiyin.people import reads as people

NOW = moment("2026-11-23")
HEADINGS = ["编号", "信访日期", "信访形式", "信访人数", "责任单位", "概况", "办结日期", "办理结果", "信访人"]
GOOD = ["A1", "2014-05-20", "来信", "1", "新安镇", "反映房屋漏雨", "2014-06-20", "支持诉求", "赵某某"]
Cell = str | int | float | date | datetime | None


def row(**changes: Cell) -> list[Cell]:
    """The good row with some cells changed, named by their headings."""
    return list((dict(zip(HEADINGS, GOOD, strict=True)) | changes).values())


def workbook(folder: Path, **sheets: Iterable[Sequence[Cell]]) -> Path:
    book = Workbook()
    for name in book.sheetnames:
        del book[name]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(list(cells))
    path = folder / "ledger.xlsx"
    book.save(path)
    return path


def table(folder: Path, *rows: Sequence[Cell], headings: Sequence[str] = HEADINGS) -> Path:
    path = folder / "ledger.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def run(path: Path, own: str = "", **options: object) -> Outcome:
    mapping = None
    if own:
        file = path.with_name("own.toml")
        file.write_text(own, encoding="utf-8")
        mapping = mapping_file.read(file)
    return importing.run(path=path, office="office", at=NOW, mapping=mapping, **options)  # type: ignore[arg-type]


def case(number: str) -> views.CaseView:
    found = reads.find_number(by=Actor.system(), number=number)
    return reads.access_case(by=Actor.system(), case_id=found)


def received(number: str) -> date | None:
    return case(number).state.received_date


def test_the_sheet_that_was_read_and_those_that_were_not_are_said(district: District, tmp_path: Path) -> None:
    path = workbook(
        tmp_path, 说明=[["填表说明"], ["一、每件一行"]], 一季度=[HEADINGS, row()], 二季度=[HEADINGS, row(编号="A2")]
    )
    outcome = run(path)
    assert [(sheet.name, sheet.rows) for sheet in outcome.sheets] == [("一季度", 1)]
    assert [(sheet.name, sheet.like) for sheet in outcome.left] == [("说明", False), ("二季度", True)]
    assert (outcome.matters, outcome.problems, outcome.ok) == (1, [], False)
    chosen = run(path, sheet="二季度")
    assert (chosen.matters, chosen.ok) == (1, True)
    every = run(path, all_sheets=True)
    assert ([sheet.name for sheet in every.sheets], every.present, every.ok) == (["一季度", "二季度"], 2, True)
    with pytest.raises(UnusableFile, match=r"没有工作表“三季度”.*一季度"):
        run(path, sheet="三季度")
    with pytest.raises(UnusableFile, match="没有认得的列名"):
        run(path, sheet="说明")


def test_problems_of_several_sheets_say_in_which_they_are(district: District, tmp_path: Path) -> None:
    path = workbook(tmp_path, 甲=[HEADINGS, row(), row(编号="A2")], 乙=[HEADINGS, row(), row(编号="A3", 信访日期="?")])
    outcome = run(path, all_sheets=True)
    assert [(problem.sheet, problem.row, problem.column) for problem in outcome.problems] == [
        ("乙", 2, "编号"),
        ("乙", 3, "信访日期"),
    ]
    assert "甲 2" in outcome.problems[0].message
    assert (outcome.matters, outcome.rows_not_taken) == (2, 2)


def test_a_title_and_merged_cells(district: District, tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        台账=[
            ["登记台账"],
            [],
            HEADINGS,
            row(),
            row(编号="A2", 信访日期=None, 责任单位=None),
            row(编号="A3", 信访日期=None),
        ],
    )
    book = load_workbook(path)
    book["台账"].merge_cells("B4:B6")
    book["台账"].merge_cells("E4:E5")
    book.save(path)
    outcome = run(path)
    assert outcome.problems == []
    assert outcome.remarks == ["列标题在第 3 行。", "合并单元格：2 个值按其所占的各行分别读取。"]
    assert {received(number) for number in ("A1", "A2", "A3")} == {date(2014, 5, 20)}


def test_an_old_workbook_with_numbers_by_format_and_days_of_1904(district: District, tmp_path: Path) -> None:
    path = tmp_path / "ledger.xls"
    cells = [str(cell) for cell in row(办结日期="", 办理结果="")]
    rows: list[Sequence[str | float]] = [HEADINGS, [1.0, 40241.0, *cells[2:]]]
    write_xls(path, {"台账": rows}, number_format='"XF2014"0000', old_macintosh=True)
    assert run(path).problems == []
    # 40,241 days from 1904-01-01
    assert received("XF20140001") == date(2014, 3, 5)


def test_a_formula_without_a_value_is_no_open_matter(district: District, tmp_path: Path) -> None:
    path = workbook(tmp_path, 台账=[HEADINGS, row(办结日期="=B2+28", 办理结果=None), row(编号="A2", 办结日期="=B3+28")])
    outcome = run(path)
    assert outcome.matters == 0
    assert [(problem.row, problem.column, problem.value) for problem in outcome.problems] == [
        (2, "办结日期", ""),
        (3, "办结日期", ""),
    ]
    assert all("公式" in problem.message for problem in outcome.problems)


def test_what_stands_under_no_heading_is_said(district: District, tmp_path: Path) -> None:
    path = workbook(tmp_path, 台账=[HEADINGS, row(), [*row(编号="A2"), "又及：已电话联系"]])
    outcome = run(path)
    assert outcome.matters == 2
    assert outcome.remarks == ["J 列没有标题，未读取：其中 1 行有内容。"]


def test_a_row_of_a_csv_that_was_split_in_the_wrong_place_is_refused(district: District, tmp_path: Path) -> None:
    path = table(tmp_path, row())
    path.write_text(path.read_text("utf-8-sig") + "A2,2014-05-20,来信,1,新安镇,一是漏水,二是噪声,,,钱某某\n", "utf-8")
    outcome = run(path)
    assert outcome.matters == 1
    assert outcome.problems[0].row == 3
    assert "分隔符" in outcome.problems[0].message


def test_several_columns_for_one_field_are_not_settled_in_silence(district: District, tmp_path: Path) -> None:
    rows = [[*row(), "2014-05-20"], [*row(编号="A2"), "2014-05-23"]]
    path = table(tmp_path, *rows, headings=[*HEADINGS, "登记日期"])
    outcome = run(path)
    assert outcome.ignored == ()
    [remark] = outcome.remarks
    assert "信访日期 (B)、登记日期 (J)" in remark
    assert "1 行" in remark
    assert received("A2") == date(2014, 5, 20)


def test_numbers_that_start_anew_each_year(district: District, tmp_path: Path) -> None:
    headings = [*HEADINGS, "重复件对应编号"]
    path = table(
        tmp_path,
        [*row(编号="1", 信访日期="2012-03-01", 办结日期="2012-04-01"), ""],
        [*row(编号="1", 信访日期="2013-03-01", 办结日期="2013-04-01"), ""],
        [*row(编号="2", 信访日期="2013-05-01"), "1"],
        [*row(编号="3", 信访日期="2013-06-01"), "2012-1"],
        headings=headings,
    )
    own = 'like = "district-ledger"\n[column.number]\nheadings = ["编号"]\nrequired = true\nprefix = "{year}-"\n'
    outcome = run(path, own)
    assert (outcome.problems, outcome.matters, outcome.contacts) == ([], 2, 2)
    assert [contact.external_number for contact in case("2013-1").contacts] == ["2013-1", "2013-2"]
    assert [contact.external_number for contact in case("2012-1").contacts] == ["2012-1", "2013-3"]


def test_telephone_address_and_mail_go_into_the_vault(district: District, tmp_path: Path) -> None:
    headings = [*HEADINGS, "联系电话", "住址", "电子邮箱"]
    path = table(
        tmp_path, [*row(办结日期="", 办理结果=""), "13800000000", "某路1号", "zhao@example.cn"], headings=headings
    )
    outcome = run(path)
    assert (outcome.problems, outcome.ignored) == ([], ())
    [contact] = case("A1").contacts
    kept = people.reveal(contact.identity, purpose="handle", by="system", at=NOW)
    assert (kept.name, kept.phone, kept.address, kept.email) == ("赵某某", "13800000000", "某路1号", "zhao@example.cn")


def test_days_after_receipt_give_the_day_of_the_answer(district: District, tmp_path: Path) -> None:
    headings = ["办理天数" if heading == "办结日期" else heading for heading in HEADINGS]
    outcome = run(
        table(
            tmp_path,
            row(办结日期="28"),
            row(编号="A2", 办结日期="28天"),
            row(编号="A3", 办结日期="很久"),
            headings=headings,
        )
    )
    assert [(problem.row, problem.column) for problem in outcome.problems] == [(4, "办理天数")]
    assert case("A1").state.dates["decided"] == case("A2").state.dates["decided"] == date(2014, 6, 17)


def test_signs_and_words_for_nothing(district: District, tmp_path: Path) -> None:
    outcome = run(
        table(
            tmp_path,
            row(办结日期="/", 办理结果="/"),
            row(编号="A2", 办结日期="—", 办理结果="——", 信访人="/"),
            row(编号="A3", 办结日期="未办结", 办理结果=""),
            row(编号="A4", 办结日期="", 办理结果="办理中"),
            row(编号="A5", 办理结果="办理中"),
        )
    )
    assert [(problem.row, problem.column) for problem in outcome.problems] == [(6, "办理结果")]
    assert all(case(number).open_duties for number in ("A1", "A2", "A3", "A4"))
    assert case("A2").contacts[0].identity == ""


def test_days_have_a_lower_bound(district: District, tmp_path: Path) -> None:
    outcome = run(table(tmp_path, row(信访日期="1904-05-20")))
    [problem] = outcome.problems
    assert (problem.column, problem.value) == ("信访日期", "1904-05-20")
    assert "1950-01-01" in problem.message


def test_a_spoilt_number_is_taken_for_nobodys_identity(district: District, tmp_path: Path) -> None:
    outcome = run(table(tmp_path, row(编号="2.01405E+11"), row(编号="A2")))
    assert outcome.matters == 1
    assert [(problem.row, problem.column) for problem in outcome.problems] == [(2, "编号")]


def test_a_repeat_that_names_two_matters(district: District, tmp_path: Path) -> None:
    headings = [*HEADINGS, "重复件对应编号"]
    rows = ([*row(), ""], [*row(编号="A2"), ""], [*row(编号="A3", 信访日期="2014-07-01"), "A1、A2"])
    outcome = run(table(tmp_path, *rows, headings=headings))
    [problem] = outcome.problems
    assert (problem.row, problem.column) == (4, "重复件对应编号")
    assert "几个事项" in problem.message


SPELLINGS = ("柳溪街道", "柳溪街道办事处", "柳溪街办", "区柳溪街道", "柳溪街道\u200b", "柳溪 街道")


def test_one_organ_of_many_names_is_made_once(district: District, tmp_path: Path) -> None:
    path = table(tmp_path, *(row(编号=f"A{n}", 责任单位=name) for n, name in enumerate(SPELLINGS)))
    outcome = run(path, create_organs=True)
    assert (outcome.problems, outcome.created.organs, outcome.created.near) == ([], ("柳溪街道",), {})
    [code] = [organ.code for organ in organs.tree() if organ.name_zh == "柳溪街道"]
    assert {case(f"A{n}").state.parties["handler"] for n in range(len(SPELLINGS))} == {code}


def test_names_that_are_nearly_alike_are_listed_and_not_made(district: District, tmp_path: Path) -> None:
    names = ("区园林和绿化管理局", "区园林与绿化管理局", "区第一中学校", "区第二中学校")
    path = table(tmp_path, *(row(编号=f"A{n}", 责任单位=name) for n, name in enumerate(names)))
    outcome = run(path, create_organs=True)
    assert outcome.created.organs == ("区园林和绿化管理局", "区第一中学校", "区第二中学校")
    assert dict(outcome.created.near) == {"区园林与绿化管理局": "园林和绿化管理局"}
    [problem] = outcome.problems
    assert (problem.row, problem.value) == (3, "区园林与绿化管理局")
    assert "[aliases]" in problem.message
    own = 'like = "district-ledger"\n[aliases]\n"区园林与绿化管理局" = "区园林和绿化管理局"\n'
    assert run(path, own, create_organs=True).problems == []
    assert case("A1").state.parties["handler"] == case("A0").state.parties["handler"]


PERSONAL = ("赵某某", "13800000000", "370102199001010000", "欧阳某", "zhao@example.cn", "某路1号")


def test_no_message_repeats_what_is_about_a_person(district: District, tmp_path: Path) -> None:
    """Also where columns have slipped, so that names and numbers stand where days,
    codes and organs should.
    """
    headings = [*HEADINGS, "联系电话", "住址", "电子邮箱"]
    vault = ["13800000000", "某路1号", "zhao@example.cn"]
    path = table(
        tmp_path,
        [*row(信访日期="赵某某"), *vault],
        [*row(编号="A2", 信访日期="13800000000"), *vault],
        [*row(编号="A3", 信访人数="欧阳某"), *vault],
        [*row(编号="A4", 信访形式="13800000000"), *vault],
        [*row(编号="A5", 责任单位="赵某某"), *vault],
        [*row(编号="A6", 办理结果="370102199001010000"), *vault],
        [*row(编号="A7", 办理结果="某路1号"), *vault],
        [*row(编号="A8", 责任单位="zhao@example.cn"), *vault],
        headings=headings,
    )
    outcome = run(path)
    assert outcome.rows_not_taken == 8
    said = " ".join(f"{problem.value} {problem.message}" for problem in outcome.problems)
    assert [word for word in PERSONAL if word in said] == []


def test_rows_that_are_not_taken_are_given_back_with_the_reason(district: District, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.xlsx"
    path = workbook(
        tmp_path,
        台账=[
            ["登记台账"],
            HEADINGS,
            row(),
            row(编号="A2", 信访日期=date(2014, 5, 20), 办理结果="不了了之"),
            row(编号="A3", 信访人数="几个"),
            row(编号="A4"),
        ],
    )
    outcome = run(path, rejects=rejects)
    assert (outcome.matters, outcome.rejected) == (2, 2)
    assert rejects.stat().st_mode & 0o077 == 0
    book = load_workbook(rejects)
    sheet = book.worksheets[0]
    rows = [list(cells) for cells in sheet.iter_rows(values_only=True)]
    assert rows[0] == [*HEADINGS, "未转入原因"]
    assert [cells[0] for cells in rows[1:]] == ["A2", "A3"]
    assert "办理结果" in str(rows[1][-1])
    assert isinstance(rows[1][1], datetime)
    sheet["H2"], sheet["D3"] = "解释说明", "3"
    book.save(rejects)
    mended = run(rejects)
    assert (mended.matters, mended.problems, mended.ignored) == (2, [], ())
    assert case("A3").contacts[0].persons == 3
    assert verify.run().problems == ()


def test_rejects_as_csv_hold_no_formula_and_come_back_as_they_were(district: District, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    outcome = run(table(tmp_path, row(概况="=cmd|x", 信访人数="几个")), rejects=rejects)
    assert outcome.rejected == 1
    text = rejects.read_text("utf-8-sig")
    assert ",=cmd" not in text
    rejects.write_text(text.replace("几个", "3"), "utf-8-sig")
    assert run(rejects).problems == []
    assert case("A1").contacts[0].text == "=cmd|x"


def test_where_rejects_cannot_be_written_nothing_is_begun(district: District, tmp_path: Path) -> None:
    path = table(tmp_path, row())
    for target in (path, tmp_path / "none" / "a.csv", tmp_path / "a.txt"):
        with pytest.raises(UnusableFile):
            run(path, rejects=target)
    assert run(path, rejects=tmp_path / "rejects.csv").matters == 1
    assert not (tmp_path / "rejects.csv").exists()


def test_where_exactly_it_is_stands_with_the_matter(district: District, tmp_path: Path) -> None:
    outcome = run(table(tmp_path, [*row(), "建设路口站牌后"], headings=[*HEADINGS, "具体地点"]))
    assert (outcome.problems, outcome.ignored) == ([], ())
    assert timeline(case("A1"))[0].notes["place"] == "建设路口站牌后"
