"""The offices' page for a name that was recorded by mistake, and what the petitioner reads of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment, petition
from tests.web.officer.building import filed, registered

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.matter import erasures, reads
from huiyin.casework.matter.timeline import timeline
from huiyin.people.models import Identity
from huiyin.web.public import history

SignIn = Callable[[str], Client]
SENT = {"mistake": "another_matter", "reason": "登记表夹错案卷"}


@pytest.fixture
def strayed(district: District, now: object) -> str:
    """An open matter of 16 November 2026 with a visit of the 18th that belonged to another one."""
    case_id = registered(district=district)
    contacts.record_contact(
        case_id=case_id, contact=petition(channel="visit"), office="office", by=district.clerk, at=moment("2026-11-18")
    )
    return case_id


def address_of(case_id: str) -> str:
    return reverse("officer:erasure_mistake", args=[case_id])


def place_of(case_id: str) -> str:
    """The place of the stray contact."""
    return list(erasures.identities(case_id))[-1]


def text(got: Any) -> str:
    return str(got.content.decode())


def test_the_matter_leads_to_it_and_it_says_what_goes_and_what_stays(strayed: str, sign_in: SignIn) -> None:
    clerk, address = sign_in("clerk"), address_of(strayed)
    assert address in text(clerk.get(reverse("officer:case", args=[strayed])))
    shown = text(clerk.get(address))
    assert f'value="{place_of(strayed)}"' in shown
    assert 'value="contact:1"' not in shown
    assert "2026年11月18日" in shown
    assert "答复机关须知道向谁答复" in shown  # why whoever filed stays
    assert "信访人本人的姓名和查询码不变" in shown
    assert "登记有误的姓名" in text(sign_in("chief").get(address))


def test_one_proposes_the_head_confirms_and_everybody_reads_what_it_was(strayed: str, sign_in: SignIn) -> None:
    clerk, chief = sign_in("clerk"), sign_in("chief")
    done = clerk.post(address_of(strayed), {**SENT, "whose": place_of(strayed)})
    assert done["Location"] == reverse("officer:case", args=[strayed])
    matter = text(clerk.get(done["Location"]))
    answer = reverse("officer:erasure", args=[strayed, erasures.of(strayed)[-1].seq])
    assert answer in matter
    assert "登记有误的姓名拟予删除" in matter
    assert answer in text(chief.get(reverse("officer:erasures")))
    assert 'value="confirm"' not in text(clerk.get(answer))
    page = text(chief.get(answer))
    assert "登记表夹错案卷" in page
    assert "无人请求：属于另一事项，误登在本件" in page
    assert "信访人本人的姓名和查询码不变" in page
    assert "不能再换发新码" not in page
    assert chief.post(answer, {"do": "confirm"}).status_code == 302
    assert Identity.objects.filter(wrapped_key="").count() == 1
    assert "姓名已于2026年11月23日（周一）删除" in text(clerk.get(done["Location"]))
    assert "登记有误" in text(sign_in("auditor").get(reverse("officer:openings")))
    view = reads.access_case(by=Actor.petitioner(strayed), case_id=strayed)
    told = [(line.title, line.text) for line in history.happenings(view, timeline(view, petitioner=True))][:2]
    assert "提出删除误登的姓名" in told[1][0]
    for _title, said in told:
        assert "属于另一事项，误登在本件" in said
        assert "您本人的姓名和查询码不变" in said
        assert "登记表夹错案卷" not in said


def test_the_head_refuses_it_with_words_that_the_petitioner_reads(strayed: str, sign_in: SignIn) -> None:
    sign_in("clerk").post(address_of(strayed), {**SENT, "whose": place_of(strayed)})
    chief, asked = sign_in("chief"), erasures.of(strayed)[-1].seq
    answer = reverse("officer:erasure", args=[strayed, asked])
    assert "为何属于本件" in text(chief.get(answer))
    empty = chief.post(answer, {"do": "refuse", "reason": ""})
    assert empty.status_code == 422
    assert chief.post(answer, {"do": "refuse", "reason": "确系本件来访人"}).status_code == 302
    assert "登记无误：该姓名属于参与本事项的人" in text(chief.get(answer))
    view = reads.access_case(by=Actor.petitioner(strayed), case_id=strayed)
    said = history.happenings(view, timeline(view, petitioner=True))[0].text
    assert "登记无误" in said
    assert "确系本件来访人" in said
    assert not Identity.objects.filter(wrapped_key="").exists()


def test_what_was_written_comes_back_with_what_is_missing(strayed: str, sign_in: SignIn) -> None:
    clerk, address = sign_in("clerk"), address_of(strayed)
    for missing, word in (("whose", "请选择要删除谁的姓名"), ("mistake", "请选择是何种错误")):
        sent = {**SENT, "whose": place_of(strayed)}
        del sent[missing]
        got = clerk.post(address, sent)
        assert got.status_code == 422
        assert word in text(got)
        assert "登记表夹错案卷" in text(got)
    wrong = clerk.post(address, {**SENT, "whose": "contact:1"})
    assert wrong.status_code == 422
    assert "登记表夹错案卷" in text(wrong)
    clerk.post(address, {**SENT, "whose": place_of(strayed)})
    twice = clerk.post(address, {**SENT, "whose": place_of(strayed)})
    assert twice.status_code == 422
    assert "登记表夹错案卷" in text(twice)
    assert len(erasures.of(strayed)) == 1


def test_the_proof_that_opening_a_name_asks_for_is_asked_here_too(strayed: str, sign_in: SignIn, settings: Any) -> None:
    clerk = sign_in("clerk")
    settings.HUIYIN_PROOF_MINUTES = 30
    got = clerk.post(address_of(strayed), {**SENT, "whose": place_of(strayed)})
    assert got["Location"].startswith("/account/reauthenticate/")
    assert erasures.of(strayed) == ()


def test_nobody_else_finds_it(strayed: str, sign_in: SignIn) -> None:
    for who in ("supervisor", "builder", "townsman", "auditor", "green"):
        client = sign_in(who)
        assert client.get(address_of(strayed)).status_code == 404, who
        assert client.post(address_of(strayed), {**SENT, "whose": place_of(strayed)}).status_code == 404, who
    sealed = filed(category="accusation")
    for who in ("clerk", "chief"):
        assert sign_in(who).get(address_of(sealed)).status_code == 404


def test_where_nobody_strayed_the_page_says_so(district: District, sign_in: SignIn, now: object) -> None:
    case_id = registered(district=district)
    page = text(sign_in("clerk").get(address_of(case_id)))
    assert "本件没有可能误登的姓名" in page
    assert "<textarea" not in page
