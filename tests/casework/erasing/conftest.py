"""A matter that has ended, in an office that keeps names for three years after that."""

from __future__ import annotations

from typing import Any

import pytest
from tests.plugins.district import District
from tests.plugins.erasures import TERM_YEARS, ended
from tests.plugins.matters import Life


@pytest.fixture(autouse=True)
def _term(settings: Any) -> None:
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = TERM_YEARS


@pytest.fixture
def life(district: District) -> Life:
    """The matter."""
    return ended(district)
