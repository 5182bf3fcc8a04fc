"""Boxes that only the holder of a private key opens: HPKE (RFC 9180) with X25519,
HKDF-SHA256 and AES-256-GCM.

Every sealed matter has a key pair of its own. Anybody can put words into a box under
its public key, also the clerk who writes down a report and a machine that holds no key;
only whoever was handed the private key opens them again. Pure: no database, no
settings.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MARK = "hpke1."
KEY_BYTES = 32
NONCE_BYTES = 12
STEP = 128
"""Words are filled up to a multiple of so many bytes, so that the length of a box tells little."""


class BoxBroken(Exception):
    """A box does not open with this key; the message holds nothing of its content."""


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """A key pair; ``public`` in URL-safe base64."""

    private: bytes = field(repr=False)
    public: str

    def __repr__(self) -> str:
        """The public half only: a traceback must not carry a key."""
        return f"<Pair {self.public}>"


def text_of(data: bytes) -> str:
    """Bytes as URL-safe base64."""
    return base64.urlsafe_b64encode(data).decode()


def bytes_of(text: str) -> bytes:
    """The bytes behind ``text_of``."""
    return base64.urlsafe_b64decode(text)


def new_pair() -> Pair:
    """A fresh key pair."""
    return pair_of(X25519PrivateKey.generate().private_bytes_raw())


def pair_of(private: bytes) -> Pair:
    """The pair of a private key of 32 bytes."""
    return Pair(
        private,
        text_of(
            X25519PrivateKey.from_private_bytes(private)
            .public_key()
            .public_bytes_raw()
        ),
    )


def pair_of_code(number: str, code: str) -> Pair:
    """The pair that belongs to a matter's query code: who brought the report opens it
    with what stands on the receipt.

    Slow on purpose (scrypt), so that codes cannot be tried through from a copy of the database.
    """
    salt = hashlib.sha256(f"huiyin reporter\n{number}".encode()).digest()
    return pair_of(
        Scrypt(salt=salt, length=KEY_BYTES, n=2**14, r=8, p=1).derive(
            code.encode()
        )
    )


def put(data: bytes, *, public: str, place: str) -> str:
    """The box in which bytes lie under a public key, as text, bound to the ``place``
    they belong to.
    """
    return MARK + text_of(
        SUITE.encrypt(
            data,
            X25519PublicKey.from_public_bytes(bytes_of(public)),
            place.encode(),
        )
    )


def take(box: str, *, private: bytes, place: str) -> bytes:
    """What is in a box. Raises ``BoxBroken`` with the wrong key, for another place, and
    for what is no box.
    """
    try:
        sealed = bytes_of(box.removeprefix(MARK))
        return SUITE.decrypt(
            sealed, X25519PrivateKey.from_private_bytes(private), place.encode()
        )
    except (InvalidTag, ValueError):
        raise BoxBroken("this box does not open with this key") from None


def put_words(words: str, *, public: str, place: str) -> str:
    """The box in which words lie, as text; "" for no words, which need none."""
    if not words:
        return ""
    data = words.encode()
    return put(data + b"\x00" * (-len(data) % STEP), public=public, place=place)


def take_words(box: str, *, private: bytes, place: str) -> str:
    """The words in a box, "" for none. Raises ``BoxBroken`` as ``take``."""
    return (
        take(box, private=private, place=place).rstrip(b"\x00").decode()
        if box
        else ""
    )


def new_key() -> bytes:
    """A fresh key for a file."""
    return AESGCM.generate_key(bit_length=256)


def lock(data: bytes, *, key: bytes, place: str) -> bytes:
    """Encrypt a file's content under its own key (AES-256-GCM), bound to its place."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, place.encode())


def unlock(data: bytes, *, key: bytes, place: str) -> bytes:
    """What ``lock`` made of a file's content. Raises ``BoxBroken``."""
    try:
        return AESGCM(key).decrypt(
            data[:NONCE_BYTES], data[NONCE_BYTES:], place.encode()
        )
    except (InvalidTag, ValueError):
        raise BoxBroken("this file does not open with this key") from None


def derived(secret: bytes, use: str) -> bytes:
    """One key for one use, from a secret that nobody can guess."""
    return HKDF(
        algorithm=SHA256(),
        length=KEY_BYTES,
        salt=None,
        info=f"huiyin/{use}".encode(),
    ).derive(secret)


def proof(secret: bytes, *parts: str) -> str:
    """A keyed hash over these parts: a row that somebody else wrote does not have it."""
    return hmac.new(
        derived(secret, "proof"), "\n".join(parts).encode(), hashlib.sha256
    ).hexdigest()
