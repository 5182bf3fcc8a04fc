"""The simplified procedure in a browser: officer and citizen, wide, narrow, dark, in
both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_officer import sign_in
from tests.plugins.district import District, build, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.web.kit import clock

pytestmark = pytest.mark.browser

LOOKS: list[dict[str, Any]] = [{}, {"width": 390, "dark": True, "language": "en-GB"}]


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """The made-up district on Wednesday 16 September 2026."""
    monkeypatch.setattr(clock, "now", lambda: moment("2026-09-16"))
    return build()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_from_acceptance_to_the_answer(
    town: District,
    new_page: Any,
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: dict[str, Any],
) -> None:
    life = Life.begin(town).until("forwarded")
    name = "-".join(str(value) for value in look.values()) or "wide"
    page = new_page(**look)

    def check(what: str) -> None:
        picture(page, f"simplified-{what}-{name}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{what} is too wide"

    sign_in(page, "green")
    page.goto(f"/office/case/{life.filed.case_id}/act/accept_simplified")
    page.select_option("[name=ground]", "daily_life")
    page.locator("input[value=none]").check()
    expect(page.locator("#following")).to_contain_text("30")
    check("accept")
    page.locator("input[value=complex]").check()
    expect(page.locator("#following .hy-refusal")).to_be_visible()
    check("refused")
    page.locator("input[value=none]").check()
    expect(page.locator("#following .hy-refusal")).to_have_count(0)
    page.click(".hy-acts button[value=confirm]")
    page.wait_for_url(f"**/office/case/{life.filed.case_id}")
    page.goto(f"/office/case/{life.filed.case_id}/act/answer_simply")
    check("answer")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_citizen_is_told_and_may_leave_it(
    town: District,
    new_page: Any,
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: dict[str, Any],
) -> None:
    life = Life.begin(town).until("forwarded")
    told = {"ground": "daily_life", "obstacle": "none"}
    acts.take("accept_simplified", case_id=life.filed.case_id, **told, by=town.green, at=moment("2026-09-16"))
    name = "-".join(str(value) for value in look.values()) or "wide"
    page = new_page(**look)
    page.goto("/follow")
    page.fill("[name=number]", life.filed.number)
    page.fill("[name=code]", life.filed.query_code)
    page.click("main form button.govuk-button")
    page.wait_for_url("**/follow/matter")
    expect(page.locator(".govuk-inset-text").first).to_be_visible()
    picture(page, f"simplified-citizen-{name}")
    axe(page)
    page.locator("a[href$=ask_ordinary]").click()
    page.fill("[name=reason]", "希望书面处理")
    picture(page, f"simplified-leave-{name}")
    axe(page)
    page.locator("main form button.govuk-button[type=submit]").click()
    page.wait_for_url("**/follow/matter")
    assert life.view.state.state == "accepted"
