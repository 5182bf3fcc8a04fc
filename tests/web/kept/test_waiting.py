"""Words that wait in a session for their owner: nobody else takes them, and no page on
the way loses them.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.web.kept.walking import sign_in

from huiyin.web.kit import clock

pytestmark = pytest.mark.django_db
WORDS = "夜里十一点以后还在打桩，已经连续五天。"


def turned_away() -> Client:
    """Somebody whose session was over when they sent a form; its words wait until they
    are in again.
    """
    client = Client()
    sign_in(client, "clerk")
    page = client.get(reverse("officer:window")).content.decode()
    mark = re.search(r'name="huiyin-by" value="([^"]+)"', page)
    assert mark is not None
    client.cookies.clear()
    answer = client.post(reverse("officer:window"), {"text": WORDS, "huiyin-by": mark[1]})
    assert answer["Location"].startswith("/account/login/")
    assert "huiyin_kept" in client.session
    return client


def test_another_page_before_signing_in_does_not_throw_them_away(district: District) -> None:
    client = turned_away()
    assert client.get(reverse("officer:duties")).status_code == 302
    sign_in(client, "clerk")
    assert WORDS in client.get(reverse("officer:window")).content.decode()


@pytest.mark.parametrize("page", ["officer:duties", "officer:window"])
def test_a_session_that_ends_idle_hands_them_on(
    district: District, settings: Any, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    settings.HUIYIN_SESSION_IDLE_MINUTES = 10
    client = turned_away()
    sign_in(client, "clerk")
    assert client.get(reverse("officer:duties")).status_code == 200
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(reverse(page))["Location"].startswith("/account/login/")
    sign_in(client, "clerk")
    assert WORDS in client.get(reverse("officer:window")).content.decode()


def test_whoever_comes_next_at_the_same_computer_gets_nothing(district: District) -> None:
    client = turned_away()
    sign_in(client, "green")
    assert WORDS not in client.get(reverse("officer:duties")).content.decode()
    assert "huiyin_kept" not in client.session
