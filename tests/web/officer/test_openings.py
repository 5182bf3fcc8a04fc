"""The auditor narrows the log of opened identities, and takes it out as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from openpyxl import load_workbook
from tests.plugins.district import District, moment

from huiyin.casework.chapters.intake import lookup
from huiyin.casework.upkeep.verify import run as verify
from huiyin.ledger import reads as ledger
from huiyin.people import reads as people
from huiyin.web.officer.pages import access_log

SignIn = Callable[[str], Client]
ADDRESS = "/office/openings"
OUT = "/office/openings/table"


@pytest.fixture
def looked_up(district: District) -> District:
    """Two look-ups: by the clerk on 10 November, by the dispatcher on 20 November."""
    for who, day in ((district.clerk, "2026-11-10"), (district.dispatcher, "2026-11-20")):
        lookup.by_phone(office="office", phone="13800000000", by=who, at=moment(day), request_recorded=True)
    return district


def days(client: Client, **asked: str) -> list[str]:
    lines = client.get(ADDRESS, asked).context["lines"]
    return [f"{line.at:%m-%d}" for line in lines]


def test_by_officer_period_and_purpose(looked_up: District, sign_in: SignIn) -> None:
    auditor = sign_in("auditor")
    assert days(auditor) == ["11-20", "11-10"]
    assert days(auditor, who=looked_up.clerk.name) == ["11-10"]
    assert days(auditor, since="2026-11-11") == ["11-20"]
    assert days(auditor, until="2026-11-10") == ["11-10"]  # this day included
    assert days(auditor, until="2026-11-09") == []
    assert days(auditor, purpose="contact") == []  # a look-up states no purpose of opening


def test_what_cannot_be_is_said(looked_up: District, sign_in: SignIn) -> None:
    page = sign_in("auditor").get(ADDRESS, {"since": "2026-11-20", "until": "2026-11-10"}).content.decode()
    assert "最后一天早于第一天" in page


def test_the_table_holds_the_same_lines_and_no_name(looked_up: District, sign_in: SignIn) -> None:
    auditor = sign_in("auditor")
    got = auditor.post(OUT, {"who": looked_up.clerk.name, "as": "csv"})
    assert got["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(got.content.decode("utf-8-sig"))))
    assert rows[0] == ["时间", "操作", "经办人", "机关", "查看事由", "事项", "查到"]
    assert [row[2] for row in rows[1:]] == ["Clerk"]
    assert "138" not in got.content.decode()


def test_the_workbook_holds_the_same_cells_as_text(looked_up: District, sign_in: SignIn) -> None:
    staff = get_user_model().objects.get(username="clerk")
    staff.name = "=HYPERLINK(1)"
    staff.save()
    asked = {"who": looked_up.clerk.name, "since": "2026-11-01", "until": "2026-11-19"}
    auditor = sign_in("auditor")
    sheet = load_workbook(io.BytesIO(auditor.post(OUT, {**asked, "as": "xlsx"}).content)).worksheets[0]
    rows = list(sheet.iter_rows())
    assert [(row[2].value, row[2].data_type) for row in rows[1:]] == [("=HYPERLINK(1)", "s")]
    rows = list(csv.reader(io.StringIO(auditor.post(OUT, {**asked, "as": "csv"}).content.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["'=HYPERLINK(1)"]


def test_taking_it_out_stands_in_the_log(looked_up: District, sign_in: SignIn) -> None:
    auditor = sign_in("auditor")
    auditor.post(OUT, {"who": looked_up.clerk.name, "as": "csv"})
    assert ledger.events("access:office")[-1].payload == {"lines": 1}
    line = auditor.get(ADDRESS).context["lines"][0]
    assert (line.what, line.who, line.hits) == ("导出本记录", "Auditor", "1 条")
    assert verify().ok


def test_what_cannot_be_is_said_before_anything_is_taken_out(looked_up: District, sign_in: SignIn) -> None:
    auditor = sign_in("auditor")
    asked = {"since": "2026-11-20", "until": "2026-11-10"}
    page = auditor.post(OUT, {**asked, "as": "csv"}, follow=True).content.decode()
    assert "最后一天早于第一天" in page
    assert [event.type for event in ledger.events("access:office")] == ["identity.looked_up"] * 2


def test_pages_keep_what_was_asked(looked_up: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "PAGE", 1)
    auditor = sign_in("auditor")
    first = auditor.get(ADDRESS, {"since": "2026-11-01"})
    assert [f"{line.at:%d}" for line in first.context["lines"]] == ["20"]
    second = auditor.get(first.context["next"])
    assert [f"{line.at:%d}" for line in second.context["lines"]] == ["10"]
    assert second.context["next"] == ""
    assert second.context["first"] == f"{ADDRESS}?since=2026-11-01"


def test_nobody_else_takes_it_out(looked_up: District, sign_in: SignIn) -> None:
    for username in ("clerk", "builder", "supervisor", "chief"):
        assert sign_in(username).post(OUT, {"as": "csv"}).status_code == 404


def test_the_log_itself_refuses_whoever_does_not_audit(looked_up: District) -> None:
    with pytest.raises(people.NotEntitled):
        people.take_out(["office"], by=looked_up.clerk, at=moment("2026-11-23"), limit=5)
