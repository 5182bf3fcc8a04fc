"""Reading files: encodings, delimiters, rows numbered as a spreadsheet shows them, and what cannot be read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from huiyin.casework.carrying import sheets
from huiyin.casework.carrying.cells import count_of, day_of, label_of, text_of
from huiyin.casework.carrying.sheets import Row, UnusableFile, open_sheet

MORNING = datetime(2014, 5, 20, 9, 32)  # noqa: DTZ001 - a spreadsheet knows no time zone
TEXT = '编号,信访日期,概况\nA1,2014-05-20,"两行\n的内容"\n\nA2,2014/5/21,单行\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_the_encodings_that_occur(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(TEXT.encode(encoding))
    sheet = open_sheet(path)
    assert sheet.headings == ("编号", "信访日期", "概况")
    # the empty third row counts, the line break inside a cell does not
    assert list(sheet.rows()) == [Row(2, ("A1", "2014-05-20", "两行\n的内容")), Row(4, ("A2", "2014/5/21", "单行"))]
    assert list(sheet.rows()) == list(sheet.rows())


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_with_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "ledger.txt"
    path.write_text(delimiter.join("abc") + "\n" + delimiter.join("123") + "\n", encoding="utf-8")
    assert list(open_sheet(path).rows()) == [Row(2, ("1", "2", "3"))]


def test_rows_shorter_and_longer_than_the_headings(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("a,b,c\n1\n1,2,3,4\n", encoding="utf-8")
    assert [row.cells for row in open_sheet(path).rows()] == [("1", None, None), ("1", "2", "3")]


def test_a_workbook_with_dates_and_gaps(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["编号", " 信访\n日期 ", "人数"])
    sheet.append(["A1", MORNING, 3])
    sheet.cell(row=5, column=1, value="A2")
    path = tmp_path / "ledger.xlsx"
    book.save(path)
    opened = open_sheet(path)
    assert opened.kind == "xlsx"
    assert opened.headings == ("编号", "信访 日期", "人数")
    assert list(opened.rows()) == [Row(2, ("A1", MORNING, 3)), Row(5, ("A2", None, None))]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "第一行为空"),
        (b"\n\n", "第一行为空"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, ".xls"),
        (b"%PDF-1.7\x00\x01", "既不是 CSV"),
        (b"PK\x03\x04 this is no workbook", "无法打开"),
        (b"a,b\n\xff\xff\xff\n", "UTF-8"),
    ],
)
def test_files_that_cannot_be_used_say_what_to_do(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(content)
    with pytest.raises(UnusableFile, match=said):
        open_sheet(path)


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnusableFile, match="没有文件"):
        open_sheet(tmp_path / "none.csv")
    path = tmp_path / "ledger.csv"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(sheets, "MAX_BYTES", 10)
    with pytest.raises(UnusableFile, match="MB"):
        open_sheet(path)


def test_a_workbook_that_would_unpack_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.xlsx"
    Workbook().save(path)
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 100)
    with pytest.raises(UnusableFile, match="过大"):
        open_sheet(path)


def test_a_cell_beyond_all_measure_ends_the_reading_with_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("a,b\n1,2\n1," + "x" * 200 + "\n", encoding="utf-8")
    monkeypatch.setattr(sheets, "MAX_CELL", 100)
    with pytest.raises(UnusableFile, match="第 2 行"):
        list(open_sheet(path).rows())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2014-05-20", date(2014, 5, 20)),
        ("2014-5-2", date(2014, 5, 2)),
        ("2019/4/25 9:32:09", date(2019, 4, 25)),
        ("2014.5.20", date(2014, 5, 20)),
        ("2014年5月20日", date(2014, 5, 20)),
        ("２０１４－０５－２０", date(2014, 5, 20)),
        ("2014-05-20T09:32:09", date(2014, 5, 20)),
        ("20140520", date(2014, 5, 20)),
        (" 2018/4/24 ", date(2018, 4, 24)),
        ("41779", date(2014, 5, 20)),
        (41779, date(2014, 5, 20)),
        (41779.5, date(2014, 5, 20)),
        (MORNING, date(2014, 5, 20)),
        (date(2014, 5, 20), date(2014, 5, 20)),
        ("", None),
        (None, None),
        ("  ", None),
    ],
)
def test_days_in_many_forms(written: sheets.Cell, expected: date | None) -> None:
    assert day_of(written) == expected


@pytest.mark.parametrize("written", ["2014-02-30", "2014-13-01", "14.5.20", "昨天", "2014", "2014-05-20 abc", 3, True])
def test_what_is_no_day(written: sheets.Cell) -> None:
    with pytest.raises(ValueError, match=r".+"):
        day_of(written)


def test_counts_and_words() -> None:
    assert [count_of(cell) for cell in ("3", 3, 3.0, "12人", "１２", "", None)] == [3, 3, 3, 12, 12, None, None]
    for wrong in ("0", "-1", "2.5", "几", 0):
        with pytest.raises(ValueError, match=r".+"):
            count_of(wrong)
    assert [text_of(cell) for cell in (None, " a\x00b ", 12.0, 1.5)] == ["", "ab", "12", "1.5"]
    assert label_of("　新安镇 \n ") == "新安镇"
