"""A colleague who leaves hands on what they are in charge of; an administrator sees how
much it is, and no matter.
"""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from tests.plugins.district import District, moment
from tests.web.officer.building import forwarded

from huiyin.casework.matter import in_charge
from huiyin.casework.models import Case
from huiyin.organisations import staff_reads

SignIn = Callable[[str], Client]


def held(district: District) -> tuple[str, str]:
    """A matter of the housing bureau that lies with its officer, and the page of that officer."""
    case_id, by = forwarded(district=district, to="housing"), district.builder
    in_charge.change(case_id=case_id, to=by.name, by=by, at=moment("2026-11-20"))
    assert by.staff is not None
    return case_id, f"/office/administration/staff/{by.staff.id}"


def test_first_everything_is_handed_on(district: District, sign_in: SignIn) -> None:
    keeper = sign_in("keeper")
    case_id, page = held(district)
    shown = keeper.get(page).content.decode()
    assert "此人承办或者协办的未办结事项有1件" in shown
    assert Case.objects.get(pk=case_id).number not in shown
    assert district.builder.staff is not None
    number = district.builder.staff.id
    posting = staff_reads.postings_of(number)[0].id
    for do in ("close", f"end:{posting}"):
        got = keeper.post(page, {"do": do, "to_date": "2026-11-24"})
        assert got.status_code == 422
        assert "请先在下方移交" in got.content.decode()
    missing = keeper.post(page, {"do": "hand_on", "to": "staff:1"})
    assert missing.status_code == 422
    got = keeper.post(page, {"do": "hand_on", "to": district.builder_head.name}, follow=True)
    assert "已移交1件" in got.content.decode()
    assert Case.objects.get(pk=case_id).in_charge == district.builder_head.name
    assert keeper.post(page, {"do": "close"}).status_code == 302


def test_back_to_the_organ(district: District, sign_in: SignIn) -> None:
    keeper = sign_in("keeper")
    case_id, page = held(district)
    got = keeper.post(page, {"do": "hand_on", "to": "organ"}, follow=True)
    assert "有1件退回本机关" in got.content.decode()
    assert Case.objects.get(pk=case_id).in_charge == ""
