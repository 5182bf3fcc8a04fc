"""Recusal in a real browser: the citizen asks, the head chooses from the staff, the
officer finds the door closed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_supervision import LOOKS, fits, sign_in
from tests.plugins.district import build, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def life(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Life:
    """A matter accepted on 21 September 2026; it is Tuesday the 22nd."""
    monkeypatch.setattr(clock, "now", lambda: moment("2026-09-22"))
    return Life.begin(build()).until("accepted")


@pytest.mark.parametrize("look", LOOKS)
def test_asked_decided_and_kept_out(
    life: Life,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options, case_id = LOOKS[look], life.filed.case_id
    citizen = new_page(**options)
    citizen.goto("/follow")
    citizen.fill("input[name=number]", life.filed.number)
    citizen.fill("input[name=code]", life.filed.query_code)
    citizen.click("main form button")
    citizen.goto("/follow/matter/act/ask_recusal")
    fits(citizen, axe, options)
    picture(citizen, f"citizen-asks-{look}")
    citizen.fill("[name=officer]", "来看过现场的那位工作人员")
    citizen.fill("[name=reason]", "是施工单位负责人的弟弟")
    citizen.click("main form button[type=submit]")
    expect(citizen.locator("#aside")).to_be_visible()
    fits(citizen, axe, options)
    picture(citizen, f"citizen-asked-{look}")

    head = new_page(**options)
    sign_in(head, "green_head", f"/office/case/{case_id}/act/decide_recusal")
    expect(head.locator("main")).to_contain_text("是施工单位负责人的弟弟")
    fits(head, axe, options)
    head.get_by_label("Green", exact=True).check()
    head.fill("[name=reason]", "确系近亲属，决定回避。")
    head.locator("main .hy-acts button[value=confirm]").click()
    head.wait_for_load_state()
    if head.locator("main .hy-acts button[value=confirm]").count():  # what follows has to be on the page first
        picture(head, f"head-decides-{look}")
        expect(head.get_by_label("Green", exact=True)).to_be_checked()
        head.locator("main .hy-acts button[value=confirm]").click()
    head.wait_for_url(f"**/office/case/{case_id}")
    expect(head.locator("main")).to_contain_text("Green")
    fits(head, axe, options)
    picture(head, f"head-decided-{look}")

    officer = new_page(**options)
    sign_in(officer, "green", f"/office/case/{case_id}")
    expect(officer.locator("main")).to_contain_text(life.filed.number)
    expect(officer.locator("main")).not_to_contain_text("弟弟")
    fits(officer, axe, options)
    picture(officer, f"officer-kept-out-{look}")


@pytest.mark.parametrize("look", LOOKS)
def test_a_hearing_with_chair_and_members(
    life: Life,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options, case_id = LOOKS[look], life.filed.case_id
    head = new_page(**options)
    sign_in(head, "green_head", f"/office/case/{case_id}/act/order_hearing")
    fits(head, axe, options)
    picture(head, f"order-hearing-{look}")
    acts.take(
        "order_hearing",
        case_id=case_id,
        by=life.district.green,
        at=moment("2026-09-22"),
        on=date(2026, 10, 12),
        place="九时，听证室",
        chair=life.district.green_head.name,
        officers=(life.district.governor.name,),
        outside=1,
        members="律师一名",
    )
    for name in ("replace_members", "hold_hearing"):
        head.goto(f"/office/case/{case_id}/act/{name}")
        fits(head, axe, options)
        picture(head, f"{name}-{look}")
    head.goto(f"/office/case/{case_id}")
    expect(head.locator("main")).to_contain_text("Governor")
    fits(head, axe, options)
    citizen = new_page(**options)
    citizen.goto("/follow")
    citizen.fill("input[name=number]", life.filed.number)
    citizen.fill("input[name=code]", life.filed.query_code)
    citizen.click("main form button")
    expect(citizen.locator("#hearing")).to_be_visible()
    fits(citizen, axe, options)
    picture(citizen, f"citizen-hearing-{look}")
