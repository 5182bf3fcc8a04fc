"""A date that changed because a calendar was published: what the law counted on other
days of rest before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Redated:
    """One date that changed: whose, which, from when to when."""

    case_id: str
    number: str
    kind: str
    owner: str
    old_date: date
    new_date: date
