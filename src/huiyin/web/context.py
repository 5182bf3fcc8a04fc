"""What every template knows: the day, and who is signed in (looked up only when a template asks)."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from huiyin.web import clock, staff


def common(request: HttpRequest) -> dict[str, Any]:
    """Add `today` (a date in the office's time zone), `staff` (StaffInfo or None) and `organ` (OrganInfo or None)."""
    return {
        "today": clock.today(),
        "staff": SimpleLazyObject(lambda: staff.current(request)),
        "organ": SimpleLazyObject(lambda: staff.organ(request)),
    }
