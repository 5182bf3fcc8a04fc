"""A page of figures is handed out again as long as nothing has changed, and not a moment
longer; never to somebody else.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.contrib import messages
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.plugins.district import District, moment
from tests.web.supervisor.test_overview import forwarded

from huiyin.casework import acts
from huiyin.ledger import heads, settling, snapshots
from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.ledger.settling import Settling
from huiyin.organisations import acts as organisations
from huiyin.organisations import staff_acts, staff_reads
from huiyin.web.kit import unchanged
from huiyin.web.kit.unchanged import HOLE, PAGES, MadeOf, Pages

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[str], Client]
OVERVIEW, ANNUAL = "/office/overview/", "/office/overview/annual"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Each test begins with no page."""
    PAGES.clear()
    yield
    PAGES.clear()


def shown(client: Client, address: str = OVERVIEW) -> bytes:
    """The page without its token."""
    response = client.get(address)
    assert response.status_code == 200
    return TOKEN.sub(b"", response.content)


def queries(client: Client, address: str = OVERVIEW) -> int:
    """How many queries the page asks."""
    with CaptureQueriesContext(connections["default"]) as asked:
        shown(client, address)
    return len(asked)


@pytest.mark.parametrize("address", [OVERVIEW, ANNUAL])
def test_the_second_look_asks_who_is_there_and_how_far_the_ledger_is(
    district: District, sign_in: SignIn, address: str
) -> None:
    forwarded(district, "2026-11-02", "environment")
    client = sign_in("supervisor")
    first = shown(client, address)
    # The session, the user with their posts, the last event.
    assert queries(client, address) == 3
    assert shown(client, address) == first
    assert len(PAGES.pages) == 1


def test_what_somebody_does_is_seen_at_once(district: District, sign_in: SignIn) -> None:
    client = sign_in("supervisor")
    assert "没有逾期" in shown(client).decode()
    late = forwarded(district, "2026-11-02", "environment", title="夜间施工噪声扰民")
    assert "夜间施工噪声扰民" in shown(client).decode()
    acts.take("notify", case_id=late, text="已收到", by=district.green, at=moment("2026-11-23"))
    acts.take("accept", case_id=late, by=district.green, at=moment("2026-11-23"))
    assert "没有逾期" in shown(client).decode()


def test_nobody_gets_the_page_of_somebody_else(district: District, sign_in: SignIn) -> None:
    forwarded(district, "2026-11-02", "environment")
    mine, theirs = shown(sign_in("supervisor"), ANNUAL), shown(sign_in("mayor"), ANNUAL)
    assert b"Supervisor" in mine
    assert b"Supervisor" not in theirs
    assert sign_in("clerk").get(ANNUAL).status_code == 404
    assert Client().get(ANNUAL).status_code == 302
    assert len(PAGES.pages) == 2


def test_whoever_loses_the_post_loses_the_page(district: District, sign_in: SignIn) -> None:
    client, at = sign_in("supervisor"), moment("2026-11-23")
    shown(client)
    held = staff_reads.postings_of(district.supervisor.staff.id)  # type: ignore[union-attr]
    staff_acts.end_posting(posting=held[0].id, to_date=at.date(), by="system", at=at)
    assert client.get(OVERVIEW).status_code in {403, 404}


def test_another_language_another_year_another_organ_another_day(
    district: District, sign_in: SignIn, now: Callable[..., datetime]
) -> None:
    forwarded(district, "2026-11-02", "environment")
    client = sign_in("supervisor")
    pages = {shown(client, address) for address in (OVERVIEW, f"{OVERVIEW}?organ=xinan", ANNUAL, f"{ANNUAL}?year=2025")}
    assert len(pages) == 4
    client.cookies["huiyin_language"] = "en"
    english = Client(headers={"accept-language": "en"})
    english.cookies = client.cookies
    assert b"Overdue now" in shown(english)
    before = shown(client)
    now("2026-11-24")
    assert shown(client) != before


def test_an_organ_of_another_name_is_shown_by_it(district: District, sign_in: SignIn) -> None:
    forwarded(district, "2026-11-02", "environment")
    client = sign_in("supervisor")
    assert "区生态环境分局" in shown(client).decode()
    organisations.rename_organ(
        code="environment", name_zh="区生态局", name_en="Ecology", by="system", at=moment("2026-11-23")
    )
    assert "区生态局" in shown(client).decode()


def test_a_new_head_is_shown_in_the_report(district: District, sign_in: SignIn) -> None:
    client = sign_in("mayor")
    assert b'id="head"' not in shown(client, ANNUAL)
    taken = heads.take(at=moment("2026-11-23"))
    assert taken is not None
    assert f"{taken.size}-".encode() in shown(client, ANNUAL)


def test_the_token_is_another_one_each_time_and_none_is_kept(district: District, sign_in: SignIn) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in("supervisor").cookies
    tokens = set()
    for _ in range(3):
        page = client.get(OVERVIEW).content
        assert HOLE.encode() not in page
        tokens.update(TOKEN.findall(page))
    assert len(tokens) == 3
    [pieces] = PAGES.pages.values()
    assert len(pieces) > 2
    assert not any(token in piece for token in tokens for piece in pieces)
    token = tokens.pop().decode()
    assert client.post("/account/logout/", {"csrfmiddlewaretoken": "x"}).status_code == 403
    assert client.post("/account/logout/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_where_a_message_waits_the_page_is_drawn_with_it(
    district: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("supervisor")
    shown(client)
    request = RequestFactory().get(OVERVIEW)
    request.session = client.session
    storage = messages.storage.default_storage(request)
    storage.add(messages.SUCCESS, "已经记下")
    response = HttpResponse()
    storage.update(response)
    request.session.save()
    client.cookies.update(response.cookies)
    assert "已经记下" in shown(client).decode()
    assert "已经记下" not in shown(client).decode()


@pytest.mark.parametrize(
    ("behind", "writing", "kept"), [(0, frozenset(), 1), (0, frozenset({"3/7"}), 0), (1, frozenset(), 0)]
)
def test_a_page_is_kept_only_of_what_is_settled(
    district: District,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    *,
    behind: int,
    writing: frozenset[str],
    kept: int,
) -> None:
    """Not while somebody writes, and not where an event came after it was asked who does."""
    client = sign_in("supervisor")
    last = snapshots.seen().last_id
    monkeypatch.setattr(settling, "_writers", lambda: writing)
    asked = Settling(last - behind, writing)
    monkeypatch.setattr(unchanged.Settling, "begin", lambda: asked)
    shown(client)
    assert len(PAGES.pages) == kept


@pytest.mark.postgres
def test_an_event_that_commits_late_with_a_lower_id_is_seen(district: District, sign_in: SignIn) -> None:
    """The first drawn id commits last: a page that was kept in between would miss it."""
    client = sign_in("supervisor")
    drawn, commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            forwarded(district, "2026-11-02", "environment", title="晚来的")
            drawn.set()
            commit.wait(20)
        connections.close_all()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    assert drawn.wait(20)
    append_next(
        stream="access:x", drafts=[EventDraft(type="identity.revealed", at=moment("2026-11-23"), actor="system")]
    )
    assert "晚来的" not in shown(client).decode()
    assert not PAGES.pages
    commit.set()
    writer.join()
    assert "晚来的" in shown(client).decode()
    assert len(PAGES.pages) == 1


def test_a_process_keeps_no_more_than_its_share() -> None:
    pages = Pages(most_bytes=100)
    keys: list[MadeOf] = [object() for _ in range(4)]  # type: ignore[misc]
    for key in keys[:3]:
        pages.keep(key, (b"x" * 20, b"y" * 20))
    assert [pages.get(key) is not None for key in keys] == [False, True, True, False]
    assert pages.held == 80
    pages.get(keys[1])
    pages.keep(keys[3], (b"z" * 50,))
    assert [pages.get(key) is not None for key in keys] == [False, True, False, True]
    pages.keep(keys[0], (b"w" * 101,))
    assert pages.held == 0
