"""A few kills in every run of the tests; `make trials` makes many, and all the other
trials, on both databases.
"""

from __future__ import annotations

from collections import Counter

from tests.trials.__main__ import tried
from tests.trials.clients import Filed, Load, judged
from tests.trials.trials import MUST_BE_NONE

KILLS = 2


def test_nothing_that_was_acknowledged_is_lost_when_the_server_is_killed() -> None:
    figures = tried("kills", "sqlite", KILLS, lambda _said: None)
    assert not [name for name in MUST_BE_NONE if figures.get(name)], figures
    assert figures["acknowledged"] >= 3 * KILLS


def test_what_is_lost_or_there_twice_is_counted() -> None:
    load = Load(0, filed=[Filed("a", "1"), Filed("b", "2"), Filed("c", "")], acted=Counter({"A": 2, "C": 1}))
    known = {
        "a": [{"id": "A", "events": 2, "files": ["1"]}],
        "b": [{"id": "B", "events": 1, "files": []}, {"id": "X", "events": 1, "files": ["2"]}],
    }
    found = judged(load, known)
    assert (found["acknowledged"], found["lost"], found["files lost"], found["twice"]) == (3, 1, 1, 1)
    # A has one event after its filing and two acknowledged acts; C is not there at all
    assert (found["acts acknowledged"], found["acts lost"]) == (3, 2)
