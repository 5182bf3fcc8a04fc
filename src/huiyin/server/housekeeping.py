"""What has to be done every night: consequences of time, dates that a calendar moved,
files nobody handed in.

Tasks that put themselves in the queue again, for the next night and the next hour; the
worker puts the first there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from huiyin.casework.chapters.intake.files import clear_abandoned, orphans
from huiyin.casework.matter.leaving import release_gone
from huiyin.casework.matter.succession import run_due
from huiyin.casework.upkeep.lapsing import lapse_due
from huiyin.casework.upkeep.redating import recompute
from huiyin.casework.upkeep.transition import go_over
from huiyin.ledger import heads
from huiyin.ledger.heads import Head
from huiyin.server import clocks
from huiyin.server.forgetting import forget
from huiyin.web.kit import clock

NIGHT = time(0, 10)
HOUR = timedelta(hours=1)
QUEUE_LOCK = 0x6875_6979_696E
"""Any number of our own: PostgreSQL keeps a lock under it for those who look at the
queue and then write.
"""
log = structlog.get_logger(__name__)


def keep_house(*, at: datetime, certain: bool = True) -> dict[str, int]:
    """Do the night's work and say how much there was; running it again finds nothing left to do.

    Takes running matters over to a new version of the law that says so, passes on those
    of organs that no longer exist, closes matters whose time to ask for a review has
    run out, gives matters back to the organ of which somebody is in charge who holds no
    post there any more, computes provisional dates anew where the calendar has arrived since,
    deletes uploads that were never handed in, and forgets sign-ins, sessions and counts
    whose time is over. What a day alone brings about, and nobody could take back, waits
    where the clock is not ``certain``.
    """
    return {
        "went_over": go_over(at=at) if certain else 0,
        "passed_on": run_due(at=at) if certain else 0,
        "lapsed": lapse_due(at=at) if certain else 0,
        "released": release_gone(at=at) if certain else 0,
        "redated": len(recompute(at=at, reason="calendar")),
        "cleared": clear_abandoned(at=at),
        "forgotten": forget(at=at),
    }


def take_head(*, at: datetime) -> Head | None:
    """The night's head over the whole ledger, taken now and written to the folder that
    is named for heads; None of an empty ledger.
    """
    head = heads.take(at=at)
    if head is not None and settings.HUIYIN_HEADS_DIR is not None:
        heads.write(head, settings.HUIYIN_HEADS_DIR)
    return head


@task()
def nightly() -> dict[str, int]:
    """One night, and the next one in the queue, whatever happens in this one; returns
    how much of each kind of work was done.
    """
    at = clock.now()
    _queue_once(nightly, _next_night(at))
    wrong, leapt = clocks.wrong(at=at), clocks.leapt(at=at)
    if wrong or leapt:
        log.warning("housekeeping.clock", wrong=wrong, leapt=leapt)
    done = keep_house(at=at, certain=not (wrong or leapt))
    take_head(at=at)
    done["unknown_files"] = len(orphans(at=at))
    if done["unknown_files"]:
        log.warning(
            "files.unknown",
            files=done["unknown_files"],
            remedy="huiyin files --remove",
        )
    log.info("housekeeping", **done)
    return done


@task()
def hourly() -> dict[str, int]:
    """What should not wait for the night: files that nobody handed in, and what a
    killed worker left behind.
    """
    at = clock.now()
    _queue_once(hourly, at + HOUR)
    return {"cleared": clear_abandoned(at=at), "taken_up": take_up_left(at=at)}


def take_up_left(*, at: datetime) -> int:
    """Put back in the queue what a worker began more than an hour ago and never ended;
    returns how much.

    A worker that was killed leaves its task running for ever. Every task here finds
    nothing to do twice. Of a task that is in the queue already, what was left is given
    up instead: two of it would each call for a successor.
    """
    taken = 0
    with alone():
        for left in DBTaskResult.objects.filter(
            status="RUNNING", started_at__lt=at - HOUR
        ):
            others = DBTaskResult.objects.filter(
                task_path=left.task_path, args_kwargs=left.args_kwargs
            )
            if others.ready().exists():
                left.set_failed(TimeoutError("the worker did not come back"))
            else:
                taken += 1
                DBTaskResult.objects.filter(pk=left.pk).update(
                    status="READY", started_at=None
                )
    return taken


def ensure_rounds() -> int:
    """Put a night and an hour in the queue at once where none is waiting or being done;
    returns how many.
    """
    at = clock.now()
    return sum(
        _queue_once(round_to_run, None, unless_running_since=at - HOUR)
        for round_to_run in (nightly, hourly)
    )


def _queue_once(
    round_to_run: Task[[], Any],
    after: datetime | None,
    *,
    unless_running_since: datetime | None = None,
) -> bool:
    """Put ``round_to_run`` in the queue unless it waits there; whoever asks at the same time
    waits and finds it.

    A successor is called for by the one that runs, so that what runs counts only where
    ``unless_running_since`` says.
    """
    with alone():
        known = DBTaskResult.objects.filter(task_path=round_to_run.module_path)
        waiting = known.filter(status="READY")
        running = (
            known.filter(status="RUNNING", started_at__gte=unless_running_since)
            if unless_running_since
            else None
        )
        if waiting.exists() or (running is not None and running.exists()):
            return False
        (
            round_to_run
            if after is None
            else round_to_run.using(run_after=after)
        ).enqueue()
        return True


@contextmanager
def alone() -> Iterator[None]:
    """A transaction in which nobody else looks at the queue and puts something there."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [QUEUE_LOCK])
        yield  # on SQLite every transaction begins by taking the lock for writing


def _next_night(at: datetime) -> datetime:
    zone = timezone.get_default_timezone()
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, NIGHT, tzinfo=zone)
