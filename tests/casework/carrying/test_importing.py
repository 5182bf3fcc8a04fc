"""Importing ledgers: good rows land with their true dates, the others are reported,
nothing doubles.
"""

from __future__ import annotations

import csv
import pickle
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import Workbook
from tests.plugins.district import District, moment

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.legacy_import import importing, mapping_file
from huiyin.casework.chapters.legacy_import.acts import carry_contacts
from huiyin.casework.chapters.legacy_import.building import Order, build
from huiyin.casework.chapters.legacy_import.records import LegacyContact, LegacyMatter
from huiyin.casework.chapters.legacy_import.report import Outcome
from huiyin.casework.matter import reads, views
from huiyin.casework.upkeep import verify
from huiyin.ledger import reads as ledger
from huiyin.organisations import reads as organs
from huiyin.people import reads as people

NOW = moment("2026-11-23")
HEADINGS = [
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
GOOD = ("A1", "2014-05-20", "来信", "1", "住房", "新安镇", "新安镇", "反映房屋漏雨", "2014-06-20", "支持诉求", "")

Write = Callable[[Iterable[Iterable[str]]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write(rows)`: a ledger with these rows; gives its path."""

    def to_file(rows: Iterable[Iterable[str]]) -> Path:
        path = tmp_path / "ledger.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *rows])
        return path

    return to_file


def row(**changes: str) -> list[str]:
    """The good row with some cells changed, named by their headings."""
    cells = dict(zip(HEADINGS, GOOD, strict=True)) | changes
    return list(cells.values())


def run(path: Path, *, create_organs: bool = False, dry_run: bool = False, at: datetime = NOW) -> Outcome:
    return importing.run(path=path, office="office", at=at, create_organs=create_organs, dry_run=dry_run)


def case(number: str) -> views.CaseView:
    """A matter by its number, as the system sees it."""
    found = reads.find_number(by=Actor.system(), number=number)
    return reads.access_case(by=Actor.system(), case_id=found)


def test_a_row_lands_with_its_true_dates(district: District, write: Write) -> None:
    outcome = run(write([GOOD]))
    assert (outcome.rows, outcome.matters, outcome.problems) == (1, 1, [])
    view = case("A1")
    assert view.state.received_date == date(2014, 5, 20)
    assert view.state.resolved_date == date(2014, 6, 20)
    assert view.pack.key == "cn-xinfang/2005-05-01"
    assert (view.state.state, view.state.parties["handler"]) == ("concluded", "xinan")
    assert [(contact.channel, contact.persons, contact.external_number) for contact in view.contacts] == [
        ("letter", 1, "A1")
    ]
    assert [claim.outcome for claim in view.claims] == ["supported"]
    # what the old ledger does not say is closed as unrecorded, and only what it says is
    # in time or late
    assert {duty.kind: duty.status for duty in view.duties} == {
        "register": "unrecorded",
        "handle": "discharged",
        "serve": "unrecorded",
        "close": "unrecorded",
    }
    assert verify.run().problems == ()


def test_a_second_time_nothing_doubles(district: District, write: Write) -> None:
    path = write([GOOD, row(编号="B1", 信访日期="2014-05-25", 办结日期="", 办理结果="", 重复件对应编号="A1")])
    first = run(path)
    events = ledger.count()
    second = run(path)
    assert (first.matters, first.contacts, first.present) == (1, 1, 0)
    assert (second.matters, second.contacts, second.present, second.problems) == (0, 0, 2, [])
    assert ledger.count() == events


def test_a_repeat_row_may_stand_before_its_matter(district: District, write: Write) -> None:
    outcome = run(
        write([row(编号="B1", 信访日期="2014-05-25", 信访形式="来访", 信访人数="12", 重复件对应编号="A1"), GOOD])
    )
    assert outcome.problems == []
    contacts = case("A1").contacts
    assert [(c.external_number, c.repeat, c.persons, c.contact_date) for c in contacts] == [
        ("A1", False, 1, date(2014, 5, 20)),
        ("B1", True, 12, date(2014, 5, 25)),
    ]
    assert verify.run().problems == ()


def test_repeat_contacts_cost_no_query_each(district: District, tmp_path: Path, write: Write) -> None:
    run(write([row(编号=f"A{n}") for n in range(30)]))
    asked = []
    for numbers in (range(1), range(1, 30)):
        contacts = [LegacyContact(f"B{n}", f"A{n}", date(2014, 5, 25), "phone", "来电询问") for n in numbers]
        with CaptureQueriesContext(connection) as queries:
            assert carry_contacts(contacts=contacts, office="office").problems == []
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert verify.run().problems == ()


def test_building_asks_the_database_nothing(district: District) -> None:
    """So another process can do it, which sees nothing of what this one has not committed."""
    kinds = {"office": "petition_office", "xinan": "territorial", "discipline": "discipline"}
    common = {"channel": "letter", "title": "漏雨", "text": "漏雨", "claimant": "张三", "phone": "13800138000"}
    matters = (
        LegacyMatter(
            "A1", date(2014, 5, 20), handler="xinan", answered_on=date(2014, 6, 20), outcome="partly", **common
        ),
        LegacyMatter(
            "A2", date(2023, 5, 20), handler="xinan", answered_on=date(2023, 5, 28), outcome="refused", **common
        ),
        LegacyMatter("A3", date(2023, 5, 20), handler="discipline", category="accusation", **common),
        LegacyMatter("A1", date(2014, 5, 21), handler="xinan", **common),
    )
    build(Order(matters, "office", NOW, kinds))  # packs may be read the first time
    with CaptureQueriesContext(connection) as queries:
        there = pickle.dumps(Order(matters, "office", NOW, kinds))
        built = build(pickle.loads(there))  # noqa: S301 - our own
    assert len(queries) == 0
    assert [fate if fate is None else fate.field for fate in built.fates] == [None, None, None, "number"]
    assert [person.name for _identity, person in built.sealed] == ["张三"]
    assert len(pickle.dumps(built)) > 10_000


BAD = {
    "信访日期": ("2014-02-30", "不是有效日期"),
    "信访形式": ("飞鸽", "来信、信件"),
    "信访人数": ("几个", "整数"),
    "责任单位": ("区神仙局", "--create-organs"),
    "内容分类": ("星象", "--create-organs"),
    "问题属地": ("月亮", "--create-organs"),
    "概况": ("", "为空"),
    "编号": ("", "为空"),
    "办结日期": ("2014-05-19", "早于收到日期"),
    "办理结果": ("不了了之", "[values.outcome]"),
}


@pytest.mark.parametrize("column", BAD)
def test_each_kind_of_bad_row_is_reported_and_the_good_ones_land(district: District, write: Write, column: str) -> None:
    value, said = BAD[column]
    outcome = run(write([row(编号="A2"), row(**{"编号": "A3", column: value}), row(编号="A4")]))
    assert outcome.matters == 2
    assert not outcome.ok
    [problem] = outcome.problems
    assert (problem.row, problem.column, problem.value) == (3, column, value)
    assert said in problem.message


def test_rows_that_do_not_go_together(district: District, write: Write) -> None:
    outcome = run(
        write(
            [
                row(),
                row(),  # the same number again
                row(编号="F1", 信访日期="2027-01-01", 办结日期="", 办理结果=""),  # the future
                row(编号="F2", 办结日期="2026-12-24"),  # answered in the future
                row(编号="F3", 办理结果=""),  # answered, with no outcome
                row(编号="F4", 办结日期=""),  # an outcome, with no day
                row(编号="F5", 责任单位=""),
                row(编号="R1", 重复件对应编号="NOWHERE"),
                row(编号="R2", 重复件对应编号="F3"),  # its matter could not be taken
                row(编号="R3", 重复件对应编号="R1"),  # a repeat of a repeat
                row(编号="R4", 重复件对应编号="R4"),  # of itself
                row(编号="R5", 信访日期="2014-05-19", 重复件对应编号="A1"),  # before its matter
                row(编号="R6", 信访日期="2014-05-21", 重复件对应编号="A1"),
            ]
        )
    )
    assert (outcome.rows, outcome.matters, outcome.contacts, outcome.rows_not_taken) == (13, 1, 1, 11)
    found = {(problem.row, problem.column) for problem in outcome.problems}
    assert found == {
        (3, "编号"),
        (4, "信访日期"),
        (5, "办结日期"),
        (6, "办理结果"),
        (7, "办结日期"),
        (8, "责任单位"),
        (9, "重复件对应编号"),
        (10, "重复件对应编号"),
        (11, "重复件对应编号"),
        (12, "重复件对应编号"),
        (13, "信访日期"),
    }
    assert [problem.row for problem in outcome.problems] == sorted(problem.row for problem in outcome.problems)
    assert verify.run().problems == ()


def test_problems_are_said_in_the_readers_language(district: District, write: Write) -> None:
    with translation.override("en"):
        outcome = run(write([row(信访日期="soon")]))
    assert [problem.message for problem in outcome.problems] == ["is no day of the calendar: write it like 2014-05-20"]


def test_a_refusal_of_the_law_is_reported_in_its_words(district: District, write: Write) -> None:
    """The outcome of an appeal cannot be that of a suggestion."""
    outcome = run(write([row(办理结果="adopted")]))
    [problem] = outcome.problems
    assert problem.row == 2
    assert "采纳" in problem.message
    assert outcome.matters == 0


def test_a_number_that_means_another_matter_is_no_duplicate(district: District, write: Write) -> None:
    """Two ledgers that count from 1 must not be taken for one."""
    run(write([GOOD]))
    outcome = run(write([row(信访日期="2015-03-02", 办结日期="", 办理结果="")]))
    assert outcome.present == 0
    [problem] = outcome.problems
    assert (problem.column, problem.value) == ("编号", "A1")
    assert "2014-05-20" in problem.message


def test_organs_topics_and_areas_are_made_on_request_and_once(district: District, write: Write) -> None:
    path = write(
        [
            row(),
            row(编号="A2", 责任单位="河口街道", 问题属地="河口街道", 内容分类="星象"),
            row(编号="A3", 责任单位="区气象局", 问题属地="北桥街道"),
        ]
    )
    outcome = run(path, create_organs=True)
    assert outcome.problems == []
    assert outcome.created.organs == ("河口街道", "区气象局")
    assert outcome.created.areas == ("河口街道", "北桥街道")
    assert outcome.created.topics == ("星象",)
    made = {organ.name_zh: organ for organ in organs.tree()}
    street, bureau = made["河口街道"], made["区气象局"]
    assert (street.parent, street.level, street.kind) == ("district", "town", "territorial")
    assert (bureau.parent, bureau.level, bureau.kind, bureau.area) == ("district", "department", "department", "")
    assert {area.code: area.name_zh for area in organs.areas()}[street.area] == "河口街道"
    again = run(path, create_organs=True)
    assert again.created.organs == again.created.areas == again.created.topics == ()
    assert again.present == 3


def test_a_dry_run_says_what_would_come_of_it_and_keeps_nothing(district: District, write: Write) -> None:
    before = ledger.count()
    path = write([row(责任单位="河口街道"), row(编号="B1", 重复件对应编号="A1"), row(编号="X", 信访日期="?")])
    outcome = run(path, create_organs=True, dry_run=True)
    assert outcome.dry_run
    assert (outcome.matters, outcome.contacts, outcome.rows_not_taken) == (1, 1, 1)
    assert ledger.count() == before
    assert "河口街道" not in {organ.name_zh for organ in organs.tree()}


def test_the_office_remembers_the_file_by_its_digest(district: District, write: Write) -> None:
    run(write([GOOD, row(编号="X", 信访日期="?")]))
    last = ledger.events("organ:office")[-1]
    assert last.type == "organ.ledger_imported"
    assert (last.payload["matters"], last.payload["contacts"], last.payload["problems"]) == (1, 0, 1)
    assert len(last.payload["digest"]) == 64
    assert last.actor == "system"


def test_progress_is_told(district: District, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    told: list[tuple[int, int]] = []
    path = write([row(编号=f"A{n}") for n in range(5)])
    importing.run(path=path, office="office", at=NOW, progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_a_workbook_is_taken_like_a_csv(district: District, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS)
    sheet.append(["A1", date(2014, 5, 20), "来访", 12, "住房", "新安镇", "新安镇", "反映房屋漏雨"])
    path = tmp_path / "ledger.xlsx"
    book.save(path)
    assert run(path).problems == []
    view = case("A1")
    assert view.contacts[0].persons == 12
    assert [duty.kind for duty in view.open_duties] == ["handle"]


def test_a_mapping_of_ones_own_with_a_prefix(district: District, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\n[column.number]\nheadings = ["No"]\nrequired = true\nprefix = "OLD-"\n'
        '[column.received_on]\nheadings = ["Date"]\nrequired = true\n[column.text]\nheadings = ["What"]\n'
        '[column.repeat_of]\nheadings = ["Of"]\n[defaults]\nchannel = "phone"\ncategory = "suggestion"\n',
        encoding="utf-8",
    )
    path = tmp_path / "old.csv"
    path.write_text(
        "No,Date,What,Of,Mood\n1,2.1.2014,x,,\n2,2014.1.2,More trees,,good\n3,2014.1.3,Trees!,2,\n", "utf-8"
    )
    outcome = importing.run(path=path, office="office", at=NOW, mapping=mapping_file.read(own))
    assert [(problem.row, problem.column) for problem in outcome.problems] == [(2, "Date")]
    assert outcome.ignored == ("Mood",)
    view = case("OLD-2")
    assert view.state.values["category"] == "suggestion"
    assert view.state.parties["handler"] == "office"
    assert [contact.external_number for contact in view.contacts] == ["OLD-2", "OLD-3"]


def test_messages_without_a_register_go_to_the_office_with_the_user_in_the_vault(
    district: District, tmp_path: Path
) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(
        "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n"
        "7,A00012,路灯不亮,2019/4/25 9:32:09,小区门口路灯不亮,已安排维修,2019/5/10 14:56:53\n"
        "8,A00013,井盖缺失,2020/1/6 8:00:00,路口井盖缺失,,\n",
        encoding="utf-8",
    )
    assert run(path).problems == []
    answered, waiting = case("7"), case("8")
    assert answered.title == "路灯不亮"
    assert [(claim.outcome, claim.reply) for claim in answered.claims] == [("unrecorded", "已安排维修")]
    # what was asked may have been granted: 解释说明 would say that the law gave no basis for it (R22 Art 32 (2))
    assert answered.state.parties["handler"] == "office"
    [contact] = answered.contacts
    assert contact.channel == "online"
    revealed = people.reveal(contact.identity, purpose="handle", by="system", at=NOW)
    assert revealed.name == "A00012"
    assert [duty.kind for duty in waiting.open_duties] == ["handle"]
    assert all("A00012" not in str(event.payload) for event in ledger.events(f"case:{answered.case_id}"))


def test_the_district_ledger_is_taken_wholly(district: District, shared_data: Path) -> None:
    path = shared_data / "district_ledger_2014.csv"
    outcome = run(path, create_organs=True)
    assert outcome.problems == []
    assert (outcome.rows, outcome.matters, outcome.contacts, outcome.ignored) == (398, 338, 60, ())
    again = run(path)
    assert (again.matters, again.contacts, again.present) == (0, 0, 398)
    assert verify.run().problems == ()


def test_the_messages_with_replies_are_taken_wholly(district: District, shared_data: Path) -> None:
    outcome = run(shared_data / "messages" / "messages_with_replies.csv")
    assert outcome.problems == []
    assert (outcome.rows, outcome.matters) == (2816, 2816)
