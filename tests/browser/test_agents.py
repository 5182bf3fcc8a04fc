"""Somebody acts for a petitioner, in a browser: letting them, what they see, and ending
it; at the window too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.test_petitioners import LOOKS, enter, seen, stand, town
from tests.plugins.district import PASSWORD, District, moment
from tests.plugins.matters import FILED_ON, Life, paper

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake.agents import appoint_agent
from huiyin.people.particulars import Particulars

__all__ = ["LOOKS", "seen", "stand", "town"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[[str], None]


def code_of_agent(life: Life, scope: str = "general") -> str:
    """The petitioner lets a lawyer act."""
    return appoint_agent(
        case_id=life.filed.case_id,
        person=Particulars(name="沈若兰"),
        kind="lawyer",
        scope=scope,
        since=date.fromisoformat(FILED_ON),
        until=date(2026, 10, 30),
        by=Actor.petitioner(life.filed.case_id),
        at=moment(FILED_ON),
        draft=paper(moment(FILED_ON)),
    ).code


def test_the_petitioner_lets_somebody_act_and_ends_it(seen: tuple[Page, Look], town: District, tmp_path: Path) -> None:
    page, check = seen
    life = Life.begin(town)
    enter(page, life)
    check("agents-1-nobody")
    page.locator("a[href$='agents/new']").click()
    with page.expect_navigation():
        page.locator("main form button.govuk-button").click()
    check("agents-2-missing")
    page.locator("#id_kind_2").check()
    page.locator("#id_scope_0").check()
    page.locator("#id_until").fill("2026-10-30")
    page.locator("#id_name").fill("沈若兰")
    file = tmp_path / "授权委托书.txt"
    file.write_text("委托", encoding="utf-8")
    page.locator("#id_files").set_input_files(file)
    page.locator("main form button.govuk-button").click()
    page.locator(".govuk-panel").wait_for()
    check("agents-3-code")
    page.goto("/follow/matter")
    check("agents-4-acting")
    with page.expect_navigation():
        page.locator("a[href$='agents/1/end']").click()
    check("agents-5-end")
    page.locator("main form button.govuk-button--warning").click()
    page.wait_for_url("**/follow/matter")
    check("agents-6-ended")


def test_an_agent_comes_in(seen: tuple[Page, Look], town: District) -> None:
    page, check = seen
    life = Life.begin(town)
    code = code_of_agent(life)
    page.goto("/follow")
    page.locator("#id_number").fill(life.filed.number)
    page.locator("#id_code").fill(code)
    page.locator("main button.govuk-button").click()
    page.wait_for_url("**/follow/matter")
    for one in page.locator("details").all():
        one.evaluate("e => { e.open = true }")
    check("agents-7-agent")
    page.goto("/follow/matter/withdraw")
    check("agents-8-may-not-withdraw")


def test_the_window_records_an_agent(seen: tuple[Page, Look], town: District, tmp_path: Path, stand: Any) -> None:
    page, check = seen
    if page.viewport_size and page.viewport_size["width"] < 390:
        return  # offices work on wider screens
    life = Life.begin(town).until("accepted")
    code_of_agent(life)
    stand("2026-10-12")
    page.goto("/account/login/")
    page.fill("input[name=login]", "green")
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button[type=submit], main form button")
    page.wait_for_url("**/office/**")
    page.goto(f"/office/case/{life.filed.case_id}")
    check("agents-9-office")
    page.goto(f"/office/case/{life.filed.case_id}/act/appoint_agent")
    check("agents-10-record")
    page.locator("#id_kind_0").check()
    page.locator("#id_scope_1").check()
    page.locator("#id_name").fill("郑小满")
    file = tmp_path / "监护证明.txt"
    file.write_text("监护", encoding="utf-8")
    page.locator("#id_attachments").set_input_files(file)
    page.locator("main form button.govuk-button:not(.govuk-visually-hidden)").last.click()
    page.locator(".of-receipt").wait_for()
    check("agents-11-slip")
    page.goto(f"/office/case/{life.filed.case_id}/agent/2")
    check("agents-12-open")
    page.goto(f"/office/case/{life.filed.case_id}/act/end_agent")
    check("agents-13-end")


def test_the_clerk_says_who_asks_for_a_review(seen: tuple[Page, Look], town: District, stand: Any) -> None:
    page, check = seen
    if page.viewport_size and page.viewport_size["width"] < 390:
        return  # offices work on wider screens
    life = Life.begin(town)
    code_of_agent(life)
    life.until("served")
    appoint_agent(
        case_id=life.filed.case_id,
        person=Particulars(name="郑小满"),
        kind="relative",
        scope="general",
        since=date(2026, 11, 21),
        until=date(2027, 3, 1),
        by=Actor.petitioner(life.filed.case_id),
        at=moment("2026-11-21", 15),
        draft=paper(moment("2026-11-21", 15)),
    )
    stand("2026-11-25")
    page.goto("/account/login/")
    page.fill("input[name=login]", "clerk")
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button[type=submit], main form button")
    page.wait_for_url("**/office/**")
    page.goto(f"/office/case/{life.filed.case_id}/act/ask_review")
    check("agents-14-who-asks")
    page.locator("#id_asked_for_by_1").check()
    page.get_by_text("特别授权").or_(page.get_by_text("special authority")).first.wait_for()
    check("agents-15-refused")
