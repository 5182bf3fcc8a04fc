"""The keys over sealed reports, for whoever looks after the machine: which there are, what
lies under each, and putting a fresh one in front. Nothing here opens a report.
"""

from __future__ import annotations

from huiyin.casework.sealing import keyring


def prints() -> tuple[str, ...]:
    """The fingerprints of the keys on this machine, the one that encrypts first."""
    return keyring.key_prints()


def in_use() -> dict[str, int]:
    """How many readers' keys lie under each key, by its fingerprint; "" for those that
    no key here opens.
    """
    return keyring.keys_in_use()


def rotate() -> int:
    """Wrap every reader's key anew under the first key; returns how many were. Then the
    older keys may be removed.
    """
    return keyring.rotate()
