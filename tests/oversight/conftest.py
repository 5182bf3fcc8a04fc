"""Oversight's tests stand on a district, or on the real ledger of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.plugins.district import district, moment

from huiyin.casework.chapters.legacy_import import importing
from huiyin.organisations import acts

__all__ = ["district", "district_ledger"]


@pytest.fixture
def district_ledger(db: None, shared_data: Path) -> Path:
    """The district's ledger of 2014, imported; gives the file."""
    at = moment("2026-11-23")
    acts.create_organ(code="qu", name_zh="区人民政府", level="district", kind="government", by="system", at=at)
    acts.create_organ(
        code="qu-xf", name_zh="区信访局", level="district", kind="petition_office", parent="qu", by="system", at=at
    )
    path = shared_data / "district_ledger_2014.csv"
    assert importing.run(path=path, office="qu-xf", at=at, create_organs=True).ok
    return path
