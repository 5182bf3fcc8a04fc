"""Dates in a year whose calendar is not published are provisional; when it arrives,
each change is an event.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.district import District, moment, petition

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.lists.worklist import redated_lately
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.upkeep.redating import recompute
from huiyin.casework.upkeep.verify import run

# A made-up arrangement for 2027: 1 to 3 January off. The real one was not published
# when this was written.
CALENDAR = """
calendar = "CN"
year = 2027
published = true
source = "made up for this test"
checked = 2026-11-22
on = [2027-01-09]

[[off]]
from = 2027-01-01
to = 2027-01-05
name = { zh = "元旦", en = "New Year's Day" }
"""


@pytest.mark.django_db
def test_a_calendar_that_arrives_moves_provisional_dates_by_an_event(
    district: District, settings: Any, tmp_path: Path
) -> None:
    filed = intake.file_petition(petition=petition(), office="office", by=Actor.petitioner(), at=moment("2026-12-20"))
    view = reads.access_case(by=district.clerk, case_id=filed.case_id)
    # 20 December + 15 = 4 January 2027, a Monday: a working day as far as anybody
    # knows, so provisional.
    assert [(d.due_date, d.provisional) for d in view.open_duties] == [(date(2027, 1, 4), True)]
    assert recompute(at=moment("2026-12-21"), reason="nothing new") == []

    folder = tmp_path / "calendars"
    folder.mkdir()
    (folder / "2027.toml").write_text(CALENDAR, encoding="utf-8")
    settings.HUIYIN_CALENDAR_DIR = folder
    changed = recompute(at=moment("2026-12-22"), reason="国务院办公厅公布2027年放假安排")
    # Off until 5 January: the last day rolls to Wednesday 6 January, and is certain now.
    assert [(c.kind, c.old_date, c.new_date) for c in changed] == [("register", date(2027, 1, 4), date(2027, 1, 6))]

    view = reads.access_own(number=filed.number, query_code=filed.query_code)
    assert [(d.due_date, d.provisional) for d in view.open_duties] == [(date(2027, 1, 6), False)]
    entry = timeline(view, petitioner=True)[-1]
    assert entry.type == "duty.redated"
    assert entry.payload["data"]["reason"] == "国务院办公厅公布2027年放假安排"
    assert (entry.payload["moves"][0]["was"], entry.payload["moves"][0]["due"]) == ("2027-01-04", "2027-01-06")
    assert entry.grounds == ("cn-xinfang/2022-05-01#22, 23",)
    assert recompute(at=moment("2026-12-23"), reason="again") == []
    # The organ whose duty moved is told, and no other.
    assert redated_lately(by=district.clerk, since=moment("2026-12-10")) == changed
    assert redated_lately(by=district.green, since=moment("2026-12-10")) == []
    assert redated_lately(by=district.clerk, since=moment("2026-12-23")) == []
    assert run().problems == ()
