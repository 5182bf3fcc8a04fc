"""The citizen's pages in a browser: every page for everyone, a petition with keys only,
one without scripts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.plugins.district import District, build, moment
from tests.plugins.matters import FILED_ON, Life

from huiyin.casework import acts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS: list[dict[str, Any]] = [{}, {"width": 390, "dark": True}, {"width": 320, "language": "en-GB"}]
Look = Callable[[str], None]


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock of the doors."""

    def set_(day: str) -> None:
        monkeypatch.setattr("huiyin.web.kit.clock.now", lambda: moment(day))

    set_(FILED_ON)
    return set_


@pytest.fixture
def town(transactional_db: None, stand: Any) -> District:
    """The made-up district."""
    return build()


@pytest.fixture(params=LOOKS, ids=str)
def seen(request: Any, new_page: Any, axe: Any, picture: Any, town: District) -> tuple[Page, Look]:
    """A page in one look, and the check that every page must pass."""
    look: dict[str, Any] = request.param
    page = new_page(**look)
    named = "-".join(str(value) for value in look.values()) or "wide"

    def check(name: str) -> None:
        picture(page, f"public-{name}-{named}")
        axe(page)
        assert page.locator("h1").count() == 1
        assert page.title() != ""
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"

    return page, check


def proceed(page: Page) -> None:
    """Press the page's own button to go on, and wait for the page that comes, so that
    one can go back from it.
    """
    with page.expect_navigation():
        page.locator("main button.govuk-button[name=do][value=next]").click()


def test_everyone_can_read_the_first_pages(seen: tuple[Page, Look]) -> None:
    page, check = seen
    for name in ("", "rights", "procedure", "results", "follow", "file/all", "receipt"):
        page.goto(f"/{name}")
        check(name.replace("/", "-") or "start")
    page.goto("/rights")
    for one in page.locator("details").all():
        one.evaluate("e => { e.open = true }")
    check("rights-open")


def test_everyone_can_file(seen: tuple[Page, Look], tmp_path: Path) -> None:
    page, check = seen
    page.goto("/file")
    check("file-1-kind")
    proceed(page)
    check("file-1-kind-wrong")
    page.locator("input[value=accusation]").check()
    proceed(page)
    check("file-2-what-accusation")
    page.go_back()
    page.locator("input[value=appeal]").check()
    proceed(page)
    page.locator("#id_text").fill(
        "新安镇一处工地连续多日在夜里十一点以后施工，影响休息。\n\n我们多次向工地反映，没有结果。"
    )
    proceed(page)
    check("file-2-what-wrong")
    page.locator("#id_title").fill("夜间施工噪声扰民")
    proceed(page)
    page.locator("#id_claim_1").fill("要求停止夜间施工")
    page.locator("button[value=add]").click()
    page.locator("#id_claim_2").fill("要求公布监测结果")
    check("file-3-ask")
    proceed(page)
    page.locator("#id_topic").select_option("noise")
    check("file-4-where")
    proceed(page)
    evidence = tmp_path / "监测记录.txt"
    evidence.write_text("9月5日 23:40 62分贝", encoding="utf-8")
    wrong = tmp_path / "照片.png"
    wrong.write_text("no picture", encoding="utf-8")
    page.locator("#id_files").set_input_files([evidence, wrong])
    with page.expect_navigation():
        page.locator("button[value=add]").click()
    check("file-5-files-wrong")
    proceed(page)
    page.locator("input[value=named]").check()
    check("file-6-who")
    proceed(page)
    proceed(page)
    check("file-7-details-wrong")
    page.locator("#id_name").fill("林知远")
    page.locator("#id_address").fill("新安镇建设路1号")
    proceed(page)
    page.locator("input[value=together]").check()
    page.locator("#id_persons").fill("12")
    check("file-8-people")
    proceed(page)
    check("file-9-check")
    page.goto("/file")
    check("file-resume")
    page.goto("/file/check")
    page.locator("main form button.govuk-button").first.click()
    page.wait_for_url("**/receipt")
    for one in page.locator("details").all():
        one.evaluate("e => { e.open = true }")
    check("receipt-shown")


def enter(page: Page, life: Life) -> None:
    """Give number and code."""
    page.goto("/follow")
    page.locator("#id_number").fill(life.filed.number)
    page.locator("#id_code").fill(life.filed.query_code)
    page.locator("main button.govuk-button").click()
    page.wait_for_url("**/follow/matter")


def test_everyone_can_follow(seen: tuple[Page, Look], town: District, stand: Any) -> None:
    page, check = seen
    life = Life.begin(town, claims=("要求停止夜间施工", "要求公布监测结果"))
    page.goto("/follow")
    page.locator("#id_number").fill(life.filed.number)
    page.locator("#id_code").fill("wrong")
    with page.expect_navigation():
        page.locator("main button.govuk-button").click()
    check("follow-wrong")
    life.until("forwarded")
    stand("2026-09-24")
    enter(page, life)
    page.locator(".hy-turn details").evaluate("e => { e.open = true }")
    check("matter-1-forwarded")
    for act in ("supplement", "contact", "withdraw", "rate"):
        page.goto(f"/follow/matter/{act}")
        check(f"matter-{act}")
    stand("2026-10-08")
    enter(page, life)
    check("matter-2-overdue")
    life.until("served")
    stand("2026-11-23")
    enter(page, life)
    for one in page.locator("details").all():
        one.evaluate("e => { e.open = true }")
    check("matter-3-served")
    page.goto("/follow/matter/rate")
    check("matter-rate-open")
    page.locator("input[value=basically]").check()
    page.locator("main button.govuk-button").click()
    page.wait_for_url("**/follow/matter")
    check("matter-4-rated")


def test_everyone_can_see_why_a_matter_was_not_accepted(seen: tuple[Page, Look], town: District, stand: Any) -> None:
    page, check = seen
    life = Life.begin(town).until("notified")
    acts.take(
        "divert",
        case_id=life.filed.case_id,
        route="reconsideration",
        competent_organ="区司法局",
        by=town.green,
        explanation="对行政处罚不服，可以申请行政复议。",
        last_day=date(2026, 11, 2),
        at=moment("2026-09-20"),
    )
    stand("2026-09-21")
    enter(page, life)
    check("matter-5-diverted")


def test_a_petition_with_keys_only(browser_page: Page, town: District) -> None:
    page = browser_page
    page.goto("/file/all")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main-content"
    page.locator("#id_category_2").focus()
    page.keyboard.press("Space")
    _tab_to(page, "id_title")
    page.keyboard.type("夜间施工")
    _tab_to(page, "id_text")
    page.keyboard.type("连续多日夜间施工。")
    _tab_to(page, "id_who_0")
    _tab_to(page, "id_name")
    page.keyboard.type("林知远")
    _tab_to(page, "id_address")
    page.keyboard.type("建设路1号")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("请核对您填写的内容")
    page.locator("main button.govuk-button[value=send]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt")
    expect(page.locator("h1")).to_contain_text("已收到您的信访事项")


def _tab_to(page: Page, element: str) -> None:
    for _ in range(40):
        if page.locator(":focus").get_attribute("id") == element:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{element} cannot be reached by keys")


def test_a_petition_without_scripts_and_back_again(new_page: Any, town: District) -> None:
    page = new_page(scripts=False, width=390)
    page.goto("/")
    page.get_by_role("button", name="现在开始").click()
    page.locator("input[value=suggestion]").check()
    proceed(page)
    page.locator("#id_title").fill("增设路灯")
    page.locator("#id_text").fill("建设路夜里很暗。")
    page.locator("#id_title").press("Enter")
    page.locator("#id_claim_1").fill("在建设路增设路灯")
    page.locator("button[value=add]").click()
    page.locator("button[value=remove-2]").click()
    proceed(page)
    page.go_back()
    expect(page.locator("#id_claim_1")).to_have_value("在建设路增设路灯")
    proceed(page)
    proceed(page)
    proceed(page)
    page.locator("input[value=anonymous]").check()
    proceed(page)
    page.locator("input[value=alone]").check()
    proceed(page)
    expect(page.locator("h1")).to_have_text("请核对您填写的内容")
    page.get_by_role("button", name="提交").click()
    found = page.locator("dd.hy-code").all_inner_texts()
    assert re.fullmatch(r"XF2026-\d{6}", found[0])
    page.goto("/follow")
    page.locator("#id_number").fill(found[0])
    page.locator("#id_code").fill(found[1])
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.locator("h1")).to_have_text("增设路灯")


def test_the_language_switch_keeps_the_page_and_what_was_written(browser_page: Page, town: District) -> None:
    page = browser_page
    page.goto("/file/kind")
    page.locator("input[value=appeal]").check()
    proceed(page)
    page.locator("#id_title").fill("夜间施工")
    page.locator("#id_text").fill("连续多日夜间施工。")
    proceed(page)
    page.go_back()
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("What happened")
    expect(page.locator("#id_title")).to_have_value("夜间施工")


def test_the_receipt_prints(browser_page: Page, town: District, picture: Any) -> None:
    page = browser_page
    page.goto("/file/all")
    page.locator("#id_category_0").check()
    page.locator("#id_title").fill("增设路灯")
    page.locator("#id_text").fill("建设路夜里很暗。")
    page.locator("input[value=anonymous]").check()
    page.locator("main button.govuk-button[value=check]").click()
    page.locator("main button.govuk-button[value=send]").click()
    page.wait_for_url("**/receipt")
    expect(page.locator("[data-print]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("dd.hy-code").first).to_be_visible()
    expect(page.locator(".hy-acts")).to_be_hidden()
    picture(page, "public-receipt-print")
