"""Workbooks: what their structure says is read or said, and a cell that cannot be read
is no empty cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from tests.plugins.workbooks import Value, write_ods, write_ole, write_xls

from huiyin.casework.chapters.legacy_import import workbooks
from huiyin.casework.chapters.legacy_import.opening import open_book
from huiyin.casework.chapters.legacy_import.sheets import Book, Cells, Formatted, Unreadable, UnusableFile

MORNING = datetime(2014, 5, 20, 9, 32)  # noqa: DTZ001 - a spreadsheet knows no time zone
HEADINGS = ["编号", "信访日期", "信访形式", "责任单位", "概况"]


def saved(book: Workbook, tmp_path: Path) -> Path:
    path = tmp_path / "ledger.xlsx"
    book.save(path)
    return path


def rows(book: Book, place: int = 0) -> list[Cells]:
    return [cells for _number, cells in book.grids[place].rows()]


def test_dates_gaps_and_an_empty_beginning(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.cell(row=2, column=2, value="编号")
    sheet.cell(row=3, column=2, value=MORNING)
    sheet.cell(row=5, column=3, value=3)
    found = list(open_book(saved(book, tmp_path)).grids[0].rows())
    assert found == [
        (1, (None, None, None)),
        (2, (None, "编号", None)),
        (3, (None, MORNING, None)),
        (4, (None, None, None)),
        (5, (None, None, 3)),
    ]


def test_merged_cells_are_carried_down_and_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in ("ab", "c", "d", "ef"):
        sheet.append(list(row))
    sheet.merge_cells("B1:B3")
    opened = open_book(saved(book, tmp_path))
    assert rows(opened) == [("a", "b"), ("c", "b"), ("d", "b"), ("e", "f")]
    assert opened.grids[0].remarks == ("合并单元格：1 个值按其所占的各行分别读取。",)


def test_a_title_over_all_columns_is_not_carried_across(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["登记台账"])
    sheet.merge_cells("A1:C1")
    sheet.append(["a", "b", "c"])
    assert rows(open_book(saved(book, tmp_path))) == [("登记台账", None, None), ("a", "b", "c")]


def test_what_is_hidden_or_beside_the_cells_is_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for number in range(1, 7):
        sheet.append([number, "x", "y"])
    for number in (2, 4, 5):
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A1"].comment = Comment("看这里", "somebody")
    book.create_sheet("藏").sheet_state = "hidden"
    opened = open_book(saved(book, tmp_path))
    assert opened.grids[0].remarks == ("隐藏的行也已读取：2、4–5。", "隐藏的列也已读取：C。", "1 条批注未读取。")
    assert len(rows(opened)) == 6
    assert [grid.hidden for grid in opened.grids] == [False, True]


def test_a_formula_without_a_value_and_an_error_are_no_empty_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["a", "=B2+28", "#N/A"])
    sheet["C1"].data_type = "e"
    [[first, formula, error]] = rows(open_book(saved(book, tmp_path)))
    assert first == "a"
    assert isinstance(formula, Unreadable)
    assert "公式" in formula.message
    assert isinstance(error, Unreadable)
    assert "#N/A" in error.message


def test_a_formula_that_says_nothing_is_empty(tmp_path: Path) -> None:
    """Excel writes what =IF(A1="","",…) gives as an empty text."""
    book = Workbook()
    book.worksheets[0].append(["a", "=X"])
    path = saved(book, tmp_path)
    rewrite(path, lambda xml: re.sub(r'<c r="B1"[^>]*>.*?</c>', '<c r="B1" t="str"><f>X</f><v></v></c>', xml))
    assert rows(open_book(path)) == [("a", None)]


def rewrite(path: Path, change: object) -> None:
    """Change the XML of the first sheet of a workbook."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert callable(change)
    parts[sheet] = change(parts[sheet].decode()).encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def test_the_epoch_of_old_macintoshes(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append([40241, date(2014, 3, 5)])
    opened = open_book(saved(book, tmp_path))
    # 1904-01-01 and 40,241 days are 2014-03-05; a cell with the format of a day is one already
    assert opened.grids[0].epoch + timedelta(days=40241) == date(2014, 3, 5)
    assert rows(opened) == [(40241, date(2014, 3, 5))]


def test_numbers_know_how_they_are_shown(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append([1, 2])
    book.worksheets[0]["A1"].number_format = '"XF2014"0000'
    [[shown, plain]] = rows(open_book(saved(book, tmp_path)))
    assert isinstance(shown, Formatted)
    assert shown.format == '"XF2014"0000'
    assert not isinstance(plain, Formatted)


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["编号", "=X"])
    path = saved(book, tmp_path)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    transitional = b"http://schemas.openxmlformats.org/"
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            strict = data.replace(
                transitional + b"spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
            )
            strict = strict.replace(
                transitional + b"officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            packed.writestr(name, strict)
    [[first, formula]] = rows(open_book(path))
    assert first == "编号"
    assert isinstance(formula, Unreadable)


def test_a_cell_far_away_is_named_instead_of_filling_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = 1
    book.worksheets[0]["XFD1048576"] = " "
    with pytest.raises(UnusableFile, match=r"1048576.*XFD"):
        open_book(saved(book, tmp_path))
    monkeypatch.setattr(workbooks, "MAX_CELLS", 20_000_000_000)
    book.worksheets[0]["XFD1048576"] = None
    assert rows(open_book(saved(book, tmp_path))) == [(1,)]


OLD: list[Sequence[Value]] = [HEADINGS, [1, 40241.0, "来信", "新安镇", "漏雨"], [2, "2014-3-6", "来信", "", "漏水"]]


def test_an_xls_is_read_with_what_its_structure_says(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xls"
    write_xls(
        path,
        {"一季度": OLD, "二季度": OLD},
        number_format='"XF2014"0000',
        old_macintosh=True,
        hidden_rows=[2],
        errors=[(2, 2)],
        merged=[(1, 2, 3, 3)],
    )
    opened = open_book(path)
    assert opened.kind == "xls"
    assert [grid.name for grid in opened.grids] == ["一季度", "二季度"]
    assert opened.grids[0].epoch == date(1904, 1, 1)
    assert opened.grids[0].remarks[0] == "隐藏的行也已读取：3。"
    [_headings, first, second] = rows(opened)
    assert isinstance(first[0], Formatted)
    assert first[3] == second[3] == "新安镇"
    assert isinstance(second[2], Unreadable)


def test_an_ods_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.ods"
    write_ods(path, {"台账": [HEADINGS, ["A1", "2014-3-5", "来信", "新安镇", "漏雨"]], "说明": [["一"]]})
    opened = open_book(path)
    assert (opened.kind, [grid.name for grid in opened.grids]) == ("ods", ["台账", "说明"])
    assert rows(opened)[1] == ("A1", "2014-3-5", "来信", "新安镇", "漏雨")


def test_a_password_is_named_whatever_the_kind(tmp_path: Path) -> None:
    xlsx, xls, ods = tmp_path / "a.xlsx", tmp_path / "a.xls", tmp_path / "a.ods"
    write_ole(xlsx, {"EncryptedPackage": b"x", "EncryptionInfo": b"y"})
    write_xls(xls, {"台账": OLD}, password=True)
    write_ods(ods, {"台账": [["a"]]}, encrypted=True)
    for path in (xlsx, xls, ods):
        with pytest.raises(UnusableFile, match="密码"):
            open_book(path)


def test_other_files_in_the_same_wrapping_are_named_rightly(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xls"
    write_ole(path, {"WordDocument": b"x"})
    with pytest.raises(UnusableFile, match="文字文档"):
        open_book(path)
    for name, said in (("word/document.xml", "文字文档"), ("ppt/a.xml", "演示文稿"), ("a/b.csv", "压缩包")):
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(name, "x")
        with pytest.raises(UnusableFile, match=said):
            open_book(path)
