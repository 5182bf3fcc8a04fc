"""A signed-in session ends when nobody has used it for a while, and after a working day
whatever happens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from huiyin.web.kit import clock
from huiyin.web.kit.kept import middleware as kept

log = structlog.get_logger("huiyin.security")
BEGAN, SEEN = "huiyin_began", "huiyin_seen"
NOTED = 60.0
"""Seconds after which a use is written down again: not every page writes its session."""


class IdleMiddleware:
    """Stands behind Django's AuthenticationMiddleware: looks when somebody first asks
    who is signed in.
    """

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponse]
    ) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in: Any = request.user
        user: Any = SimpleLazyObject(lambda: _still_there(request, signed_in))
        request.user = user  # lazy, as Django's own
        return self.get_response(request)


def _still_there(request: HttpRequest, user: Any) -> Any:
    """The user; nobody where the session has been idle for HUIYIN_SESSION_IDLE_MINUTES
    or is older than HUIYIN_SESSION_HOURS.
    """
    if not user.is_authenticated:
        return user
    now, session = clock.now().timestamp(), request.session
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        session[BEGAN] = session[SEEN] = now
    elif _over(now - began, settings.HUIYIN_SESSION_HOURS * 3600) or _over(
        now - seen, settings.HUIYIN_SESSION_IDLE_MINUTES * 60
    ):
        request.user = user  # what logout asks about
        waiting = session.get(kept.SESSION)
        logout(request)
        if (
            waiting is not None
        ):  # words that only their owner gets back: they come once this person is in again
            session[kept.SESSION] = waiting
        log.info("session.ended", staff=user.pk)
        return AnonymousUser()
    elif now - seen > NOTED and settings.HUIYIN_SESSION_IDLE_MINUTES:
        session[SEEN] = now
    return user


def _over(seconds: float, limit: float) -> bool:
    return bool(limit) and seconds >= limit
