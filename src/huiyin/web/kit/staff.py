"""Who is signed in, looked up once per request."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from huiyin.organisations import reads, staff_reads
from huiyin.organisations.info import OrganInfo, StaffInfo
from huiyin.web.kit import clock, proving
from huiyin.web.kit.kept.middleware import turned_away

P = ParamSpec("P")
_KEY = "_huiyin_staff"


def current(request: HttpRequest) -> StaffInfo | None:
    """Return the signed-in member of staff with organ and posts as of today; None when
    nobody is. No query where the account was read with it (``accounts.StaffBackend``).
    """
    if not hasattr(request, _KEY):
        user: Any = getattr(request, "user", None)
        known = user is not None and user.is_authenticated
        setattr(request, _KEY, _as_of(user, clock.today()) if known else None)
    member: StaffInfo | None = getattr(request, _KEY)
    return member


def _as_of(user: Any, day: date) -> StaffInfo | None:
    """Who somebody is on a day: read with their account, or asked for."""
    read_on, info = getattr(user, "on_day", None) or (None, None)
    if read_on == day:
        known: StaffInfo | None = info
        return known
    return staff_reads.staff_info(user.pk, day)


def organ(request: HttpRequest) -> OrganInfo | None:
    """Return the organ of the signed-in member of staff; None when nobody is signed in
    or they have no posting.
    """
    staff = current(request)
    return (
        reads.organ(staff.organ) if staff is not None and staff.organ else None
    )


def required(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send those who are not signed in to the sign-in page, and refuse those who hold
    no post today.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        staff = current(request)
        if staff is None:
            return turned_away(redirect_to_login(request.get_full_path()))
        if not staff.posts:
            raise PermissionDenied
        if proving.lacks_second_factor(request, staff):
            return turned_away(proving.to_second_factor(request))
        return view(request, *args, **kwargs)

    return guarded
