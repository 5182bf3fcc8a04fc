"""The offices' pages in a real browser: every page by axe, wide and narrow, by day and night, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from huiyin.casework.cases.actors import Actor
from huiyin.casework.handling import acts as handling
from huiyin.casework.intake import acts as intake
from huiyin.people.particulars import Particulars
from huiyin.web import clock
from tests.plugins.district import PASSWORD, District, build, moment, petition

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
    intake.register(
        case_id=case_id, category=category, topic=topic, area="xinan", by=world.district.dispatcher, at=moment(day)
    )


def _forward(world: World, case_id: str, day: str, to: str = "environment", report_by: date | None = None) -> None:
    handling.forward(case_id=case_id, to=to, by=world.district.dispatcher, at=moment(day), report_by=report_by)


def populate(world: World) -> None:
    """Matters that wait to be registered, are overdue, due, accepted, extended, decided, served, offered, sealed."""
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
    handling.offer_handover(
        case_id=offered, to="housing", reason="路灯由住建局管养", by=staff.green, at=moment("2026-11-18")
    )
    long = _file(world, "accepted", "2026-09-10", title="老旧小区加装电梯补偿争议", claims=("重新测算补偿", "公开方案"))
    _register(world, long, "2026-09-11", topic="housing")
    _forward(world, long, "2026-09-14", to="housing")
    handling.notify(case_id=long, text="已收到，按信访程序办理。", by=staff.builder, at=moment("2026-09-18"))
    handling.accept(case_id=long, by=staff.builder, at=moment("2026-09-25"))
    handling.extend(
        case_id=long, days=30, reason="需要专业机构测算", by=staff.builder_head, at=moment("2026-11-10")
    )
    intake.record_contact(
        case_id=long,
        contact=petition(channel="visit", persons=8, representatives=3, spoken=True, text="补充说明：测算依据未公开。"),
        office="office",
        by=staff.clerk,
        at=moment("2026-11-12"),
    )
    sealed = _file(world, "sealed", "2026-11-15", title="反映工程招标中的问题", category="accusation", topic="")
    _register(world, sealed, "2026-11-16", category="accusation", topic="")


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """A district at work on Monday 23 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY))
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


@pytest.mark.parametrize(
    ("look", "options"),
    [
        ("zh-1280", {}),
        ("zh-390", {"width": 390}),
        ("en-1280", {"language": "en-GB"}),
        ("dark-1280", {"dark": True}),
        ("dark-390-en", {"dark": True, "width": 390, "language": "en-GB"}),
    ],
)
def test_every_page_keeps_nobody_out(
    world: World,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], None],
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
        },
        "builder_head": {
            "duties-offers": "/office/",
            "case-accepted": f"/office/case/{cases['accepted']}",
            "act-decide": f"/office/case/{cases['accepted']}/act/decide",
            "act-accept-handover": f"/office/case/{cases['offered']}/act/accept_handover",
            "supplement": f"/office/case/{cases['accepted']}/act/supplement",
        },
        "auditor": {"openings": "/office/openings"},
    }
    for username, addresses in tours.items():
        page = new_page(**options)
        sign_in(page, username) if username != "auditor" else _sign_in_to(page, username, "/office/openings")
        for name, address in addresses.items():
            page.goto(address)
            expect(page.locator("main h1").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), f"{name} is too wide"
            picture(page, f"officer-{name}-{look}")
            axe(page)


def _sign_in_to(page: Page, username: str, address: str) -> None:
    page.goto(address)
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"**{address}")
