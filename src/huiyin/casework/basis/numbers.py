"""The numbers of matters: a running series that betrays nothing, and numbers without an
order for sealed matters.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from django.conf import settings
from django.db import connection

from huiyin.casework.basis import commitments
from huiyin.casework.models import Case, Series
from huiyin.people.spelling import fold

SKIPS = 43
"""About one number in so many is never given out."""

WAITS_FOR_NOBODY = {"postgresql": True, "sqlite": False}
"""Whether a number is taken before the filing is written, in a statement of its own:
else every filing waits until the one before it is whole. Where there is one writer at a
time it would only cost a second commit. The number of a filing that then fails is one
of those that are left out.
"""

DRAWN_LENGTH = 8
RUNNING_DIGITS = 6

_FULL = re.compile(r"(?P<series>[A-Z]*(?:19|20)\d{2})-?(?P<rest>[0-9A-Z]+)")
_RUNNING = re.compile(
    rf"(?:(?P<year>(?:19|20)\d{{2}})-)?(?P<running>\d{{1,{RUNNING_DIGITS}}})"
)
_BEFORE = re.compile(r"^[^0-9A-Z]+")  # 编号：…


def next_number(prefix: str, year: int) -> str:
    """The next number of the register; the row of the series is locked until the
    transaction ends, where there is one.

    Some numbers are left out, chosen by a keyed hash: a number that nobody can find
    proves nothing, neither that a matter was sealed after it was registered nor that it
    was not (R22 Art 30).
    """
    name = f"{prefix}{year}"
    while True:
        last = _count_up(name)
        if last is None:
            Series.objects.bulk_create(
                [Series(name=name, last=0)], ignore_conflicts=True
            )
        elif not _left_out(name, last):
            return f"{name}-{last:0{RUNNING_DIGITS}d}"


def drawn_number(prefix: str, year: int) -> str:
    """A number for a sealed matter: drawn at random, so that no series counts such
    matters and no gap shows one.
    """
    while True:
        number = f"{prefix}{year}-{commitments.new_query_code()[:DRAWN_LENGTH]}"
        if not Case.objects.filter(number=number).exists():
            return number


def spellings(typed: str) -> tuple[str, ...]:
    """The numbers that somebody may mean who typed this, the likeliest first.

    Full-width signs, small letters, spaces, all kinds of dashes or none, zeros left out
    ("XF2026-503"), words before it ("编号：…").
    """
    folded = fold(typed).upper()
    plain = _BEFORE.sub("", folded).replace(" ", "")
    meant = [typed.strip().upper(), folded, plain]
    full = _FULL.fullmatch(plain)
    if full is not None:
        rest = full["rest"]
        if rest.isdecimal():
            rest = rest.zfill(RUNNING_DIGITS)
        meant.append(f"{full['series']}-{rest}")
    return tuple(dict.fromkeys(meant))


def of_running_digits(typed: str) -> tuple[str, ...]:
    """The numbers of all series with these running digits ("503", "2026-503"), the
    latest first; () for other texts.

    A sealed matter's number is drawn and has no running digits: nothing short leads to one.
    """
    running = _RUNNING.fullmatch(
        _BEFORE.sub("", fold(typed).upper()).replace(" ", "")
    )
    if running is None:
        return ()
    names = Series.objects.filter(
        name__endswith=running["year"] or ""
    ).values_list("name", flat=True)
    return tuple(
        f"{name}-{running['running'].zfill(RUNNING_DIGITS)}"
        for name in sorted(names, key=_latest)
    )


def _latest(series: str) -> tuple[int, str]:
    return -int(series[-4:]), series


def _left_out(name: str, last: int) -> bool:
    message = f"left out\n{name}\n{last}".encode()
    digest = hmac.new(
        settings.HUIYIN_LOOKUP_KEY.encode(), message, hashlib.sha256
    ).digest()
    return int.from_bytes(digest[:8]) % SKIPS == 0


def _count_up(name: str) -> int | None:
    """One statement: whoever files waits here for the one before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_series SET last = last + 1 WHERE name = %s RETURNING last",
            [name],
        )
        row = cursor.fetchone()
    return None if row is None else int(row[0])
