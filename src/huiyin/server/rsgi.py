"""The application that `huiyin serve` runs: Django behind the front."""

from __future__ import annotations

import gc
import threading

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.translation import trans_real

from huiyin.casework.basis import law_access, registers
from huiyin.law import packs
from huiyin.server.front import MEGABYTE, Front
from huiyin.web.kit import clock
from huiyin.web.kit.receiving import tidying

BESIDE_FILES = 5 * MEGABYTE
"""What a request may have beside its files."""


def build(threads: int, *_: object, **__: object) -> Front:
    """The front with so many threads behind it, and room for the uploads that the settings allow.

    A request may be twice as large as its files may be together, so that whoever chose
    too many gets the form back with their words.
    """
    files = settings.HUIYIN_REQUEST_MAX_MB * MEGABYTE
    application = tidying(get_wsgi_application())
    _settle_down()
    return Front(
        application,
        threads=threads,
        largest=2 * files + BESIDE_FILES,
        room=4 * files + BESIDE_FILES,
    )


def _settle_down() -> None:
    """Have at hand what every request needs, and let the collector of garbage leave
    alone what stays for good: going through it took a tenth of a page's time.

    A page asks some three hundred times which language is meant. Django asks in a way
    that serves tasks of one thread as well; here a request has a thread of its own, and
    the thread's own place answers in a third of the time.
    """
    packs.family(settings.HUIYIN_PACK, overrides=law_access.overrides())
    registers.beside(clock.today())
    setattr(trans_real, "_active", threading.local())  # noqa: B010 - Django has no setting for it
    gc.collect()
    gc.freeze()
