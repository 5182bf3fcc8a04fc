"""Organs that have ended, in a real browser: the list, naming who takes a matter over,
and what the citizen reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_supervision import LOOKS, TODAY, fits, sign_in
from tests.plugins.district import build, moment
from tests.plugins.matters import Life

from huiyin.casework.matter import succession
from huiyin.organisations import ending
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def life(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Life:
    """A matter that is being handled when its organ is abolished; another organ is merged."""
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))
    life = Life.begin(build()).until("accepted")
    for code, into in (("environment", ()), ("dadu", ("xinan",))):
        ending.end_organ(code=code, into=into, on=moment(TODAY).date(), by="system", at=moment(TODAY, 9))
        succession.pass_on(code, at=moment(TODAY, 9))
    return life


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_keep_nobody_out(
    life: Life,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options: dict[str, Any] = LOOKS[look]
    page = new_page(**options)
    sign_in(page, "governor", "/office/organs")
    expect(page.locator("main h1").first).to_be_visible()
    fits(page, axe, options)
    picture(page, f"ended-{look}")
    for name, address in (("case", ""), ("successor", "/successor")):
        page.goto(f"/office/case/{life.filed.case_id}{address}")
        fits(page, axe, options)
        picture(page, f"ended-{name}-{look}")
    citizen = new_page(**options)
    citizen.goto("/follow")
    citizen.fill("input[name=number]", life.filed.number)
    citizen.fill("input[name=code]", life.filed.query_code)
    citizen.click("main form button")
    expect(citizen.locator("main h1").first).to_be_visible()
    fits(citizen, axe, options)
    picture(citizen, f"ended-citizen-{look}")


def test_an_organ_is_named(life: Life, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, "governor", f"/office/case/{life.filed.case_id}/successor")
    page.get_by_label("接续该事项的机关").select_option("housing")
    page.get_by_label("理由").fill("噪声管理职责划入住建部门。")
    page.get_by_role("button", name="指定").click()
    expect(page.get_by_text("各项期限不变").first).to_be_visible()
    assert life.view.state.parties["handler"] == "housing"
