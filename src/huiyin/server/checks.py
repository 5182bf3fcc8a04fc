"""System checks of an installation."""

import ipaddress
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from huiyin.organisations.vocabulary import Post
from huiyin.web.kit.limits import Rate

LONGEST_TERM = 100  # years; whoever keeps for ever sets no term


def keys_are_there(**_: Any) -> list[CheckMessage]:
    """Return an error for each key without which names could be neither stored nor found again."""
    missing = [
        name
        for name in ("HUIYIN_VAULT_KEYS", "HUIYIN_LOOKUP_KEY")
        if not getattr(settings, name)
    ]
    return [
        Error(
            f"{name} is not set.",
            hint="Run `huiyin init`, or set it in the environment.",
            id="huiyin.E001",
        )
        for name in missing
    ]


def limits_are_readable(**_: Any) -> list[CheckMessage]:
    """Return an error for each limit that would be no limit, or break pages, because it
    is written wrongly.
    """
    wrong = []
    unknown = settings.HUIYIN_SECOND_FACTOR - set(Post.values)
    if unknown:
        wrong.append(
            (
                "HUIYIN_SECOND_FACTOR",
                f"no post is called {', '.join(sorted(unknown))}",
            )
        )
    years = settings.HUIYIN_KEEP_IDENTITIES_YEARS
    if years is not None and not 1 <= years <= LONGEST_TERM:
        wrong.append(
            (
                "HUIYIN_KEEP_IDENTITIES_YEARS",
                f"a term is 1 to {LONGEST_TERM} years, not {years}",
            )
        )
    for name, text in settings.HUIYIN_RATES.items():
        try:
            Rate.parse(text)
        except ValueError as error:
            wrong.append((f"the rate for {name}", str(error)))
    for network in settings.HUIYIN_OFFICE_NETWORKS:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError as error:
            wrong.append(("HUIYIN_OFFICE_NETWORKS", str(error)))
    return [
        Error(
            f"{name}: {why}.",
            hint="See docs/reference/configuration.md.",
            id="huiyin.E002",
        )
        for name, why in wrong
    ]
