"""Erasing a name in a real browser: the citizen asks, the clerk proposes, the head
erases, everybody sees the day.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_supervision import LOOKS, fits, sign_in
from tests.plugins.district import build, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter import erasures
from huiyin.people.models import Identity
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def life(transactional_db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Life:
    """A matter withdrawn in September 2026; the term of three years is over: it is 8
    October 2029.
    """
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 3
    found = Life.begin(build()).until("registered")
    case_id = found.filed.case_id
    acts.take("withdraw", case_id=case_id, reason="", by=Actor.petitioner(case_id), at=moment("2026-09-10"))
    monkeypatch.setattr(clock, "now", lambda: moment("2029-10-08"))
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_asked_proposed_and_erased(
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
    citizen.locator("a[href='/follow/matter/erasing']").click()
    citizen.wait_for_url("**/follow/matter/erasing")
    fits(citizen, axe, options)
    picture(citizen, f"erasing-asks-{look}")
    citizen.locator("main button[value=ask]").click()
    expect(citizen.locator("main button[value=take_back]")).to_be_visible()
    fits(citizen, axe, options)
    picture(citizen, f"erasing-waits-{look}")

    request = f"/office/case/{case_id}/erasure/{erasures.of(case_id)[-1].seq}"
    clerk = new_page(**options)
    sign_in(clerk, "clerk", "/office/erasures")
    fits(clerk, axe, options)
    picture(clerk, f"erasing-list-{look}")
    clerk.goto(f"/office/case/{case_id}/erasure")
    fits(clerk, axe, options)
    picture(clerk, f"erasing-counter-{look}")
    clerk.goto(request)
    fits(clerk, axe, options)
    picture(clerk, f"erasing-proposes-{look}")
    clerk.locator("main button[value=propose]").click()
    clerk.wait_for_url(f"**/office/case/{case_id}")

    head = new_page(**options)
    sign_in(head, "chief", request)
    fits(head, axe, options)
    picture(head, f"erasing-confirms-{look}")
    head.locator("main button[value=confirm]").click()
    head.wait_for_url(f"**/office/case/{case_id}")
    fits(head, axe, options)
    picture(head, f"erasing-done-{look}")
    assert Identity.objects.get().wrapped_key == ""

    citizen.goto("/follow/matter")
    expect(citizen.locator("#own-name")).to_be_visible()
    fits(citizen, axe, options)
    picture(citizen, f"erasing-gone-{look}")


@pytest.mark.parametrize("look", LOOKS)
def test_erased_because_the_term_is_over(
    life: Life,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
) -> None:
    options, case_id = LOOKS[look], life.filed.case_id
    clerk = new_page(**options)
    sign_in(clerk, "clerk", "/office/erasures")
    expect(clerk.locator("#over")).to_be_visible()
    fits(clerk, axe, options)
    picture(clerk, f"term-list-{look}")
    clerk.locator(f"main a[href='/office/case/{case_id}/erasure/term']").click()
    expect(clerk.locator("main button[value=propose]")).to_be_visible()
    fits(clerk, axe, options)
    picture(clerk, f"term-proposes-{look}")
    clerk.locator("main button[value=propose]").click()
    clerk.wait_for_url("**/office/erasures")
    fits(clerk, axe, options)
    picture(clerk, f"term-proposed-{look}")
    head = new_page(**options)
    sign_in(head, "chief", f"/office/case/{case_id}/erasure/{erasures.of(case_id)[-1].seq}")
    fits(head, axe, options)
    picture(head, f"term-confirms-{look}")
    head.locator("main button[value=confirm]").click()
    head.wait_for_url(f"**/office/case/{case_id}")
    assert Identity.objects.get().wrapped_key == ""
    citizen = new_page(**options)
    citizen.goto("/follow")
    citizen.fill("input[name=number]", life.filed.number)
    citizen.fill("input[name=code]", life.filed.query_code)
    citizen.click("main form button")
    expect(citizen.locator("#own-name")).to_be_visible()
    fits(citizen, axe, options)
    picture(citizen, f"term-citizen-{look}")
