"""Where the page of a matter is, for lists: worked out once instead of for every row."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse

ANY = "0" * 32


def case_address(case_id: str) -> str:
    """The address of a matter's page for officers."""
    return _shape(get_script_prefix()).replace(ANY, case_id)


@lru_cache(maxsize=8)
def _shape(_prefix: str) -> str:
    """The address of any matter. It begins with the place at which Huiyin is served."""
    return reverse("officer:case", args=(ANY,))
