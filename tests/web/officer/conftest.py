"""The offices' pages: a district, staff signed in, and a clock that stands where the test says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.plugins.district import District, build, moment

from huiyin.web.kit import clock

TODAY = "2026-11-23"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """`now("2026-12-01")` sets the doors' clock; every test starts on Monday 23
    November 2026, ten o'clock.
    """

    def set_to(day: str, hour: int = 10) -> datetime:
        at = moment(day, hour)
        monkeypatch.setattr(clock, "now", lambda: at)
        return at

    set_to(TODAY)
    return set_to


@pytest.fixture
def district(db: None, now: Callable[..., datetime]) -> District:
    """A district with its staff."""
    return build()


@pytest.fixture
def sign_in(district: District) -> Callable[[str], Client]:
    """`sign_in("builder")`: a client in which this member of staff is signed in."""

    def signed(username: str) -> Client:
        client = Client()
        user = get_user_model().objects.get(username=username)
        client.force_login(user, backend="huiyin.web.kit.accounts.StaffBackend")
        return client

    return signed
