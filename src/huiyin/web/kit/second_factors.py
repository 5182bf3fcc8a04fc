"""Secrets of second factors: they lie in the database under the vault's keys, as names do.

Whoever has a copy of the database alone computes no code. What was kept in the clear
before is encrypted when the tables are brought up to date, or when keys are rotated;
until then it is read as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from huiyin.people import acts as people
from huiyin.people import reads as vault

PURPOSE = "second factor"
SECRETS = ("secret", "seed", "migrated_codes")
"""What of an authenticator's data is secret: that of an application, that of the codes
on paper, older such codes.
"""


class VaultAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's rules for second factors, with their secrets under the vault's keys."""

    def encrypt(self, text: str) -> str:
        """What is stored of a secret."""
        return _sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret that was stored, also one from before they were encrypted."""
        return _opened(encrypted_text)


def _sealed(secret: str) -> str:
    return people.seal(secret.encode(), PURPOSE)


def _is_sealed(stored: str) -> bool:
    return (
        "." in stored
    )  # behind the name of its key; a secret is spelled in letters and digits


def _opened(stored: str) -> str:
    return (
        people.open_sealed(stored, PURPOSE).decode()
        if _is_sealed(stored)
        else stored
    )


def is_current(data: Mapping[str, Any]) -> bool:
    """Whether every secret of an authenticator lies under the vault key that encrypts now."""
    first = f"{vault.key_names()[0]}."
    return all(stored.startswith(first) for stored in _stored(data))


def anew(data: Mapping[str, Any]) -> dict[str, Any]:
    """An authenticator's data with every secret under the vault key that encrypts now.

    Raises ``SealBroken`` where one lies under a key that is not on this machine.
    """
    return {
        name: _anew(value) if name in SECRETS else value
        for name, value in data.items()
    }


def _anew(value: str | list[str]) -> Any:
    return (
        _sealed(_opened(value))
        if isinstance(value, str)
        else [_sealed(_opened(code)) for code in value]
    )


def keys_in_use(all_data: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Under which vault keys the secrets of authenticators lie, by the key's name ("":
    in the clear), and how many.
    """
    used: Counter[str] = Counter()
    for data in all_data:
        used.update(
            stored.partition(".")[0] if _is_sealed(stored) else ""
            for stored in _stored(data)
        )
    return dict(used)


def _stored(data: Mapping[str, Any]) -> Iterator[str]:
    for name in SECRETS:
        value = data.get(name, ())
        yield from [value] if isinstance(value, str) else value
