"""The annual report as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.plugins.district import District, moment

from huiyin.casework.chapters.legacy_import.acts import carry_contacts, carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyContact, LegacyMatter
from huiyin.ledger import heads

SignIn = Callable[[str], Client]
ANNUAL = "/office/overview/annual?year=2014"


def carried(
    number: str, received: str, *, answered: str = "", handler: str = "housing", **more: object
) -> LegacyMatter:
    """A matter of an old ledger."""
    return LegacyMatter(
        number=number,
        received_on=date.fromisoformat(received),
        channel="letter",
        title="路灯不亮",
        text="路灯不亮",
        handler=handler,
        topic="housing",
        answered_on=date.fromisoformat(answered) if answered else None,
        outcome="supported" if answered else "",
    )


@pytest.fixture
def ledger(district: District) -> District:
    """Five matters: two of 2013 (one answered in 2014), three of 2014 (one answered),
    and a repeat contact.
    """
    matters = [
        carried("A1", "2013-03-01"),
        carried("A2", "2013-11-01", answered="2014-02-03"),
        carried("A3", "2014-01-15", answered="2014-03-01", handler="environment"),
        carried("A4", "2014-05-06", handler="xinan"),
        carried("A5", "2014-12-31", answered="2015-01-05"),
    ]
    assert carry_over(matters=matters, office="office", at=moment("2026-11-23")).problems == []
    repeat = LegacyContact("B1", "A4", date(2014, 6, 1), "phone", "再次来电")
    assert carry_contacts(contacts=[repeat], office="office").problems == []
    return district


def test_the_year_by_month_and_its_new_matters_by_topic_and_area(ledger: District, sign_in: SignIn) -> None:
    page = sign_in("supervisor").get("/office/overview/annual?year=2014")
    months = {one.number: (one.new, one.answered, one.otherwise) for one in page.context["months"]}
    assert months[1] == (1, 0, 0)
    assert months[2] == (0, 1, 0)
    assert months[3] == (0, 1, 0)
    assert months[5] == (1, 0, 0)
    assert months[12] == (1, 0, 0)
    assert sum(new for new, _answered, _otherwise in months.values()) == 3
    crossed = page.context["crossed"]
    assert [(name, line.total) for name, line in crossed] == [("住房", 3)]
    assert "新收事项（按内容分类和属地）" in page.content.decode()


@pytest.mark.parametrize(
    ("username", "expected"), [("supervisor", 200), ("chief", 200), ("auditor", 200), ("builder", 200), ("clerk", 404)]
)
def test_who_may_read_figures(sign_in: SignIn, username: str, expected: int) -> None:
    assert sign_in(username).get("/office/overview/annual").status_code == expected
    assert sign_in(username).get("/office/overview/annual.xlsx").status_code == expected


def test_the_figures_of_a_year_with_their_definitions(ledger: District, sign_in: SignIn) -> None:
    page = sign_in("mayor").get("/office/overview/annual?year=2014")
    numbers = {one.figure.key: one.number for one in page.context["figures"]}
    assert numbers == {
        "stock_start": 2,
        "new": 3,
        "resolved": 2,
        "resolved_of_stock": 1,
        "resolved_of_new": 1,
        "refused": 0,
        "passed_on": 0,
        "withdrawn": 0,
        "stock_end": 3,
        "reopened": 0,
        "contacts": 4,
        "contacts_repeat": 1,
        "persons": 4,
        "simplified": 0,
    }
    said = page.content.decode()
    assert "重复信访不另计件" in said
    assert "全部登记事项" in said
    assert page.context["problems"] == ()


def test_an_officer_sees_the_figures_of_the_own_organ_only(ledger: District, sign_in: SignIn) -> None:
    client = sign_in("builder")
    page = client.get("/office/overview/annual?year=2014")
    numbers = {one.figure.key: one.number for one in page.context["figures"]}
    assert (numbers["stock_start"], numbers["new"], numbers["resolved"], numbers["stock_end"]) == (2, 1, 1, 2)
    assert page.context["choices"] == []
    assert client.get("/office/overview/annual?year=2014&organ=environment").status_code == 404


def test_the_last_head_is_printed_with_the_figures_of_the_whole_register(ledger: District, sign_in: SignIn) -> None:
    assert sign_in("mayor").get(ANNUAL).context["head"] is None  # before the first night
    head = heads.take(at=moment("2026-11-22", 23))
    assert head is not None
    said = sign_in("mayor").get(ANNUAL).content.decode()
    assert f"{head.size}-{head.grouped}" in said
    assert "办理日志校验值（2026-11-22 23:00 生成）" in said
    sheet = load_workbook(BytesIO(sign_in("mayor").get("/office/overview/annual.xlsx?year=2014").content)).worksheets[0]
    assert head.text in [row[1].value for row in sheet.iter_rows()]


@pytest.mark.parametrize("username", ["builder", "supervisor"])
def test_a_report_on_a_part_prints_no_head(ledger: District, sign_in: SignIn, username: str) -> None:
    head = heads.take(at=moment("2026-11-22"))
    assert head is not None
    page = sign_in(username).get(ANNUAL + "&organ=housing")
    assert page.status_code == 200
    assert head.root[:8] not in page.content.decode()


def test_the_years_to_choose_from_reach_from_the_first_matter_to_today(ledger: District, sign_in: SignIn) -> None:
    page = sign_in("supervisor").get("/office/overview/annual")
    assert [one.text for one in page.context["years"]] == [str(year) for year in range(2026, 2012, -1)]
    assert [one.text for one in page.context["years"] if one.current] == ["2026"]


@pytest.mark.parametrize("year", ["x", "2027", "-5", "20144444444444444", "²"])
def test_a_year_that_cannot_be_is_not_found(sign_in: SignIn, year: str) -> None:
    assert sign_in("supervisor").get("/office/overview/annual", {"year": year}).status_code == 404


def test_the_workbook_speaks_the_language_of_the_page(ledger: District, sign_in: SignIn) -> None:
    client = sign_in("supervisor")
    chinese = load_workbook(BytesIO(client.get("/office/overview/annual.xlsx?year=2014").content))
    assert chinese.sheetnames[0] == "主要数字"
    assert [cell.value for cell in chinese.worksheets[0][2]][:2] == ["上年结转", 2]
    response = client.get("/office/overview/annual.xlsx?year=2014", headers={"accept-language": "en"})
    assert 'filename="huiyin-2014' in response.headers["Content-Disposition"]
    english = load_workbook(BytesIO(response.content))
    assert [cell.value for cell in english.worksheets[0][2]][:2] == ["Stock at the start", 2]


def test_queries_of_the_page(
    ledger: District, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in("mayor")
    client.get("/office/")  # the first request writes down that the session is used
    with django_assert_max_num_queries(29):  # type: ignore[attr-defined]
        assert client.get("/office/overview/annual?year=2014").status_code == 200
