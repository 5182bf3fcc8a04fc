"""A cache in the database, so that limits hold over all processes and over a restart
without anything to set up.

Django's own database cache reads a number and writes it back, so that two at once count
as one; here a number is counted up in one statement. Values are numbers or JSON:
nothing that is unpickled.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import transaction
from django.db.models import F, Q, QuerySet

from huiyin.server.models import Kept
from huiyin.web.kit import clock


class TableCache(BaseCache):
    """The cache that is named when no other is (``HUIYIN_CACHE_URL``)."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(
        self, key: str, default: Any = None, version: int | None = None
    ) -> Any:
        """The value kept under a key; ``default`` where there is none or its time is over."""
        row = _standing(self.make_and_validate_key(key, version)).first()
        if row is None:
            return default
        return json.loads(row.text) if row.number is None else row.number

    def set(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Keep a value under ``key`` for ``timeout`` seconds."""
        made = self.make_and_validate_key(key, version)
        Kept.objects.update_or_create(
            pk=made, defaults=self._row(value, timeout)
        )

    def add(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep a value unless there is one; of several at once only one is told that it
        was first.
        """
        made = self.make_and_validate_key(key, version)
        with transaction.atomic():
            Kept.objects.filter(pk=made, until__lte=clock.now()).delete()
            _row, created = Kept.objects.get_or_create(
                pk=made, defaults=self._row(value, timeout)
            )
        return created

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count a number up by ``delta`` and return what it is now; ValueError where
        none is kept.
        """
        made = self.make_and_validate_key(key, version)
        with transaction.atomic():
            counted = (
                _standing(made)
                .filter(number__isnull=False)
                .update(number=F("number") + delta)
            )
            number = (
                Kept.objects.filter(pk=made)
                .values_list("number", flat=True)
                .first()
                if counted
                else None
            )
        if number is None:
            raise ValueError(f"nothing is counted under {key}")
        return number

    def touch(
        self,
        key: str,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep what is kept for another ``timeout`` seconds; whether there was anything."""
        made = self.make_and_validate_key(key, version)
        return bool(_standing(made).update(until=self._until(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a key; whether there was anything."""
        count, _each = Kept.objects.filter(
            pk=self.make_and_validate_key(key, version)
        ).delete()
        return bool(count)

    def clear(self) -> None:
        """Forget everything."""
        Kept.objects.all().delete()

    def _row(self, value: Any, timeout: Any) -> dict[str, Any]:
        counted = isinstance(value, int) and not isinstance(value, bool)
        return {
            "number": value if counted else None,
            "text": "" if counted else json.dumps(value),
            "until": self._until(timeout),
        }

    def _until(self, timeout: Any) -> datetime | None:
        seconds = (
            self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        )
        return (
            None
            if seconds is None
            else clock.now() + timedelta(seconds=float(seconds))
        )


def clear_past(*, at: datetime) -> int:
    """Delete what was kept until an earlier instant than ``at``; returns how much there was."""
    count, _each = Kept.objects.filter(until__lte=at).delete()
    return count


def _standing(key: str) -> QuerySet[Kept]:
    return Kept.objects.filter(
        Q(until__gt=clock.now()) | Q(until__isnull=True), pk=key
    )
