"""What every template knows: the day; when a template asks also who is signed in, and
the language of the rules.
"""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from huiyin.casework.basis import law_access
from huiyin.law.language.reading import PackError
from huiyin.law.packs import NoPackInForce
from huiyin.web.kit import clock, staff

HOLE_ON_REQUEST: Final = "huiyin_hole"
"""Where a request says what stands on its page instead of the token against forged
forms, which is filled in later (``kit.unchanged``).
"""


def common(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: `today` (a date in the office's time zone), `staff`
    (StaffInfo or None), `organ` (OrganInfo or None), and the one language that the
    rules are written in (`rules_only_in`), "" where the reader's is among them.
    """
    hole = getattr(request, HOLE_ON_REQUEST, "")
    return {
        **({"csrf_token": hole} if hole else {}),
        "today": clock.today(),
        "staff": SimpleLazyObject(lambda: staff.current(request)),
        "organ": SimpleLazyObject(lambda: staff.organ(request)),
        "rules_only_in": SimpleLazyObject(_rules_only_in),
    }


def _rules_only_in() -> str:
    """The language that the rules are written in, where it is not that of the reader:
    "zh", "en"; "" mostly.
    """
    try:
        known = law_access.pack_on(clock.today()).languages
    except (NoPackInForce, PackError):
        return ""
    reading = "en" if (get_language() or "zh") == "en" else "zh"
    return "" if reading in known else known[0]
