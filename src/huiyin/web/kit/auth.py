"""The door of the offices: who is signed in, what they may do, and nothing for anybody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound, StandsAside
from huiyin.web.kit import clock, dates, labels, navigation, proving, staff
from huiyin.web.kit.kept.middleware import turned_away
from huiyin.web.kit.office_request import OfficeRequest

P = ParamSpec("P")


def officer(
    view: Callable[Concatenate[OfficeRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in staff who hold a post today, as ``request.actor``; send others to sign in,
    or refuse them.

    Whoever still has the password that an administrator gave them chooses their own
    first; whoever holds a post that asks for a second factor sets it up.

    A matter that the actor may not know is answered like one that does not exist (404).
    No page is kept by a cache: counters are shared machines.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        info = staff.current(request)
        if info is None:
            return turned_away(redirect_to_login(request.get_full_path()))
        if info.temporary:
            return turned_away(redirect("account_change_password"))
        if not info.organ or not info.posts:
            raise PermissionDenied
        if proving.lacks_second_factor(request, info):
            return turned_away(proving.to_second_factor(request))
        passed = cast("OfficeRequest", request)
        passed.actor, passed.info = Actor.of_staff(info), info
        passed.at = clock.now()
        passed.today = dates.local_day(passed.at)
        passed.partial = bool(getattr(request, "htmx", False))
        try:
            response = view(passed, *args, **kwargs)
        except NotFound as unknown:
            raise Http404(str(unknown)) from unknown
        except StandsAside as aside:
            response = _stands_aside(passed, aside)
        add_never_cache_headers(response)
        return response

    return guarded


def _stands_aside(request: OfficeRequest, aside: StandsAside) -> HttpResponse:
    """Tell an officer that they stand aside in a matter, and who can act; not why, and
    nothing of the matter.
    """
    context = {
        "side": navigation.of(request),
        "number": aside.number,
        "reasons": labels.refusals_short(aside.grounds),
    }
    return render(request, "officer/stands_aside.html", context, status=403)


def require(request: OfficeRequest, permission: str) -> None:
    """Answer 404 unless the actor has this permission in their own organ: a page nobody
    told them of.
    """
    if not request.actor.may(permission, request.actor.organ):
        raise Http404
