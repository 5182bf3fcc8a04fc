"""Whose words they are: a member of staff's in the offices, and on the citizens' pages
those of an opened matter.

An owner is a keyed hash: it tells nobody who it is, nobody else can make it, and it is
the same on every page.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

OFFICE = "/office/"
MATTER = "/follow/matter"
MATTER_SESSION = "huiyin_matter"


def is_office(request: HttpRequest) -> bool:
    """Whether the page is one of the offices', where words go back to the one who wrote
    them and to nobody else.
    """
    return request.path.startswith(OFFICE)


def is_somebodys(request: HttpRequest) -> bool:
    """Whether the page is open to those alone who have signed in, or opened their matter."""
    return request.path.startswith((OFFICE, MATTER))


def known(request: HttpRequest) -> str:
    """Who it is as far as this request has found out already, "" otherwise; asks the
    database nothing.
    """
    if is_office(request):
        user = getattr(request, "_cached_user", None)
        return (
            _hashed(f"staff:{user.pk}")
            if user is not None and user.is_authenticated
            else ""
        )
    session = getattr(request, "session", None)
    if session is None or not session.accessed:
        return ""
    return _of_matter(session.get(MATTER_SESSION))


def looked_up(request: HttpRequest) -> str:
    """Who it is; looks it up where needed."""
    if is_office(request):
        user = request.user
        return _hashed(f"staff:{user.pk}") if user.is_authenticated else ""
    return _of_matter(request.session.get(MATTER_SESSION))


def _of_matter(held: object) -> str:
    if not isinstance(held, dict):
        return ""
    return _hashed(f"matter:{held.get('case')}:{held.get('agent', 0)}")


def _hashed(who: str) -> str:
    return salted_hmac(
        "huiyin.web.kit.kept", who, algorithm="sha256"
    ).hexdigest()[:32]
