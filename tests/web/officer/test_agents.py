"""Somebody who acts for a petitioner comes to the window: recorded with their paper,
opened with a purpose, ended.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.plugins.matters import Life
from tests.web.officer.test_acts import do, words

from huiyin.casework.models import Agent
from huiyin.ledger.models import LedgerEvent

SignIn = Callable[[str], Client]
SAID = {
    "kind": "guardian",
    "scope": "special",
    "since": "2026-11-20",
    "until": "",
    "name": "郑小满",
    "phone": "",
    "address": "",
    "draft": "0123456789abcdef0123456789abcdef",
    "do": "confirm",
}


@pytest.fixture
def matter(district: District) -> Life:
    """A matter that was accepted."""
    return Life.begin(district).until("accepted")


def record(client: Client, life: Life, **changes: Any) -> Any:
    """Send the form with the paper."""
    paper = SimpleUploadedFile("监护证明.txt", "监护".encode())
    page = reverse("officer:appoint_agent", args=[life.filed.case_id])
    return client.post(page, {**SAID, "attachments": paper, **changes})


def test_the_office_records_a_guardian_and_hands_out_a_slip(matter: Life, sign_in: SignIn) -> None:
    green = sign_in("green")
    case = reverse("officer:case", args=[matter.filed.case_id])
    assert "登记代理人" in words(green.get(case))
    page = words(green.get(reverse("officer:act", args=[matter.filed.case_id, "appoint_agent"])))
    assert "条例未规定代理人" in page
    slip = record(green, matter)
    assert slip.status_code == 200
    code = re.findall(r'<dd class="hy-code">([^<]+)</dd>', slip.content.decode())[1]
    assert record(green, matter).content.decode().count(code) == 1  # sent twice: the same slip
    row = Agent.objects.get()
    assert (row.kind, row.scope, row.since_date, row.until_date) == ("guardian", "special", date(2026, 11, 20), None)
    shown = words(green.get(case))
    assert "1号（监护人（法定代理人）） · 特别授权，未定最后一日" in shown
    assert "郑小满" not in shown
    citizen = Client()
    given = {"number": matter.filed.number, "code": code}
    assert citizen.post("/follow", given).status_code == 302
    assert "您以代理人身份代信访人办理" in words(citizen.get("/follow/matter"))
    citizen.post("/follow/matter/supplement", {"text": "补充", "do": "send"})
    assert "1号代理人（代信访人）" in words(green.get(case))


def test_what_is_missing_is_named(matter: Life, sign_in: SignIn) -> None:
    green = sign_in("green")
    empty = record(green, matter, attachments="", name="")
    assert empty.status_code == 422
    assert "请填写代理人姓名" in words(empty)
    bare = record(green, matter, attachments="")
    assert bare.status_code == 409
    assert "没有附上授权书或者监护关系证明" in words(bare)
    assert Agent.objects.count() == 0


def test_who_it_is_opens_with_a_purpose_and_is_logged(matter: Life, sign_in: SignIn) -> None:
    green = sign_in("green")
    record(green, matter)
    page = reverse("officer:agent", args=[matter.filed.case_id, 1])
    before = LedgerEvent.objects.filter(type="identity.revealed").count()
    assert "郑小满" not in words(green.get(page))
    assert green.post(page, {"purpose": ""}).status_code == 422
    assert green.get(reverse("officer:agent", args=[matter.filed.case_id, 2])).status_code == 404
    assert sign_in("townsman").get(page).status_code == 404
    assert LedgerEvent.objects.filter(type="identity.revealed").count() == before


@pytest.mark.django_db(transaction=True)
def test_opening_shows_the_name_once(matter: Life, sign_in: SignIn) -> None:
    green = sign_in("green")
    record(green, matter)
    page = reverse("officer:agent", args=[matter.filed.case_id, 1])
    assert "郑小满" in words(green.post(page, {"purpose": "check"}))
    assert LedgerEvent.objects.filter(type="identity.revealed").exists()


def test_the_office_ends_it_at_the_persons_word(matter: Life, sign_in: SignIn) -> None:
    green = sign_in("green")
    record(green, matter)
    act = reverse("officer:act", args=[matter.filed.case_id, "end_agent"])
    assert "1号（监护人" in words(green.get(act))
    unsaid = green.post(act, {"agent": "1", "do": "confirm"})
    assert "代理只能由信访人或者代理人本人终止" in words(unsaid)
    do(green, matter.filed.case_id, "end_agent", agent="1", own_wish="on")
    assert "已经终止" in words(green.get(reverse("officer:case", args=[matter.filed.case_id])))


def test_another_organ_records_nobody(matter: Life, sign_in: SignIn) -> None:
    page = reverse("officer:appoint_agent", args=[matter.filed.case_id])
    assert sign_in("townsman").get(page).status_code == 404
    assert Agent.objects.count() == 0


ASKED = {"reason": "不服"}


@pytest.fixture
def answered(matter: Life, sign_in: SignIn, now: Callable[..., datetime]) -> Life:
    """The same with a guardian who has special authority and a relative with general
    authority; answered and served.
    """
    matter.until("extended")
    now("2026-11-20")
    green = sign_in("green")
    record(green, matter)
    record(green, matter, kind="relative", scope="general", until="2027-11-01", draft="f" * 32)
    now("2026-11-23")
    return matter.until("served")


def at_window(sign_in: SignIn) -> Client:
    """The clerk who took the matter in."""
    return sign_in("clerk")


def test_the_clerk_is_asked_whether_an_agent_stands_at_the_window(answered: Life, sign_in: SignIn) -> None:
    clerk, case = at_window(sign_in), answered.filed.case_id
    page = words(clerk.get(reverse("officer:act", args=[case, "ask_review"])))
    assert "由谁提出？" in page
    assert "1号（监护人（法定代理人））" in page
    unsaid = clerk.post(reverse("officer:act", args=[case, "ask_review"]), {**ASKED, "do": "confirm"})
    assert (unsaid.status_code, "请选择由信访人提出还是由代理人提出" in words(unsaid)) == (422, True)
    refused = clerk.post(
        reverse("officer:act", args=[case, "ask_review"]), {**ASKED, "asked_for_by": "2", "do": "preview"}
    )
    assert "代理人没有特别授权，不能代为进行此项：请求复查" in words(refused)
    assert "由信访人给予特别授权后重新登记" in words(refused)
    do(clerk, case, "ask_review", **ASKED, asked_for_by="2")
    assert not LedgerEvent.objects.filter(type="matter.review_requested").exists()
    do(clerk, case, "ask_review", **ASKED, asked_for_by="1")
    event = LedgerEvent.objects.get(type="matter.review_requested")
    assert (event.actor.partition(":")[0], event.payload["data"]["through_agent"]) == ("staff", 1)
    assert "1号代理人到场" in words(sign_in("green").get(reverse("officer:case", args=[case])))
    citizen = Client()
    citizen.post("/follow", {"number": answered.filed.number, "code": answered.filed.query_code})
    assert "（由1号代理人代为办理）" in words(citizen.get("/follow/matter"))


def test_the_petitioner_asks_and_no_agent_is_named(answered: Life, sign_in: SignIn) -> None:
    do(at_window(sign_in), answered.filed.case_id, "ask_review", **ASKED, asked_for_by="0")
    assert "through_agent" not in LedgerEvent.objects.get(type="matter.review_requested").payload.get("data", {})


def test_without_agents_nobody_is_asked(matter: Life, sign_in: SignIn) -> None:
    page = words(
        sign_in("clerk").get(reverse("officer:act", args=[matter.until("served").filed.case_id, "ask_review"]))
    )
    assert "由谁提出？" not in page
    assert "请求复查" in page
