"""What cells mean: days, counts, names, numbers; without doubt or not at all."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from huiyin.casework.chapters.legacy_import.cells import count_of, heading_key, is_nothing, key_of, label_of, text_of
from huiyin.casework.chapters.legacy_import.days import day_of
from huiyin.casework.chapters.legacy_import.identities import Spoilt, identity_of, shown_as
from huiyin.casework.chapters.legacy_import.numerals import number_of
from huiyin.casework.chapters.legacy_import.sheets import MAC_EPOCH, Cell, Formatted

MORNING = datetime(2014, 5, 20, 9, 32)  # noqa: DTZ001 - a spreadsheet knows no time zone

TWENTIETH_OF_MAY = [
    "2014-05-20",
    "2014/5/20",
    "2014.5.20",
    "2014年5月20日",
    "２０１４－０５－２０",
    "2014-05-20T09:32:09",
    "20140520",
    " 2014/5/20 ",
    "41779",
    41779,
    41779.5,
    MORNING,
    date(2014, 5, 20),
    "2014-05-20T09:32:09Z",
    # what only people write
    "二〇一四年五月二十日",
    "二○一四年五月二十日",
    "二零一四年五月二十日",
    "二O一四年五月二十号",
    "2014年五月20日",
    "2014年5月20日 09时30分",
    "2014-05-20 上午9:30",
    "2014年5月20日上午",
    "2014-05-20 9:30 PM",
    "2014年5月20日14时",
    "2014-05-20（周二）",
    "2014-5-20 星期二",
    "2014年5月20日（星期二）下午3:05",
    "2014-5-20号",
    "2014年5月20号",
    "2014—5—20",
    "2014——05——20",
    "2014–05–20",
    "2014。5。20",
    "2014、5、20",
    "'2014-05-20",
    "’2014-05-20",
    "2014-05-20\n",
    "2014 05 20",
    "20140520093200",
    "2014.5.20.",
    "2014\u200b-05-20",
    "2014,5,20",
]


@pytest.mark.parametrize("written", TWENTIETH_OF_MAY)
def test_days_that_can_be_one_day_only(written: Cell) -> None:
    assert day_of(written) == date(2014, 5, 20)


@pytest.mark.parametrize("written", ["", None, "  ", "\u200b"])
def test_no_day(written: Cell) -> None:
    assert day_of(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "14.3.5",
        "2014年3月",
        "5/3/2014",
        "2014.1",
        2014.1,
        "2014-02-30",
        "2014-13-01",
        "昨天",
        "2014",
        "3月5日",
        "14年3月5日",
        "2014-05-20 abc",
        3,
        True,
        "2014-05-20已办结",
        "140305",
        "2014-05-20 周三",
        "2014-05-20至2014-05-22",
        "正月初五",
        "民国103年5月20日",
        time(9, 30),
        "2014-05-20 25:99:99:1",
        "二〇一四年五月",
    ],
)
def test_what_leaves_a_doubt_is_no_day(written: Cell) -> None:
    with pytest.raises(ValueError, match=r".+"):
        day_of(written)


def test_day_numbers_count_from_the_epoch_of_the_workbook() -> None:
    assert day_of(40241, epoch=MAC_EPOCH) == date(2014, 3, 5)
    assert day_of("41703.395833") == date(2014, 3, 5)


def test_a_mapping_may_say_how_days_are_written() -> None:
    assert day_of("5/3/2014", formats=["%d/%m/%Y"]) == date(2014, 3, 5)
    assert day_of("14.3.5", formats=["%y.%m.%d"]) == date(2014, 3, 5)
    assert day_of("2014-03-05", formats=["%y.%m.%d"]) == date(2014, 3, 5)


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("3", 3),
        (3, 3),
        (3.0, 3),
        ("12人", 12),
        ("１２", 12),
        ("", None),
        (None, None),
        ("1.0", 1),
        ("三人", 3),
        ("两人", 2),
        ("十二名", 12),
        ("一百零五人", 105),
        ("5（代表2人）", 5),
        ("5人(其中代表2名)", 5),
        ("共5人", 5),
        ("5 位", 5),
    ],
)
def test_counts(written: Cell, count: int | None) -> None:
    assert count_of(written) == count


@pytest.mark.parametrize(
    "written",
    ["0", "-1", "2.5", "几", 0, "5人以上", "约30人", "3-5", "若干", "5户", "5人次", "等5人", date(2014, 5, 20)],
)
def test_what_is_no_count(written: Cell) -> None:
    with pytest.raises(ValueError, match=r".+"):
        count_of(written)


def test_numerals() -> None:
    assert [number_of(one) for one in ("三", "十", "十一", "二十", "二十三", "一百零五", "三千二百一十")] == [
        3,
        10,
        11,
        20,
        23,
        105,
        3210,
    ]
    for wrong in ("", "二三", "百", "十十", "二十百", "零"):
        if wrong == "零":
            assert number_of(wrong) == 0
            continue
        with pytest.raises(ValueError, match=r".*"):
            number_of(wrong)


def test_words_and_names() -> None:
    assert [text_of(cell) for cell in (None, " a\x00b ", 12.0, 1.5)] == ["", "ab", "12", "1.5"]
    assert label_of("　新安镇 \n ") == "新安镇"
    # an invisible sign, a blank between Chinese signs, full-width and half-width forms,
    # a compatibility sign
    for written in ("柳溪\u200b街道", "柳溪 街道", "\ufeff柳溪街道", "柳\u3000溪\u3000街\u3000道"):
        assert label_of(written) == "柳溪街道"
    assert label_of("New  York\u200d Office") == "New York Office"
    assert key_of("支持。") == key_of("支 持") == key_of("＊支持") == "支持"
    assert key_of("买买提•江") == key_of("买买提·江")
    assert key_of("A—1") == key_of("a-1")


@pytest.mark.parametrize(
    "heading",
    [
        "编号",
        "*编号",
        "编号：",
        "编 号",
        "编号（必填）",
        "编号\n(不可重复)",
        "１.编号",
        "【编号】编号",
        "编号*",
        "编号\u200b",
    ],
)
def test_headings_without_their_decoration(heading: str) -> None:
    assert heading_key(heading) == "编号"


def test_signs_that_stand_for_nothing() -> None:
    assert all(is_nothing(sign) for sign in ("/", "-", "—", "——", "……", "\\", "***", "－"))
    assert not any(is_nothing(word) for word in ("", "0", "无", "a"))


@pytest.mark.parametrize(
    ("number", "format_", "shown"),
    [
        (1, '"XF2014"0000', "XF20140001"),
        (12, "0000", "0012"),
        (123456, "0000", "123456"),
        (1, '"XF"General', "XF1"),
        (20140001, "0000-0000", "2014-0001"),
        (5, '"第"0"号"', "第5号"),
        (5, "0_ ", "5"),
        (1234, "#,##0", "1234"),
        (2014.1, "0.00", "2014.10"),
        (7, '000"-"000', "000-007"),
        (7, "\\X\\F000", "XF007"),
        (7, "0.00E+00", None),
        (7, "[>5]0", None),
        (7, "0000;[Red]-0000", "0007"),
        (7, '[$-804]"XF"000', "XF007"),
    ],
)
def test_a_number_is_what_its_format_shows(number: float, format_: str, shown: str | None) -> None:
    assert shown_as(number, format_) == shown


def test_an_identity_that_a_spreadsheet_has_spoilt_is_refused() -> None:
    assert [identity_of(cell) for cell in (1.0, " xf 1", "ＸＦ１", Formatted(1, '"XF2014"0000'), "12E3", None)] == [
        "1",
        "XF 1",
        "XF1",
        "XF20140001",
        "12E3",
        "",
    ]
    for spoilt in ("1.23E+14", "2.01405E+11", 1e15, 2014.1, date(2014, 3, 5), True, "3月5日", "5-Mar"):
        with pytest.raises(Spoilt):
            identity_of(spoilt)
