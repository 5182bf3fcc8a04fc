"""Choosing the organ above, an urgent matter, a published result, in a real browser: by
axe, wide and on a phone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_supervision import LOOKS, TODAY, fits, sign_in
from tests.casework.test_organ_above import put_above
from tests.plugins.district import District, build, moment
from tests.plugins.matters import Life
from tests.web.officer.test_telling import rereviewed

from huiyin.casework import acts
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """The made-up district."""
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))
    return build()


@pytest.mark.parametrize("look", LOOKS)
def test_the_organ_above_is_chosen(  # noqa: PLR0917 - fixtures, which pytest passes by name
    town: District,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    monkeypatch: pytest.MonkeyPatch,
    look: str,
) -> None:
    put_above("environment", "city-environment")
    life = Life.begin(town).until("served")
    monkeypatch.setattr(clock, "now", lambda: moment("2026-12-01"))
    options: dict[str, Any] = LOOKS[look]
    page = new_page(**options)
    page.goto("/follow")
    page.locator("#id_number").fill(life.filed.number)
    page.locator("#id_code").fill(life.filed.query_code)
    page.locator("main button.govuk-button").first.click()
    page.goto("/follow/matter/act/ask_review")
    fits(page, axe, options)
    picture(page, f"organ-above-{look}")
    page.locator("input[value=city-environment]").check()
    page.locator("textarea[name=reason]").fill("没有实地检测")
    page.locator("main form button.govuk-button").first.click()
    expect(page.locator(".govuk-notification-banner").first).to_be_visible()
    assert life.view.state.parties["reviewer"] == "city-environment"


@pytest.mark.parametrize("look", LOOKS)
def test_an_urgent_matter(
    town: District,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    life = Life.begin(town).until("accepted")
    options: dict[str, Any] = LOOKS[look]
    page = new_page(**options)
    sign_in(page, "green", f"/office/case/{life.filed.case_id}/act/mark_urgent")
    fits(page, axe, options)
    picture(page, f"urgent-form-{look}")
    page.locator("input[value=harm]").check()
    page.locator("textarea[name=text]").fill("脚手架倾斜")
    page.locator("main .hy-acts button[value=confirm]").click()
    expect(page.locator(".of-facts")).to_be_visible()
    fits(page, axe, options)
    picture(page, f"urgent-{look}")


@pytest.mark.parametrize("look", LOOKS)
def test_a_published_result(
    town: District,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    acts.take(
        "publish_result",
        case_id=rereviewed(town, heard=True),
        by=town.mayor,
        at=moment("2027-01-05"),
        heading="关于夜间施工噪声的复核意见",
        text="经听证，维持原复查意见。",
        without_persons=True,
    )
    options: dict[str, Any] = LOOKS[look]
    page = new_page(**options)
    page.goto("/results")
    fits(page, axe, options)
    picture(page, f"results-{look}")
