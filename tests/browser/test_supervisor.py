"""The supervisor's pages in a real browser: by axe, wide and narrow, by day and night,
and a bar that opens duties.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.plugins.district import PASSWORD, District, build, moment

from huiyin.casework.chapters.legacy_import.acts import carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = "2026-11-23"


@pytest.fixture
def district(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """A district with matters overdue, due soon and due later in several organs."""
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))
    made = build()
    days = ("2023-04-03", "2025-12-01", "2026-07-06", "2026-09-21", "2026-09-28", "2026-11-16")
    handlers = ("housing", "environment", "xinan", "dadu")
    matters = [
        LegacyMatter(
            number=f"XF{n:04d}",
            received_on=date.fromisoformat(days[n % len(days)]),
            channel=("letter", "visit", "phone", "online")[n % 4],
            title="反映小区路灯长期不亮",
            text="反映小区路灯长期不亮",
            handler=handlers[n % 4],
            topic="housing",
        )
        for n in range(24)
    ]
    assert carry_over(matters=matters, office="office", at=moment(TODAY)).problems == []
    return made


def sign_in(page: Page, username: str, address: str) -> None:
    """Sign in through the form, on the way to a page."""
    page.goto(address)
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"**{address}")


LOOKS: dict[str, dict[str, Any]] = {
    "zh-1280": {},
    "zh-390": {"width": 390},
    "en-1280": {"language": "en-GB"},
    "dark-390-en": {"dark": True, "width": 390, "language": "en-GB"},
    "zh-1280-without-scripts": {"scripts": False},
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_keep_nobody_out(
    district: District,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options = LOOKS[look]
    page = new_page(**options)
    sign_in(page, "supervisor", "/office/overview/")
    for name, address in {"overview": "/office/overview/", "annual": "/office/overview/annual?year=2026"}.items():
        page.goto(address)
        expect(page.locator("main h1").first).to_be_visible()
        if options.get("scripts", True):
            expect(page.locator(".hy-chart svg").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), f"{name} is too wide"
            axe(page)
        else:
            expect(page.locator(".hy-chart table").first).to_be_visible()
        picture(page, f"supervisor-{name}-{look}")


SHIFTED = """() => new Promise((resolve) => {
  let sum = 0
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value }))
    .observe({ type: "layout-shift", buffered: true })
  setTimeout(() => resolve(sum), 500)
})"""


@pytest.mark.parametrize("address", ["/office/overview/", "/office/overview/annual?year=2026"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_the_charts_are_drawn(
    district: District, new_page: Callable[..., Page], address: str, width: int
) -> None:
    page = new_page(width=width)
    sign_in(page, "supervisor", "/office/overview/")
    page.goto(address)
    expect(page.locator("[data-drawn] svg").first).to_be_visible()
    assert page.evaluate(SHIFTED) < 0.01


def test_a_bar_opens_the_duties_behind_it(district: District, browser_page: Page) -> None:
    sign_in(browser_page, "supervisor", "/office/overview/")
    chart = browser_page.locator("#duties-by-organ")
    expect(chart.locator("svg")).to_be_visible()
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    # the overdue part of the first organ's bar begins where the axis does, under the legend
    first = browser_page.evaluate(
        """() => {
          const bars = [...document.querySelectorAll("#duties-by-organ svg path")]
          const overdue = getComputedStyle(document.documentElement).getPropertyValue("--hy-chart-overdue").trim()
          const bar = bars.filter((one) => one.getAttribute("fill") === overdue)
            .map((one) => one.getBoundingClientRect())
            .filter((one) => one.width > 30).sort((a, b) => a.top - b.top)[0]
          return { x: bar.left + bar.width / 2, y: bar.top + bar.height / 2 }
        }"""
    )
    browser_page.mouse.click(first["x"], first["y"])
    browser_page.wait_for_url("**/office/?organ=*&bucket=overdue")
    expect(browser_page.locator("table.of-duties tbody tr").first).to_be_visible()


def test_the_workbook_is_downloaded(district: District, browser_page: Page) -> None:
    sign_in(browser_page, "supervisor", "/office/overview/annual")
    with browser_page.expect_download() as waiting:
        browser_page.get_by_role("link", name="下载 XLSX 表格").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
