"""A register of an office's own in a real browser: its list, a new file, what is owed in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_supervision import LOOKS, fits, sign_in
from tests.plugins.district import District, build, moment

from huiyin.casework.basis import rulebooks
from huiyin.law import packs
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = Path(__file__).resolve().parents[1] / "law" / "registers"


@pytest.fixture
def district(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[District]:
    """A district that keeps site visits too; it is Monday 23 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: moment("2026-11-23"))
    made = build()
    packs.use(FOLDER)
    rulebooks.take_in(at=moment("2026-11-23", 8))
    yield made
    packs.use()


@pytest.mark.parametrize("look", LOOKS)
def test_a_file_is_opened_and_found(
    district: District,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options = LOOKS[look]
    page = new_page(**options)
    sign_in(page, "clerk", "/office/files/site_visits")
    fits(page, axe, options)
    picture(page, f"register-empty-{look}")
    page.goto("/office/files/site_visits/new")
    fits(page, axe, options)
    page.fill("input[name=title]", "科学路路灯")
    page.fill("textarea[name=what]", "路灯三天不亮")
    page.click("main form button")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("textarea[name=what]")).to_have_value("路灯三天不亮")
    fits(page, axe, options)
    picture(page, f"register-mistake-{look}")
    page.check("input[name=kind][value=street]")
    page.select_option("select[name=to]", "housing")
    page.click("main form button")
    page.wait_for_url("**/office/case/*")
    fits(page, axe, options)
    picture(page, f"register-file-{look}")
    page.goto("/office/files/site_visits")
    expect(page.locator("main tbody tr")).to_have_count(1)
    fits(page, axe, options)
    picture(page, f"register-list-{look}")
