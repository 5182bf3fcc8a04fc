"""The counter's pages: correcting what is recorded, and a new query code."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.web.officer.building import filed, forwarded, registered

from huiyin.casework.matter import reads
from huiyin.ledger import reads as ledger
from huiyin.web.public import access

SignIn = Callable[[str], Client]


def contact_of(district: District, case_id: str) -> str:
    return reads.access_case(by=district.clerk, case_id=case_id).contacts[0].id


def test_the_page_of_the_matter_leads_to_both(district: District, sign_in: SignIn) -> None:
    case_id = registered(district=district)
    markup = sign_in("clerk").get(reverse("officer:case", args=[case_id])).content.decode()
    assert reverse("officer:correct", args=[case_id, contact_of(district, case_id)]) in markup
    assert reverse("officer:renew_code", args=[case_id]) in markup
    above = sign_in("supervisor").get(reverse("officer:case", args=[case_id])).content.decode()
    assert reverse("officer:renew_code", args=[case_id]) not in above


def test_a_correction_is_sent_once_it_says_what_how_and_why(district: District, sign_in: SignIn) -> None:
    case_id, client = registered(district=district), sign_in("clerk")
    address = reverse("officer:correct", args=[case_id, contact_of(district, case_id)])
    page = client.get(address).content.decode()
    assert "林知远" not in page
    assert "13800000000" not in page
    wrong = client.post(address, {"phone": "138 0000 1111", "reason": "少写一位"})
    assert wrong.status_code == 422
    said = wrong.content.decode()
    assert "请选择核实方式" in said
    assert "138 0000 1111" in said
    assert "少写一位" in said  # what was written is given back
    empty = client.post(address, {"seen": "document", "reason": "少写一位"})
    assert "姓名、电话、住址、电子邮箱至少一项" in empty.content.decode()
    done = client.post(address, {"phone": "138 0000 1111", "seen": "document", "reason": "少写一位"})
    assert done["Location"] == reverse("officer:case", args=[case_id])
    history = client.get(done["Location"]).content.decode()
    assert "更正登记的姓名或者联系方式" in history
    assert "少写一位" in history
    same = client.post(address, {"phone": "138 0000 1111", "seen": "document", "reason": "少写一位"})
    assert same.status_code == 422
    assert "没有不同" in same.content.decode()


def test_a_new_code_is_shown_once_and_the_old_session_ends(district: District, sign_in: SignIn, now: object) -> None:
    case_id, client, citizen = registered(district=district), sign_in("clerk"), Client()
    view = reads.access_case(by=district.clerk, case_id=case_id)
    session = citizen.session
    session[access.KEY] = {"case": case_id, "until": "2026-11-23T10:20:00+08:00", "agent": 0, "code": view.code_mark}
    session.save()
    assert citizen.get(reverse("public:matter")).status_code == 200
    address = reverse("officer:renew_code", args=[case_id])
    page = client.get(address).content.decode()
    (token,) = re.findall(r'name="token" value="([^"]+)"', page)
    assert client.post(address, {"token": token}).status_code == 422
    slip = client.post(address, {"token": token, "seen": "document"})
    assert slip.status_code == 200
    number, code = re.findall(r'<dd class="hy-code">([^<]+)</dd>', slip.content.decode())
    assert reads.access_own(number=number, query_code=code).case_id == case_id
    again = client.post(address, {"token": token, "seen": "document"}).content.decode()
    assert code in again
    assert len([one for one in ledger.events(f"case:{case_id}") if one.type == "matter.code_renewed"]) == 1
    assert citizen.get(reverse("public:matter"))["Location"] == reverse("public:follow")
    assert "换发查询码" in client.get(reverse("officer:case", args=[case_id])).content.decode()


def test_nobody_else_finds_these_pages(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    contact = contact_of(district, case_id)
    pages = [reverse("officer:correct", args=[case_id, contact]), reverse("officer:renew_code", args=[case_id])]
    for who in ("supervisor", "builder", "townsman", "auditor"):
        assert {sign_in(who).get(page).status_code for page in pages} == {404}, who
    sealed = filed(category="accusation")
    assert sign_in("clerk").get(reverse("officer:renew_code", args=[sealed])).status_code == 404
