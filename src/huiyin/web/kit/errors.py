"""Pages for when something is refused, missing or broken. Each says what one can do next."""

import sys

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import resolve

from huiyin.web.kit import troubles
from huiyin.web.kit.kept import middleware as kept

METHOD_NOT_ALLOWED = 405

log = structlog.get_logger("huiyin.security")


def bad_request(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """The request was malformed."""
    return render(request, "huiyin/errors/400.html", status=400)


def forbidden(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """The reader's posts do not allow this."""
    match = request.resolver_match
    user = getattr(request, "user", None)
    log.warning(
        "access.refused",
        route=match.view_name if match else None,
        staff=user.pk if user else None,
    )
    return render(request, "huiyin/errors/403.html", status=403)


def not_found(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """There is nothing here, or nothing that the reader may see."""
    return render(request, "huiyin/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. The page asks nothing of the database, which may be what broke.

    Where the database is locked or away, the disk full or a key missing, it says so,
    and that trying again helps or not: 503, for that is what probes and proxies
    understand.
    """
    kind = troubles.kind_of(sys.exc_info()[1])
    if kind == troubles.BUSY:
        return busy(request)
    if kind:
        return render(request, f"huiyin/errors/{kind}.html", status=503)
    return render(request, "huiyin/errors/500.html", status=500)


def busy(request: HttpRequest) -> HttpResponse:
    """Too much at once: nothing of this request was kept, and trying again in a moment helps."""
    response = render(request, "huiyin/errors/busy.html", status=503)
    response["Retry-After"] = "10"
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent at once than is taken; nothing of it was read."""
    context = {"megabytes": settings.HUIYIN_REQUEST_MAX_MB}
    return render(request, "huiyin/errors/413.html", context, status=413)


def csrf_failure(
    request: HttpRequest, *_: object, **__: object
) -> HttpResponseBase:
    """A form came back without its token: cookies are off, the page was open for too
    long, or one signed in anew.

    Where the sender may have it back, the same form comes again with the words and a
    new token; nothing was done.
    """
    words = kept.sent_again(request)
    if words is None:
        return render(request, "huiyin/errors/csrf.html", status=403)
    kept.draw_again(request, words)
    match = resolve(request.path_info)
    response: HttpResponseBase = match.func(
        request, *match.args, **match.kwargs
    )
    if (
        response.status_code == METHOD_NOT_ALLOWED
    ):  # a page that only takes forms: there is none to draw
        return render(request, "huiyin/errors/csrf.html", status=403)
    return response


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Too many wrong passwords."""
    return render(request, "huiyin/errors/locked_out.html", status=429)


def too_many_sign_ins(request: HttpRequest) -> HttpResponse:
    """Passwords are tried too fast, at this address or for this name from many addresses."""
    response = render(request, "huiyin/errors/slowed_down.html", status=429)
    response["Retry-After"] = "60"
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """This address did a thing too often; nothing was lost or stored."""
    return render(request, "huiyin/errors/429.html", status=429)
