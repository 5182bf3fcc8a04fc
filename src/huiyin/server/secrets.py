"""Keys of an installation: from the environment, else from files that `huiyin init` makes.

Losing `vault_keys` means losing every petitioner's name; see
docs/reference/configuration.md on keeping a copy apart.
"""

import base64
import os
import secrets
from pathlib import Path
from typing import Any

from huiyin.server.environment import env

FILES = ("secret_key", "vault_keys", "lookup_key", "sealed_keys")

NONE = "none"
"""What `HUIYIN_SEALED_KEYS` says on a machine that takes sealed reports and must not be
able to read them.
"""


def read(name: str, directory: Path) -> str:
    """Return the key called `name`: the variable HUIYIN_<NAME>, else the file in
    `directory`, else an empty string.

    Empty is not a usable key: Django refuses to sign with it and the system check of
    huiyin.server says what to do.
    """
    given: str = env.str(f"HUIYIN_{name.upper()}", default="")
    if given:
        return given
    path = directory / name
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def missing(directory: Path) -> tuple[str, ...]:
    """The names of the keys that are neither in the environment nor in a file."""
    return tuple(name for name in FILES if not read(name, directory))


def create_missing(directory: Path) -> tuple[str, ...]:
    """Write those key files that are not there yet, readable by their owner only, and
    return their names.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = missing(directory)
    for name in made:
        keep(directory / name, _fresh(name))
    return made


def keep(path: Path, key: str) -> None:
    """Write a key to a file that is not there yet, readable by its owner only."""
    # O_EXCL: two processes that start at once must never end up with two different keys
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key + "\n")


def has_none() -> bool:
    """Whether this machine is told to hold no keys for sealed reports."""
    return bool(env.str("HUIYIN_SEALED_KEYS", default="") == NONE)


def put_in_front(name: str, directory: Path) -> bool:
    """Write a fresh key in front of those in a file, in one step. Returns whether that
    was done: not where the environment gives the keys.
    """
    if env.str(f"HUIYIN_{name.upper()}", default=""):
        return False
    path, beside = directory / name, directory / f"{name}.new"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(
            "\n".join(
                [
                    _fresh(name),
                    *read(name, directory).replace(",", "\n").split(),
                ]
            )
            + "\n"
        )
        file.flush()
        os.fsync(
            file.fileno()
        )  # what is wrapped under it next must never be there without it
    beside.replace(path)
    return True


def apply(settings: Any, directory: Path) -> None:
    """Put keys that were made just now into settings that were read before."""
    settings.SECRET_KEY = read("secret_key", directory)
    settings.HUIYIN_LOOKUP_KEY = read("lookup_key", directory)
    settings.HUIYIN_VAULT_KEYS = vault_keys(directory)
    settings.HUIYIN_SEALED_KEYS = sealed_keys(directory)


def vault_keys(directory: Path) -> list[str]:
    """Return the vault's keys: the first encrypts, all open. To rotate, put a new one in front."""
    return read("vault_keys", directory).replace(",", "\n").split()


def sealed_keys(directory: Path) -> list[str]:
    """Return the keys over the readers' keys, the first encrypts; none where the
    variable says "none".
    """
    given = read("sealed_keys", directory)
    return [] if given == NONE else given.replace(",", "\n").split()


def _fresh(name: str) -> str:
    if name in {"vault_keys", "sealed_keys"}:
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(48)
