"""Who may see an administrator's page, and which organs they manage."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from huiyin.organisations import permissions
from huiyin.organisations.permissions import Permission
from huiyin.organisations.recording import InvalidRegister
from huiyin.web.administration.forms import REFUSED
from huiyin.web.kit import proving
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest

P = ParamSpec("P")
PERMISSION = Permission.ORGANISATION_MANAGE


def administrator(
    view: Callable[Concatenate[OfficeRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who manages at least one organ; to everybody else the page does not exist (404).

    What the register refuses becomes a sentence on the page; a view whose form holds
    words says it there.
    """

    @wraps(view)
    def guarded(
        request: OfficeRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if not managed(request):
            raise Http404
        proving.require(request)
        try:
            return view(request, *args, **kwargs)
        except (
            InvalidRegister
        ):  # from a button that holds no words: two administrators at once
            messages.error(request, REFUSED)
            return redirect(request.path)

    return officer(guarded)


def managed(request: OfficeRequest) -> tuple[str, ...]:
    """The codes of the organs that the reader manages, in the order of the tree."""
    return permissions.reachable(request.info, PERMISSION)
