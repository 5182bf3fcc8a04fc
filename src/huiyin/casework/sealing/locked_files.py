"""Files as they lie in the store: each under a key of its own, which stands on its row or,
of a sealed matter, in a box.

They are locked before anybody knows whether what they belong to will be a sealed
report; sealing a matter then moves a key and touches no file.
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction

from huiyin.casework.models import Attachment
from huiyin.casework.sealing import hpke
from huiyin.casework.sealing.hpke import BoxBroken, Pair

__all__ = ["BoxBroken", "Pair"]

COLUMNS = ("name", "media_type", "size", "sha256", "key")


def lock(body: bytes, *, of: str) -> tuple[bytes, str]:
    """The bytes of a file as they are stored, and the key that opens them; ``of`` is the
    id of its row.
    """
    key = hpke.new_key()
    return hpke.lock(body, key=key, place=of), hpke.text_of(key)


def unlock(body: bytes, *, key: str, of: str) -> bytes:
    """The bytes of a file as they were handed in. Raises BoxBroken for other bytes, or
    another key; ValueError for what is no key.
    """
    return hpke.unlock(body, key=hpke.bytes_of(key), place=of)


def note(meta: dict[str, Any], *, draft: str, of: str) -> str:
    """What is known of a file while the petition is still being written, under a key
    that follows from the draft's token, which only the visitor has.
    """
    words = json.dumps(meta).encode()
    locked = hpke.lock(words, key=_draft_key(draft), place=of)
    return hpke.text_of(locked)


def noted(row: Attachment, *, draft: str) -> dict[str, Any]:
    """What ``note`` wrote on a row."""
    locked = hpke.bytes_of(row.name)
    opened = hpke.unlock(locked, key=_draft_key(draft), place=row.id)
    meta: dict[str, Any] = json.loads(opened)
    return meta


def _draft_key(draft: str) -> bytes:
    return hpke.derived(draft.encode(), "draft")


def describe(
    row: Attachment, meta: dict[str, Any], *, public: str, case_id: str
) -> None:
    """Put on a row what is known of its file. Of a sealed matter (``public`` is its
    key): name, type and key in a box, size and digest as stored.
    """
    shown = meta
    if public:
        words = json.dumps(meta, ensure_ascii=False)
        shown = {
            "name": hpke.put_words(words, public=public, place=_place(case_id)),
            "media_type": "",
            "size": meta["stored_size"],
            "sha256": meta["stored"],
            "key": "",
        }
    for name in COLUMNS:
        setattr(row, name, shown[name])


def meta_of(row: Attachment, pair: Pair | None) -> dict[str, Any] | None:
    """Name, type, size, digest and key of a file; None where they lie in a box that
    does not open with ``pair``.
    """
    if row.media_type:
        return {name: getattr(row, name) for name in COLUMNS}
    if pair is None:
        return None
    where = _place(row.case_id or "")
    try:
        words = hpke.take_words(row.name, private=pair.private, place=where)
        meta: dict[str, Any] = json.loads(words)
    except (BoxBroken, ValueError):
        return None
    return meta


def _place(case_id: str) -> str:
    return f"{case_id}/file"


def about(row: Attachment) -> str:
    """What stands on a file's row beside its digest, in the form that is committed to;
    of a sealed matter, the box.
    """
    return "\n".join((row.name, row.media_type, str(row.size), row.key))


def as_stored(row: Attachment, meta: dict[str, Any]) -> dict[str, Any]:
    """What is known of a file, with size and digest of what lies in the store; a file
    that lies there in clear is locked first.
    """
    store = storages["default"]
    with store.open(row.path) as file:
        body = file.read()
    if not meta["key"]:
        old = row.path
        body, key = lock(body, of=row.id)
        row.path = store.save(old, File(io.BytesIO(body)))
        meta = {**meta, "key": key}
        transaction.on_commit(lambda: store.delete(old))
    return {
        **meta,
        "stored": hashlib.sha256(body).hexdigest(),
        "stored_size": len(body),
    }
