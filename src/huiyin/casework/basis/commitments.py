"""Salted commitments: an event proves what was said without saying it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

QUERY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
QUERY_LENGTH = 10
SEALED_LENGTH = 20  # a sealed matter's code opens its words too: about 99 bits


def new_salt() -> str:
    """A fresh salt of 128 bits, kept beside the words; destroying it makes the
    commitment say nothing.
    """
    return secrets.token_hex(16)


def commit(salt: str, text: str) -> str:
    """The commitment to a text: SHA-256 over salt and text."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def new_query_code(length: int = QUERY_LENGTH) -> str:
    """A code of 10 characters (about 49 bits) without letters that look alike, or of
    another ``length``.
    """
    return "".join(secrets.choice(QUERY_ALPHABET) for _ in range(length))


def derived_query_code(token: str, key: str, length: int = QUERY_LENGTH) -> str:
    """The code that belongs to a form's token: whoever handed the form in and lost the
    answer gets the same code again.

    ``token`` must be unguessable; ``key`` is the installation's own. Nobody has the
    code without both.
    """
    number = int.from_bytes(
        hmac.new(
            key.encode(), f"query code\n{token}".encode(), hashlib.sha256
        ).digest()
    )
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(QUERY_ALPHABET))
        letters.append(QUERY_ALPHABET[place])
    return "".join(letters)


def token_key(token: str) -> str:
    """What is kept of a form's token: a hash, since the token itself leads to the query code."""
    return hashlib.sha256(f"form\n{token}".encode()).hexdigest()[:40]


def normalise_code(code: str) -> str:
    """A query code as people type it: full-width signs, small letters, spaces, dashes,
    and words around it.
    """
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def beside(office: str, identity: str, external_number: str | None) -> str:
    """What stands on a contact's row beside counts and words, in the form that is
    committed to: whose register, who.
    """
    return "\n".join((office, identity, external_number or ""))


def decision_words(outcome: str, facts: str, basis: str, reply: str) -> str:
    """The words of a decision on one claim, in the form that is committed to."""
    return f"{outcome}\n{facts}\n{basis}\n{reply}"
