"""Matters that ended and should not have, in a real browser: supervised all the same,
answered, taken up again or carried out after all (R22 Art 40, 32), and what the citizen
reads of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_supervision import LOOKS, fits, sign_in
from tests.plugins.district import build, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.web.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = "2026-12-07"


def diverted() -> Life:
    """The environment branch accepted a noise complaint on 21 September 2026 and
    directed it to the court on the 22nd.
    """
    life = Life.begin(build()).until("accepted")
    acts.take(
        "divert",
        case_id=life.filed.case_id,
        route="administrative_suit",
        competent_organ="区人民法院",
        explanation="请向法院起诉。",
        last_day=date(2027, 3, 22),
        by=life.district.green,
        at=moment("2026-09-22"),
    )
    return life


def refused() -> Life:
    """The environment branch did not accept it on 21 September: already re-reviewed."""
    life = Life.begin(build()).until("notified")
    acts.take(
        "refuse",
        case_id=life.filed.case_id,
        ground="concluded_after_rereview",
        earlier_number="XF2020-000001",
        facts="same",
        competent_organ="市生态环境局",
        explanation="该事项已经复核。",
        by=life.district.green,
        at=moment("2026-09-21"),
    )
    return life


def concluded() -> Life:
    """It supported the complaint, said on 1 December that it was done, and so ended it."""
    life = Life.begin(build()).until("served")
    steps: dict[str, dict[str, Any]] = {
        "conclude": {"reason": "agreed", "petitioner_agrees": True},
        "execute": {"what": "夜间施工已经停止", "done_on": date(2026, 12, 1)},
    }
    for step, args in steps.items():
        acts.take(step, case_id=life.filed.case_id, **args, by=life.district.green, at=moment("2026-12-01"))
    assert life.view.state.final
    return life


ENDED: dict[str, tuple[Callable[[], Life], str]] = {
    "diverted": (diverted, "take_up_again"),
    "refused": (refused, "take_up_again"),
    "concluded": (concluded, "carry_out_again"),
}


@pytest.fixture
def now(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Monday, 7 December 2026."""
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))


def follow(page: Page, life: Life) -> None:
    """Open the matter with number and code."""
    page.goto("/follow")
    page.fill("input[name=number]", life.filed.number)
    page.fill("input[name=code]", life.filed.query_code)
    page.click("main form button")
    page.wait_for_url("**/follow/matter")


def supervise(life: Life, circumstance: str = "wrongly_ended") -> None:
    """A notice, to be answered by Friday the 18th."""
    acts.take(
        "supervise",
        case_id=life.filed.case_id,
        circumstance=circumstance,
        asked="噪声由你局查处，请说明。",
        answer_by=date(2026, 12, 18),
        by=life.district.supervisor,
        at=moment(TODAY),
    )


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ended", ENDED)
def test_the_pages_keep_nobody_out(
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    look: str,
    ended: str,
) -> None:
    options, (begin, step) = LOOKS[look], ENDED[ended]
    life = begin()
    matter = f"/office/case/{life.filed.case_id}"

    def look_at(page: Page, name: str) -> None:
        expect(page.locator("main h1").first).to_be_visible()
        fits(page, axe, options)
        picture(page, f"{ended}-{name}-{look}")

    supervisor = new_page(**options)
    sign_in(supervisor, "supervisor", f"{matter}/act/supervise")
    look_at(supervisor, "1-supervise")
    supervise(life)
    supervisor.goto(matter)
    look_at(supervisor, "2-supervised")

    officer = new_page(**options)
    sign_in(officer, "green", f"{matter}/act/answer_supervision")
    look_at(officer, "3-answers")
    officer.goto(matter)
    look_at(officer, "4-officer")
    officer.goto(f"{matter}/act/{step}")
    look_at(officer, "5-takes-up")
    officer.locator("main .hy-acts button[value=confirm]").click()  # nothing was written
    look_at(officer, "6-mistakes")

    citizen = new_page(**options)
    follow(citizen, life)
    expect(citizen.locator("#supervision")).to_be_visible()
    look_at(citizen, "7-citizen-before")
    given: dict[str, Any] = {"ground": "supervised", "reason": "噪声由我局查处，恢复办理。"}
    if step == "carry_out_again":
        given["execute_by"] = date(2026, 12, 31)
    acts.take(step, case_id=life.filed.case_id, **given, by=life.district.green, at=moment(TODAY))
    officer.goto(matter)
    look_at(officer, "8-taken-up")
    citizen.goto("/follow/matter")
    look_at(citizen, "9-citizen-after")


def test_it_is_supervised_answered_and_taken_up_on_the_pages(now: None, new_page: Callable[..., Page]) -> None:
    life = diverted()
    matter = f"/office/case/{life.filed.case_id}"
    supervisor = new_page()
    sign_in(supervisor, "supervisor", f"{matter}/act/supervise")
    supervisor.get_by_label("督办情形").select_option("wrongly_ended")
    supervisor.get_by_label("存在的问题和要求").fill("噪声由你局查处，请说明。")
    supervisor.get_by_label("要求答复的日期").fill("2026-12-18")
    supervisor.locator("main .hy-acts button[value=confirm]").click()
    supervisor.wait_for_url(f"**{matter}")

    officer = new_page()
    sign_in(officer, "green", f"{matter}/act/answer_supervision")
    officer.get_by_label("答复（信访人可以看到）").fill("确属我局职责，恢复办理。")
    officer.locator("main .hy-acts button[value=confirm]").click()
    officer.wait_for_url(f"**{matter}")
    officer.goto(f"{matter}/act/take_up_again")
    officer.get_by_label("采纳督办意见").check()
    officer.get_by_label("说明（信访人可以看到）").fill("噪声由我局查处。")
    officer.locator("main .hy-acts button[value=confirm]").click()
    officer.wait_for_url(f"**{matter}")
    state = life.view.state
    assert (state.state, state.ending, state.reopened_date) == ("accepted", "", date(2026, 12, 7))
    # 60 days from 7 December 2026 end on Friday 5 February 2027, New Year's Eve of the
    # lunar year: holidays from the 5th to the 8th, two of them made up for on the 9th and 10th.
    assert ("handle", date(2027, 2, 11)) in {(duty.kind, duty.due_date) for duty in life.view.open_duties}


def test_what_was_not_done_is_carried_out_by_a_day_ahead(now: None, new_page: Callable[..., Page]) -> None:
    life = concluded()
    matter = f"/office/case/{life.filed.case_id}"
    officer = new_page()
    sign_in(officer, "green", f"{matter}/act/carry_out_again")
    officer.get_by_label("本机关自行纠正").check()
    officer.get_by_label("说明（信访人可以看到）").fill("道歉信尚未送达。")
    officer.get_by_label("执行完毕的日期").fill("2026-12-31")
    officer.locator("main .hy-acts button[value=confirm]").click()
    officer.wait_for_url(f"**{matter}")
    state = life.view.state
    assert (state.state, state.final) == ("executing", False)
    assert ("execute", date(2026, 12, 31)) in {(duty.kind, duty.due_date) for duty in life.view.open_duties}
