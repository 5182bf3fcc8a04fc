"""Saying that a matter crosses areas, in a real browser: the form and the matter's
page, by axe, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_supervision import LOOKS, TODAY, fits, sign_in
from tests.plugins.district import FOUNDED, build, moment
from tests.plugins.matters import Life

from huiyin.organisations import acts
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def life(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Life:
    """A matter that arose in Xin'an; Dadu is an area too."""
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))
    life = Life.begin(build()).until("accepted")
    acts.create_area(code="dadu", name_zh="大渡镇", name_en="Dadu Town", level="town", by="system", at=FOUNDED)
    return life


@pytest.mark.parametrize("look", LOOKS)
def test_it_is_said_and_shown(
    life: Life,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options: dict[str, Any] = LOOKS[look]
    page = new_page(**options)
    sign_in(page, "green", f"/office/case/{life.filed.case_id}/act/mark_crossing")
    fits(page, axe, options)
    page.locator("input[value=cross_area]").check()
    page.locator("select[name=arose_in]").select_option("xinan")
    page.locator("select[name=also_in]").select_option("dadu")
    picture(page, f"crossing-form-{look}")
    page.locator("main .hy-acts button[value=confirm]").click()
    expect(page.locator(".of-facts")).to_be_visible()
    assert life.view.state.values["arose_in"] == "xinan"
    fits(page, axe, options)
    picture(page, f"crossing-{look}")
