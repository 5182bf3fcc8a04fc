"""A report of wrongdoing taken down at a window: which organ it is about is asked, and kept from it (R22 Art 22, 30, 46 (5); decision 61)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import FOUNDED, District, moment
from tests.web.officer.test_window import ADDRESS, GIVEN, plain

from huiyin.casework import acts
from huiyin.casework.basis.errors import Refused
from huiyin.casework.models import Case
from huiyin.organisations import acts as organisations

SignIn = Callable[[str], Client]
REPORT = {**GIVEN, "category": "accusation", "title": "领导收受红包", "claims": "", "topic": "", "area": ""}


def taken_down(client: Client, accused: str = "") -> Any:
    return client.post(ADDRESS, {**REPORT, "accused": accused}, follow=True)


def discipline_of(organ: str) -> str:
    """A second organ of discipline, under another organ."""
    organisations.create_organ(
        code=f"{organ}-discipline",
        name_zh="另一纪委监委",
        level="department",
        kind="discipline",
        parent=organ,
        by="system",
        at=FOUNDED,
    )
    return f"{organ}-discipline"


def test_the_office_registers_it_and_after_forwarding_finds_nothing(district: District, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    assert "redirect_chain" in vars(taken_down(clerk))
    case = Case.objects.get()
    assert (case.receiver, case.handler, case.sealed) == ("office", "office", True)
    assert "领导收受红包" not in plain(clerk.get(reverse("officer:case", args=[case.pk])))
    acts.take("forward", case_id=case.pk, to="discipline", by=district.dispatcher, at=moment("2026-11-23"))
    assert clerk.get(reverse("officer:case", args=[case.pk])).status_code == 404


def test_the_organ_that_it_is_about_is_never_handed_it(district: District, sign_in: SignIn) -> None:
    taken_down(sign_in("clerk"), accused="discipline")
    case = Case.objects.get()
    assert "discipline" not in str(case.values["barred"])  # a mark, and no name
    with pytest.raises(Refused):
        acts.take("forward", case_id=case.pk, to="discipline", by=district.dispatcher, at=moment("2026-11-23"))
    other = discipline_of("city")
    after = acts.take("forward", case_id=case.pk, to=other, by=district.dispatcher, at=moment("2026-11-23"))
    assert after.parties["handler"] == other


@pytest.mark.parametrize("accused", ["office", "district"])
def test_about_this_office_or_one_above_it_nothing_is_taken_down_and_no_word_is_lost(
    district: District, sign_in: SignIn, accused: str
) -> None:
    clerk = sign_in("clerk")
    ahead = clerk.post(ADDRESS, {**REPORT, "accused": accused, "do": "preview"})
    assert "检举控告不由被检举、控告的机关或者其下属机关接收" in plain(ahead)
    got = taken_down(clerk, accused=accused)
    assert got.status_code == 409
    assert "检举控告不由被检举、控告的机关或者其下属机关接收" in plain(got)
    assert "请选择上一级纪检监察机关" in plain(got)
    assert REPORT["text"] in plain(got)
    assert f'value="{accused}" selected' in got.content.decode()
    assert not Case.objects.exists()


def test_barred_organs_are_not_suggested(district: District, sign_in: SignIn) -> None:
    discipline_of("city")
    clerk = sign_in("clerk")
    both = plain(clerk.post(ADDRESS, {**REPORT, "do": "preview"}))
    one = plain(clerk.post(ADDRESS, {**REPORT, "accused": "discipline", "do": "preview"}))
    assert both.count("此类事项只能交给该类机关") == 2
    assert one.count("此类事项只能交给该类机关") == 1
    assert "另一纪委监委 " in one


def test_of_other_matters_it_is_not_kept(district: District, sign_in: SignIn) -> None:
    sign_in("clerk").post(ADDRESS, {**GIVEN, "accused": "office"})
    case = Case.objects.get()
    assert not case.sealed
    assert not case.values.get("barred")
