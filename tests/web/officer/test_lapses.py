"""Rights that lapse soon: the list, the note on the first page, the supervisor's
numbers, and who sees none of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.plugins.district import District, moment
from tests.web.officer.building import forwarded

from huiyin.casework import acts

SignIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def plain(client: Client, address: str) -> str:
    got = client.get(address)
    assert got.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", got.content.decode()))


def sorted_matter(district: District, known_on: date, **changes: str) -> str:
    """A matter whose year for labour arbitration began on a day."""
    case_id = forwarded(district=district, **changes)
    args = {"claim_kind": "labour", "known_on": known_on}
    acts.take("sort_by_law", case_id=case_id, **args, by=district.green, at=moment("2026-11-20"))
    return case_id


def test_the_list_and_the_note_that_leads_to_it(district: District, sign_in: SignIn) -> None:
    client = sign_in("green")
    assert "没有即将届满的" in plain(client, "/office/lapses")
    assert "将在30天内到期" not in plain(client, "/office/")
    # 23 November 2026 is a Monday: three days left, fifteen, and thirty-one.
    for known_on, title in ((date(2025, 11, 26), "甲"), (date(2025, 12, 8), "乙"), (date(2025, 12, 24), "丙")):
        sorted_matter(district, known_on, title=f"拖欠工资{title}")
    said = plain(client, "/office/lapses")
    assert "拖欠工资甲" in said
    assert "拖欠工资乙" in said
    assert "拖欠工资丙" not in said
    assert said.index("拖欠工资甲") < said.index("拖欠工资乙")
    assert "劳动仲裁" in said
    assert "拖欠工资乙" not in plain(client, "/office/lapses?within=5")
    first = plain(client, "/office/")
    assert "有2件事项，信访人的其他法定途径将在30天内到期" in first
    assert "5天内：1" in first
    assert plain(client, "/office/lapses?within=nonsense&after=nonsense")


def test_others_see_none_of_it_and_supervisors_see_numbers(district: District, sign_in: SignIn) -> None:
    sorted_matter(district, date(2025, 11, 26), title="拖欠工资")
    assert "拖欠工资" not in plain(sign_in("builder"), "/office/lapses")
    assert "拖欠工资" not in plain(sign_in("builder"), "/office/lapses?organ=environment")
    assert sign_in("auditor").get("/office/lapses").status_code == 404
    supervisor = sign_in("supervisor")
    page = supervisor.get("/office/overview/")
    assert page.context["lapses"] == [("区生态环境分局", 1, "/office/lapses?organ=environment&within=15")]
    assert "拖欠工资" in plain(supervisor, "/office/lapses?organ=environment&within=15")


def test_the_list_costs_the_same_at_any_size(district: District, sign_in: SignIn) -> None:
    client = sign_in("green")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/office/lapses")
        return len(captured)

    client.get("/office/lapses")
    few = cost()
    for n in range(8):
        sorted_matter(district, date(2025, 12, 1 + n))
    assert cost() == few
