"""What a walk leaves out for speed: nothing that a request goes through, only what
guards secrets and power cuts.

The drawing of a field is remembered by what it is drawn from, so that the same list of
areas is drawn once.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.forms import renderers
from django.utils.translation import get_language, trans_real
from health_check.base import HealthCheck

from huiyin.casework.sealing import hpke

REMEMBERED = 4_000
OBJECTS_BEFORE_COLLECTING = 50_000
# A walk may wait long for a processor that others use: a probe is then slow, not unwell
A_PROBE_MAY_TAKE = timedelta(minutes=10)


def quicken() -> None:
    """Make this process quick, before its first connection. Never for anything but a walk."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    slow = hpke.Scrypt

    def light(*, salt: bytes, length: int, n: int, r: int, p: int) -> Any:
        return slow(salt=salt, length=length, n=min(n, 16), r=r, p=p)

    vars(hpke)["Scrypt"] = light
    HealthCheck.timeout = A_PROBE_MAY_TAKE
    vars(trans_real)["_active"] = SimpleNamespace()  # one thread has no need of a place for each
    # For the walk only
    renderers.BaseRenderer.render = _remembered(renderers.BaseRenderer.render)  # type: ignore[method-assign]


def settle() -> None:
    """Let the collector leave alone what is there when the walk begins, and look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING, 20, 50)


def _remembered(render: Callable[..., str]) -> Callable[..., str]:
    drawn: dict[tuple[str, str | None, str], str] = {}

    def quick(self: Any, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if request is not None or "widget" not in context:
            return render(self, template_name, context, request)
        key = (template_name, get_language(), repr(context))
        if " object at 0x" in key[2]:
            return render(self, template_name, context, request)
        if key not in drawn:
            if len(drawn) >= REMEMBERED:
                drawn.clear()
            drawn[key] = render(self, template_name, context, request)
        return drawn[key]

    return quick
