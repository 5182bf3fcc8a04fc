"""Supervision in a real browser: the notice, the officer's answer, the citizen's page;
by axe, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.plugins.district import PASSWORD, build, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.chapters.suggestions import acts as advice
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = "2026-11-23"
LOOKS: dict[str, dict[str, Any]] = {
    "zh-1280": {},
    "en-390": {"width": 390, "language": "en-GB"},
    "dark-320": {"dark": True, "width": 320},
    "en-without-scripts": {"scripts": False, "language": "en-GB"},
}


@pytest.fixture
def life(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Life:
    """A matter that should have been decided by 20 November 2026; it is Monday the 23rd."""
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))
    return Life.begin(build()).until("accepted")


def sign_in(page: Page, username: str, address: str) -> None:
    """Sign in through the form, on the way to a page."""
    page.goto(address)
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"**{address}")


def fits(page: Page, axe: Callable[[Page], None], options: dict[str, Any]) -> None:
    """The page keeps to its screen, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    if options.get("scripts", True):
        axe(page)


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_keep_nobody_out(
    life: Life,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options, case_id = LOOKS[look], life.filed.case_id
    page = new_page(**options)
    sign_in(page, "supervisor", f"/office/case/{case_id}/act/supervise")
    fits(page, axe, options)
    picture(page, f"supervise-{look}")
    page.goto("/office/overview/matters")
    expect(page.locator("main h1").first).to_be_visible()
    if options.get("scripts", True):
        expect(page.locator(".hy-chart svg").first).to_be_visible()
    fits(page, axe, options)
    picture(page, f"looking-{look}")
    sent = advice.send(
        suggestion=advice.Suggestion("improve_work", "environment", "告知书应按期送达", "今年有多件事项逾期告知。"),
        by=life.district.supervisor,
        at=moment(TODAY),
    )
    for name, address in (("list", "suggestions"), ("new", "suggestions/new")):
        page.goto(f"/office/overview/{address}")
        fits(page, axe, options)
        picture(page, f"advice-{name}-{look}")
    page.goto(f"/office/case/{sent.case_id}")
    fits(page, axe, options)
    picture(page, f"advice-file-{look}")
    acts.take(
        "supervise",
        case_id=case_id,
        circumstance="late",
        asked="60日已经届满，请说明原因。",
        answer_by=date(2026, 12, 4),
        by=life.district.supervisor,
        at=moment(TODAY),
    )
    page.goto(f"/office/case/{case_id}")
    fits(page, axe, options)
    picture(page, f"supervised-{look}")
    officer = new_page(**options)
    sign_in(officer, "green", f"/office/case/{case_id}/act/answer_supervision")
    fits(officer, axe, options)
    picture(officer, f"answer-supervision-{look}")
    citizen = new_page(**options)
    citizen.goto("/follow")
    citizen.fill("input[name=number]", life.filed.number)
    citizen.fill("input[name=code]", life.filed.query_code)
    citizen.click("main form button")
    expect(citizen.locator("#supervision")).to_be_visible()
    fits(citizen, axe, options)
    picture(citizen, f"citizen-supervision-{look}")


def test_a_notice_is_written_and_given(life: Life, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, "supervisor", f"/office/case/{life.filed.case_id}/act/supervise")
    page.get_by_label("督办情形").select_option("late")
    page.get_by_label("存在的问题和要求").fill("60日已经届满，请说明原因并办结。")
    page.get_by_label("要求答复的日期").fill("2026-12-04")
    page.locator("main .hy-acts button[value=confirm]").click()  # once: what was chosen is taken
    page.wait_for_url(f"**/office/case/{life.filed.case_id}")
    expect(page.locator("main")).to_contain_text("答复督办")
