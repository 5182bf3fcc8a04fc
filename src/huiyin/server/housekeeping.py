"""What has to be done every night: consequences of time, dates that a calendar moved, files nobody handed in.

A task that puts itself in the queue again for the next night; the worker puts the first one there.
"""

from datetime import datetime, time, timedelta

import structlog
from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from huiyin.casework.cases.redating import recompute
from huiyin.casework.cases.succession import run_due
from huiyin.casework.cases.transition import go_over
from huiyin.casework.handling.lapsing import lapse_due
from huiyin.casework.intake.files import clear_abandoned
from huiyin.ledger import heads
from huiyin.ledger.heads import Head
from huiyin.server import clocks
from huiyin.server.forgetting import forget
from huiyin.web import clock

NIGHT = time(0, 10)
PATH = clocks.NIGHTLY
log = structlog.get_logger(__name__)


def keep_house(*, at: datetime, certain: bool = True) -> dict[str, int]:
    """Do the night's work and say how much there was; running it again finds nothing left to do.

    Takes running matters over to a new version of the law that says so, passes on those of organs that no longer
    exist, closes matters whose time to ask for a review
    has run out, computes provisional dates anew where the calendar has arrived since, deletes uploads that were
    never handed in, and forgets sign-ins, sessions and counts whose time is over. What a day alone brings about, and
    nobody could take back, waits where the clock is not ``certain``.
    """
    return {
        "went_over": go_over(at=at) if certain else 0,
        "passed_on": run_due(at=at) if certain else 0,
        "lapsed": lapse_due(at=at) if certain else 0,
        "redated": len(recompute(at=at, reason="calendar")),
        "cleared": clear_abandoned(at=at),
        "forgotten": forget(at=at),
    }


def take_head(*, at: datetime) -> Head | None:
    """Take the night's head over the whole ledger, and write it to the folder that is named for heads."""
    head = heads.take(at=at)
    if head is not None and settings.HUIYIN_HEADS_DIR is not None:
        heads.write(head, settings.HUIYIN_HEADS_DIR)
    return head


@task()
def nightly() -> dict[str, int]:
    """One night, and the next one in the queue, whatever happens in this one."""
    at = clock.now()
    _queue(at)
    wrong, leapt = clocks.wrong(at=at), clocks.leapt(at=at)
    if wrong or leapt:
        log.warning("housekeeping.clock", wrong=wrong, leapt=leapt)
    done = keep_house(at=at, certain=not (wrong or leapt))
    take_head(at=at)
    log.info("housekeeping", **done)
    return done


def take_up_left(*, at: datetime) -> int:
    """Put back in the queue what a worker began more than an hour ago and never ended; returns how much.

    A worker that was killed leaves its task running for ever. Every task here finds nothing to do twice.
    """
    left = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=at - timedelta(hours=1))
    return left.update(status="READY", started_at=None)


def ensure_nightly() -> bool:
    """Put a night in the queue at once if none is waiting; returns whether that was needed."""
    if DBTaskResult.objects.filter(task_path=PATH, status="READY").exists():
        return False
    nightly.enqueue()
    return True


def _queue(at: datetime) -> None:
    zone = timezone.get_default_timezone()
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    nightly.using(run_after=datetime.combine(tomorrow, NIGHT, tzinfo=zone)).enqueue()
