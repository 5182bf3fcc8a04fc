"""Opening CSV files: encodings, separators, rows numbered as a spreadsheet shows them,
and what cannot be read.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.plugins.district import moment

from huiyin.casework.chapters.legacy_import import csv_files, kinds, mapping_file, opening
from huiyin.casework.chapters.legacy_import.headings import Fitted, likeliest, nothing_fits
from huiyin.casework.chapters.legacy_import.opening import open_book
from huiyin.casework.chapters.legacy_import.sheets import Row, Sheet, UnusableFile
from huiyin.casework.chapters.legacy_import.tables import choose

HEADINGS = "编号,信访日期,信访形式,责任单位,概况"
TEXT = f'{HEADINGS}\nA1,2014-05-20,来信,新安镇,"两行\n的内容"\n\nA2,2014/5/21,来信,新安镇,单行\n'
TODAY = moment("2026-11-23").date()


def table(path: Path) -> Sheet:
    return choose(path, mapping=None, today=TODAY).tables[0].fitted.sheet


def nearest(path: Path) -> list[Fitted]:
    return likeliest(open_book(path), mapping_file.shipped())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_in_the_encodings_that_occur(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(TEXT.encode(encoding))
    sheet = table(path)
    assert sheet.headings == tuple(HEADINGS.split(","))
    # the empty third row counts, the line break inside a cell does not
    assert list(sheet.rows()) == [
        Row(2, ("A1", "2014-05-20", "来信", "新安镇", "两行\n的内容")),
        Row(4, ("A2", "2014/5/21", "来信", "新安镇", "单行")),
    ]
    assert list(sheet.rows()) == list(sheet.rows())


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_a_csv_with_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "ledger.txt"
    path.write_text(HEADINGS.replace(",", delimiter) + "\n" + delimiter.join("12345") + "\n", encoding="utf-8")
    assert list(table(path).rows()) == [Row(2, ("1", "2", "3", "4", "5"))]


def test_the_separator_is_that_which_gives_the_headings(tmp_path: Path) -> None:
    """More commas in a heading than there are columns; a line break in the first
    heading; a stated separator.
    """
    path = tmp_path / "ledger.csv"
    many = HEADINGS.replace(",", ";") + ";备注(日期,地点,人员,起因,经过,结果)\n1;2;3;4;5;6\n"
    path.write_text(many, encoding="utf-8")
    assert table(path).headings[:2] == ("编号", "信访日期")
    path.write_text('"编\n号"' + HEADINGS.removeprefix("编号").replace(",", ";") + "\n1;2;3;4;5\n", encoding="utf-8")
    assert len(table(path).headings) == 5
    path.write_text("sep=;\r\n" + HEADINGS.replace(",", ";") + "\r\n1;2;3;4;5\r\n", encoding="utf-8")
    assert list(table(path).rows()) == [Row(3, ("1", "2", "3", "4", "5"))]


def test_rows_shorter_and_longer_than_the_headings(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(f"{HEADINGS}\n1\n1,2,3,4,5,6\n", encoding="utf-8")
    assert [row.cells for row in table(path).rows()] == [
        ("1", None, None, None, None),
        ("1", "2", "3", "4", "5", "6"),  # nothing is cut off: who reads must say what becomes of it
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "第一行为空"),
        (b"\n\n", "第一行为空"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "已损坏"),
        (b"PK\x03\x04 this is no workbook", "已损坏"),
        (b"%PDF-1.7\x00\x01", "PDF"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"{\\rtf1 a}", "文字文档"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"a\x00\x01\x02\x03b", "不是表格"),
    ],
)
def test_files_that_cannot_be_used_say_what_they_are_and_what_to_do(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(content)
    with pytest.raises(UnusableFile, match=said):
        choose(path, mapping=None, today=TODAY)


def test_the_first_bad_byte_is_named_by_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    good = f"{HEADINGS}\nA1,2014-05-20,来信,新安镇,反映房屋漏雨\nA2,2014-05-20,来信,新安镇,反映道路积水\n"
    whole = good.encode()
    lost = whole.index("道路".encode()) + 2
    path.write_bytes(whole[:lost] + whole[lost + 1 :])
    with pytest.raises(UnusableFile, match=r"UTF-8.*第 3 行第 5 列") as error:
        open_book(path)
    assert "漏雨" not in str(error.value)
    path.write_bytes(good.encode("gb18030")[:-2])
    with pytest.raises(UnusableFile, match=r"截断.*第 3 行第 5 列"):
        open_book(path)
    gbk = good.encode("gb18030")
    place = gbk.index("新安镇".encode("gb18030"))
    path.write_bytes(gbk[:place] + b"\xff" + gbk[place + 1 :])
    with pytest.raises(UnusableFile, match=r"GB18030.*第 2 行第 4 列"):
        open_book(path)


def test_a_text_in_big5_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes("編號,信訪日期,信訪形式,責任單位,概況\nA1,2014-3-5,來信,新安鎮,房屋漏水\n".encode("big5"))
    with pytest.raises(UnusableFile, match="Big5"):
        choose(path, mapping=None, today=TODAY)


def test_a_message_repeats_nothing_of_a_file_without_headings(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("A1,2014-05-20,李某某,13800000000\nA2,2014-05-21,王某某,13800000001\n", encoding="utf-8")
    with pytest.raises(UnusableFile) as error:
        choose(path, mapping=None, today=TODAY)
    said = str(error.value)
    assert "没有认得的列名" in said
    assert not [word for word in ("李某某", "王某某", "1380000", "A1") if word in said]


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnusableFile, match="没有文件"):
        open_book(tmp_path / "none.csv")
    path = tmp_path / "ledger.csv"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(opening, "MAX_BYTES", 10)
    with pytest.raises(UnusableFile, match="MB"):
        open_book(path)


def test_a_workbook_that_would_unpack_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.xlsx"
    Workbook().save(path)
    monkeypatch.setattr(kinds, "MAX_UNPACKED", 100)
    with pytest.raises(UnusableFile, match="过大"):
        open_book(path)


def test_a_cell_beyond_all_measure_ends_the_reading_with_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("a,b\n" + "1,2\n" * 12 + "1," + "x" * 200 + "\n", encoding="utf-8")
    monkeypatch.setattr(csv_files, "MAX_CELL", 100)
    with pytest.raises(UnusableFile, match="第 13 行"):
        list(open_book(path).grids[0].rows())


def test_an_error_of_a_spreadsheet_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("a,b,c,d\n#N/A,#REF!,########,#3\n", encoding="utf-8")
    [_headings, (_number, cells)] = list(open_book(path).grids[0].rows())
    assert [getattr(cell, "message", cell) for cell in cells[:2]] == [
        "显示公式错误 #N/A：请在文件中改正",
        "显示公式错误 #REF!：请在文件中改正",
    ]
    assert cells[3] == "#3"


def test_nothing_at_all_is_said_to_be_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("\n\n", encoding="utf-8")
    book = open_book(path)
    assert "第一行为空" in str(nothing_fits(book, nearest(path), mapping_file.shipped()))


def test_headings_stand_below_half_a_page_of_explanation(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("填表说明\n" * 13 + f"{HEADINGS}\n1,2,3,4,5\n", encoding="utf-8")
    assert table(path).heading_row == 14


def test_where_no_heading_is_known_every_kind_of_ledger_is_named(tmp_path: Path) -> None:
    """Not the kind that needs least, which would send people after columns of another register."""
    path = tmp_path / "ledger.csv"
    path.write_text("填表说明\n" * 20 + f"{HEADINGS}\n1,2,3,4,5\n", encoding="utf-8")
    with pytest.raises(UnusableFile) as refused:
        choose(path, mapping=None, today=TODAY)
    told = str(refused.value)
    assert "20" in told
    assert "编号、信访日期、信访形式、责任单位、概况" in told
    assert "留言编号" in told
    assert "填表说明" not in told
