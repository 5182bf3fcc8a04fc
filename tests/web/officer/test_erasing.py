"""The offices' pages for requests to erase a name: taking down, proposing, confirming, refusing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.web.officer.building import filed, registered

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import erasing
from huiyin.casework.matter import erasures
from huiyin.people.models import Identity

SignIn = Callable[[str], Client]


@pytest.fixture
def ended(district: District, settings: Any, now: object) -> str:
    """A matter that ended more than three years ago; the term is three years."""
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 3
    case_id = registered(district=district, day="2023-11-01")
    acts.take("withdraw", case_id=case_id, reason="", by=Actor.petitioner(case_id), at=moment("2023-11-02"))
    return case_id


def asked(case_id: str) -> str:
    erasing.ask(case_id=case_id, by=Actor.petitioner(case_id), at=moment("2026-11-20"))
    return reverse("officer:erasure", args=[case_id, erasures.of(case_id)[-1].seq])


def text(got: Any) -> str:
    return str(got.content.decode())


def test_the_duties_and_the_list_lead_to_what_waits(ended: str, sign_in: SignIn) -> None:
    address = asked(ended)
    for who in ("clerk", "chief"):
        client = sign_in(who)
        assert reverse("officer:erasures") in text(client.get(reverse("officer:duties")))
        assert address in text(client.get(reverse("officer:erasures")))
        assert address in text(client.get(reverse("officer:case", args=[ended])))
    for who in ("supervisor", "auditor"):
        assert sign_in(who).get(reverse("officer:erasures")).status_code == 404
    assert "没有待答复的请求" in text(sign_in("builder").get(reverse("officer:erasures")))


def test_one_proposes_and_the_head_erases_and_the_pages_say_when(ended: str, sign_in: SignIn) -> None:
    address, clerk, chief = asked(ended), sign_in("clerk"), sign_in("chief")
    assert 'value="confirm"' not in text(clerk.get(address))
    assert clerk.post(address, {"do": "propose"}).status_code == 302
    theirs = clerk.post(address, {"do": "confirm"})
    assert theirs.status_code == 422
    assert "由答复机关或者其负责人办理" in text(theirs)
    assert 'value="confirm"' in text(chief.get(address))
    assert chief.post(address, {"do": "confirm"}).status_code == 302
    page = text(clerk.get(reverse("officer:case", args=[ended])))
    assert "姓名已于2026年11月23日（周一）删除" in page
    assert reverse("officer:renew_code", args=[ended]) not in page
    assert reverse("officer:erasure_ask", args=[ended]) not in page
    opened = clerk.post(reverse("officer:identity", args=[ended, f"{ended}.1"]), {"purpose": "contact"})
    assert opened.status_code == 410
    assert "此身份信息已删除" in text(opened)
    assert Identity.objects.get().wrapped_key == ""
    assert "姓名已" not in text(sign_in("auditor").get(reverse("officer:openings")))
    assert "本人要求" in text(sign_in("auditor").get(reverse("officer:openings")))


def test_what_was_written_comes_back_where_the_answer_cannot_be_taken(
    ended: str, sign_in: SignIn, settings: Any
) -> None:
    address, clerk, chief = asked(ended), sign_in("clerk"), sign_in("chief")
    empty = clerk.post(address, {"do": "refuse", "reason": ""})
    assert empty.status_code == 422
    clerk.post(address, {"do": "propose"})
    clerk.post(address, {"do": "refuse", "reason": "另案审理"})
    late = chief.post(address, {"do": "send_back", "reason": "请先核实"})
    assert late.status_code == 422
    assert "请先核实" in text(late)
    assert clerk.post(address, {"do": "nonsense"}).status_code == 422


def test_the_counter_records_a_request_with_ground_and_person(ended: str, sign_in: SignIn) -> None:
    client, address = (sign_in("dispatcher"), reverse("officer:erasure_ask", args=[ended]))
    assert address in text(client.get(reverse("officer:case", args=[ended])))
    missing = client.post(address, {"places": "contact:1"})
    assert missing.status_code == 422
    assert "请选择核实方式" in text(missing)
    done = client.post(address, {"places": "contact:1", "seen": "document"})
    assert done.status_code == 302
    assert "线上" in text(client.get(done["Location"])) or "2023年11月1日" in text(client.get(done["Location"]))
    again = client.post(address, {"places": "contact:1", "seen": "document"})
    assert again.status_code == 422


def test_while_the_term_runs_a_name_that_was_asked_for_is_opened_by_nobody(
    ended: str, sign_in: SignIn, settings: Any
) -> None:
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 10
    client, identity = (sign_in("clerk"), reverse("officer:identity", args=[ended, f"{ended}.1"]))
    assert "林知远" in text(client.post(identity, {"purpose": "contact"}))
    address = asked(ended)
    kept = client.post(identity, {"purpose": "contact"})
    assert kept.status_code == 409
    assert "林知远" not in text(kept)
    assert "2033年11月2日" in text(kept)
    assert "2033年11月2日" in text(client.get(address))
    assert 'value="propose"' not in text(client.get(address))


def test_without_a_term_the_page_says_who_decides(ended: str, sign_in: SignIn, settings: Any) -> None:
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = None
    page = text(sign_in("clerk").get(reverse("officer:erasure_ask", args=[ended])))
    assert "档案主管部门" in page


def test_the_proof_that_opening_a_name_asks_for_is_asked_here_too(
    ended: str, sign_in: SignIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, clerk = asked(ended), sign_in("clerk")
    settings.HUIYIN_PROOF_MINUTES = 30
    for page, sent in (
        (address, {"do": "propose"}),
        (reverse("officer:erasure_ask", args=[ended]), {"places": "contact:1", "seen": "document"}),
    ):
        got = clerk.post(page, sent)
        assert got["Location"].startswith("/account/reauthenticate/")
    assert erasures.of(ended)[-1].state == "asked"


def test_nobody_else_finds_these_pages(ended: str, sign_in: SignIn) -> None:
    address = asked(ended)
    for who in ("supervisor", "builder", "townsman", "auditor"):
        for page in (address, reverse("officer:erasure_ask", args=[ended])):
            assert sign_in(who).get(page).status_code == 404, who
            assert sign_in(who).post(page, {"do": "propose"}).status_code == 404, who
    sealed = filed(category="accusation")
    assert sign_in("clerk").get(reverse("officer:erasure_ask", args=[sealed])).status_code == 404


def test_what_is_due_is_listed_proposed_and_confirmed_without_a_request(ended: str, sign_in: SignIn) -> None:
    clerk, chief = sign_in("clerk"), sign_in("chief")
    address = reverse("officer:erasure_term", args=[ended])
    assert address in text(clerk.get(reverse("officer:erasures")))
    shown = text(clerk.get(address))
    assert "事项办结日期" in shown
    assert "2023年11月2日" in shown
    assert "2023年11月1日" in shown  # whoever turned to the office on that day
    assert 'value="propose"' in shown
    assert sign_in("builder").get(address).status_code == 404
    assert sign_in("auditor").get(address).status_code == 404
    assert clerk.post(address, {"do": "propose"}).status_code == 302
    waits = chief.get(address)
    assert waits.status_code == 302  # to what waits now
    page = text(chief.get(waits["Location"]))
    assert "无人请求，姓名的保存期限已经届满" in page
    assert chief.post(waits["Location"], {"do": "confirm"}).status_code == 302
    assert Identity.objects.get().wrapped_key == ""
    assert clerk.get(address).status_code == 404
    assert address not in text(clerk.get(reverse("officer:erasures")))
    assert "保存期限" in text(sign_in("auditor").get(reverse("officer:openings")))


def test_before_the_term_is_over_the_page_says_until_when(ended: str, sign_in: SignIn, settings: Any) -> None:
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 10
    address = reverse("officer:erasure_term", args=[ended])
    assert address not in text(sign_in("clerk").get(reverse("officer:erasures")))
    page = sign_in("clerk").get(address)
    assert "2033年11月2日" in text(page)
    assert 'value="propose"' not in text(page)
    assert sign_in("clerk").post(address, {"do": "propose"}).status_code == 422


def test_where_no_term_is_set_the_list_says_who_sets_it(ended: str, sign_in: SignIn, settings: Any) -> None:
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = None
    assert "档案主管部门" in text(sign_in("clerk").get(reverse("officer:erasures")))


def test_a_law_has_it_kept_until_a_day_that_every_page_says(ended: str, sign_in: SignIn) -> None:
    address, clerk = asked(ended), sign_in("clerk")
    answer = {"do": "refuse", "reason": "会计档案须留存"}
    for wrong in ("2026-11-19", "soon"):
        refused = clerk.post(address, {**answer, "until": wrong})
        assert refused.status_code == 422
        assert "会计档案须留存" in text(refused)
        assert f'value="{wrong}"' in text(refused)
    assert clerk.post(address, {**answer, "until": "2031-03-05"}).status_code == 302
    page = text(clerk.get(address))
    assert "依法须留存至2031年3月5日" in page
    assert "会计档案须留存" in page
    listed = text(clerk.get(reverse("officer:erasures")))
    assert "据2026年11月23日（周一）的答复，依法须留存至2031年3月5日" in listed
    term = reverse("officer:erasure_term", args=[ended])
    page = text(clerk.get(term))
    assert "至2031年3月5日" in page
    assert address in page
    assert 'value="propose"' not in page
    kept = clerk.post(reverse("officer:identity", args=[ended, f"{ended}.1"]), {"purpose": "contact"})
    assert kept.status_code == 409
    assert "2031年3月5日" in text(kept)
    assert "林知远" not in text(kept)


def test_where_no_day_is_named_the_pages_say_so(ended: str, sign_in: SignIn) -> None:
    address, clerk = asked(ended), sign_in("clerk")
    assert clerk.post(address, {"do": "refuse", "reason": "会计档案须留存"}).status_code == 302
    assert "未载明留存到何时" in text(clerk.get(address))
    assert "未载明留存到何时" in text(clerk.get(reverse("officer:erasures")))
    page = text(clerk.get(reverse("officer:erasure_term", args=[ended])))
    assert "未载明留存到何时" in page
    assert "请核对该规定是否仍要求留存" in page
    assert 'value="propose"' in page


def test_the_page_of_a_term_says_until_when_and_by_what(ended: str, sign_in: SignIn) -> None:
    page = text(sign_in("clerk").get(reverse("officer:erasure_term", args=[ended])))
    assert "2026年11月2日" in page  # three years after 2 November 2023
    assert "信访法规未规定期限" in page
    assert "期限已届满，未见依法须留存" in text(sign_in("clerk").get(reverse("officer:erasures")))
