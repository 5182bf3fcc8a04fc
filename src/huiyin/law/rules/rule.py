"""What every rule carries: its wording, its article, since when it applies, when it was
last compared with the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.law.terms.ruling import Ground, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of a pack.

    ``verified`` is False where the value is custom or inference rather than the text of
    the instrument; ``note`` then says which, and pages show it. ``review_months`` after
    ``checked`` it is to be compared again (0: whenever).
    """

    id: str
    title: Text
    plain: Text
    article: str
    in_force: date
    checked: date
    verified: bool = True
    note: Text | None = None
    review_months: int = 0
    ground: Ground


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument that rules of a pack come from: its own pack's key, how it is
    cited, since when it is in force.
    """

    pack: str
    title: Text
    in_force: date
