"""Made-up places for other countries' laws: what their file says happens, by the acts
that do it in a real one.
"""

from pathlib import Path
from typing import Any

import pytest
from tests.plugins.elsewhere import moment

from huiyin.casework.matter import reads
from huiyin.casework.upkeep.verify import run
from huiyin.demo import loading, places
from huiyin.demo.loading import NotLoaded

pytestmark = pytest.mark.django_db

ENDS = {
    "ifc-grm": {"received": 1, "sorted": 1, "proposed": 1, "closed": 1, "declined": 1},
    "uk-lgsco": {"received": 1, "stage_one": 1, "answered_one": 1, "answered_two": 1},
}


@pytest.fixture(params=sorted(ENDS))
def pack(request: Any, settings: Any, tmp_path: Path) -> str:
    """An installation for another country's law."""
    settings.HUIYIN_PACK, settings.TIME_ZONE = request.param, "UTC"
    settings.HUIYIN_DATA_DIR = tmp_path
    return str(request.param)


@pytest.mark.parametrize("day", ["2026-11-22", "2026-01-04"])
def test_a_place_is_loaded_with_its_matters(pack: str, day: str) -> None:
    place = places.plan()
    assert place is not None
    loaded = places.load(place, until=moment(day))
    assert loaded.states == ENDS[pack]
    assert len(loaded.samples) == 2
    for sample in loaded.samples:
        assert reads.access_own(number=sample.number, query_code=sample.query_code).title == sample.title
    assert loading.remembered() == loaded.samples
    assert run().problems == ()
    with pytest.raises(NotLoaded):
        places.load(place, until=moment(day))


def test_those_who_sign_in_are_named(pack: str) -> None:
    place = places.plan()
    assert place is not None
    organs = {row["code"] for row in place["organ"]}
    assert {one.organ for one in places.sign_ins(place)} <= organs


def test_our_own_law_has_the_sample_district(settings: Any) -> None:
    assert settings.HUIYIN_PACK == "cn-xinfang"
    assert places.plan() is None
