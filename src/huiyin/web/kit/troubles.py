"""What went wrong on our side, as far as the reader of a page can do something about it."""

from __future__ import annotations

import errno
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError

from huiyin.people.acts import SealBroken

BUSY: Final = "busy"
FULL: Final = "full"
KEYS: Final = "keys"
BROKEN: Final = ""

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_READ_ONLY: Final = errno.EROFS
_NO_ROOM_STATES: Final = ("53100", "25006")
"""PostgreSQL's codes for a full disk, and for a database that takes nothing: a standby,
or set to read only.
"""


def kind_of(trouble: BaseException | None) -> str:
    """BUSY: the database is locked, or away for a moment. FULL: the disk is full. KEYS:
    a key is missing.

    BROKEN ("") for anything else: a mistake of ours.
    """
    if isinstance(trouble, SealBroken):
        return KEYS
    if isinstance(trouble, OSError) and trouble.errno in (*_FULL, _READ_ONLY):
        return FULL
    if isinstance(trouble, DatabaseError | InterfaceError):
        if _no_room(trouble):
            return FULL
        if isinstance(trouble, OperationalError | InterfaceError):
            return BUSY
    return BROKEN


def _no_room(trouble: Exception) -> bool:
    """Whether the database has no room to write, in the words of SQLite or by PostgreSQL's code."""
    said = str(trouble)
    if (
        "disk is full" in said
        or "readonly database" in said
        or "disk I/O error" in said
    ):
        return True
    return getattr(trouble.__cause__, "sqlstate", None) in _NO_ROOM_STATES
