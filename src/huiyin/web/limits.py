"""How often one address may do a thing without signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_ratelimit.core import is_ratelimited

from huiyin.web import errors

P = ParamSpec("P")


def _address(_group: str, request: HttpRequest) -> str:
    """Return the client's address, behind as many proxies as HUIYIN_PROXIES says. Only its hash is kept."""
    return str(get_adapter(request).get_client_ip(request))


def exceeded(request: HttpRequest, action: str) -> bool:
    """Count one use of `action` ("file", "follow") from this address, and say whether it is one too many."""
    rate = settings.HUIYIN_RATES[action]
    if not rate:
        return False
    return bool(is_ratelimited(request, group=f"huiyin-{action}", key=_address, rate=rate, increment=True))


def limited(
    action: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Answer 429 with a page in plain words once an address posts to this view too often; looking is free."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "POST" and exceeded(request, action):
                return errors.too_many(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
