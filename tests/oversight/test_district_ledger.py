"""The annual report on a real district's ledger, against the office's own count and a
count of the file by itself.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from huiyin.casework.upkeep import verify
from huiyin.organisations import translated
from huiyin.oversight import annual, export, identities, scope, words

TODAY = date(2026, 11, 23)
# Counted by hand by the office.
OFFICE = {
    "stock_start": 156,
    "new": 117,
    "resolved": 127,
    "resolved_of_stock": 33,
    "resolved_of_new": 94,
    "stock_end": 146,
    "contacts": 177,
    "contacts_repeat": 60,
}
# The results that the file names (办理结果) are kinds of answers: nothing was refused,
# passed on or withdrawn.
NONE_TURNED_AWAY = {"refused": 0, "passed_on": 0, "withdrawn": 0, "unresolved": 0, "unrecorded": 0}


def rows_of(path: Path) -> list[dict[str, str]]:
    """The file as the csv module reads it; dates in it compare as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counted(rows: list[dict[str, str]], year: int) -> dict[str, int]:
    """The figures of a year, counted from the rows without any of our code."""
    first, after = f"{year}-01-01", f"{year + 1}-01-01"
    matters = [row for row in rows if not row["重复件对应编号"]]
    stock = [row for row in matters if row["信访日期"] < first and (not row["办结日期"] or row["办结日期"] >= first)]
    new = [row for row in matters if first <= row["信访日期"] < after]
    of_stock = [row for row in stock if first <= row["办结日期"] < after]
    of_new = [row for row in new if first <= row["办结日期"] < after]
    left = [row for row in matters if row["信访日期"] < after and (not row["办结日期"] or row["办结日期"] >= after)]
    contacts = [row for row in rows if first <= row["信访日期"] < after]
    return {
        "stock_start": len(stock),
        "new": len(new),
        "resolved": len(of_stock) + len(of_new),
        "resolved_of_stock": len(of_stock),
        "resolved_of_new": len(of_new),
        "stock_end": len(left),
        "contacts": len(contacts),
        "contacts_repeat": sum(1 for row in contacts if row["重复件对应编号"]),
    }


def test_the_year_2014_is_what_the_office_counted_by_hand(district_ledger: Path) -> None:
    data = export.as_data(annual.compose(year=2014, today=TODAY))
    assert {key: data[key] for key in OFFICE} == OFFICE
    assert data["identities"] == {
        "checked": [check.__name__ for check in identities.IDENTITIES],
        "hold": True,
        "problems": [],
    }


def test_every_other_year_is_what_the_file_says(district_ledger: Path) -> None:
    rows = rows_of(district_ledger)
    for year in range(2007, 2018):
        report = annual.compose(year=year, today=TODAY)
        headline = export.headline(report)
        assert {key: headline[key] for key in OFFICE} == counted(rows, year), year
        assert identities.problems(report) == ()


def test_each_organ_topic_and_channel_is_what_the_file_says(district_ledger: Path) -> None:
    rows = rows_of(district_ledger)
    report = annual.compose(year=2014, today=TODAY)
    for lines, column, name in (
        (report.by_organ, "责任单位", translated.organ_name),
        (report.by_topic, "内容分类", words.topic),
    ):
        for line in lines:
            expected = counted([row for row in rows if row[column] == name(line.key)], 2014)
            found = {key: getattr(line, key) for key in annual.COLUMNS}
            assert found == NONE_TURNED_AWAY | {key: expected[key] for key in expected if key in annual.COLUMNS}
    forms = {"letter": "来信", "visit": "来访", "phone": "电话", "online": "网上"}
    for count in report.by_channel:
        same = [row for row in rows if row["信访形式"] == forms[count.channel] and row["信访日期"].startswith("2014")]
        assert count.first + count.repeat == len(same)
        assert count.persons == sum(int(row["信访人数"]) for row in same)


def test_an_organ_and_those_under_it(district_ledger: Path) -> None:
    rows = rows_of(district_ledger)
    whole = annual.compose(year=2014, today=TODAY)
    line = next(line for line in whole.by_organ if translated.organ_name(line.key) == "区教育和体育局")
    alone = export.headline(annual.compose(year=2014, today=TODAY, scope=scope.of_organ(line.key)))
    expected = counted([row for row in rows if row["责任单位"] == "区教育和体育局"], 2014)
    flow = {key: expected[key] for key in expected if key in annual.COLUMNS}
    assert {key: alone[key] for key in annual.COLUMNS} == NONE_TURNED_AWAY | flow


@pytest.mark.parametrize(("year", "expected"), [(2014, (101, 30, 55, 16)), (2009, (32, 1, 13, 18))])
def test_timeliness_looks_at_the_matters_whose_sixty_days_ended_in_the_year(
    district_ledger: Path, year: int, expected: tuple[int, int, int, int]
) -> None:
    """The duty to handle falls due 60 days after receipt, on a working day: fell due,
    in time, late, still open.

    Counted from the file with a calendar of rest days, without our code.
    """
    report = annual.compose(year=year, today=TODAY)
    handle = next(line for line in report.timeliness if line.kind == "handle")
    assert (handle.fell_due, handle.in_time, handle.late, handle.open_overdue) == expected
    assert handle.unrecorded == 0
    others = [line for line in report.timeliness if line.kind != "handle"]
    assert all(line.fell_due == 0 and line.unrecorded > 0 for line in others)


def test_the_ledger_is_whole_after_the_import(district_ledger: Path) -> None:
    report = verify.run()
    assert report.problems == ()
