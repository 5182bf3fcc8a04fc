"""Other ways in a real browser: the guide, the citizen's page, the officer's sorting
and the warnings; by axe.
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
    """A matter in which 60 days from 28 September 2026 end on Friday 27 November; it is
    Monday the 23rd.
    """
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))
    life = Life.begin(build()).until("accepted")
    args = {"claim_kind": "administrative_act", "known_on": date(2026, 9, 28), "happened_on": date(2026, 9, 21)}
    acts.take("sort_by_law", case_id=life.filed.case_id, **args, by=life.district.green, at=moment("2026-11-20"))
    return life


def sign_in(page: Page, username: str, address: str) -> None:
    """Sign in through the form, on the way to a page."""
    page.goto(address)
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"**{address}")


def follow(page: Page, life: Life) -> None:
    """Open the matter with number and code."""
    page.goto("/follow")
    page.fill("input[name=number]", life.filed.number)
    page.fill("input[name=code]", life.filed.query_code)
    page.click("main form button")
    page.wait_for_url("**/follow/matter")


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_keep_nobody_out(
    life: Life,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options = LOOKS[look]

    def fits(page: Page, name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), name
        if options.get("scripts", True):
            axe(page)
        picture(page, f"{name}-{look}")

    citizen = new_page(**options)
    for address, name in (("/ways", "ways"), ("/ways/administrative_act", "ways-asked")):
        citizen.goto(address)
        fits(citizen, name)
    citizen.fill("input[name=known_on]", "2026-09-28")
    citizen.click("main form button")
    expect(citizen.locator(".hy-way--5")).to_have_count(1)
    fits(citizen, "ways-found")
    follow(citizen, life)
    expect(citizen.locator("#ways")).to_be_visible()
    fits(citizen, "citizen-ways")
    citizen.goto("/follow/matter/ways/administrative_act")
    fits(citizen, "citizen-states")
    case_id = life.filed.case_id
    officer = new_page(**options)
    sign_in(officer, "green", f"/office/case/{case_id}")
    fits(officer, "officer-ways")
    for address, name in (
        (f"/office/case/{case_id}/act/sort_by_law", "officer-sorts"),
        (f"/office/case/{case_id}/act/divert", "officer-leads-away"),
        ("/office/lapses", "officer-lapses"),
        ("/office/", "officer-duties"),
    ):
        officer.goto(address)
        fits(officer, name)
    supervisor = new_page(**options)
    sign_in(supervisor, "supervisor", "/office/overview/")
    fits(supervisor, "supervisor-lapses")


def test_a_citizen_states_a_day_and_sees_the_last_one(life: Life, browser_page: Page) -> None:
    page = browser_page
    follow(page, life)
    page.get_by_role("button", name="说明或者更正日期").click()
    page.get_by_role("link", name="劳动争议").click()
    page.get_by_label("您知道权利被侵害之日").fill("2025-12-08")
    page.get_by_role("button", name="记入我的事项").click()
    page.wait_for_url("**/follow/matter#ways")
    expect(page.locator("main")).to_contain_text("已记下您的说明")
