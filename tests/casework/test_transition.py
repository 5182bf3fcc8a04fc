"""A new version that takes running matters over: by an event, with the dates that it
says, and by no other way.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Case, Duty
from huiyin.casework.upkeep.transition import go_over
from huiyin.casework.upkeep.verify import run
from huiyin.law import packs
from huiyin.law.terms import pack_folders
from huiyin.ledger import reads as ledger

# Made up: no such version of the regulations exists.
TRANSITION = """
in_force = 2026-12-01
checked = 2026-12-01

[[transition]]
id = "running_matters"
title = { zh = "过渡规定", en = "Transition" }
plain = { zh = "施行前受理、尚未决定的，按新的期限办理。", en = "What was accepted before has the new limit." }
article = "50"
from = ["2022-05-01"]
states = ["registered", "notified", "accepted"]
recompute = ["handle"]
"""


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if a version came into force on 1 December 2026, with 45 days to handle a
    matter instead of 60.
    """
    folder = tmp_path / "packs"
    shutil.copytree(pack_folders.PACKS, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "scenarios"))
    new = folder / "cn-xinfang" / "2026-12-01"
    shutil.copytree(folder / "cn-xinfang" / "2022-05-01", new)
    head = (new / "pack.toml").read_text("utf-8")
    for old, changed in (
        ("2022-05-01", "2026-12-01"),
        ("checked = 2026-11-22", "checked = 2026-12-01"),
        ('shares = "procedure"', 'shares = "procedure_2026"'),
        ('"succession"', '"succession", "transition"'),
    ):
        assert old in head
        head = head.replace(old, changed)
    (new / "pack.toml").write_text(head, "utf-8")
    shared = folder / "cn-xinfang" / "procedure_2026"
    shutil.copytree(folder / "cn-xinfang" / "procedure", shared)
    duties = (shared / "duties.toml").read_text("utf-8")
    before, found, after = duties.partition('id = "handle"\n')
    assert found
    changed = after.replace("days = 60", "days = 45", 1)
    (shared / "duties.toml").write_text(before + found + changed, "utf-8")
    (new / "transition.toml").write_text(TRANSITION, "utf-8")
    monkeypatch.setattr(pack_folders, "PACKS", folder)
    caches = (packs._loaded, packs._versions)
    for one in caches:
        one.cache_clear()
    yield
    monkeypatch.undo()
    for one in caches:
        one.cache_clear()


def accepted(district: District, on: str) -> str:
    """A matter that the first receiver accepted on the day of receipt."""
    filed = intake.receive(petition=petition(), office="xinan", by=district.townsman, at=moment(on))
    acts.take("notify", case_id=filed.case_id, text="已收到", by=district.townsman, at=moment(on))
    acts.take("accept", case_id=filed.case_id, by=district.townsman, at=moment(on))
    return filed.case_id


@pytest.mark.django_db
def test_running_matters_go_over_by_an_event(district: District, newer: None) -> None:
    case_id = accepted(district, "2026-11-02")
    office = intake.receive(petition=petition(), office="office", by=district.clerk, at=moment("2026-11-20")).case_id
    assert go_over(at=moment("2026-11-30")) == 0
    # 60 days from 2 November: 1 January 2027, a holiday, rolls to Monday the 4th.
    view = reads.access_case(by=district.townsman, case_id=case_id)
    assert [(d.kind, d.last_day) for d in view.open_duties] == [("handle", date(2027, 1, 1))]

    assert go_over(at=moment("2026-12-01")) == 2
    view = reads.access_case(by=district.townsman, case_id=case_id)
    # 45 days from 2 November: 17 December, a Thursday.
    assert [(d.kind, d.base_date, d.days, d.due_date) for d in view.open_duties] == [
        ("handle", date(2026, 11, 2), 45, date(2026, 12, 17))
    ]
    assert (view.pack.key, view.state.state) == ("cn-xinfang/2026-12-01", "accepted")
    entry = timeline(view)[-1]
    assert (entry.type, entry.title.zh, entry.grounds) == (
        "matter.went_over",
        "转用新的规定",
        ("cn-xinfang/2026-12-01#50",),
    )
    assert entry.payload["data"] == {"from": "cn-xinfang/2022-05-01", "rule": "running_matters"}

    # The other one keeps its dates: nothing but the handling is counted anew.
    kept = reads.access_case(by=district.clerk, case_id=office)
    assert [(d.kind, d.base_date, d.due_date) for d in kept.open_duties] == [
        ("route", date(2026, 11, 20), date(2026, 12, 7))
    ]
    assert go_over(at=moment("2026-12-02")) == 0
    assert run().problems == ()
    acts.take(
        "decide",
        heard="talk",
        case_id=case_id,
        outcome="explained",
        decisions=[Decision(1, "explained", "事实", "依据")],
        by=district.townsman,
        at=moment("2026-12-17"),
    )
    handled = Duty.objects.get(case_id=case_id, kind="handle", status="discharged")
    assert (handled.due_date, handled.closed_date) == (date(2026, 12, 17), date(2026, 12, 17))
    assert [event.pack for event in ledger.events(f"case:{case_id}")][-3:] == [
        "cn-xinfang/2022-05-01",
        "cn-xinfang/2026-12-01",
        "cn-xinfang/2026-12-01",
    ]
    assert run().problems == ()


@pytest.mark.django_db
def test_what_has_ended_and_what_is_new_stay_as_they_are(district: District, newer: None) -> None:
    ended = accepted(district, "2026-11-02")
    acts.take(
        "divert",
        case_id=ended,
        route="litigation",
        competent_organ="法院",
        explanation="依法",
        by=district.townsman,
        at=moment("2026-11-10"),
    )
    begun = accepted(district, "2026-12-01")
    assert go_over(at=moment("2026-12-02")) == 0
    assert Case.objects.get(pk=ended).pack == "cn-xinfang/2022-05-01"
    assert Case.objects.get(pk=begun).pack == "cn-xinfang/2026-12-01"
    assert run().problems == ()


@pytest.mark.django_db
def test_without_a_newer_version_nothing_happens(district: District) -> None:
    accepted(district, "2026-11-02")
    assert go_over(at=moment("2026-12-01")) == 0
