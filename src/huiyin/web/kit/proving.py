"""Who somebody is, proven twice: a second factor for posts that open names, and once
more before grave acts.
"""

from __future__ import annotations

from typing import Any

import structlog
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.organisations.info import StaffInfo
from huiyin.web.kit import clock

log = structlog.get_logger("huiyin.security")
MARK = "huiyin_second_factor"


def lacks_second_factor(request: HttpRequest, info: StaffInfo) -> bool:
    """Whether a post that is held (``HUIYIN_SECOND_FACTOR``) asks for a second factor
    and there is none yet.

    Asked of the database once for each session.
    """
    if settings.HUIYIN_SECOND_FACTOR.isdisjoint(
        info.posts
    ) or request.session.get(MARK):
        return False
    if not (is_mfa_enabled(request.user) or _proven_by_provider(request)):
        return True
    request.session[MARK] = True
    return False


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to the page where the second factor is set up, and say why."""
    text = _(
        "Your post opens names of citizens. Before you go on, set up the second "
        "step of signing in: two minutes."
    )
    messages.info(request, text)
    return redirect("mfa_activate_totp")


def recently(request: HttpRequest) -> bool:
    """Whether whoever is signed in has proven it within ``HUIYIN_PROOF_MINUTES``: at
    sign-in or since.
    """
    if not settings.HUIYIN_PROOF_MINUTES:
        return True
    records = get_authentication_records(request, request.user)
    last = max((float(record.get("at", 0)) for record in records), default=0.0)
    return clock.now().timestamp() - last < float(
        settings.HUIYIN_PROOF_MINUTES * 60
    )


def require(request: HttpRequest) -> None:
    """Before a grave act (a name is opened, readers are named): ask for password or
    code again where that is long ago.

    Raises ReauthenticationRequired, which allauth's middleware answers; afterwards the
    act goes on where it stood.
    """
    if request.method == "POST" and not recently(request):
        raise ReauthenticationRequired


def forgotten(request: HttpRequest, **_signal: Any) -> None:
    """The second factor was taken away: ask again."""
    request.session.pop(MARK, None)


def _proven_by_provider(request: HttpRequest) -> bool:
    """Whether the office's identity provider, which asks for a second factor itself,
    let this session in.
    """
    records = get_authentication_records(request, request.user)
    return bool(settings.HUIYIN_OIDC_SECOND_FACTOR) and any(
        record.get("method") == "socialaccount" for record in records
    )
