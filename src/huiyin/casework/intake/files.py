"""Files handed in: checked by content, counted, and kept outside the web root."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, BinaryIO

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from uuid_utils import uuid7

from huiyin.casework.cases import boxes, commitments, sealing
from huiyin.casework.cases.boxes import Pair
from huiyin.casework.cases.errors import Invalid, NotFound
from huiyin.casework.cases.reads import AttachmentView
from huiyin.casework.models import Attachment

# What people hand in as evidence. Nothing that a browser would run.
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
}
OFFICE_PARTS = {".docx": "word/", ".xlsx": "xl/"}
SAME = {".jpg": ".jpeg", ".m4a": ".mp4", ".heif": ".heic", ".jfif": ".jpeg"}
DRAFT_LIFE = timedelta(hours=24)


def storage() -> Storage:
    """Where attachments are kept: a folder of the data directory, or an S3-compatible store."""
    return storages["default"]


def sniff(head: bytes, name: str) -> str:
    """The media type by content, which must fit the name's ending; Invalid says what can be taken instead."""
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    accepted = ", ".join(sorted(ending[1:] for ending in MEDIA_TYPES))
    if suffix not in MEDIA_TYPES:
        raise Invalid(
            "attachment",
            _("“%(name)s”: files of this kind cannot be taken; take one of: %(kinds)s")
            % {"name": name, "kinds": accepted},
        )
    if suffix == ".txt":
        fits = _is_text(head)
    elif suffix in OFFICE_PARTS:
        fits = _is_office(head, OFFICE_PARTS[suffix])
    else:
        fits = _canonical(suffix) in {_canonical(match.extension) for match in _matches(head)}
    if not fits:
        said = _("“%(name)s” is not what its name says; save it again as %(kind)s and hand that in")
        raise Invalid("attachment", said % {"name": name, "kind": suffix[1:]})
    return MEDIA_TYPES[suffix]


def _canonical(suffix: str) -> str:
    return SAME.get(suffix, suffix)


def _matches(head: bytes) -> Sequence[puremagic.PureMagicWithConfidence]:
    try:
        return puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ()


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_office(content: bytes, part: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith(part) for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def keep_upload(*, draft: str, name: str, content: BinaryIO, at: datetime) -> AttachmentView:
    """Check and keep a file for a petition that is still being written (``draft`` is its token).

    Refuses with Invalid a file that is empty, too large, of a kind that cannot be taken, or one too many.
    """
    if _of_draft(draft).count() >= settings.HUIYIN_UPLOAD_MAX_FILES:
        raise Invalid("attachment", _("at most %s files can be handed in at once") % settings.HUIYIN_UPLOAD_MAX_FILES)
    limit = settings.HUIYIN_UPLOAD_MAX_MB * 1024 * 1024
    body = content.read(limit + 1)
    if not body:
        raise Invalid("attachment", _("“%s” is empty") % name)
    if len(body) > limit:
        raise Invalid(
            "attachment",
            _("“%(name)s” is larger than %(limit)s MB") % {"name": name, "limit": settings.HUIYIN_UPLOAD_MAX_MB},
        )
    media_type = sniff(body, name)
    attachment_id, key = uuid7().hex, boxes.new_key()
    locked = boxes.lock(body, key=key, place=attachment_id)
    path = storage().save(f"{at:%Y/%m}/{attachment_id}", File(io.BytesIO(locked)))
    meta: dict[str, Any] = {
        "name": name.replace("\\", "/").rsplit("/", 1)[-1][-200:],
        "media_type": media_type,
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "key": boxes.text_of(key),
        "stored": hashlib.sha256(locked).hexdigest(),
        "stored_size": len(locked),
    }
    Attachment.objects.create(
        id=attachment_id,
        name=boxes.text_of(boxes.lock(json.dumps(meta).encode(), key=_draft_key(draft), place=attachment_id)),
        size=len(locked),
        sha256=meta["stored"],
        salt=commitments.new_salt(),
        path=path,
        uploaded_at=at,
        draft=commitments.token_key(draft),
    )
    return AttachmentView(attachment_id, 0, str(meta["name"]), media_type, len(body))


def _draft_key(draft: str) -> bytes:
    """The key of what is handed in with a draft. It follows from the draft's token, which only the visitor has: until
    a petition is filed, nobody knows whether it will be a sealed one."""
    return boxes.derived(draft.encode(), "draft")


def _of_draft(draft: str) -> QuerySet[Attachment]:
    # The empty word is excluded for SQLite, which otherwise does not look into the partial index.
    return Attachment.objects.filter(draft=commitments.token_key(draft), case=None).exclude(draft="").order_by("id")


def _meta(row: Attachment, draft: str) -> dict[str, Any]:
    opened = boxes.unlock(boxes.bytes_of(row.name), key=_draft_key(draft), place=row.id)
    found: dict[str, Any] = json.loads(opened)
    return found


def drafts(*, draft: str) -> list[AttachmentView]:
    """The files kept for a petition that is still being written."""
    told = [(row.id, _meta(row, draft)) for row in _of_draft(draft)[: settings.HUIYIN_UPLOAD_MAX_FILES]]
    return [AttachmentView(key, 0, meta["name"], meta["media_type"], meta["size"]) for key, meta in told]


def drop_upload(*, draft: str, attachment_id: str) -> None:
    """Take back a file before the petition is handed in."""
    for row in _of_draft(draft).filter(pk=attachment_id):
        storage().delete(row.path)
        row.delete()


def claim_drafts(*, draft: str, case_id: str, sealed_key: str = "") -> list[Attachment]:
    """The rows of a draft's files, to be bound to a case by ``bind``; locked by the filing's transaction.

    The files stay as they lie in the store, encrypted; of a sealed matter their names and keys go into boxes under
    ``sealed_key``.
    """
    if not draft:
        return []
    rows = list(_of_draft(draft))
    for row in rows:
        meta = _meta(row, draft)
        for name, value in sealing.file_columns(meta, public=sealed_key, case_id=case_id).items():
            setattr(row, name, value)
        row.case_id = case_id
        row.draft = ""
    return rows


def digests(rows: Sequence[Attachment]) -> list[dict[str, str]]:
    """What the event keeps of the files: ids, salted digests (of a sealed matter: of the file as it is stored), and a
    commitment to what the file is called and is said to be."""
    return [
        {
            "id": row.id,
            "digest": commitments.commit(row.salt, row.sha256),
            "about": commitments.commit(row.salt, sealing.about_file(row)),
        }
        for row in rows
    ]


def bind(rows: Sequence[Attachment], *, seq: int) -> None:
    """Bind the files to the event that brought them."""
    for row in rows:
        row.event_seq = seq
    if rows:
        Attachment.objects.bulk_update(rows, ["case", "draft", "event_seq", *sealing.FILE])


def open_file(*, case_id: str, attachment_id: str, pair: Pair | None = None) -> tuple[AttachmentView, File[bytes]]:
    """A file of a matter; the caller has been let through to the matter by an ``access_`` read.

    ``pair`` is the key of a sealed matter that the view holds. Raises NotFound where the file does not open.
    """
    row = Attachment.objects.get(case_id=case_id, pk=attachment_id)
    meta = sealing.file_meta(row, pair)
    if meta is None:
        raise NotFound("this file does not open")
    view = AttachmentView(row.id, row.event_seq, meta["name"], meta["media_type"], meta["size"])
    stored = storage().open(row.path)
    if not meta["key"]:
        return view, stored
    with stored:
        body = boxes.unlock(stored.read(), key=boxes.bytes_of(meta["key"]), place=row.id)
    return view, File(io.BytesIO(body), name=meta["name"])


def clear_abandoned(*, at: datetime) -> int:
    """Delete files of petitions that were never handed in, a day after their upload; returns how many."""
    rows = list(Attachment.objects.filter(case=None, uploaded_at__lt=at - DRAFT_LIFE).order_by("id")[:1000])
    for row in rows:
        storage().delete(row.path)
        row.delete()
    return len(rows)
