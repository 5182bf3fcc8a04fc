"""Whether there is room for another file: on the disk, and among those that nobody has
handed in yet.
"""

from __future__ import annotations

import shutil
from typing import Final

from django.conf import settings
from django.core.files.storage import Storage
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.models import Attachment

MEGABYTE: Final = 1024 * 1024


def refuse_without(store: Storage, *, size: int, name: str) -> None:
    """Raise Invalid where ``size`` bytes more would leave less than the floor of free
    space (``HUIYIN_FREE_SPACE_MB``), or more drafts than the ceiling
    (``HUIYIN_DRAFTS_MAX_FILES``, ``HUIYIN_DRAFTS_MAX_MB``).

    The floor is kept for what must never be refused: petitions, and what the offices do.
    """
    waiting = (
        Attachment.objects.filter(case=None)
        .exclude(draft="")
        .aggregate(files=Count("pk"), size=Sum("size"))
    )
    most = settings.HUIYIN_DRAFTS_MAX_MB * MEGABYTE
    if (
        waiting["files"] >= settings.HUIYIN_DRAFTS_MAX_FILES
        or (waiting["size"] or 0) + size > most
    ):
        said = _(
            "“%(name)s” was not kept: too many files are waiting to be handed in at this moment."
            " What you wrote is still here. Hand it in without the file, and add the file tomorrow."
        )
        raise Invalid("attachment", said % {"name": name})
    free = free_bytes(store)
    if (
        free is not None
        and free - size < settings.HUIYIN_FREE_SPACE_MB * MEGABYTE
    ):
        said = _(
            "“%(name)s” was not kept: there is little room left on this server. What "
            "you wrote is still here."
            " Hand it in without the file, and bring the file to the counter or add it later."
        )
        raise Invalid("attachment", said % {"name": name})


def free_bytes(store: Storage) -> int | None:
    """How much can still be written where attachments lie; None for a store elsewhere,
    which we cannot ask.
    """
    place = getattr(store, "location", "")
    if not place or not hasattr(store, "base_location"):
        return None
    try:
        return shutil.disk_usage(place).free
    except FileNotFoundError:  # nothing was ever kept there
        return None
