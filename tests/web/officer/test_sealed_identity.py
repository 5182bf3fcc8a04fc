"""Opening who made a report, on the pages: asked, approved by another, opened, seen by
the reporter.
"""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment, petition
from tests.plugins.readers import name_reader
from tests.web.officer.test_acts import do, words

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake

SignIn = Callable[[str], Client]


def test_two_persons_and_a_mark(district: District, sign_in: SignIn) -> None:
    reader = name_reader(district)
    name_reader(district, "colleague", second="inspector")
    filed = intake.file_petition(
        petition=petition(category="accusation"), office="discipline", by=Actor.petitioner(), at=moment("2026-11-16")
    )
    acts.take(
        "register", case_id=filed.case_id, category="accusation", topic="", area="", by=reader, at=moment("2026-11-17")
    )
    first, second = sign_in("inspector"), sign_in("colleague")
    address = reverse("officer:identity", args=[filed.case_id, f"{filed.case_id}.1"])
    assert first.post(address).status_code == 409
    assert "须经另一名查阅人同意" in words(first.get(address))
    assert "/act/ask_identity" in first.get(address).content.decode()
    do(first, filed.case_id, "ask_identity", reason="需要核实")
    assert "/act/ask_identity" not in first.get(address).content.decode()
    do(second, filed.case_id, "approve_identity")
    opening = first.get(reverse("officer:act", args=[filed.case_id, "open_identity"]))
    assert opening["Location"] == address
    assert "csrfmiddlewaretoken" in first.get(address).content.decode()
    page = first.get(reverse("officer:case", args=[filed.case_id])).content.decode()
    assert "林知远" not in page
    assert "identity/" in page or "open_identity" in page
    citizen = Client()
    citizen.post("/follow", {"number": filed.number, "code": filed.query_code})
    told = words(citizen.get("/follow/matter"))
    assert "区纪委监委的一名查阅人申请查看您的身份" in told
    assert "需要核实" in told
