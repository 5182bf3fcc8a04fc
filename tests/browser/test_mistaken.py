"""A name that was recorded by mistake, in a real browser: the clerk finds the page by the
matter and proposes with the keyboard, the head erases, the petitioner reads it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_supervision import LOOKS, fits, sign_in
from tests.plugins.district import build, moment, petition
from tests.plugins.matters import Life

from huiyin.casework.chapters.intake import contacts
from huiyin.casework.matter import erasures
from huiyin.people.models import Identity
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def life(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Life:
    """An open matter into which the counter wrote a visit that belongs to another one."""
    found = Life.begin(build()).until("registered")
    contacts.record_contact(
        case_id=found.filed.case_id,
        contact=petition(channel="visit"),
        office="office",
        by=found.district.clerk,
        at=moment("2026-09-12"),
    )
    monkeypatch.setattr(clock, "now", lambda: moment("2026-09-14"))
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_proposed_confirmed_and_read(
    life: Life,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options, case_id = LOOKS[look], life.filed.case_id
    clerk = new_page(**options)
    sign_in(clerk, "clerk", f"/office/case/{case_id}")
    clerk.locator(f"main a[href='/office/case/{case_id}/erasure/mistake']").click()
    fits(clerk, axe, options)
    picture(clerk, f"mistaken-proposes-{look}")
    clerk.locator("textarea[name=reason]").fill("登记表夹错案卷")
    clerk.locator("main form.of-act button").click()
    expect(clerk.locator(".govuk-error-summary")).to_be_visible()
    expect(clerk.locator("textarea[name=reason]")).to_have_value("登记表夹错案卷")
    fits(clerk, axe, options)
    picture(clerk, f"mistaken-wrong-{look}")
    # By keyboard alone: the boxes and the button are reached and pressed.
    clerk.locator("input[name=whose]").first.focus()
    clerk.keyboard.press("Space")
    clerk.locator("input[name=mistake]").first.focus()
    clerk.keyboard.press("Space")
    clerk.locator("main form.of-act button").focus()
    clerk.keyboard.press("Enter")
    clerk.wait_for_url(f"**/office/case/{case_id}")

    head = new_page(**options)
    sign_in(head, "chief", f"/office/case/{case_id}/erasure/{erasures.of(case_id)[-1].seq}")
    fits(head, axe, options)
    picture(head, f"mistaken-confirms-{look}")
    head.locator("main button[value=confirm]").click()
    head.wait_for_url(f"**/office/case/{case_id}")
    fits(head, axe, options)
    assert Identity.objects.filter(wrapped_key="").count() == 1

    citizen = new_page(**options)
    citizen.goto("/follow")
    citizen.fill("input[name=number]", life.filed.number)
    citizen.fill("input[name=code]", life.filed.query_code)
    citizen.click("main form button")
    told = citizen.locator(f"#event-{erasures.of(case_id)[-1].answered_seq}")
    expect(told).to_be_visible()
    expect(told).to_contain_text("Your own name" if look.startswith("en") else "您本人的姓名和查询码不变")
    fits(citizen, axe, options)
    picture(citizen, f"mistaken-citizen-{look}")
