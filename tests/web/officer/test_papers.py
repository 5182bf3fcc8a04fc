"""Signed papers come as scans with the act that they belong to, and are bound to its event."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.plugins.matters import Life
from tests.web.officer.test_acts import words

from huiyin.casework.models import Attachment
from huiyin.casework.upkeep import verify
from huiyin.ledger.models import LedgerEvent

SignIn = Callable[[str], Client]


def scan(name: str = "意见书.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "已签字盖章".encode(), content_type="text/plain")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([0-9a-f]+)"', page)
    assert found is not None, name
    return found[1]


@pytest.mark.parametrize(
    ("act", "answers", "letter"),
    [
        (("forwarded", "notify"), {"text": "已收到，按信访程序办理。"}, "接收告知书"),
        (("decided", "serve"), {"method": "post", "received_on": "2026-11-22"}, "送达回证"),
    ],
)
def test_the_scan_is_kept_with_the_act(
    district: District, sign_in: SignIn, act: tuple[str, str], answers: dict[str, str], letter: str
) -> None:
    until, step = act
    case_id = Life.begin(district).until(until).filed.case_id
    green, page = sign_in("green"), reverse("officer:act", args=[case_id, step])
    fresh = green.get(page).content.decode()
    assert f"{letter}由本单位出具并签字盖章" in fresh
    told = {**answers, "draft": hidden(fresh, "draft")}
    shown = green.post(page, {**told, "attachments": scan(), "do": "preview"}).content.decode()
    assert "意见书.txt" in shown
    done = green.post(page, {**told, "seen": hidden(shown, "seen"), "do": "confirm"})
    assert done.status_code == 302
    event = LedgerEvent.objects.filter(stream=f"case:{case_id}").latest("seq")
    kept = Attachment.objects.get(case_id=case_id)
    assert kept.event_seq == event.seq
    assert [one["id"] for one in event.payload["data"]["files"]] == [kept.pk]
    assert "意见书.txt" in words(green.get(reverse("officer:case", args=[case_id])))
    assert not verify.run(f"case:{case_id}").problems


def test_it_can_be_taken_back_before_the_act(district: District, sign_in: SignIn) -> None:
    case_id = Life.begin(district).until("decided").filed.case_id
    green, page = sign_in("green"), reverse("officer:act", args=[case_id, "serve"])
    draft = hidden(green.get(page).content.decode(), "draft")
    answers = {"method": "post", "received_on": "2026-11-22", "draft": draft}
    green.post(page, {**answers, "attachments": scan(), "do": "preview"})
    kept = Attachment.objects.get()
    got = green.post(page, {**answers, "do": f"drop:{kept.pk}"})
    assert got.status_code == 200
    assert "意见书.txt" not in got.content.decode()
    assert not Attachment.objects.exists()


def test_acts_without_a_letter_ask_for_no_paper(district: District, sign_in: SignIn) -> None:
    case_id = Life.begin(district).until("forwarded").filed.case_id
    page = sign_in("green").get(reverse("officer:act", args=[case_id, "offer_handover"])).content.decode()
    assert 'type="file"' not in page
