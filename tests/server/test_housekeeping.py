"""The nightly work is done once a night, queues itself again, and finds nothing to do twice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult
from tests.plugins.district import build, moment, petition

from huiyin.casework.cases import reads
from huiyin.casework.handling import acts as handling
from huiyin.casework.handling.acts import Decision
from huiyin.casework.intake import acts as intake
from huiyin.server.commands import serving
from huiyin.server.housekeeping import ensure_nightly, keep_house, nightly, take_up_left

pytestmark = pytest.mark.django_db


def test_a_matter_whose_review_time_ran_out_is_closed_in_the_night() -> None:
    district = build()
    filed = intake.receive(petition=petition(), office="xinan", by=district.townsman, at=moment("2026-03-02"))
    case, by = filed.case_id, district.townsman
    handling.notify(case_id=case, text="已收到", by=by, at=moment("2026-03-03"))
    handling.accept(case_id=case, by=by, at=moment("2026-03-04"))
    decision = Decision(1, "explained", "事实", "依据")
    handling.decide(case_id=case, outcome="explained", decisions=[decision], by=by, at=moment("2026-03-20"))
    handling.serve(case_id=case, method="post", received_on=date(2026, 3, 23), by=by, at=moment("2026-03-24"))
    # 23 March + 30 = 22 April, a Wednesday; it is over on the 23rd.
    assert keep_house(at=moment("2026-04-22", 23))["lapsed"] == 0
    assert keep_house(at=moment("2026-04-23", 0)) == {
        "went_over": 0,
        "passed_on": 0,
        "lapsed": 1,
        "redated": 0,
        "cleared": 0,
        "forgotten": 0,
    }
    assert keep_house(at=moment("2026-04-23", 1))["lapsed"] == 0
    assert reads.access_own(number=filed.number, query_code=filed.query_code).state.state == "concluded"


def test_each_night_queues_the_next() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        assert ensure_nightly() is True
        assert ensure_nightly() is False
        nightly.func()
    waiting = DBTaskResult.objects.get(status="READY", run_after__year=2026)
    assert waiting.run_after.astimezone(ZoneInfo("Asia/Shanghai")).isoformat() == "2026-11-23T00:10:00+08:00"


def test_what_a_killed_worker_left_is_taken_up_after_an_hour() -> None:
    ensure_nightly()
    at = moment("2026-11-22")
    DBTaskResult.objects.update(status="RUNNING", started_at=at)
    assert take_up_left(at=at + timedelta(minutes=59)) == 0
    assert take_up_left(at=at + timedelta(minutes=61)) == 1
    assert DBTaskResult.objects.get().status == "READY"


def test_the_worker_waits_for_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def away(*_: object, **__: object) -> None:
        tries.append(1)
        if len(tries) < 4:
            raise OperationalError("connection refused")

    slept: list[int] = []
    monkeypatch.setattr(serving, "_refuse_if_unprepared", lambda: None)
    monkeypatch.setattr(serving, "call_command", away)
    monkeypatch.setattr(serving.connections, "close_all", lambda: None)
    monkeypatch.setattr(serving.time, "sleep", slept.append)
    serving.worker()
    assert (len(tries), slept) == (4, [1, 2, 4])
