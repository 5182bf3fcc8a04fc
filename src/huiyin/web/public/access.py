"""Who may see a matter on public pages: whoever gave number and query code, in this session, for half an hour.

The session key ``huiyin_matter`` holds the matter's id and until when; neither stands in an address. The cookie of that
name holds what opens the words of a sealed matter.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from huiyin.casework.cases import reads
from huiyin.casework.cases.actors import Actor
from huiyin.casework.cases.errors import NotFound
from huiyin.casework.cases.reads import CaseView
from huiyin.people import acts as people
from huiyin.web.public.counter import Counter, at_counter

P = ParamSpec("P")
KEY = COOKIE = "huiyin_matter"
PURPOSE = "public.matter"
LIFE = timedelta(minutes=30)
RENEWED = timedelta(minutes=5)


def open_matter(request: HttpRequest, view: CaseView, code: str, at: datetime) -> HttpResponse:
    """Let this session see the matter, and go to it; number and ``code`` were checked just before.

    The key that opens a sealed matter's words follows from the code. It goes into a cookie of the visitor's browser,
    sealed, and is nowhere on the server.
    """
    request.session.cycle_key()  # so that a session that somebody else planted here sees nothing
    request.session[KEY] = {"case": view.case_id, "until": (at + LIFE).isoformat()}
    response = redirect("public:matter")
    if view.state.values.get("sealed"):
        sealed = people.seal(reads.unlock_of(view.number, code).encode(), PURPOSE)
        response.set_cookie(COOKIE, sealed, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return response


def _unlock(request: HttpRequest) -> str:
    sealed = request.COOKIES.get(COOKIE, "")
    try:
        return people.open_sealed(sealed, PURPOSE).decode() if sealed else ""
    except people.SealBroken:
        return ""


def close_matter(request: HttpRequest) -> None:
    """Forget the matter in this session."""
    request.session.pop(KEY, None)


def _current(request: HttpRequest, at: datetime) -> str | None:
    held = request.session.get(KEY)
    if not held:
        return None
    until = datetime.fromisoformat(held["until"])
    if at >= until:
        close_matter(request)
        return None
    if until - at < LIFE - RENEWED:
        request.session[KEY] = {**held, "until": (at + LIFE).isoformat()}
    return str(held["case"])


def own_matter(
    view: Callable[Concatenate[HttpRequest, Counter, CaseView, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give the view the visitor's matter; send those who have none open to the page that asks for number and code."""

    @wraps(view)
    def let_in(request: HttpRequest, counter: Counter, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        case_id = _current(request, counter.at)
        if case_id is None:
            return redirect("public:follow")
        try:
            matter = reads.access_case(by=Actor.petitioner(case_id, _unlock(request)), case_id=case_id)
        except NotFound:
            close_matter(request)
            return redirect("public:follow")
        return view(request, counter, matter, *args, **kwargs)

    return at_counter(let_in)
