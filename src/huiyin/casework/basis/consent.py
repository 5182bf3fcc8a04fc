"""Consent to be served online (CPL Art 90, by analogy): asked for, recorded, and taken
back at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step

# The step with which a petitioner agrees; a pack without it knows no service online
AGREES = "agree_online"
CONSENTED = "consented"  # the argument of a service that is told whether there is consent
ONLINE = "online_service"  # the value that holds it: true, or false once it was taken back


def known(pack: Pack) -> bool:
    """Whether a pack asks for consent to service online."""
    return AGREES in pack.steps


def given(values: Mapping[str, Any]) -> bool:
    """Whether there is consent now. Nobody consents for others: where several signed
    there is none.
    """
    return values.get(ONLINE) is True and not values.get("together")


def args(step: Step | None, values: Mapping[str, Any]) -> dict[str, bool]:
    """What the law is told of consent, by the argument's name; nothing where the step
    does not ask.
    """
    asked = step is not None and step.arg(CONSENTED) is not None
    return {CONSENTED: given(values)} if asked else {}
