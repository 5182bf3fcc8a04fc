"""Who may see a matter on public pages: whoever gave number and query code, in this
session, for half an hour.

The code is the petitioner's or that of an agent, whose authority is looked at again
with every page. The session key ``huiyin_matter`` holds the matter's id, which agent it
is, and until when; none stands in an address. The cookie of that name holds what opens
the words of a sealed matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from huiyin.casework.basis.actors import AGENT, Actor
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.matter import agents, reads
from huiyin.casework.matter.views import CaseView
from huiyin.people import acts as people
from huiyin.web.kit import cookies
from huiyin.web.kit.kept.middleware import turned_away
from huiyin.web.public.context import PublicContext, with_public_context

P = ParamSpec("P")
KEY = COOKIE = "huiyin_matter"
PURPOSE = "public.matter"
LIFE = timedelta(minutes=30)
RENEWED = timedelta(minutes=5)


def enter(*, number: str, code: str, at: datetime) -> tuple[CaseView, int]:
    """The matter that number and code open, and the position of the agent whose code it
    is, 0 for the petitioner.

    NotFound where they open nothing, whatever the reason.
    """
    try:
        return reads.access_own(number=number, query_code=code), 0
    except NotFound:
        by, view = agents.access(number=number, query_code=code, at=at)
        return view, by.position


def open_matter(
    request: HttpRequest,
    view: CaseView,
    code: str,
    at: datetime,
    *,
    agent: int = 0,
) -> HttpResponse:
    """Let this session see the matter, and go to it; number and ``code`` were checked just before.

    ``agent`` is the position of the agent whose code it is, 0 for the petitioner.

    The key that opens a sealed matter's words follows from the code. It goes into a
    cookie of the visitor's browser, sealed, and is nowhere on the server.
    """
    request.session.cycle_key()  # so that a session that somebody else planted here sees nothing
    held = {
        "case": view.case_id,
        "until": (at + LIFE).isoformat(),
        "agent": agent,
    }
    request.session[KEY] = held if agent else {**held, "code": view.code_mark}
    response = redirect("public:matter")
    if view.state.values.get("sealed"):
        sealed = people.seal(
            reads.unlock_of(view.number, code).encode(), PURPOSE
        )
        response.set_cookie(
            cookies.name(COOKIE),
            sealed,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


def _unlock(request: HttpRequest) -> str:
    sealed = request.COOKIES.get(cookies.name(COOKIE), "")
    try:
        return people.open_sealed(sealed, PURPOSE).decode() if sealed else ""
    except people.SealBroken:
        return ""


def close_matter(request: HttpRequest) -> None:
    """Forget the matter in this session."""
    request.session.pop(KEY, None)


def _current(request: HttpRequest, at: datetime) -> Actor | None:
    """Who the visitor is; None without a matter that is open. NotFound for an agent
    whose authority has ended.
    """
    held = request.session.get(KEY)
    if not held:
        return None
    until = datetime.fromisoformat(held["until"])
    if at >= until:
        close_matter(request)
        return None
    if until - at < LIFE - RENEWED:
        request.session[KEY] = {**held, "until": (at + LIFE).isoformat()}
    case_id, agent = str(held["case"]), int(held.get("agent", 0))
    if agent:
        return agents.actor(case_id=case_id, position=agent, at=at)
    return Actor.petitioner(case_id, _unlock(request))


Page = Callable[
    Concatenate[HttpRequest, PublicContext, CaseView, P], HttpResponseBase
]
Open = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def own_matter(view: Page[P]) -> Open[P]:
    """A view of the visitor's matter as a page: those who have none open are sent to
    the page that asks for number and code.

    Only the petitioner: to an agent the page does not exist.
    """
    return _opened(view, agents_too=False)


def represented(view: Page[P]) -> Open[P]:
    """The same for the petitioner and for an agent as long as the authority stands;
    ``public.by`` says who it is.
    """
    return _opened(view, agents_too=True)


def _opened(view: Page[P], *, agents_too: bool) -> Open[P]:
    @wraps(view)
    def let_in(
        request: HttpRequest,
        public: PublicContext,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> HttpResponseBase:
        try:
            by = _current(request, public.at)
            if by is None:
                return turned_away(redirect("public:follow"))
            matter = reads.access_case(by=by, case_id=by.own_case)
            if (
                request.session[KEY].get("code", matter.code_mark)
                != matter.code_mark
            ):
                # The door is closed as for any other
                raise NotFound("another code was given out since")  # noqa: TRY301
        except NotFound:
            close_matter(request)
            return turned_away(redirect("public:follow"))
        if by.kind == AGENT and not agents_too:
            raise Http404
        return view(request, replace(public, by=by), matter, *args, **kwargs)

    return with_public_context(let_in)
