"""What the head of a pack says, read without the rules behind it: a question about days
needs no procedure.
"""

from __future__ import annotations

import tomllib

from huiyin.law import packs


def calendar_code(name: str) -> str | None:
    """The code of the calendar that a pack counts by.

    Args:
        name: a pack, or one version of it, as ``cn-xinfang`` or
        ``cn-xinfang/2022-05-01``. Of several versions the newest counts, as everywhere
        on the command line.

    Returns:
        Such as ``CN``; where a pack says none of its own, that of the pack which it
        stands on. None when no pack that is shipped has that name.
    """
    pack_id, _, version = name.rstrip("/").partition("/")
    versions = [
        known
        for known_id, known in packs.available()
        if known_id == pack_id and version in ("", known)
    ]
    if not versions:
        return None
    head = tomllib.loads(
        (packs.folder_of(pack_id, max(versions)) / "pack.toml").read_text(
            "utf-8"
        )
    )
    if "calendar" in head:
        return str(head["calendar"])
    return calendar_code(head["stands_on"]) if "stands_on" in head else None
