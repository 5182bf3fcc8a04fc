"""One sequence of bytes for one event, whatever the database or the machine. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import rfc8785

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"

FORMAT = 1
"""Version of the canonical form; it is part of what is hashed, so that a later form can
stand beside this one.
"""

LARGEST_INTEGER = 2**53 - 1
TEXT = frozenset({str})


def instant(at: datetime) -> str:
    """An aware instant in UTC with microseconds, as the ledger writes it:
    "2026-09-30T01:02:03.000004Z". ValueError for one without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant in the ledger needs a time zone")
    return (
        at.astimezone(UTC)
        .isoformat(timespec="microseconds")
        .replace("+00:00", "Z")
    )


def plain(value: Any) -> Json:
    """Reduce a payload to plain JSON: mappings and sequences, text, whole numbers,
    yes/no, nothing; dates become text.

    Refuses fractions (their spelling differs between databases), integers beyond 2**53
    and anything unknown with a ``TypeError`` or ``ValueError``, because a value that
    two databases spell differently would break the chain.
    """
    # What almost every value is, told by its very type; the rest takes the longer way below.
    kind = type(value)
    if kind is str and "\x00" not in value:
        return str(value)
    if kind is dict and {*map(type, value)} <= TEXT:
        return {key: plain(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [plain(item) for item in value]
    return value if value is None or kind is bool else _plain_rare(value)


def _plain_rare(value: Any) -> Json:
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError(
                "text in the ledger may not contain a null character"
            )
        return str(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"integer too large for the ledger: {value}")
        return int(value)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of a payload are text")
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return _plain_moment(value)


def _plain_moment(value: Any) -> Json:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(
        f"the ledger does not take {type(value).__name__}: use text or whole numbers"
    )


def canonical_bytes(
    *,
    stream: str,
    seq: int,
    type: str,  # noqa: A002 -- the field's own name in the ledger
    at: datetime,
    recorded_at: datetime,
    actor: str,
    organ: str,
    grounds: tuple[str, ...],
    pack: str,
    payload: Mapping[str, Any],
    prev_hash: str,
    payload_is_plain: bool = False,
) -> bytes:
    """Every field of an event, the previous hash included, as canonical JSON (RFC
    8785).

    ``payload_is_plain`` says that ``plain`` has made the payload, so that it need not
    be gone through again.
    """
    return _dumps(
        {
            "v": FORMAT,
            "stream": stream,
            "seq": seq,
            "type": type,
            "at": instant(at),
            "recorded_at": instant(recorded_at),
            "actor": actor,
            "organ": organ,
            "grounds": list(grounds),
            "pack": pack,
            "payload": payload if payload_is_plain else plain(payload),
            "prev_hash": prev_hash,
        }
    )


def _dumps(value: dict[str, Any]) -> bytes:
    """Write plain JSON canonically.

    Where everything is ASCII, and without fractions, the standard library spells every
    value just as RFC 8785 does, in a tenth of the time; order and escapes of other
    signs are left to the library that knows the rules.
    """
    text = json.dumps(
        value,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return text.encode("ascii") if text.isascii() else rfc8785.dumps(value)
