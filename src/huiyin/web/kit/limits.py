"""How often a thing may be done, counted for all processes together: in the cache,
which is in the database by default.

Two counts stand beside each other. A *browser* that files is counted by its session; an
*address*, which a hall, a block of flats or a mobile carrier shares among many, may do
ten times as much. An office's own networks are not counted.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from huiyin.web.kit import addresses, clock

log = structlog.get_logger("huiyin.security")

UNDER_ATTACK = 5
"""Wrong codes of one address while everybody together has spent the budget."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``amount`` in any one window of ``seconds``."""

    amount: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Rate | None:
        """Read "20/h", "5/10m"; None for an empty text, which means no limit.
        ValueError for anything else.
        """
        if not text:
            return None
        amount, _slash, window = text.partition("/")
        if window[-1:] not in _UNITS:
            raise ValueError(f"{text} is no rate: write 20/h, 5/10m or 100/d")
        return cls(int(amount), int(window[:-1] or 1) * _UNITS[window[-1]])


def count(name: str, whom: str, rate: Rate, amount: int = 1) -> int:
    """Count ``amount`` more uses of ``name`` by ``whom`` in the running window; return
    how many it holds now.

    Counted in one step, so that of many requests at once each gets a number of its own.
    ``whom`` is hashed.
    """
    key = _key(name, whom, rate)
    try:
        return cache.incr(key, amount)
    except ValueError:
        if cache.add(key, amount, timeout=rate.seconds):
            return amount
        return cache.incr(key, amount)


def counted(name: str, whom: str, rate: Rate) -> int:
    """How many uses of ``name`` by ``whom`` the running window of ``rate`` holds."""
    return int(cache.get(_key(name, whom, rate)) or 0)


def exceeded(request: HttpRequest, action: str, amount: int = 1) -> bool:
    """Count ``amount`` uses of ``action`` (a key of ``HUIYIN_RATES``), and say whether
    that is too many.

    By this browser's session, where it has one, and by its address under the rate of
    ``<action>_address``.
    """
    counts = [
        (name, whom, rate)
        for name, whom in _whom(request, action)
        if (rate := _rate(name)) is not None
    ]
    over = False
    if counts:
        with transaction.atomic():  # one write to the disk for both counts
            over = (
                max(
                    count(name, whom, rate, amount) - rate.amount
                    for name, whom, rate in counts
                )
                > 0
            )
    if over:
        log.warning(
            "limit.exceeded", action=action, client=addresses.pseudonym(request)
        )
    return over


def may_try_code(request: HttpRequest) -> bool:
    """Count a try at a query code, and say whether this address has any left. Tell
    afterwards how it went.

    Right codes are taken back (``code_was_right``), so that only wrong ones use a
    shared address up. While everybody together has used up the budget of wrong codes
    (``HUIYIN_RATE_WRONG_CODES``), each address has only a few: many addresses that
    guess together are slowed down, and nobody who has their code is shut out.
    """
    own, everybody = _rate("follow"), _rate("wrong_codes")
    if own is None or addresses.in_office(request):
        return True
    allowed = own.amount
    if (
        everybody is not None
        and counted("wrong_codes", "", everybody) >= everybody.amount
    ):
        allowed = min(allowed, UNDER_ATTACK)
    if count("follow", addresses.client(request), own) <= allowed:
        return True
    log.warning(
        "limit.exceeded", action="follow", client=addresses.pseudonym(request)
    )
    return False


def code_was_right(request: HttpRequest) -> None:
    """Take the try back."""
    own = _rate("follow")
    if own is not None and not addresses.in_office(request):
        count("follow", addresses.client(request), own, -1)


def code_was_wrong(request: HttpRequest) -> None:
    """Count the wrong code in everybody's budget too."""
    everybody = _rate("wrong_codes")
    if everybody is not None:
        count("wrong_codes", "", everybody)
    log.info("query_code.wrong", client=addresses.pseudonym(request))


def _whom(request: HttpRequest, action: str) -> list[tuple[str, str]]:
    """Under which names and for whom a use counts."""
    if addresses.in_office(request):
        return []
    keys = [(f"{action}_address", addresses.client(request))]
    session = getattr(request, "session", None)
    if session is not None and session.session_key:
        keys.append((action, session.session_key))
    return keys


def _rate(name: str) -> Rate | None:
    return Rate.parse(settings.HUIYIN_RATES.get(name, ""))


def _key(name: str, whom: str, rate: Rate) -> str:
    window = int(clock.now().timestamp()) // rate.seconds
    return f"limit:{name}:{hashlib.sha256(whom.encode()).hexdigest()[:40]}:{rate.seconds}:{window}"
