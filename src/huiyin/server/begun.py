"""What every process that shares work begins with, loaded once: each is then a copy.

Imported by the process from which the others are copied, which has asked the database
nothing and has one thread.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path

import django
from django.conf import settings

django.setup()

from huiyin.law import packs  # noqa: E402 - after setup, like everything that has tables

_folder = Path(settings.HUIYIN_CALENDAR_DIR)
with suppress(packs.PackError):
    packs.family(
        settings.HUIYIN_PACK, overrides=_folder if _folder.is_dir() else None
    )
# What is there now stays in all copies: no collector goes through it again.
gc.freeze()
