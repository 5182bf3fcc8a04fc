"""What the tests of the public pages stand on: a made-up district, a clock that stands
still, matters with a past.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import district, moment
from tests.plugins.matters import FILED_ON, Life

__all__ = ["district"]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], datetime]:
    """Set the clock of the doors: `at("2026-09-09")`. It stands at the day of filing until then."""

    def stand(day: str, hour: int = 10) -> datetime:
        instant = moment(day, hour)
        monkeypatch.setattr("huiyin.web.kit.clock.now", lambda: instant)
        return instant

    stand(FILED_ON)
    return stand


@pytest.fixture
def life(district: Any, at: Any) -> Life:
    """A matter that was just filed; `life.until("served")` takes it on."""
    return Life.begin(district)


@pytest.fixture
def citizen(client: Client, district: Any, at: Any) -> Client:
    """A visitor of the public pages, in Chinese."""
    return client


@pytest.fixture
def english(client: Client, district: Any, at: Any) -> Client:
    """A visitor who reads English."""
    client.cookies["huiyin_language"] = "en"
    return client
