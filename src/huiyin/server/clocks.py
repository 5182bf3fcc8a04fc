"""Whether this machine's clock can be believed: compared with the database's, and with
what was recorded last.

Nothing is refused for a clock's sake: time never runs backwards in a matter
(``ledger.timing``), and nobody must stay outside. It is said, and what time alone takes
away waits (``housekeeping``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection
from django_tasks_db.models import DBTaskResult

from huiyin.ledger import reads as ledger
from huiyin.ledger.timing import TOLERANCE
from huiyin.server.words import _
from huiyin.web.kit import nights

LEAP = timedelta(days=3)
"""How long nothing may have been recorded, and no night worked through, before a clock
may have leapt ahead.
"""


def wrong(*, at: datetime) -> list[str]:
    """What speaks against the clock that says ``at``, in words; nothing where it agrees
    with everything that is known.

    Two queries, each one step in an index.
    """
    return [*_beside_the_database(at), *_behind_the_ledger(at)]


def leapt(*, at: datetime) -> bool:
    """Whether the clock may have leapt ahead: neither an event nor a night's work in
    the days before ``at``.

    The first night after a long pause looks the same; the night after it does not.
    """
    done = DBTaskResult.objects.filter(
        task_path=nights.PATH, finished_at__isnull=False
    ).order_by("-finished_at")
    known = [
        moment
        for moment in (
            ledger.newest(),
            done.values_list("finished_at", flat=True).first(),
        )
        if moment
    ]
    return bool(known) and at - max(known) > LEAP


def _beside_the_database(at: datetime) -> Iterator[str]:
    apart = at - _database_now()
    seconds = round(abs(apart.total_seconds()))
    if apart > TOLERANCE:
        yield _(
            "this machine's clock is {seconds} seconds ahead of the database's"
        ).format(seconds=seconds)
    if apart < -TOLERANCE:
        yield _(
            "this machine's clock is {seconds} seconds behind the database's"
        ).format(seconds=seconds)


def _behind_the_ledger(at: datetime) -> Iterator[str]:
    newest = ledger.newest()
    if newest is not None and newest - at > TOLERANCE:
        said = _(
            "this machine's clock is {seconds} seconds behind the newest record: it "
            "is slow, or ran ahead then"
        )
        yield said.format(seconds=round((newest - at).total_seconds()))


def _database_now() -> datetime:
    # What the database itself says at this instant; on SQLite that is this machine,
    # without going through Python.
    asked = (
        "clock_timestamp()"
        if connection.vendor == "postgresql"
        else "CURRENT_TIMESTAMP"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        (said,) = cursor.fetchone()
    moment = datetime.fromisoformat(said) if isinstance(said, str) else said
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
