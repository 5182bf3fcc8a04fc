"""Sealed reports in a browser: naming readers, whom a report goes to, who brought it,
retaliation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.plugins.district import PASSWORD, District, build, moment, petition
from tests.plugins.matters import Life
from tests.plugins.readers import name_reader, staff

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import receipts, retaliation
from huiyin.casework.chapters.intake.retaliation import Retaliation
from huiyin.organisations import acts as organisations
from huiyin.organisations import readers
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = "2026-11-23"
LOOKS: list[dict[str, Any]] = [{}, {"width": 390, "dark": True}, {"width": 320, "language": "en-GB"}]
Look = Callable[[str], None]


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """The made-up district on Monday 23 November 2026, with a discipline organ of the
    city above its own.
    """
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))
    district = build()
    organisations.create_organ(
        code="city-discipline",
        name_zh="市纪委监委",
        name_en="City Discipline Inspection",
        level="department",
        kind="discipline",
        parent="city",
        by="system",
        at=moment("2026-01-05"),
    )
    return district


@pytest.fixture(params=LOOKS, ids=str)
def seen(request: Any, new_page: Any, axe: Any, picture: Any, town: District) -> tuple[Page, Look]:
    """A page in one look, and the check that every page must pass."""
    look: dict[str, Any] = request.param
    page = new_page(**look)
    named = "-".join(str(value) for value in look.values()) or "wide"

    def check(name: str) -> None:
        picture(page, f"sealed-{name}-{named}")
        axe(page)
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"

    return page, check


def sign_in(page: Page, username: str) -> None:
    """Sign in through the form, as people do; whoever was signed in is no more."""
    page.context.clear_cookies(name="sessionid")
    page.goto("/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button[type=submit], main form button")
    page.wait_for_url("**/office/**")


def enter(page: Page, filed: receipts.Filed) -> None:
    """Give number and code."""
    page.goto("/follow")
    page.locator("#id_number").fill(filed.number)
    page.locator("#id_code").fill(filed.query_code)
    page.locator("main button.govuk-button").click()
    page.wait_for_url("**/follow/matter")


def test_readers_are_named_by_two(seen: tuple[Page, Look], town: District) -> None:
    page, check = seen
    sign_in(page, "secretary")
    page.goto("/office/readers")
    check("readers-1-nobody")
    page.locator("#staff").select_option(str(staff(town, "inspector").id))
    with page.expect_navigation():
        page.locator("button[value=propose]").click()
    check("readers-2-proposed")
    name_reader(town, "colleague", second="inspector")
    sign_in(page, "colleague")
    page.goto("/office/readers")
    check("readers-3-to-approve")
    with page.expect_navigation():
        page.locator("button[value^='approve:']").click()
    check("readers-4-named")
    sign_in(page, "secretary")
    page.goto("/office/readers")
    page.evaluate("document.querySelector('button[value=propose]').value = 'approve:99'")
    with page.expect_navigation():
        page.locator("button[value^='approve:']").last.click()
    check("readers-5-not-possible")
    assert readers.waiting("discipline") == ()


def test_a_report_is_given_to_whom_one_chooses(seen: tuple[Page, Look], town: District) -> None:
    page, check = seen
    page.goto("/file/kind")
    page.locator("input[value=accusation]").check()
    check("file-1-kind")
    page.locator("main button[value=next]").click()
    page.locator("#id_title").fill("反映工程招标弄虚作假")
    page.locator("#id_text").fill("负责人与投标人串通。")
    page.locator("main button[value=next]").click()
    page.wait_for_url("**/file/receiver")
    check("file-2-receiver")
    page.locator("#id_receiver").select_option("discipline")
    page.locator("#id_accused").select_option("district")
    with page.expect_navigation():
        page.locator("main button[value=next]").click()
    check("file-3-not-to-the-accused")
    page.goto("/file/all")
    check("file-4-everything")


def test_who_brought_it_is_opened_by_two_and_the_reporter_sees_it(seen: tuple[Page, Look], town: District) -> None:
    page, check = seen
    reader = name_reader(town)
    name_reader(town, "colleague", second="inspector")
    filed = intake.file_petition(
        petition=petition(category="accusation", title="反映工程招标弄虚作假"),
        office="discipline",
        by=Actor.petitioner(),
        at=moment("2026-11-16"),
        token="t" * 32,
    )
    who = {"case_id": filed.case_id, "at": moment("2026-11-17")}
    acts.take("register", **who, category="accusation", topic="", area="", by=reader)
    sign_in(page, "inspector")
    identity = f"/office/case/{filed.case_id}/identity/{filed.case_id}.1"
    page.goto(identity)
    check("identity-1-closed")
    page.goto(f"/office/case/{filed.case_id}/act/ask_identity")
    check("identity-2-ask")
    acts.take("ask_identity", **who, reason="需要当面核实线索", by=reader)
    sign_in(page, "colleague")
    page.goto(f"/office/case/{filed.case_id}")
    check("identity-3-waiting")
    page.goto(f"/office/case/{filed.case_id}/act/approve_identity")
    check("identity-4-approve")
    acts.take("approve_identity", **who, by=town.colleague)
    sign_in(page, "inspector")
    page.goto(identity)
    check("identity-5-approved")
    with page.expect_navigation():
        page.locator("main form button.govuk-button, main form button[type=submit]").last.click()
    check("identity-6-opened")
    enter(page, filed)
    check("identity-7-mark")


def test_retaliation_is_reported_above_the_unit(seen: tuple[Page, Look], town: District) -> None:
    page, check = seen
    reader = name_reader(town)
    life = Life.begin(town)
    enter(page, life.filed)
    check("retaliation-1-matter")
    with page.expect_navigation():
        page.locator("a[href$=retaliation]").click()
    check("retaliation-2-form")
    with page.expect_navigation():
        page.locator("main form button.govuk-button").last.click()
    check("retaliation-3-missing")
    page.locator("#id_unit").select_option("housing")
    page.locator("#id_text").fill("投诉后第三天被单位停职，科长当面说是因为信访。可在晚上打电话找我。")
    page.locator("#id_wish").fill("恢复工作")
    page.locator("main form button.govuk-button").last.click()
    page.wait_for_url("**/receipt")
    check("retaliation-4-receipt")
    about = life.filed.case_id
    told = Retaliation(about, "housing", "投诉后第三天被单位停职。", "恢复工作")
    filed = retaliation.report_retaliation(
        report=told, by=Actor.petitioner(about), at=moment("2026-11-16"), token="t" * 32
    )
    who = {"case_id": filed.case_id, "at": moment("2026-11-18"), "by": reader}
    sign_in(page, "inspector")
    page.goto("/office/")
    check("retaliation-5-duties")
    page.goto(f"/office/case/{filed.case_id}")
    check("retaliation-6-case")
    page.goto(f"/office/case/{filed.case_id}/act/protect")
    check("retaliation-7-protect")
    page.goto(f"/office/case/{filed.case_id}/act/hand_on")
    check("retaliation-8-hand-on")
    page.goto(f"/office/case/{filed.case_id}/act/answer_retaliation")
    check("retaliation-9-answer")
    acts.take("protect", **who, text="已要求单位撤回停职决定")
    answer = [Decision(1, "confirmed", "停职没有依据，系针对其信访。", "", "已恢复工作并补发工资。")]
    acts.take("answer_retaliation", **who, outcome="confirmed", decisions=answer)
    enter(page, filed)
    check("retaliation-10-answered")
