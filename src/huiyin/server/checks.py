"""System checks of an installation."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def keys_are_there(**_: Any) -> list[CheckMessage]:
    """Return an error for each key without which names could be neither stored nor found again."""
    missing = [name for name in ("HUIYIN_VAULT_KEYS", "HUIYIN_LOOKUP_KEY") if not getattr(settings, name)]
    return [
        Error(f"{name} is not set.", hint="Run `huiyin init`, or set it in the environment.", id="huiyin.E001")
        for name in missing
    ]
