"""Health of the running server, for probes: alive, and ready to take petitions."""

import asyncio
import dataclasses
import os
from datetime import datetime
from pathlib import Path

from asgiref.sync import sync_to_async
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable, ServiceWarning
from health_check.views import HealthCheckView

from huiyin.ledger.follow import Standing
from huiyin.server import clocks, followers
from huiyin.web.kit import clock, nights


@dataclasses.dataclass
class Migrations(HealthCheck):  # type: ignore[misc]  # health_check is not typed
    """The tables are those that the code expects."""

    async def run(self) -> None:
        """ServiceUnavailable when a migration has not been applied yet."""
        waiting = await sync_to_async(_waiting)()
        if waiting:
            raise ServiceUnavailable(f"{waiting} migrations are not applied")


@dataclasses.dataclass
class Attachments(HealthCheck):  # type: ignore[misc]  # the same
    """Attachments can be kept. Nothing is written to find out: anybody may ask."""

    async def run(self) -> None:
        """ServiceUnavailable when the folder is not there or not ours to write, or the
        store does not answer.
        """
        if not await sync_to_async(_can_keep)():
            raise ServiceUnavailable("attachments cannot be written")


@dataclasses.dataclass
class Clock(HealthCheck):  # type: ignore[misc]  # the same
    """The clock agrees with the database's and with what was recorded. Said, and no
    reason to send anybody away.
    """

    async def run(self) -> None:
        """ServiceWarning when it does not."""
        wrong = await sync_to_async(_against_the_clock)()
        if wrong:
            raise ServiceWarning("; ".join(wrong))


@dataclasses.dataclass
class Followers(HealthCheck):  # type: ignore[misc]  # the same
    """The followers of the ledger keep up. Said, and no reason to send anybody away:
    the ledger itself is whole.
    """

    async def run(self) -> None:
        """ServiceWarning with each that stands still or is late."""
        wrong = await sync_to_async(_not_following)()
        if wrong:
            raise ServiceWarning("; ".join(wrong))


def _not_following() -> list[str]:
    at = clock.now()
    return [
        _how_it_follows(standing, at)
        for standing in followers.standings()
        if standing.late(at=at)
    ]


def _how_it_follows(standing: Standing, at: datetime) -> str:
    if standing.stuck_since is not None:
        since = standing.stuck_since.isoformat(timespec="seconds")
        return (
            f"{standing.name} has stood still at event {standing.stuck_id} since "
            f"{since}: {standing.reason}"
        )
    return (
        f"{standing.name} is {round(standing.behind(at=at).total_seconds())} seconds "
        "behind; does the worker run?"
    )


def _following() -> dict[str, dict[str, int]]:
    try:
        at = clock.now()
        return {
            "followers_behind_seconds": {
                standing.name: _seconds(standing, at)
                for standing in followers.standings()
            }
        }
    except DatabaseError:
        return {}  # the check of the database says so


def _seconds(standing: Standing, at: datetime) -> int:
    return round(standing.behind(at=at).total_seconds())


def _against_the_clock() -> list[str]:
    return clocks.wrong(at=clock.now())


def _can_keep() -> bool:
    store = storages["default"]
    if isinstance(store, FileSystemStorage):
        nearest = Path(store.location)
        while not nearest.exists():
            nearest = nearest.parent  # it is made with the first attachment
        return os.access(nearest, os.W_OK | os.X_OK)
    store.exists("health")
    return True


def _waiting() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _night() -> dict[str, str | bool | None]:
    try:
        night = nights.last(at=clock.now())
    except DatabaseError:
        return {}  # the check of the database says so
    return {
        "last_good_night": night.finished_at.isoformat()
        if night.finished_at
        else None,
        "night_overdue": night.overdue,
    }


class Ready(HealthCheckView):  # type: ignore[misc]  # health_check is not typed
    """Database, attachments, migrations, the clock and the followers, as JSON: 500 when
    one fails, 200 otherwise, warnings too.

    Another clock cannot be had by starting again, and whoever brings a petition must
    not stay outside for it.
    """

    checks = (
        "health_check.checks.Database",
        Attachments,
        Migrations,
        Clock,
        Followers,
    )

    async def get(
        self,
        request: HttpRequest,  # noqa: ARG002 - the base's signature
        *args: object,  # noqa: ARG002 - the same
        **kwargs: object,  # noqa: ARG002 - the same
    ) -> HttpResponse:
        """Look for the last good night, how far the followers are, and what each check
        says; the answer is JSON, whatever a probe says it accepts: an answer does not
        depend on a header that cannot be read.
        """
        self.told = {
            **await sync_to_async(_night)(),
            **await sync_to_async(_following)(),
        }
        with self.get_executor() as executor:
            checks = [check.get_result(executor) for check in self.get_checks()]
            self.results = await asyncio.gather(*checks)
        return self._as_json()

    def _as_json(self) -> JsonResponse:
        """What each check found, when the nightly work was last done, how far behind
        the followers are; a warning fails nothing.
        """
        failed = any(
            check.error and not isinstance(check.error, ServiceWarning)
            for check in self.results
        )
        checks = {
            repr(check.check): str(check.error) if check.error else "OK"
            for check in self.results
        }
        return JsonResponse(
            {**checks, **self.told}, status=500 if failed else 200
        )


ready = Ready.as_view()


@require_safe
@never_cache
def live(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers, and look at nothing else."""
    return JsonResponse({"alive": True})
