"""Asking a scanner for malware about a file, where the installation names one
(``HUIYIN_SCAN_COMMAND``).
"""

from __future__ import annotations

import shlex
import subprocess

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid

log = structlog.get_logger(__name__)

CLEAN, FOUND = 0, 1
"""How scanners end: clamscan, clamdscan and those that follow them."""


def refuse_malware(body: bytes, *, name: str) -> None:
    """Raise Invalid where the scanner finds something in ``body``, or cannot say.

    It reads the file from its standard input, so that nothing ever lies on the disk in
    clear. Its output is not logged: it may repeat what a petitioner wrote.
    """
    command = settings.HUIYIN_SCAN_COMMAND
    if not command:
        return
    try:
        done = subprocess.run(  # noqa: S603  # the administrator's own command
            shlex.split(command),
            input=body,
            check=False,
            capture_output=True,
            timeout=settings.HUIYIN_SCAN_SECONDS,
        )
        code = done.returncode
    except (OSError, ValueError, subprocess.TimeoutExpired) as failed:
        # A trace would repeat the command
        log.error("scan.failed", error=type(failed).__name__)  # noqa: TRY400
        code = -1
    if code == CLEAN:
        return
    if code == FOUND:
        said = _(
            "“%(name)s” contains a harmful program and was not kept. Have the "
            "device checked that it comes from."
        )
        raise Invalid("attachment", said % {"name": name})
    log.error("scan.failed", code=code)
    said = _(
        "“%(name)s” could not be checked for harmful programs just now and was not "
        "kept. Try again later."
    )
    raise Invalid("attachment", said % {"name": name})
