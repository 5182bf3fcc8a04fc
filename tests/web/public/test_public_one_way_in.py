"""How far a filing goes, from the form to the receipt: through how many modules of
casework, and how often the law is asked.
"""

from __future__ import annotations

import pytest
from django.test import Client
from tests.plugins.matters import ALL
from tests.plugins.tracing import traced

pytestmark = pytest.mark.django_db


def test_a_filing(citizen: Client) -> None:
    citizen.get("/file/all")
    with traced() as trace:
        answer = citizen.post("/file/all", ALL)
    assert (answer.status_code, answer["Location"]) == (302, "/receipt")
    assert trace.asked_the_law == 1
    assert {"matter.opening", "matter.writing"} <= trace.modules
    assert len(trace.modules) <= 15, " ".join(sorted(trace.modules))
