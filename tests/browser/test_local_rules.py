"""A province's rules over the national ones, in a browser: what is asked besides, and
both sources on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_other_packs import act, follow, matter, sign_in
from tests.plugins.district import District, build, moment
from tests.plugins.matters import Life

from huiyin.casework.upkeep.verify import run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CITED = {
    "zh-CN": ("山东省信访条例第43条", "信访工作条例第35条"),
    "en-GB": ("Shandong Petition Regulations (2015), Article 43", "Regulations on Petition Work (2022), Article 35"),
}


@pytest.fixture
def district(transactional_db: None, settings: Any) -> District:
    """A district of the province."""
    settings.HUIYIN_PACK = "cn-shandong"
    return build()


@pytest.fixture
def look(axe: Any, picture: Any) -> Callable[[Page, str], None]:
    """Keep a page's picture, see that it fits and that axe finds nothing."""

    def check(page: Page, name: str) -> None:
        picture(page, f"local-{name}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"

    return check


@pytest.mark.parametrize("language", sorted(CITED))
def test_a_matter_of_the_province(
    language: str, new_page: Any, look: Callable[[Page, str], None], district: District, monkeypatch: Any
) -> None:
    def stand(day: str) -> None:
        monkeypatch.setattr("huiyin.web.kit.clock.now", lambda: moment(day))

    stand("2026-11-10")
    life = Life.begin(district).until("accepted")
    number, code = life.filed.number, life.filed.query_code
    citizen, branch, above = (
        new_page(language=language, width=390),
        new_page(language=language),
        new_page(language=language),
    )
    for address in ("", "rights", "procedure"):
        citizen.goto(f"/{address}")
        look(citizen, f"{address or 'start'}-{language}")

    sign_in(branch, "green")
    matter(branch, number)
    branch.locator("a[href$='/decide']").first.click()
    look(branch, f"decide-{language}")
    branch.go_back()
    answers = {"outcome_1": "not_supported", "facts_1": "未超标。", "basis_1": "第43条", "outcome": "not_supported"}
    act(branch, "decide", **answers, heard="talk", remedy_stated="on")
    stand("2026-11-11")
    matter(branch, number)
    act(branch, "serve", method="post", received_on="2026-11-11")
    stand("2026-12-01")
    follow(citizen, number, code)
    citizen.locator("a[href$='/act/ask_review']").click()
    citizen.locator("[name=reason]").fill("没有实地检测")
    citizen.locator("main form button.govuk-button").click()
    citizen.wait_for_url("**/follow/matter")
    for cited in CITED[language]:
        expect(citizen.locator("main")).to_contain_text(cited)
    look(citizen, f"asked-{language}")

    sign_in(above, "governor")
    matter(above, number)
    for cited in (one.replace("Article", "Art.") for one in CITED[language]):
        expect(above.locator("main")).to_contain_text(cited)
    look(above, f"case-{language}")
    act(above, "admit_review")
    act(above, "decide_review", outcome="uphold", reasons="已实地检测。")
    assert life.view.state.state == "reviewed"
    assert run().problems == ()
