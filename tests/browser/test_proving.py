"""Setting up the second step and looking at one's own sessions, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page
from tests.plugins.district import PASSWORD, District, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS: list[dict[str, Any]] = [{}, {"width": 320, "dark": True}, {"width": 390, "language": "en-GB", "scripts": False}]


@pytest.fixture
def town(transactional_db: None, settings: Any) -> District:
    """The made-up district, in which posts that open names need a second factor."""
    settings.HUIYIN_SECOND_FACTOR = frozenset({"officer"})
    return build()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_second_step_is_set_up_at_the_first_sign_in(
    town: District, new_page: Callable[..., Page], axe: Callable[[Page], None], picture: Any, look: dict[str, Any]
) -> None:
    page = new_page(**look)
    page.goto("/office/")
    page.fill("#id_login", "green")
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    assert page.url.endswith("/account/2fa/totp/activate/")
    if look.get("scripts", True):
        axe(page)
    picture(page, "second-step")
    secret = page.inner_text("main code")
    page.fill("#id_code", format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))
    page.click("main button[type=submit]")
    assert "/account/2fa/recovery-codes/" in page.url
    page.goto("/office/")
    assert "/office/" in page.url
    page.goto("/account/sessions/")
    assert page.locator("main .govuk-summary-card").count() == 1
    if look.get("scripts", True):
        axe(page)
    picture(page, "own-sessions")
    if look.get("scripts", True):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
