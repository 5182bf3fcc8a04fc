"""Wrapping the keys of identities anew, so that an older master key can be removed."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from huiyin.people import vault
from huiyin.people.models import Identity


def _nobody(_done: int) -> None:
    """Tell nobody."""


def rotate_keys(
    *, batch: int = 500, progress: Callable[[int], None] = _nobody
) -> int:
    """Wrap every data key anew under the first master key and return how many were;
    then older keys may be removed.

    ``progress`` is told how many have been looked at.

    Works in transactions of ``batch`` rows, so that it can be stopped and started
    again. Identities in the vault stay as they are; only their keys' wrapping changes.
    """
    last, done, seen = "", 0, 0
    while True:
        with transaction.atomic():
            rows = list(
                Identity.objects.select_for_update(no_key=True)
                .filter(pk__gt=last)
                .exclude(wrapped_key="")
                .order_by("pk")[:batch]
            )
            old = [row for row in rows if not vault.is_current(row.wrapped_key)]
            for row in old:
                row.wrapped_key = vault.wrap(
                    vault.unwrap(row.wrapped_key, owner=row.id), owner=row.id
                )
            Identity.objects.bulk_update(old, ["wrapped_key"])
        done, seen = done + len(old), seen + len(rows)
        progress(seen)
        if len(rows) < batch:
            return done
        last = rows[-1].id
