"""The page of a matter: three bands, what cannot be done and why, who it is, and how
few questions it asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment, petition
from tests.web.officer.building import filed, forwarded, registered, upload

from huiyin.casework import acts
from huiyin.casework.chapters.intake import contacts as intake_contacts
from huiyin.ledger import reads as ledger
from huiyin.people import acts as people

SignIn = Callable[[str], Client]


def page_of(client: Client, case_id: str, **query: str) -> str:
    """The page's markup."""
    got = client.get(reverse("officer:case", args=[case_id]), query)
    assert got.status_code == 200
    return got.content.decode()


def plain(markup: str) -> str:
    """The page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def test_the_three_bands(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district, claims=("停止夜间施工", "公布监督电话"))
    markup = page_of(sign_in("green"), case_id)
    said = plain(markup)
    assert "现在应做什么" in said
    assert "书面告知 区生态环境分局 （本机关）" in said
    assert "12月1日（周二）" in said
    assert "信访工作条例第23条" in said
    # fifteen calendar days, the first one not counted
    assert "期限为15日" in said
    assert "停止夜间施工" in said
    assert "公布监督电话" in said
    assert "转送、交办" in said
    assert reverse("officer:act", args=[case_id, "notify"]) in markup
    assert ">书面告知接收情况</a>" in markup


def test_what_cannot_be_done_says_why(district: District, sign_in: SignIn) -> None:
    case_id = registered(district=district)
    said = plain(page_of(sign_in("dispatcher"), case_id))
    assert re.search(r"有\d+项操作现在不能办理，查看原因", said)
    assert "信访部门应当转送有权处理的机关，不直接办理" in said


def test_who_it_is_stays_sealed_until_somebody_says_why(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    client = sign_in("green")
    assert "林知远" not in page_of(client, case_id)
    address = reverse("officer:identity", args=[case_id, f"{case_id}.1"])
    assert client.get(address).status_code == 200
    assert client.post(address, {"purpose": ""}).status_code == 422
    assert client.post(address, {"purpose": "own"}).status_code == 422
    assert ledger.events("access:environment") == ()
    got = client.post(address, {"purpose": "notify"})
    assert "林知远" in got.content.decode()
    assert "13800000000" in got.content.decode()
    logged = ledger.events("access:environment")
    assert [event.type for event in logged] == ["identity.revealed"]
    assert logged[0].payload["case"] == case_id
    assert "林知远" not in str(logged[0].payload)


def test_an_erased_identity_cannot_be_opened(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    client = sign_in("green")
    address = reverse("officer:identity", args=[case_id, f"{case_id}.1"])
    client.post(address, {"purpose": "notify"})
    identity = str(ledger.events("access:environment")[0].payload["identity"])
    people.erase(identity_id=identity, by=district.green.name, at=moment("2026-11-20"), reason="requested")
    got = client.post(address, {"purpose": "notify"})
    assert got.status_code == 410
    assert "林知远" not in got.content.decode()


def test_an_anonymous_contact_has_nothing_to_open(district: District, sign_in: SignIn) -> None:
    case_id = filed(anonymous=True)
    assert "未留姓名" in page_of(sign_in("clerk"), case_id)
    address = reverse("officer:identity", args=[case_id, f"{case_id}.1"])
    assert sign_in("clerk").post(address, {"purpose": "contact"}).status_code == 404


def test_what_happened_can_be_narrowed(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    acts.take("notify", case_id=case_id, text="已收到", by=district.green, at=moment("2026-11-18"))
    acts.take("accept", case_id=case_id, by=district.green, at=moment("2026-11-19"))
    acts.take("extend", case_id=case_id, days=10, reason="复杂", by=district.green_head, at=moment("2026-11-20"))
    client = sign_in("green")
    everything = page_of(client, case_id)
    assert everything.count('id="event-') == 6
    assert page_of(client, case_id, show="contacts").count('id="event-') == 1
    assert page_of(client, case_id, show="acts").count('id="event-') == 5
    moved = page_of(client, case_id, show="dates")
    assert moved.count('id="event-') == 1
    # sixty days from 19 November end on 18 January 2027; ten more on the 28th
    assert "由2027年1月18日改为2027年1月28日" in plain(moved)
    assert page_of(client, case_id, show="nonsense").count('id="event-') == 6


def test_the_history_names_actor_ground_and_hash(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    said = plain(page_of(sign_in("green"), case_id))
    last = ledger.events(f"case:{case_id}")[-1]
    assert last.hash in said
    assert "区信访局 · Dispatcher" in said
    assert "记录于" in said  # written down on another day than it happened


def test_a_spoken_visit_of_many_is_a_contact_of_its_own(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    intake_contacts.record_contact(
        case_id=case_id,
        contact=petition(channel="visit", persons=8, representatives=3, spoken=True, text="再次反映"),
        office="office",
        by=district.clerk,
        at=moment("2026-11-19"),
    )
    said = plain(page_of(sign_in("green"), case_id))
    assert "来访（再次）" in said
    assert "8人，代表3人" in said
    assert "口头陈述，已记录并宣读" in said


def test_a_number_leads_to_its_matter(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    client = sign_in("green")
    assert client.get("/office/number", {"number": " xf2026-000001 "})["Location"].endswith(case_id)
    assert client.get("/office/number", {"number": "XF2026-000009"}).status_code == 404


@pytest.mark.parametrize("contacts", [1, 12])
def test_at_most_twenty_questions_at_any_size(
    district: District, sign_in: SignIn, django_assert_max_num_queries: Any, contacts: int
) -> None:
    upload("a" * 32)
    case_id = forwarded(district=district, draft="a" * 32)
    for _n in range(contacts):
        intake_contacts.record_contact(
            case_id=case_id, contact=petition(), office="office", by=district.clerk, at=moment("2026-11-19")
        )
    client = sign_in("green_head")
    page_of(client, case_id)
    with django_assert_max_num_queries(20) as asked:
        page_of(client, case_id)
    assert len(asked) <= 14
