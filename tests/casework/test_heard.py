"""Before a decision the petitioner is heard (R22 Art 31(6)): how and when is kept, or
why it was not possible.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.errors import Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Case
from huiyin.casework.upkeep.verify import run


@pytest.fixture
def life(district: District) -> Life:
    """A matter that the environment branch accepted on 21 September 2026."""
    return Life.begin(district).until("accepted")


def decide(life: Life, **further: Any) -> None:
    """The branch decides on 20 October."""
    given = [Decision(claim.position, "explained", "已检测", "第43条") for claim in life.view.claims]
    acts.take(
        "decide",
        case_id=life.filed.case_id,
        outcome="explained",
        decisions=given,
        by=life.district.green,
        at=moment("2026-10-20"),
        **further,
    )


def test_nobody_is_decided_on_unheard(life: Life) -> None:
    for further in ({}, {"heard": "not_possible"}, {"heard": "talk", "heard_on": date(2026, 10, 21)}):
        with pytest.raises(Refused) as refused:
            decide(life, **further)
        assert refused.value.grounds[0].article == "31(6)"
    assert life.view.state.state == "accepted"


def test_how_and_when_is_kept_with_the_decision_and_in_no_value(life: Life) -> None:
    decide(life, heard="call", heard_on=date(2026, 10, 9))
    entry = next(one for one in timeline(life.view) if one.type == "matter.decided")
    assert entry.payload["data"]["heard"] == {"how": "call", "on": "2026-10-09"}
    assert not {name for name in Case.objects.get().values if name.startswith("heard")}
    assert run().ok


def test_why_it_was_not_possible_is_kept_beside_it(life: Life) -> None:
    decide(life, heard="not_possible", heard_why="三次电话无人接听，信函退回")
    entry = next(one for one in timeline(life.view) if one.type == "matter.decided")
    assert entry.notes["heard_why"] == "三次电话无人接听，信函退回"
    assert run().ok
