"""The application that `huiyin serve` runs: Django behind the front."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from huiyin.server.front import MEGABYTE, Front
from huiyin.web.kit.receiving import tidying

BESIDE_FILES = 5 * MEGABYTE
"""What a request may have beside its files."""


def build(threads: int, *_: object, **__: object) -> Front:
    """The front with so many threads behind it, and room for the uploads that the settings allow.

    A request may be twice as large as its files may be together, so that whoever chose
    too many gets the form back with their words.
    """
    files = settings.HUIYIN_REQUEST_MAX_MB * MEGABYTE
    return Front(
        tidying(get_wsgi_application()),
        threads=threads,
        largest=2 * files + BESIDE_FILES,
        room=4 * files + BESIDE_FILES,
    )
