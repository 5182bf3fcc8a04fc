"""The administrators' pages in a real browser: by axe, wide and narrow, by day and
night; a colleague is added.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from tests.plugins.district import PASSWORD, District, build, moment
from tests.web.administration.conftest import administrator
from tests.web.officer.building import forwarded

from huiyin.casework.matter import in_charge
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = "/office/administration/"


@pytest.fixture
def district(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """A district with an administrator who has a password."""
    monkeypatch.setattr(clock, "now", lambda: moment("2026-11-23"))
    made = build()
    keeper = get_user_model().objects.get(pk=administrator("keeper", "district"))
    keeper.set_password(PASSWORD)
    keeper.save()
    return made


def sign_in(page: Page) -> None:
    """Sign in through the form, on the way to the offices' first page."""
    page.goto("/office/")
    page.fill("input[name=login]", "keeper")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"**{HOME}")


def forwarded_to_builder(district: District) -> None:
    """A matter that lies with somebody of the housing bureau."""
    case_id = forwarded(district=district, to="housing")
    by = district.builder
    in_charge.change(case_id=case_id, to=by.name, by=by, at=moment("2026-11-20"))


LOOKS: dict[str, dict[str, Any]] = {
    "zh-1366": {"width": 1366},
    "zh-390": {"width": 390},
    "dark-390-en": {"dark": True, "width": 390, "language": "en-GB"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_keep_nobody_out(
    district: District,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    forwarded_to_builder(district)
    page = new_page(**LOOKS[look])
    sign_in(page)
    builder = get_user_model().objects.get(username="builder").pk
    addresses = {
        "home": HOME,
        "staff": f"{HOME}staff",
        "staff-new": f"{HOME}staff/new",
        "staff-one": f"{HOME}staff/{builder}",
        "organs": f"{HOME}organs",
        "organ-new": f"{HOME}organs/new",
        "organ-one": f"{HOME}organs/housing",
        "competence": f"{HOME}competence",
    }
    for name, address in addresses.items():
        page.goto(address)
        expect(page.locator("main h1").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), f"{name} is too wide"
        axe(page)
        picture(page, f"administration-{name}-{look}")


def test_a_colleague_is_added_and_signs_in(
    district: District, browser_page: Page, axe: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    page = browser_page
    sign_in(page)
    page.goto(f"{HOME}staff/new")
    page.fill("input[name=name]", "方文")
    page.fill("input[name=username]", "fangwen")
    page.select_option("select[name=organ]", "housing")
    page.check("input[name=posts][value=officer]")
    page.click("main form button.govuk-button")
    password = page.locator("main code").inner_text()
    axe(page)
    picture(page, "administration-password")
    page.context.clear_cookies()
    page.goto("/office/")
    page.fill("input[name=login]", "fangwen")
    page.fill("input[name=password]", password)
    page.click("main form button")
    page.wait_for_url("**/account/password/change/")
    own = "Ein-eigenes-Wort-2026"
    page.fill("input[name=oldpassword]", password)
    page.fill("input[name=password1]", own)
    page.fill("input[name=password2]", own)
    page.click("main form button")
    page.goto("/office/")
    expect(page.locator("main h1").first).to_be_visible()
    assert page.url.endswith("/office/")
