"""The auditor narrows the log of opened identities, and takes it out as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment

from huiyin.casework.intake import lookup

SignIn = Callable[[str], Client]
ADDRESS = "/office/openings"


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
    page = auditor.get(ADDRESS, {"who": looked_up.clerk.name})
    got = auditor.get(page.context["export"])
    assert got["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(got.content.decode("utf-8-sig"))))
    assert rows[0] == ["时间", "操作", "经办人", "机关", "查看事由", "事项"]
    assert [row[2] for row in rows[1:]] == ["Clerk"]
    assert "138" not in got.content.decode()


def test_nobody_else_takes_it_out(looked_up: District, sign_in: SignIn) -> None:
    for username in ("clerk", "builder", "supervisor", "chief"):
        assert sign_in(username).get(reverse("officer:openings"), {"export": "1"}).status_code == 404
