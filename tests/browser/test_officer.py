"""The offices' pages in a real browser: every page by axe, wide and narrow, by day and
night, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.plugins.district import PASSWORD, District, build, moment, petition
from tests.plugins.moulds import cast

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts
from huiyin.ledger import heads
from huiyin.web.kit import clock

pytestmark = pytest.mark.browser

TODAY = "2026-11-23"


@dataclass
class World:
    """A district, and matters in many states by name."""

    district: District
    cases: dict[str, str] = field(default_factory=dict)


def _file(world: World, name: str, day: str, **changes: Any) -> str:
    filed = intake.file_petition(petition=petition(**changes), office="office", by=Actor.petitioner(), at=moment(day))
    world.cases[name] = filed.case_id
    return filed.case_id


def _register(world: World, case_id: str, day: str, category: str = "appeal", topic: str = "noise") -> None:
    acts.take(
        "register",
        case_id=case_id,
        category=category,
        topic=topic,
        area="xinan",
        by=world.district.dispatcher,
        at=moment(day),
    )


def _forward(world: World, case_id: str, day: str, to: str = "environment", report_by: date | None = None) -> None:
    acts.take("forward", case_id=case_id, to=to, by=world.district.dispatcher, at=moment(day), report_by=report_by)


def populate(world: World) -> None:
    """Matters that wait to be registered, are overdue, due, accepted, extended,
    decided, served, offered, sealed.
    """
    staff = world.district
    _file(world, "filed", "2026-11-20", title="小区物业擅自停电多日", topic="housing")
    _file(world, "registered", "2026-11-08", title="沿河异味长期得不到治理")
    _register(world, world.cases["registered"], "2026-11-09")
    overdue = _file(world, "overdue", "2026-10-30", title="夜间施工噪声扰民，多次反映仍未解决")
    _register(world, overdue, "2026-11-02")
    _forward(world, overdue, "2026-11-04")
    offered = _file(world, "offered", "2026-11-16", title="路灯不亮", claims=("修好路灯", "公布维修电话"))
    _register(world, offered, "2026-11-16")
    _forward(world, offered, "2026-11-17", report_by=date(2026, 12, 20))
    acts.take(
        "offer_handover",
        case_id=offered,
        to="housing",
        reason="路灯由住建局管养",
        by=staff.green,
        at=moment("2026-11-18"),
    )
    long = _file(world, "accepted", "2026-09-10", title="老旧小区加装电梯补偿争议", claims=("重新测算补偿", "公开方案"))
    _register(world, long, "2026-09-11", topic="housing")
    _forward(world, long, "2026-09-14", to="housing")
    acts.take("notify", case_id=long, text="已收到，按信访程序办理。", by=staff.builder, at=moment("2026-09-18"))
    acts.take("accept", case_id=long, by=staff.builder, at=moment("2026-09-25"))
    acts.take(
        "extend", case_id=long, days=30, reason="需要专业机构测算", by=staff.builder_head, at=moment("2026-11-10")
    )
    contacts.record_contact(
        case_id=long,
        contact=petition(channel="visit", persons=8, representatives=3, spoken=True, text="补充说明：测算依据未公开。"),
        office="office",
        by=staff.clerk,
        at=moment("2026-11-12"),
    )
    joint = _file(world, "joint", "2026-10-09", title="工地夜间施工许可与噪声")
    _register(world, joint, "2026-10-12")
    _forward(world, joint, "2026-10-13")
    acts.take("notify", case_id=joint, text="已收到。", by=staff.green, at=moment("2026-10-15"))
    acts.take("accept", case_id=joint, by=staff.green, at=moment("2026-10-20"))
    for to, until in (("housing", date(2026, 12, 1)), ("xinan", date(2026, 11, 12))):
        asked = {"to": to, "question": "施工许可和现场管理", "until": until}
        acts.take("ask_joint", case_id=joint, **asked, by=staff.green, at=moment("2026-10-22"))
    sealed = _file(world, "sealed", "2026-11-15", title="反映工程招标中的问题", category="accusation", topic="")
    _register(world, sealed, "2026-11-16", category="accusation", topic="")
    heads.take(at=moment(TODAY, 1))


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """A district at work on Monday 23 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))
    return cast("the matters of the officers' pages", _at_work)


def _at_work() -> World:
    made = World(build())
    populate(made)
    return made


def sign_in(page: Page, username: str) -> None:
    """Sign in through the form, as people do."""
    page.goto("/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button[type=submit], main form button")
    page.wait_for_url("**/office/**")
    page.wait_for_load_state("networkidle")  # the keys listen only once their module is here


@pytest.fixture
def examine(axe: Callable[[Page], None], picture: Callable[[Page, str], None]) -> Callable[[Page, str], None]:
    """`examine(page, name)`: keep its picture, see that it fits its screen and that axe
    finds nothing.
    """

    def look_at(page: Page, name: str) -> None:
        picture(page, f"officer-{name}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), f"{name} is too wide"
        axe(page)

    return look_at


@pytest.mark.parametrize(
    ("look", "options"),
    [
        ("zh-1280", {}),
        ("zh-390", {"width": 390}),
        ("en-1280", {"language": "en-GB"}),
        ("dark-390-en", {"dark": True, "width": 390, "language": "en-GB"}),
    ],
)
def test_every_page_keeps_nobody_out(
    world: World,
    new_page: Callable[..., Page],
    examine: Callable[[Page, str], None],
    look: str,
    options: dict[str, Any],
) -> None:
    cases = world.cases
    tours = {
        "dispatcher": {
            "duties": "/office/",
            "window": "/office/register",
            "again": "/office/contact",
            "case-registered": f"/office/case/{cases['registered']}",
            "act-register": f"/office/case/{cases['filed']}/act/register",
            "act-forward": f"/office/case/{cases['registered']}/act/forward",
            "act-refuse": f"/office/case/{cases['registered']}/act/refuse",
            "act-divert": f"/office/case/{cases['registered']}/act/divert",
            "impossible": f"/office/case/{cases['registered']}/act/notify",
            "contact": f"/office/case/{cases['registered']}/act/contact",
            "no-number": "/office/number?number=XF2026-999999",
            "by-title": "/office/number?number=施工",
            "correct": f"/office/case/{cases['registered']}/identity/{cases['registered']}.1/correct",
            "renew-code": f"/office/case/{cases['registered']}/code",
        },
        "builder_head": {
            "duties-offers": "/office/",
            "case-accepted": f"/office/case/{cases['accepted']}",
            "act-decide": f"/office/case/{cases['accepted']}/act/decide",
            "act-accept-handover": f"/office/case/{cases['offered']}/act/accept_handover",
            "supplement": f"/office/case/{cases['accepted']}/act/supplement",
            "case-joint": f"/office/case/{cases['joint']}",
            "act-joint-opinion": f"/office/case/{cases['joint']}/act/give_joint_opinion",
        },
        "green": {
            "act-ask-joint": f"/office/case/{cases['joint']}/act/ask_joint",
            "act-move-joint": f"/office/case/{cases['joint']}/act/move_joint_date",
        },
        "auditor": {"openings": "/office/openings", "heads": "/office/heads"},
    }
    for username, addresses in tours.items():
        page = new_page(**options)
        sign_in(page, username)
        for name, address in addresses.items():
            page.goto(address)
            expect(page.locator("main h1").first).to_be_visible()
            examine(page, f"{name}-{look}")


def test_the_list_goes_by_keyboard(world: World, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, "dispatcher")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.locator("[data-keys-row] input:checked").count() == 1
    page.keyboard.press("/")
    expect(page.locator("#filter-text")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("[data-choose-all]").check()
    assert page.locator("[data-keys-row] input:checked").count() == 3
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/office/case/{world.cases['registered']}")


def test_what_follows_moves_with_the_answers(world: World, browser_page: Page, axe: Callable[[Page], None]) -> None:
    page = browser_page
    sign_in(page, "dispatcher")
    page.goto(f"/office/case/{world.cases['registered']}/act/forward")
    expect(page.locator("#following")).not_to_contain_text("区生态环境分局")
    page.select_option("[name=to]", "environment")
    expect(page.locator("#following")).to_contain_text("区生态环境分局最迟应在12月8日")
    page.fill("[name=report_by]", "2026-12-20")
    page.locator("[name=report_by]").blur()
    expect(page.locator("#following")).to_contain_text("反馈办理结果")
    axe(page)
    page.click(".hy-acts button[value=confirm]")
    page.wait_for_url(f"**/office/case/{world.cases['registered']}")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("区生态环境分局最迟应在12月8日（周二）完成")


def test_a_refusal_is_shown_before_it_happens(world: World, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, "dispatcher")
    page.goto(f"/office/case/{world.cases['sealed']}/act/forward")
    page.select_option("[name=to]", "housing")
    expect(page.locator("#following .hy-refusal")).to_contain_text("纪检监察机关")
    page.fill("[name=note]", "请核查")
    page.click(".hy-acts button[value=confirm]")
    expect(page.locator(".hy-refusal")).to_contain_text("第22条、第30条")
    assert page.input_value("[name=note]") == "请核查"


def test_a_joint_organ_gives_its_opinion(
    world: World, browser_page: Page, examine: Callable[[Page, str], None]
) -> None:
    page = browser_page
    sign_in(page, "builder")
    page.goto(f"/office/case/{world.cases['joint']}")
    expect(page.locator(".of-joint")).to_contain_text("期限已过，尚未提出意见")
    page.click(".of-now a.govuk-button >> text=提出配合意见")
    page.fill("[name=opinion]", "施工许可不含夜间施工。")
    page.check("[name=cosigns]")
    page.click(".hy-acts button[value=confirm]")
    page.wait_for_url(f"**/office/case/{world.cases['joint']}")
    expect(page.locator(".of-joint")).to_contain_text("同意联署")
    examine(page, "joint-given")


def test_everything_works_without_scripts(world: World, new_page: Callable[..., Page]) -> None:
    page = new_page(scripts=False)
    sign_in(page, "dispatcher")
    page.goto(f"/office/case/{world.cases['registered']}/act/forward")
    page.select_option("[name=to]", "environment")
    page.click(".hy-acts button[value=preview]")
    expect(page.locator("#following")).to_contain_text("区生态环境分局最迟应在12月8日")
    page.click(".hy-acts button[value=confirm]")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("已完成")


def test_somebody_at_the_window_in_one_page(
    world: World, browser_page: Page, examine: Callable[[Page, str], None]
) -> None:
    page = browser_page
    sign_in(page, "clerk")
    page.goto("/office/register")
    page.check("[name=channel][value=visit]")
    page.fill("[name=text]", "工地夜间施工，已连续一周。")
    page.fill("[name=title]", "夜间施工噪声")
    page.fill("[name=claims]", "停止夜间施工\n公布监督电话")
    page.check("[name=category][value=appeal]")
    page.select_option("[name=topic]", "noise")
    expect(page.locator("#ahead")).to_contain_text("区生态环境分局")
    expect(page.locator("#ahead")).to_contain_text("区信访局最迟应在12月8日")
    page.set_input_files("[name=attachments]", {"name": "照片说明.txt", "mimeType": "text/plain", "buffer": b"night"})
    page.click(".hy-acts button[value=confirm]")
    expect(page.locator(".govuk-error-summary")).to_contain_text("宣读")
    expect(page.locator(".of-files")).to_contain_text("照片说明.txt")
    examine(page, "window-error")
    page.check("[name=read_back]")
    page.click(".hy-acts button[value=confirm]")
    page.wait_for_url("**/receipt")
    expect(page.locator(".of-receipt")).to_contain_text("查询码")
    examine(page, "receipt")


def test_an_identity_is_opened_for_a_purpose(
    world: World, browser_page: Page, examine: Callable[[Page, str], None]
) -> None:
    page = browser_page
    sign_in(page, "builder")
    page.goto(f"/office/case/{world.cases['accepted']}")
    assert "林知远" not in page.content()
    card = page.locator(".of-contact").last
    card.locator("select").select_option("contact")
    card.locator("button").click()
    expect(page.locator("main")).to_contain_text("林知远")
    examine(page, "identity")
    page.goto("/office/")
    page.click(".hy-link-button >> text=退出")
    page.goto("/office/")
    sign_in(page, "auditor")
    expect(page.locator("main table")).to_contain_text("就信访事项联系信访人")
    assert "林知远" not in page.content()
    examine(page, "openings")


def test_several_matters_are_offered_at_once(
    world: World, browser_page: Page, examine: Callable[[Page, str], None]
) -> None:
    page = browser_page
    sign_in(page, "green")
    page.locator("[data-choose-all]").check()
    page.click("text=移交所选事项")
    page.select_option("[name=to]", "xinan")
    page.fill("[name=reason]", "属地管理")
    examine(page, "handover")
    page.click(".hy-acts button[value=confirm]")
    expect(page.locator("main")).to_contain_text("有1件未能提出")
    examine(page, "handover-done")


def test_the_head_says_who_is_in_charge_and_sees_how_much_lies_with_whom(
    world: World, browser_page: Page, examine: Callable[[Page, str], None]
) -> None:
    page = browser_page
    sign_in(page, "green_head")
    page.locator("[data-choose-all]").check()
    page.click("text=变更承办人")
    page.select_option("[name=to]", label="Green")
    examine(page, "charge-many")
    page.click(".hy-acts button[value=confirm]")
    expect(page.locator("h1")).to_contain_text("已由Green承办")
    examine(page, "charge-done")
    page.goto("/office/")
    expect(page.locator(".of-charge").first).to_have_text("承办人：Green")
    examine(page, "duties-in-charge")
    page.goto("/office/load")
    expect(page.locator("main table")).to_contain_text("Green")
    examine(page, "load")
    page.goto(f"/office/case/{world.cases['overdue']}/charge")
    page.select_option("[name=to]", "organ")
    page.click(".hy-acts button[value=change]")
    expect(page.locator(".govuk-error-summary")).to_contain_text("请说明理由")
    examine(page, "charge")


def test_a_letter_of_friday_is_entered_on_monday(
    world: World, browser_page: Page, examine: Callable[[Page, str], None]
) -> None:
    page = browser_page
    sign_in(page, "dispatcher")
    page.goto("/office/register")
    page.check("[name=channel][value=letter]")
    page.fill("[name=text]", "工地夜间施工。")
    page.fill("[name=title]", "夜间施工的来信")
    page.check("[name=category][value=appeal]")
    page.fill("[name=arrived_on]", "2026-09-01")
    page.click(".hy-acts button[value=confirm]")
    expect(page.locator(".govuk-error-summary")).to_contain_text("83天前")
    examine(page, "window-long-ago")
    page.fill("[name=arrived_on]", "2026-11-20")
    page.locator("[name=arrived_on]").blur()
    expect(page.locator("#ahead")).to_contain_text("12月7日（周一）")
    page.click(".hy-acts button[value=confirm]")
    page.wait_for_url("**/receipt")
    expect(page.locator(".of-receipt__facts")).to_contain_text("2026年11月20日（周五）")
