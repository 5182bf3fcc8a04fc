"""Other ways on the citizens' pages: one's own matter, the receipt, the guide of which
nothing is kept.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import moment
from tests.plugins.matters import ALL, Life
from tests.web.public.test_public_following import enter

from huiyin.casework import acts
from huiyin.ledger.models import LedgerEvent

pytestmark = pytest.mark.django_db


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def test_one_s_own_statement_shows_the_ways(citizen: Client, life: Life, at: Any) -> None:
    at("2026-11-23")
    said = plain(enter(citizen, life))
    assert "您可以选择的其他法定途径" in said
    assert "查看我可以选择的其他途径" in said
    chosen = citizen.get("/follow/matter/ways").content.decode()
    assert 'href="/follow/matter/ways/labour"' in chosen
    asked = plain(citizen.get("/follow/matter/ways/labour").content.decode())
    assert "您知道权利被侵害之日" in asked
    done = citizen.post("/follow/matter/ways/labour", {"look": "1", "known_on": "2025-12-08"})
    assert done["Location"] == "/follow/matter#ways"
    said = plain(citizen.get("/follow/matter").content.decode())
    assert "您说明属于：劳动争议。" in said
    assert "可以提出，据估计至12月8日（周二）止" in said
    assert "还有 15 天" in said
    assert "您有一条法定途径将在15天内到期。" in said
    assert "向有关部门请求权利救济的，仲裁时效中断" in said
    assert "12348" in said
    assert "您说明属于" in said
    again = citizen.get("/follow/matter/ways/labour").content.decode()
    assert 'value="2025-12-08"' in again


@pytest.mark.parametrize(
    ("day", "said", "edge"),
    [
        ("2026-11-07", "31 days left", ""),
        ("2026-11-08", "30 days left", "hy-way--30"),
        ("2026-11-23", "15 days left", "hy-way--15"),
        ("2026-12-03", "5 days left", "hy-way--5"),
        ("2026-12-08", "due today", "hy-way--5"),
        ("2026-12-09", "The time is over (estimate)", "hy-way--lapsed"),
    ],
)
def test_it_warns_thirty_fifteen_and_five_days_before(  # noqa: PLR0917 (a table)
    english: Client, life: Life, at: Any, day: str, said: str, edge: str
) -> None:
    life.until("forwarded")
    args = {"claim_kind": "labour", "known_on": date(2025, 12, 8)}
    acts.take("sort_by_law", case_id=life.filed.case_id, **args, by=life.district.green, at=moment("2026-09-16"))
    at(day)
    markup = enter(english, life)
    assert said in plain(markup)
    assert "The office sorted your matter as: A labour dispute." in plain(markup)
    assert f'class="hy-way hy-way--{"lapsed" if "lapsed" in edge else "open"}' in markup
    assert edge in markup
    assert ("closes within" in plain(markup)) is (edge not in {"", "hy-way--lapsed"})


def test_days_that_differ_are_shown_both(english: Client, life: Life, at: Any) -> None:
    life.until("forwarded")
    at("2026-09-17")
    args = {"claim_kind": "administrative_act", "known_on": date(2026, 8, 3)}
    acts.take("sort_by_law", case_id=life.filed.case_id, **args, by=life.district.green, at=moment("2026-09-16"))
    enter(english, life)
    english.post("/follow/matter/ways/administrative_act", {"look": "1", "known_on": "2026-08-10"})
    said = plain(english.get("/follow/matter").content.decode())
    assert "you stated 2026-08-10, the office noted 2026-08-03." in said


def test_a_day_in_the_future_is_not_taken(english: Client, life: Life) -> None:
    enter(english, life)
    page = english.post("/follow/matter/ways/labour", {"look": "1", "known_on": "2026-09-09"})
    assert page.status_code == 200
    assert "cannot be in the future" in page.content.decode()
    wrong = {"look": "1", "known_on": "2026-09-01", "happened_on": "2026-09-02"}
    refused = plain(english.post("/follow/matter/ways/administrative_act", wrong).content.decode())
    assert "It cannot be learned of before it happened." in refused


def test_nothing_about_other_ways_for_an_accusation(citizen: Client, district: Any, at: Any) -> None:
    life = Life.begin(district, category="accusation")
    assert "您可以选择的其他法定途径" not in enter(citizen, life)


def test_the_receipt_says_it_short(citizen: Client, district: Any) -> None:
    citizen.post("/file/all", ALL)
    citizen.post("/file/check", {"do": "send"})
    page = citizen.get("/receipt").content.decode()
    if "您的信访事项已收到" not in page and "查询码" not in page:
        pytest.skip("the wizard's last page is tested elsewhere")
    assert "您可以选择的其他法定途径" in page
    assert citizen.post("/receipt/follow", {"then": "ways"})["Location"] == "/follow/matter/ways"


def test_a_time_that_ended_says_what_excuses_delay(citizen: Client, at: Any) -> None:
    """行政复议法第20条第2款: 因不可抗力或者其他正当理由耽误的，自障碍消除之日起继续计算."""
    at("2026-11-23")
    page = citizen.post("/ways/administrative_act", {"look": "1", "known_on": "2026-06-01"}).content.decode()
    said = plain(page)
    assert "期限（估计）已过" in said or "期限已过" in said
    over = page[page.index("hy-way--lapsed") :]
    before, _, _ = over.partition("<details")
    assert "如果是因为客观原因耽误了期限" in before
    assert "因不可抗力或者其他正当理由耽误的，期限自障碍消除之日起继续计算。" in before
    assert "第20条" in plain(before)


def test_the_day_a_decision_was_made_is_asked_for_not_that_of_receipt(citizen: Client, at: Any) -> None:
    """国家赔偿法第14条: 作出决定之日起三个月; made on 20 August, received on the 30th: until 20 November."""
    at("2026-11-16")
    asked = plain(citizen.get("/ways/state_compensation").content.decode())
    assert "赔偿决定作出之日（看决定书上的日期，不是收到之日）" in asked
    given = {"look": "1", "made_on": "2026-08-20", "decided_on": "2026-08-30"}
    said = plain(citizen.post("/ways/state_compensation", given).content.decode())
    assert "11月20日" in said
    assert "从作出之日起算（看文书上的日期），不是从收到之日。" in said


def test_a_land_decision_leads_to_reconsideration_first(english: Client, at: Any) -> None:
    at("2026-10-20")
    given = {"look": "1", "decided_on": "2026-09-07"}
    said = plain(english.post("/ways/land_ownership", given).content.decode())
    assert "Open, by our estimate, until Fri 6 Nov." in said
    assert "First: reconsideration of a decision on land rights." in said


def test_the_guide_keeps_nothing(english: Client, at: Any) -> None:
    at("2026-11-23")
    before = LedgerEvent.objects.count()
    assert 'href="/ways/information_refused"' in english.get("/ways").content.decode()
    first = plain(english.get("/ways/information_refused").content.decode())
    assert "We do not know: the day you learned what was decided." in first
    given = {"look": "1", "known_on": "2026-09-28", "real_estate": "on"}
    page = english.post("/ways/information_refused", given).content.decode()
    assert "Open, by our estimate, until Fri 27 Nov." in plain(page)
    assert "First: administrative reconsideration." in plain(page)
    assert "unverified" in page
    assert LedgerEvent.objects.count() == before
    assert "2026-09-28" not in str(dict(english.session.items()))
    assert english.get("/ways/weather").status_code == 404
    assert (
        "cannot be in the future"
        in english.post("/ways/labour", {"look": "1", "known_on": "2027-01-01"}).content.decode()
    )


def test_the_first_pages_lead_there(english: Client) -> None:
    for address in ("/", "/rights"):
        assert 'href="/ways"' in english.get(address).content.decode()
