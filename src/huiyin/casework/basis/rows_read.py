"""Rows of one matter that were read already, for whoever needs them again in the same request.

What belongs to a matter follows from its events: as long as it stands at the same
event, its rows are the same. So they are kept with the matter as it was read, and never
beyond it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

RowsRead: TypeAlias = dict[str, list[Any]]
"""Rows by what they are ("claims")."""


def once(rows: RowsRead, name: str, read: Callable[[], list[Any]]) -> list[Any]:
    """The rows under a name; ``read`` them where they are not there yet."""
    if name not in rows:
        rows[name] = read()
    return rows[name]
