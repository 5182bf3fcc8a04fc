"""Guessing passwords is slowed down, under one name and one address, however a name is spelled.

Three counts stand beside each other. Axes locks one name at one address after a few
wrong passwords. One address may try so many passwords in a minute, of any names. And a
name that is being guessed from many addresses may be tried from a new address only now
and then: never from an address at which this person has signed in before, so that
nobody keeps an office out from afar.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from allauth.account.internal.userkit import get_user_by_username
from axes.models import AccessLog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huiyin.web.kit import addresses, clock, errors, limits

log = structlog.get_logger("huiyin.security")

GUESSED = limits.Rate(20, 900)
"""So many wrong passwords for one name in a quarter of an hour, from all addresses, are
somebody's guessing.
"""

SLOWLY = limits.Rate(1, 10)
"""Then addresses that the person has never signed in at may try that name so often, all
of them together.
"""

REMEMBERED = timedelta(days=90)
"""How long an address at which somebody signed in is known as theirs."""


def canonical(name: str) -> str:
    """The one spelling under which a name counts: that of the account it signs in to,
    found as allauth finds it.
    """
    name = name.strip()
    account: Any = (
        get_user_by_username(name) if name and "\0" not in name else None
    )
    if account is not None:
        return str(account.get_username())
    return (
        unicodedata.normalize("NFKC", name)
        .replace("\0", "")
        .casefold()
        .strip()[:150]
    )


def name_tried(
    request: HttpRequest, credentials: Mapping[str, Any] | None = None
) -> str:
    """The canonical name of an attempt to sign in, wherever allauth carries it: axes
    counts by it.
    """
    given = credentials or {}
    return canonical(
        str(
            given.get("username")
            or given.get("login")
            or request.POST.get("login", "")
        )
    )


def refusal(
    request: HttpRequest, credentials: Mapping[str, Any]
) -> HttpResponse | None:
    """The page that refuses to look at a password now, for this name from this address;
    None where it may be tried.

    Axes looks first and counts afterwards, so that many tries at once would all be let
    in; here each is counted before it is looked at, and a right one is taken back
    (``succeeded``).
    """
    if limits.exceeded(request, "sign_in"):
        return errors.too_many_sign_ins(request)
    name = name_tried(request, credentials)
    if (
        limits.count("tried", _here(name, request), _at_once())
        > _at_once().amount
    ):
        return errors.locked_out(request)
    if limits.counted("guessed", name, GUESSED) < GUESSED.amount or _is_known(
        name, request
    ):
        return None
    if limits.count("slowly", name, SLOWLY) <= SLOWLY.amount:
        return None
    log.warning("sign_in.slowed", client=addresses.pseudonym(request))
    return errors.too_many_sign_ins(request)


def succeeded(request: HttpRequest, credentials: Mapping[str, Any]) -> None:
    """Take the try back: the password was right."""
    limits.count(
        "tried",
        _here(name_tried(request, credentials), request),
        _at_once(),
        -1,
    )


def failed(request: HttpRequest, credentials: Mapping[str, Any]) -> None:
    """Count a wrong password against its name, over all addresses."""
    limits.count("guessed", name_tried(request, credentials), GUESSED)


def _at_once() -> limits.Rate:
    """As many as axes allows, in as long as it locks."""
    return limits.Rate(
        settings.AXES_FAILURE_LIMIT,
        int(settings.AXES_COOLOFF_TIME.total_seconds()),
    )


def _here(name: str, request: HttpRequest) -> str:
    return f"{name} {addresses.client(request)}"


def _is_known(name: str, request: HttpRequest) -> bool:
    """Whether this person signed in at this address not long ago."""
    since = clock.now() - min(REMEMBERED, settings.HUIYIN_SIGN_INS_KEPT)
    entries = AccessLog.objects.filter(
        username=name,
        ip_address=addresses.client(request),
        attempt_time__gte=since,
    )
    return bool(entries.exists())
