"""A register of an office's own: a pack in a folder outside the program and nothing
else. It opens, lists, runs, counts, verifies, and has its pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework.basis import registers, rulebooks
from huiyin.casework.basis.errors import NotFound, Refused
from huiyin.casework.lists import files, statistics, worklist
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.matter import filing, reads
from huiyin.casework.upkeep.verify import run
from huiyin.law import packs

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).resolve().parents[2] / "law" / "registers"
KEY = "site_visits"
TODAY = date(2026, 11, 23)  # a Monday
SignIn = Callable[[str], Client]


@pytest.fixture
def register(district: District) -> Iterator[District]:
    """A district whose office keeps site visits too."""
    packs.use(FOLDER)
    rulebooks.take_in(at=moment("2026-11-23", 8))
    yield district
    packs.use()


def opened(district: District, by: str = "clerk", **changes: Any) -> filing.OpenedFile:
    """The lamp in Kexue Road, to be looked at by the housing bureau."""
    args = {"kind": "street", "to": "housing", "what": "科学路路灯不亮", **changes}
    return filing.open_file(key=KEY, title="科学路路灯", args=args, by=district.actors[by], at=moment("2026-11-23"))


def test_it_stands_beside_the_petitions_only_while_its_folder_is_in_use(district: District) -> None:
    assert set(registers.beside(TODAY)) == {"advice", "retaliation"}
    packs.use(FOLDER)
    try:
        assert set(registers.beside(TODAY)) == {"advice", "retaliation", KEY}
        assert registers.pack_on(KEY, date(2025, 12, 31)) is None
    finally:
        packs.use()


def test_a_file_has_its_number_its_duty_and_its_place_in_the_worklist(register: District) -> None:
    file = opened(register)
    assert file.number.startswith("SV2026-")
    view = reads.access_case(by=register.builder, case_id=file.case_id)
    # § 2(1): ten working days after Monday 23 November end on Monday 7 December.
    (duty,) = view.open_duties
    assert (duty.kind, duty.owner, duty.due_date) == ("look", "housing", date(2026, 12, 7))
    listed = worklist.my_duties(by=register.builder, filters=Filters(), today=TODAY)
    assert [item.number for item in listed.items] == [file.number]
    titles = {pack.key for pack in worklist.packs_of(by=register.builder, today=TODAY)}
    assert "site-visits/2026-01-01" in titles


def test_it_is_no_petition_in_the_figures_and_verifies(register: District) -> None:
    Life.begin(register)
    before = statistics.flow(start=date(2026, 1, 1), end=date(2027, 1, 1), codes=("office", "housing"))
    opened(register)
    after = statistics.flow(start=date(2026, 1, 1), end=date(2027, 1, 1), codes=("office", "housing"))
    assert after == before
    assert run().problems == ()
    tally = files.tally(by=register.clerk, register=KEY, today=date(2026, 12, 8))
    assert (tally.all, tally.open, tally.overdue) == (1, 1, 1)


def test_whoever_has_no_part_in_it_does_not_find_it(register: District) -> None:
    file = opened(register)
    stranger = register.actors["townsman"]
    assert files.listed(by=stranger, register=KEY).lines == ()
    with pytest.raises(NotFound):
        reads.access_case(by=stranger, case_id=file.case_id)
    with pytest.raises(NotFound):
        filing.open_file(key="no_such", title="x", args={}, by=register.clerk, at=moment("2026-11-23"))


def test_its_law_refuses(register: District) -> None:
    with pytest.raises(Refused):  # another organ is asked to look
        opened(register, to="office")
    with pytest.raises(Refused):  # § 1: staff of the window ask
        opened(register, by="supervisor")
    assert files.tally(by=register.clerk, register=KEY, today=TODAY).all == 0


def test_its_pages_open_run_and_close_a_file(register: District, sign_in: SignIn, now: Callable[..., Any]) -> None:
    clerk, builder = sign_in("clerk"), sign_in("builder")
    home = clerk.get(reverse("officer:duties")).content.decode()
    assert reverse("officer:register", args=[KEY]) in home
    form = clerk.get(reverse("officer:new_file", args=[KEY])).content.decode()
    assert "查看什么" in form
    sent = clerk.post(
        reverse("officer:new_file", args=[KEY]),
        {"title": "科学路路灯", "kind": "street", "to": "housing", "what": "路灯不亮"},
        follow=True,
    )
    assert "科学路路灯" in sent.content.decode()
    case_id = sent.redirect_chain[-1][0].rstrip("/").rsplit("/", 1)[-1]
    listed = builder.get(reverse("officer:register", args=[KEY])).content.decode()
    assert "科学路路灯" in listed
    assert "待查看" in listed
    now("2026-12-01")
    act = reverse("officer:act", args=[case_id, "answer"])
    done = builder.post(act, {"report": "已修好", "do": "confirm", "seen": _seen(builder, act)})
    assert done.status_code == 302
    view = reads.access_case(by=register.clerk, case_id=case_id)
    # § 3: five working days after Tuesday 1 December end on Tuesday the 8th.
    (duty,) = view.open_duties
    assert (duty.kind, duty.owner, duty.due_date) == ("close_visit", "office", date(2026, 12, 8))
    act = reverse("officer:act", args=[case_id, "close"])
    assert clerk.post(act, {"do": "confirm", "seen": _seen(clerk, act)}).status_code == 302
    assert reads.access_case(by=register.clerk, case_id=case_id).state.final
    assert run().problems == ()


def _seen(client: Client, address: str) -> str:
    """How the page says the matter stood when it was drawn."""
    page = client.get(address).content.decode()
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_mistake_on_the_page_loses_no_word(register: District, sign_in: SignIn) -> None:
    address = reverse("officer:new_file", args=[KEY])
    given = {"title": "科学路路灯", "kind": "street", "to": "", "what": "路灯不亮三天了"}
    page = sign_in("clerk").post(address, given)
    assert page.status_code == 422
    assert "路灯不亮三天了" in page.content.decode()
    refused = sign_in("supervisor").post(address, {**given, "to": "environment"})
    assert refused.status_code == 409
    assert "路灯不亮三天了" in refused.content.decode()


@pytest.mark.parametrize("act", ["contact", "supplement", "appoint_agent", "refuse"])
def test_what_its_law_does_not_know_has_no_page_there(register: District, sign_in: SignIn, act: str) -> None:
    """The pack of the register has none of these steps: an address typed by hand is not a fault."""
    address = f"/office/case/{opened(register).case_id}/act/{act}"
    client = sign_in("builder")
    assert client.get(address).status_code == 404
    assert client.post(address, {"text": "路灯还是不亮"}).status_code == 404


def test_registers_with_pages_of_their_own_have_none_here(register: District, sign_in: SignIn) -> None:
    for key in ("advice", "retaliation", "petition", "no_such"):
        page = sign_in("clerk").get(reverse("officer:register", args=[key]))
        assert page.status_code == 404


def test_the_list_asks_as_often_however_long_it_is(register: District) -> None:
    counts = []
    for _again in range(2):
        for _file in range(3):
            opened(register)
        with CaptureQueriesContext(connection) as asked:
            files.listed(by=register.clerk, register=KEY)
        counts.append(len(asked))
    assert counts[0] == counts[1] == 2
