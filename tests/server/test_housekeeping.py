"""The nightly work is done once a night, queues itself again, and finds nothing to do twice."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult
from tests.plugins.district import build, moment, petition

from huiyin.casework import acts
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import files
from huiyin.casework.matter import reads
from huiyin.server.commands import serving
from huiyin.server.forgetting import forget
from huiyin.server.housekeeping import ensure_rounds, hourly, keep_house, nightly, take_up_left
from huiyin.web.kit import nights
from huiyin.web.kit.nights import LastNight

pytestmark = pytest.mark.django_db


def test_a_matter_whose_review_time_ran_out_is_closed_in_the_night() -> None:
    district = build()
    filed = intake.receive(petition=petition(), office="xinan", by=district.townsman, at=moment("2026-03-02"))
    case, by = filed.case_id, district.townsman
    acts.take("notify", case_id=case, text="已收到", by=by, at=moment("2026-03-03"))
    acts.take("accept", case_id=case, by=by, at=moment("2026-03-04"))
    decision = Decision(1, "explained", "事实", "依据")
    acts.take(
        "decide", heard="talk", case_id=case, outcome="explained", decisions=[decision], by=by, at=moment("2026-03-20")
    )
    acts.take("serve", case_id=case, method="post", received_on=date(2026, 3, 23), by=by, at=moment("2026-03-24"))
    # 23 March + 30 = 22 April, a Wednesday; it is over on the 23rd.
    assert keep_house(at=moment("2026-04-22", 23))["lapsed"] == 0
    assert keep_house(at=moment("2026-04-23", 0)) == {
        "went_over": 0,
        "passed_on": 0,
        "lapsed": 1,
        "released": 0,
        "redated": 0,
        "cleared": 0,
        "forgotten": 0,
    }
    assert keep_house(at=moment("2026-04-23", 1))["lapsed"] == 0
    assert reads.access_own(number=filed.number, query_code=filed.query_code).state.state == "concluded"


def waiting(path: str) -> list[DBTaskResult]:
    """What the queue holds of a task and nobody has begun."""
    return list(DBTaskResult.objects.filter(status="READY", task_path=path))


def test_each_night_queues_the_next_once() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        assert ensure_rounds() == 2  # a night and an hour
        assert ensure_rounds() == 0
        DBTaskResult.objects.filter(task_path=nights.PATH).delete()  # somebody does it
        nightly.func()
        nightly.func()  # somebody else does it too
    (one,) = waiting(nights.PATH)
    assert one.run_after.astimezone(ZoneInfo("Asia/Shanghai")).isoformat() == "2026-11-23T00:10:00+08:00"


def test_each_hour_clears_forms_that_nobody_handed_in() -> None:
    filed = moment("2026-11-22", 9)
    files.keep_upload(draft="d", name="a.txt", content=io.BytesIO("噪声".encode()), at=filed)
    with time_machine.travel(filed + timedelta(hours=25), tick=False):
        assert hourly.func() == {"cleared": 1, "taken_up": 0}
    assert [one.run_after for one in waiting(hourly.module_path)] == [filed + timedelta(hours=26)]


def test_a_night_that_is_being_done_is_not_queued_beside_it() -> None:
    at = moment("2026-11-22")
    with time_machine.travel(at, tick=False):
        ensure_rounds()
        DBTaskResult.objects.filter(task_path=nights.PATH).update(status="RUNNING", started_at=at)
    with time_machine.travel(at + timedelta(minutes=5), tick=False):
        assert ensure_rounds() == 0
    with time_machine.travel(at + timedelta(minutes=65), tick=False):
        assert ensure_rounds() == 1


def test_what_a_killed_worker_left_is_taken_up_after_an_hour() -> None:
    ensure_rounds()
    at = moment("2026-11-22")
    DBTaskResult.objects.update(status="RUNNING", started_at=at)
    assert take_up_left(at=at + timedelta(minutes=59)) == 0
    assert take_up_left(at=at + timedelta(minutes=61)) == 2
    assert {one.status for one in DBTaskResult.objects.all()} == {"READY"}


def test_what_waits_in_the_queue_already_is_not_taken_up_beside_it() -> None:
    at = moment("2026-11-22")
    nightly.enqueue()
    DBTaskResult.objects.update(status="RUNNING", started_at=at)
    nightly.enqueue()
    assert take_up_left(at=at + timedelta(minutes=61)) == 0
    assert sorted(one.status for one in DBTaskResult.objects.all()) == ["FAILED", "READY"]


@pytest.mark.django_db(transaction=True)
def test_workers_that_start_at_once_queue_one_night() -> None:
    start = Barrier(8)

    def begin(_place: int) -> int:
        try:
            start.wait()
            return ensure_rounds()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(begin, range(8))) == 2
    assert len(waiting(nights.PATH)) == 1


def test_the_last_good_night_is_known_and_missed() -> None:
    at = moment("2026-11-22")
    assert nightly.module_path == nights.PATH
    assert nights.last(at=at) == LastNight(None, overdue=False)
    with time_machine.travel(at, tick=False):
        ensure_rounds()
    assert nights.last(at=at + timedelta(hours=36)) == LastNight(None, overdue=False)
    assert nights.last(at=at + timedelta(hours=37)) == LastNight(None, overdue=True)
    one = DBTaskResult.objects.get(task_path=nights.PATH)
    DBTaskResult.objects.filter(pk=one.pk).update(status="SUCCESSFUL", finished_at=at + timedelta(hours=1))
    assert nights.last(at=at + timedelta(hours=37)) == LastNight(at + timedelta(hours=1), overdue=False)
    assert nights.last(at=at + timedelta(hours=38)) == LastNight(at + timedelta(hours=1), overdue=True)


def test_done_tasks_go_after_a_month_and_nights_stay() -> None:
    at = moment("2026-11-22")
    ensure_rounds()
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=at)
    assert forget(at=at + timedelta(days=29)) == 0
    assert forget(at=at + timedelta(days=31)) == 1
    assert DBTaskResult.objects.get().task_path == nights.PATH


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
