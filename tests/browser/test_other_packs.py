"""The product under another country's law, in a browser: filed, received, followed,
handled and closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.plugins.district import PASSWORD, District
from tests.plugins.elsewhere import COUNCIL, COUNCIL_STAFF, PROJECT, PROJECT_STAFF, build, moment

from huiyin.casework.upkeep.verify import run
from huiyin.server import pack_words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
Stand = Callable[[str], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Set the clock of the doors."""

    def set_(day: str) -> None:
        monkeypatch.setattr("huiyin.web.kit.clock.now", lambda: moment(day))

    return set_


@pytest.fixture
def look(axe: Any, picture: Any) -> Look:
    """Keep a page's picture, see that it fits and that axe finds nothing."""

    def check(page: Page, name: str) -> None:
        picture(page, f"other-{name}")
        said = page.title() + page.locator("body").inner_text()
        assert not re.search("petition|信访", said, re.IGNORECASE), f"{name} speaks of petitions"
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"

    return check


@pytest.fixture
def project(transactional_db: None, settings: Any) -> District:
    """A project with a grievance mechanism."""
    settings.HUIYIN_PACK, settings.TIME_ZONE = "ifc-grm", "UTC"
    settings.LOCALE_PATHS = [str(pack_words.folder("ifc-grm"))]
    return build(PROJECT, PROJECT_STAFF)


@pytest.fixture
def council(transactional_db: None, settings: Any) -> District:
    """A council under the Complaint Handling Code."""
    settings.HUIYIN_PACK, settings.TIME_ZONE = "uk-lgsco", "UTC"
    settings.LOCALE_PATHS = [str(pack_words.folder("uk-lgsco"))]
    return build(COUNCIL, COUNCIL_STAFF)


def hand_in(page: Page, category: str) -> tuple[str, str]:
    """Fill in the page that asks everything at once; number and query code of the receipt."""
    page.goto("/file/all")
    page.locator(f"input[name=category][value={category}]").check()
    page.locator("#id_title").fill("Dust from the haul road")
    page.locator("#id_text").fill("Lorries raise dust along our street all day.")
    page.locator("#id_claim_1").fill("Water the road")
    page.locator("input[name=who][value=named]").check()
    page.locator("#id_name").fill("Ana Moreno")
    page.locator("#id_phone").fill("020 7946 0000")
    page.locator("input[name=together][value=alone]").check()
    page.locator("main form button.govuk-button[name=do][value=check]").click()
    page.locator("main form button.govuk-button[name=do][value=send]").click()
    page.wait_for_url("**/receipt")
    number, code = page.locator(".hy-code").all_inner_texts()
    return number, code


def follow(page: Page, number: str, code: str) -> None:
    """Open the matter as the person who brought it."""
    page.goto("/follow")
    page.locator("#id_number").fill(number)
    page.locator("#id_code").fill(code)
    page.locator("main form button.govuk-button").click()
    page.wait_for_url("**/follow/matter")


def sign_in(page: Page, username: str) -> None:
    """Sign in through the form, as people do."""
    page.goto("/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/office/**")


def act(page: Page, step: str, **answers: str) -> None:
    """Open an act of the matter that is shown, answer it, and do it."""
    page.locator(f"a[href$='/{step}']").first.click()
    for name, answer in answers.items():
        field = page.locator(f"[name={name}]").first
        kind = field.get_attribute("type")
        if kind == "radio":
            page.locator(f"[name={name}][value={answer}]").check()
        elif kind == "checkbox":
            field.check()
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(answer)
        else:
            field.fill(answer)
    confirm(page)


def confirm(page: Page) -> None:
    """See what follows, then do it."""
    page.locator("button[name=do][value=confirm]").last.click()
    page.wait_for_load_state("networkidle")
    if page.locator("button[name=do][value=confirm]").count():
        page.locator("button[name=do][value=confirm]").last.click()
        page.wait_for_load_state("networkidle")


def matter(page: Page, number: str) -> None:
    """Go to the matter from the list of duties."""
    page.goto("/office/")
    page.get_by_role("link", name=number).first.click()


@LANGUAGES
def test_a_grievance_in_a_browser(language: str, new_page: Any, look: Look, stand: Stand, project: District) -> None:
    stand("2026-03-02")
    citizen, desk, unit = (new_page(language=language) for _ in range(3))
    for address in ("", "rights", "procedure"):
        citizen.goto(f"/{address}")
        look(citizen, f"grm-{address or 'start'}-{language}")
    number, code = hand_in(citizen, "environment")
    assert number == "GRM2026-000001"
    look(citizen, f"grm-receipt-{language}")

    stand("2026-03-04")
    sign_in(desk, "liaison")
    desk.goto("/office/window")
    look(desk, f"grm-window-{language}")
    matter(desk, number)
    look(desk, f"grm-case-{language}")
    act(desk, "acknowledge", text="We have your grievance.")
    stand("2026-03-06")
    desk.locator("a[href$='/sort']").first.click()
    look(desk, f"grm-sort-{language}")
    desk.go_back()
    act(desk, "sort", category="environment", severity="moderate", to="works")

    stand("2026-03-30")
    sign_in(unit, "engineer")
    matter(unit, number)
    act(unit, "propose", outcome_1="remedied", facts_1="Nine days over the limit.", outcome="remedied")
    stand("2026-04-08")
    follow(citizen, number, code)
    look(citizen, f"grm-proposed-{language}")
    citizen.locator("a[href$='/act/agree']").click()
    look(citizen, f"grm-agree-{language}")
    citizen.locator("main form button.govuk-button").click()
    citizen.wait_for_url("**/follow/matter")
    look(citizen, f"grm-agreed-{language}")

    stand("2026-05-04")
    matter(unit, number)
    act(unit, "carry_out", text="Watered twice a day.")
    stand("2026-06-01")
    matter(desk, number)
    act(desk, "follow_up", text="The dust is gone.")
    act(desk, "close", consent="on")
    follow(citizen, number, code)
    look(citizen, f"grm-closed-{language}")
    expect(citizen.locator("main")).to_contain_text("Watered twice a day.")
    assert run().problems == ()


@LANGUAGES
def test_a_complaint_to_a_council_in_a_browser(
    language: str, new_page: Any, look: Look, stand: Stand, council: District
) -> None:
    stand("2026-03-30")
    citizen, team, service = (new_page(language=language, width=390) for _ in range(3))
    number, code = hand_in(citizen, "service")
    assert number == "CMP2026-000001"
    look(citizen, f"cmp-receipt-{language}")
    stand("2026-04-01")
    sign_in(team, "handler")
    matter(team, number)
    act(team, "log", category="service", to="waste", text="Bins are not emptied.")
    stand("2026-04-16")
    sign_in(service, "manager")
    matter(service, number)
    act(service, "answer_one", outcome_1="upheld", facts_1="Four Fridays were missed.", outcome="upheld")
    follow(citizen, number, code)
    look(citizen, f"cmp-answered-{language}")
    citizen.locator("a[href$='/act/escalate']").click()
    citizen.locator("main form button.govuk-button").click()
    citizen.wait_for_url("**/follow/matter")
    look(citizen, f"cmp-escalated-{language}")
    matter(team, number)
    act(team, "log_two", to="review", text="What is still asked for.")
    look(team, f"cmp-stage-two-{language}")
    assert run().problems == ()
