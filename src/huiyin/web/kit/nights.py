"""When the nightly work was last done: what probes and administrators ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django_tasks_db.models import DBTaskResult

PATH: Final = "huiyin.server.housekeeping.nightly"
"""The task under which the queue keeps a night; a test compares it with the task."""

OVERDUE_AFTER: Final = timedelta(hours=36)
"""A night may come some hours late after a restart; beyond this one was missed."""


@dataclass(frozen=True, slots=True)
class LastNight:
    """When a night was last finished without a failure, None if never, and whether that
    is too long ago.
    """

    finished_at: datetime | None
    overdue: bool


def last(*, at: datetime) -> LastNight:
    """The last good night, seen from ``at``.

    Where none was finished yet, it is overdue only once one has been waiting for as
    long: a new office is not late.
    """
    nights = DBTaskResult.objects.filter(task_path=PATH)
    done = (
        nights.filter(status="SUCCESSFUL")
        .order_by("-finished_at")
        .values_list("finished_at", flat=True)
        .first()
    )
    since = (
        done
        or nights.order_by("enqueued_at")
        .values_list("enqueued_at", flat=True)
        .first()
    )
    return LastNight(done, since is not None and at - since > OVERDUE_AFTER)
