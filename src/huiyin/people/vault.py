"""Encryption of identities. Imported by people alone.

Each identity has its own data key, which lies wrapped under a master key. Destroying
the wrapped key erases the identity. Everything is AES-256-GCM, bound to what it belongs
to, so that a ciphertext moved to another row does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
NAME_LENGTH = 12


class VaultError(Exception):
    """A master key is missing or malformed, or a ciphertext is not ours; the message
    never holds any content.
    """


def decode_key(text: str) -> bytes:
    """Read a master key: 32 random bytes in URL-safe base64, with or without padding.
    Raises ``VaultError``.
    """
    try:
        key = base64.urlsafe_b64decode(
            text.strip() + "=" * (-len(text.strip()) % 4)
        )
    except (binascii.Error, ValueError):
        raise VaultError("a vault key is not URL-safe base64") from None
    if len(key) != KEY_BYTES:
        raise VaultError(
            f"a vault key has {KEY_BYTES} bytes, this one has {len(key)}"
        )
    return key


def key_name(master: bytes) -> str:
    """A short public name of a master key, by which a wrapped key says what opens it."""
    return hashlib.sha256(b"huiyin vault key\x00" + master).hexdigest()[
        :NAME_LENGTH
    ]


@lru_cache(maxsize=64)
def _derived(master: bytes, use: str) -> AESGCM:
    # One key for one use: what was sealed as a draft can never be taken for a wrapped key.
    return AESGCM(
        HKDF(
            algorithm=SHA256(),
            length=KEY_BYTES,
            salt=None,
            info=b"huiyin/" + use.encode(),
        ).derive(master)
    )


@lru_cache(maxsize=8)
def _decoded(texts: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    return tuple((key_name(key), key) for key in map(decode_key, texts))


def _masters() -> tuple[tuple[str, bytes], ...]:
    masters = _decoded(tuple(settings.HUIYIN_VAULT_KEYS))
    if not masters:
        raise VaultError(
            "HUIYIN_VAULT_KEYS is empty: without a key no identity can be kept"
        )
    return masters


def _encrypt(cipher: AESGCM, data: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, data, bound_to.encode())


def _decrypt(cipher: AESGCM, data: bytes, bound_to: str) -> bytes:
    try:
        return cipher.decrypt(
            data[:NONCE_BYTES], data[NONCE_BYTES:], bound_to.encode()
        )
    except (InvalidTag, ValueError):
        raise VaultError(
            "this ciphertext was altered, or belongs to something else"
        ) from None


def _text(name: str, data: bytes) -> str:
    return f"{name}.{base64.urlsafe_b64encode(data).decode()}"


def _parts(text: str) -> tuple[bytes, bytes]:
    name, _dot, body = text.partition(".")
    master = dict(_masters()).get(name)
    if master is None:
        raise VaultError(
            f"no vault key is named {name[:12]!r}: was one removed before "
            "everything was wrapped anew?"
        )
    try:
        return master, base64.urlsafe_b64decode(body)
    except (binascii.Error, ValueError):
        raise VaultError("this ciphertext is malformed") from None


def names() -> tuple[str, ...]:
    """The names of the master keys on this machine, the one that encrypts first."""
    return tuple(
        name for name, _master in _decoded(tuple(settings.HUIYIN_VAULT_KEYS))
    )


def has_key(name: str) -> bool:
    """Whether the master key of this name is on this machine."""
    return name in dict(_decoded(tuple(settings.HUIYIN_VAULT_KEYS)))


def new_data_key() -> bytes:
    """A fresh key for one identity."""
    return AESGCM.generate_key(bit_length=256)


def wrap(data_key: bytes, *, owner: str) -> str:
    """Encrypt a data key under the first master key, bound to its ``owner`` (an identity's id)."""
    name, master = _masters()[0]
    return _text(name, _encrypt(_derived(master, "wrap"), data_key, owner))


def unwrap(wrapped: str, *, owner: str) -> bytes:
    """The data key in a wrapping, by whichever master key that names. Raises ``VaultError``."""
    master, body = _parts(wrapped)
    return _decrypt(_derived(master, "wrap"), body, owner)


def is_current(wrapped: str) -> bool:
    """Whether a data key is wrapped under the first master key."""
    return wrapped.startswith(_masters()[0][0] + ".")


def encrypt(data: bytes, *, data_key: bytes, owner: str) -> bytes:
    """Encrypt an identity's content under its data key, bound to its ``owner``."""
    return _encrypt(AESGCM(data_key), data, owner)


def decrypt(data: bytes, *, data_key: bytes, owner: str) -> bytes:
    """What ``encrypt`` made of an identity's content. Raises ``VaultError``."""
    return _decrypt(AESGCM(data_key), data, owner)


def seal(data: bytes, *, purpose: str) -> str:
    """Encrypt something that leaves our hands for a while (a draft in a session),
    readable for one purpose only.
    """
    name, master = _masters()[0]
    return _text(
        name, _encrypt(_derived(master, f"seal/{purpose}"), data, purpose)
    )


def open_sealed(token: str, *, purpose: str) -> bytes:
    """What ``seal`` was given for the same purpose. Raises ``VaultError``."""
    master, body = _parts(token)
    return _decrypt(_derived(master, f"seal/{purpose}"), body, purpose)


def phone_hash(digits: str, *, office: str) -> str:
    """The keyed hash by which one office finds an exact number again; ``digits`` as
    ``telephones`` spells it.

    Keyed, because eleven digits could otherwise be tried through; with the office
    inside, because two offices must not be able to compare. VaultError where no key is
    set.
    """
    key = str(settings.HUIYIN_LOOKUP_KEY).encode()
    if not key:
        raise VaultError("HUIYIN_LOOKUP_KEY is empty")
    return hmac.new(
        key, f"{office}\x00{digits}".encode(), hashlib.sha256
    ).hexdigest()
