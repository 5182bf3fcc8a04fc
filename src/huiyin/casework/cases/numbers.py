"""The numbers of matters: a running series that betrays nothing, and numbers without an order for sealed matters."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import connection

from huiyin.casework.cases import commitments
from huiyin.casework.models import Case, Series

SKIPS = 43
"""About one number in so many is never given out."""

DRAWN_LENGTH = 8


def next_number(prefix: str, year: int) -> str:
    """The next number of the register; the row of the series is locked until the filing is written.

    Some numbers are left out, chosen by a keyed hash: a number that nobody can find proves nothing, neither that a
    matter was sealed after it was registered nor that it was not (R22 Art 30).
    """
    name = f"{prefix}{year}"
    while True:
        last = _count_up(name)
        if last is None:
            Series.objects.bulk_create([Series(name=name, last=0)], ignore_conflicts=True)
        elif not _left_out(name, last):
            return f"{name}-{last:06d}"


def drawn_number(prefix: str, year: int) -> str:
    """A number for a sealed matter: drawn at random, so that no series counts such matters and no gap shows one."""
    while True:
        number = f"{prefix}{year}-{commitments.new_query_code()[:DRAWN_LENGTH]}"
        if not Case.objects.filter(number=number).exists():
            return number


def _left_out(name: str, last: int) -> bool:
    message = f"left out\n{name}\n{last}".encode()
    digest = hmac.new(settings.HUIYIN_LOOKUP_KEY.encode(), message, hashlib.sha256).digest()
    return int.from_bytes(digest[:8]) % SKIPS == 0


def _count_up(name: str) -> int | None:
    """One statement: every filing waits here for the one before it, so nobody should stay long."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_series SET last = last + 1 WHERE name = %s RETURNING last", [name])
        row = cursor.fetchone()
    return None if row is None else int(row[0])
