"""Everything under supervision, with the day on which the answer is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts

SignIn = Callable[[str], Client]
ADDRESS = "/office/overview/supervised"


@pytest.mark.parametrize(
    ("username", "expected"), [("supervisor", 200), ("chief", 404), ("clerk", 404), ("builder", 404), ("auditor", 404)]
)
def test_only_supervisors_find_it(sign_in: SignIn, username: str, expected: int) -> None:
    assert sign_in(username).get(ADDRESS).status_code == expected


def test_a_notice_stands_with_the_day_of_its_answer_and_then_the_answer(district: District, sign_in: SignIn) -> None:
    life = Life.begin(district).until("accepted")
    supervisor = sign_in("supervisor")
    assert "没有督办中的事项" in supervisor.get(ADDRESS).content.decode()
    who = {"case_id": life.filed.case_id, "at": moment("2026-11-20")}
    acts.take(
        "supervise", **who, circumstance="late", asked="请说明", answer_by=date(2026, 12, 4), by=district.supervisor
    )
    page = supervisor.get(ADDRESS)
    assert [(one.case_id, one.due_date) for one in page.context["lines"]] == [(life.filed.case_id, date(2026, 12, 4))]
    assert "区生态环境分局" in page.content.decode()
    acts.take("answer_supervision", **who, text="已安排检测。", by=district.green)
    assert [one.duty for one in supervisor.get(ADDRESS).context["lines"]] == ["审核督办答复"]
