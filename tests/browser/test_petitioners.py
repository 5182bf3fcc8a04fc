"""Those who petition, in a browser: new facts after a matter has ended, several who
bring one matter.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.plugins.district import PASSWORD, District, build, moment
from tests.plugins.matters import FILED_ON, Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.people.particulars import Particulars

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
        picture(page, f"people-{name}-{named}")
        axe(page)
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"

    return page, check


def enter(page: Page, life: Life) -> None:
    """Give number and code."""
    page.goto("/follow")
    page.locator("#id_number").fill(life.filed.number)
    page.locator("#id_code").fill(life.filed.query_code)
    page.locator("main button.govuk-button").click()
    page.wait_for_url("**/follow/matter")


def test_new_facts_after_the_end(seen: tuple[Page, Look], town: District) -> None:
    page, check = seen
    life = Life.begin(town)
    acts.take("withdraw", case_id=life.filed.case_id, by=Actor.petitioner(life.filed.case_id), at=moment(FILED_ON))
    enter(page, life)
    check("renew-1-ended")
    with page.expect_navigation():
        page.locator("a[href$=new-facts]").click()
    check("renew-2-told")
    page.locator("main form button.govuk-button").click()
    page.wait_for_url("**/file/kind")
    check("renew-3-kind")
    page.goto("/file")
    check("renew-4-resume")


def test_several_bring_one_matter(seen: tuple[Page, Look], town: District, stand: Any) -> None:
    page, check = seen
    others = (Particulars(name="周文海"), Particulars(name="吴桂兰"))
    life = Life.begin(town, persons=4, signatories=others)
    enter(page, life)
    page.goto("/follow/matter/signatories")
    page.locator("#id_names").fill("郑小满，13800000004\n，没有姓名")
    with page.expect_navigation():
        page.locator("main form button.govuk-button").click()
    check("together-1-wrong")
    page.goto("/follow/matter/withdraw")
    check("together-2-withdraw")
    life.until("decided")
    stand("2026-11-23")
    acts.take(
        "serve_one",
        case_id=life.filed.case_id,
        signatory=2,
        method="post",
        received_on=date(2026, 11, 21),
        by=town.green,
        at=moment("2026-11-21"),
    )
    enter(page, life)
    for one in page.locator("details").all():
        one.evaluate("e => { e.open = true }")
    check("together-3-served")
    if page.viewport_size and page.viewport_size["width"] < 390:
        return  # offices work on wider screens
    page.goto("/account/login/")
    page.fill("input[name=login]", "green")
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button[type=submit], main form button")
    page.wait_for_url("**/office/**")
    page.goto(f"/office/case/{life.filed.case_id}")
    check("together-4-office")
    page.goto(f"/office/case/{life.filed.case_id}/act/serve_one")
    check("together-5-serve-one")
    page.goto(f"/office/case/{life.filed.case_id}/signatory/2")
    check("together-6-open")


def test_the_answer_to_a_review_reaches_each(seen: tuple[Page, Look], town: District, stand: Any) -> None:
    page, check = seen
    life = Life.begin(town, persons=2, signatories=(Particulars(name="周文海"),)).until("decided")
    for position in (1, 2):
        acts.take(
            "serve_one",
            case_id=life.filed.case_id,
            signatory=position,
            method="post",
            received_on=date(2026, 11, 20),
            by=town.green,
            at=moment("2026-11-20"),
        )
    asked = {"case_id": life.filed.case_id, "at": moment("2026-11-21")}
    acts.take("ask_review", **asked, reason="未检测", by=Actor.petitioner(life.filed.case_id))
    acts.take("decide_review", **asked, outcome="uphold", reasons="已检测", by=town.governor)
    stand("2026-11-23")
    answered = {"case_id": life.filed.case_id, "method": "post", "by": town.governor}
    acts.take("serve_review_one", **answered, signatory=1, received_on=date(2026, 11, 22), at=moment("2026-11-22"))
    enter(page, life)
    for one in page.locator("details").all():
        one.evaluate("e => { e.open = true }")
    check("together-7-review-served-on-one")
    if page.viewport_size and page.viewport_size["width"] < 390:
        return  # offices work on wider screens
    page.goto("/account/login/")
    page.fill("input[name=login]", "governor")
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button[type=submit], main form button")
    page.wait_for_url("**/office/**")
    page.goto(f"/office/case/{life.filed.case_id}/act/serve_review_one")
    page.locator("input[name=signatory][value='2']").check()
    page.locator("#id_method_0").check()
    check("together-8-review-last-one")
    page.goto(f"/office/case/{life.filed.case_id}/act/serve_review")
    check("together-9-review-not-at-once")
