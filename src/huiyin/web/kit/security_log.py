"""What happened at the doors, in the log: by the id of a member of staff and a name for
the address, never by a name.

The receivers are connected when the application is ready (``web.apps``).
"""

from __future__ import annotations

from typing import Any

import structlog
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.http import HttpRequest

from huiyin.web.kit import addresses, proving, sign_in

log = structlog.get_logger("huiyin.security")


def connect() -> None:
    """Listen to who signs in, fails, is locked out, changes how they sign in."""
    user_logged_in.connect(_signed_in, dispatch_uid="security_log.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="security_log.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="security_log.failed")
    user_locked_out.connect(_locked, dispatch_uid="security_log.locked")
    mfa.authentication_failed.connect(
        _wrong_code, dispatch_uid="security_log.wrong_code"
    )
    mfa.authenticator_added.connect(
        _factor_added, dispatch_uid="security_log.factor_added"
    )
    mfa.authenticator_removed.connect(
        _factor_removed, dispatch_uid="security_log.factor_removed"
    )
    mfa.authenticator_removed.connect(
        proving.forgotten, dispatch_uid="proving.forgotten"
    )


def _write(
    event: str, request: HttpRequest | None, staff: int | None, **more: str
) -> None:
    log.info(
        event,
        staff=staff,
        client=addresses.pseudonym(request) if request else None,
        **more,
    )


def _signed_in(request: HttpRequest, user: Any, **_signal: object) -> None:
    _write("sign_in.done", request, user.pk)


def _signed_out(request: HttpRequest, user: Any, **_signal: object) -> None:
    _write("sign_out.done", request, user.pk if user is not None else None)


def _failed(
    credentials: dict[str, Any],
    request: HttpRequest | None = None,
    **_signal: object,
) -> None:
    _write("sign_in.failed", request, _staff_of(request, credentials))


def _locked(request: HttpRequest, username: str, **_signal: object) -> None:
    _write(
        "sign_in.locked", request, _staff_of(request, {"username": username})
    )


def _wrong_code(request: HttpRequest, user: Any, **_signal: object) -> None:
    _write("second_factor.wrong", request, user.pk)


def _factor_added(
    request: HttpRequest, user: Any, authenticator: Any, **_signal: object
) -> None:
    _write(
        "second_factor.added", request, user.pk, kind=str(authenticator.type)
    )


def _factor_removed(
    request: HttpRequest, user: Any, authenticator: Any, **_signal: object
) -> None:
    _write(
        "second_factor.removed", request, user.pk, kind=str(authenticator.type)
    )


def _staff_of(
    request: HttpRequest | None, credentials: dict[str, Any]
) -> int | None:
    """The id of the account that was tried; None where there is none: what was typed
    may be somebody's password.
    """
    if request is None:
        return None
    name = sign_in.name_tried(request, credentials)
    staff = (
        get_user_model()
        .objects.filter(username=name)
        .values_list("pk", flat=True)
        .first()
    )
    return None if staff is None else int(staff)
