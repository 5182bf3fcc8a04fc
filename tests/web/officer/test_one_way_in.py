"""How far a click goes: through how many modules of casework, and how often the law is
asked: once to show what follows, once under the lock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.plugins.district import District
from tests.plugins.matters import Life
from tests.plugins.tracing import traced

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def test_a_decision(district: District, sign_in: SignIn) -> None:
    life = Life.begin(district).until("accepted")
    client = sign_in("green")
    address = f"/office/case/{life.filed.case_id}/act/decide"
    page = client.get(address)
    told = {
        "outcome_1": "supported",
        "facts_1": "查明夜间施工",
        "basis_1": "噪声污染防治法",
        "reply_1": "已责令整改",
        "outcome": "supported",
        "heard": "talk",
        "heard_on": date(2026, 11, 20).isoformat(),
        "as_of": page.context["as_of"],
        "do": "confirm",
    }
    with traced() as trace:
        answer = client.post(address, told)
    assert answer.status_code == 302, answer.content.decode()
    assert life.view.state.state == "decided"
    assert trace.asked_the_law == 2
    assert {"acts", "chapters.handling.deciding", "matter.command", "matter.writing"} <= trace.modules
    assert len(trace.modules) <= 15, " ".join(sorted(trace.modules))
