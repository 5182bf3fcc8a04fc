"""The application that `huiyin serve` runs: Django behind the front."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from huiyin.server.front import MEGABYTE, Front

AT_ONCE = 4
"""So many of the largest requests may be on their way into one process at the same time."""


def build(threads: int, *_: object, **__: object) -> Front:
    """The front with so many threads behind it, and room for the uploads that the settings allow."""
    largest = settings.HUIYIN_UPLOAD_MAX_MB * settings.HUIYIN_UPLOAD_MAX_FILES * MEGABYTE + 5 * MEGABYTE
    return Front(get_wsgi_application(), threads=threads, largest=largest, room=AT_ONCE * largest)
