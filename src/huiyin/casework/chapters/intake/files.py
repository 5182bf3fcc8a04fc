"""Files handed in: checked by content, counted, and kept outside the web root."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from uuid_utils import uuid7

from huiyin.casework.basis import commitments
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import file_names, kinds, room, scanning
from huiyin.casework.matter.views import AttachmentView
from huiyin.casework.models import Attachment
from huiyin.casework.sealing import locked_files
from huiyin.casework.sealing.locked_files import Pair

DRAFT_LIFE = timedelta(hours=24)
PATHS_AT_ONCE = 500


def storage() -> Storage:
    """Where attachments are kept: a folder of the data directory, or an S3-compatible store."""
    return storages["default"]


def keep_upload(
    *, draft: str, name: str, content: BinaryIO, at: datetime
) -> AttachmentView:
    """Check and keep a file for a petition that is still being written (``draft`` is
    its token), and return how it is called and kept.

    Refuses with Invalid a file that is empty, too large, of a kind that cannot be
    taken, harmful, or one too many, and any file while there is no room.
    """
    shown = file_names.tidy_name(name) or "file"
    if _of_draft(draft).count() >= settings.HUIYIN_UPLOAD_MAX_FILES:
        raise _too_many(shown)
    limit = settings.HUIYIN_UPLOAD_MAX_MB * 1024 * 1024
    body = content.read(limit + 1)
    if not body:
        said = _("“%(name)s” is empty. Choose another file.")
        raise Invalid("attachment", said % {"name": shown})
    if len(body) > limit:
        raise _too_large(shown)
    shown, kind = kinds.known(body, name)
    room.refuse_without(storage(), size=len(body), name=shown)
    scanning.refuse_malware(body, name=shown)
    return _stored(draft, shown, kind.media_type, body, at)


def _too_many(name: str) -> Invalid:
    said = _(
        "“%(name)s” is one too many: up to %(number)d files can be handed in at once."
    )
    most = settings.HUIYIN_UPLOAD_MAX_FILES
    return Invalid("attachment", said % {"name": name, "number": most})


def _too_large(name: str) -> Invalid:
    said = _(
        "“%(name)s” is larger than %(megabytes)d MB. Make it smaller or split it."
    )
    most = settings.HUIYIN_UPLOAD_MAX_MB
    return Invalid("attachment", said % {"name": name, "megabytes": most})


def _stored(
    draft: str, name: str, media_type: str, body: bytes, at: datetime
) -> AttachmentView:
    """Write the row, then the file, then the row's name, without which it counts for nothing.

    Whoever pulls the plug in between leaves a row that is cleared away with its file,
    never a file that no row knows.
    """
    attachment_id = uuid7().hex
    locked, key = locked_files.lock(body, of=attachment_id)
    meta: dict[str, Any] = {
        "name": name,
        "media_type": media_type,
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "key": key,
        "stored": hashlib.sha256(locked).hexdigest(),
        "stored_size": len(locked),
    }
    row = Attachment(
        id=attachment_id,
        name="",
        size=len(locked),
        sha256=meta["stored"],
        salt=commitments.new_salt(),
        path=f"{at:%Y/%m}/{attachment_id}",
        uploaded_at=at,
        draft=commitments.token_key(draft),
    )
    row.save(force_insert=True)
    row.path = storage().save(row.path, File(io.BytesIO(locked)))
    row.name = locked_files.note(meta, draft=draft, of=attachment_id)
    row.save(update_fields=["name", "path"])
    return AttachmentView(attachment_id, 0, name, media_type, len(body))


def _of_draft(draft: str) -> QuerySet[Attachment]:
    # The empty word is excluded for SQLite, which otherwise does not look into the partial index.
    rows = Attachment.objects.filter(
        draft=commitments.token_key(draft), case=None
    )
    return rows.exclude(draft="").exclude(name="").order_by("id")


def drafts(*, draft: str) -> list[AttachmentView]:
    """The files kept for a petition that is still being written."""
    told = [
        (row.id, locked_files.noted(row, draft=draft))
        for row in _of_draft(draft)[: settings.HUIYIN_UPLOAD_MAX_FILES]
    ]
    return [
        AttachmentView(key, 0, meta["name"], meta["media_type"], meta["size"])
        for key, meta in told
    ]


def drop_upload(*, draft: str, attachment_id: str) -> None:
    """Take back a file before the petition is handed in."""
    for row in _of_draft(draft).filter(pk=attachment_id):
        storage().delete(row.path)
        row.delete()


def claim_drafts(
    *, draft: str, case_id: str, sealed_key: str = ""
) -> list[Attachment]:
    """The rows of a draft's files, to be bound to a case by ``bind``; locked by the
    filing's transaction.

    The files stay as they lie in the store, encrypted; of a sealed matter their names
    and keys go into boxes under ``sealed_key``.
    """
    if not draft:
        return []
    rows = list(_of_draft(draft))
    for row in rows:
        meta = locked_files.noted(row, draft=draft)
        locked_files.describe(row, meta, public=sealed_key, case_id=case_id)
        row.case_id = case_id
        row.draft = ""
    return rows


def digests(rows: Sequence[Attachment]) -> list[dict[str, str]]:
    """What the event keeps of the files: ids, salted digests (of a sealed matter: of
    the file as it is stored), and a commitment to what the file is called and is said
    to be.
    """
    return [
        {
            "id": row.id,
            "digest": commitments.commit(row.salt, row.sha256),
            "about": commitments.commit(row.salt, locked_files.about(row)),
        }
        for row in rows
    ]


def bind(rows: Sequence[Attachment], *, seq: int) -> None:
    """Bind the files to the event that brought them."""
    for row in rows:
        row.event_seq = seq
    if rows:
        columns = ["case", "draft", "event_seq", *locked_files.COLUMNS]
        Attachment.objects.bulk_update(rows, columns)


def open_file(
    *, case_id: str, attachment_id: str, pair: Pair | None = None
) -> tuple[AttachmentView, File[bytes]]:
    """A file of a matter, what is known of it and what it holds; the caller has been
    let through to the matter by an ``access_`` read.

    ``pair`` is the key of a sealed matter that the view holds. Raises NotFound where
    the file does not open.
    """
    row = Attachment.objects.get(case_id=case_id, pk=attachment_id)
    meta = locked_files.meta_of(row, pair)
    if meta is None:
        raise NotFound("this file does not open")
    view = AttachmentView(
        row.id, row.event_seq, meta["name"], meta["media_type"], meta["size"]
    )
    stored = storage().open(row.path)
    if not meta["key"]:
        return view, stored
    with stored:
        body = locked_files.unlock(stored.read(), key=meta["key"], of=row.id)
    return view, File(io.BytesIO(body), name=meta["name"])


def orphans(*, at: datetime) -> list[str]:
    """The files in the store that no row knows, by path; what was written within the
    last day may still get its row.

    They come from a database that was restored, or from a disk that was full at the wrong moment.
    """
    store, latest = storage(), at - DRAFT_LIFE
    unknown: list[str] = []
    for folder in _folders(store, ""):
        _folders_in_it, names = store.listdir(folder)
        paths = [f"{folder}/{name}" for name in names]
        for begin in range(0, len(paths), PATHS_AT_ONCE):
            part = paths[begin : begin + PATHS_AT_ONCE]
            rows = Attachment.objects.filter(path__in=part)
            known = set(rows.values_list("path", flat=True))
            unknown.extend(path for path in part if path not in known)
    return [path for path in unknown if store.get_modified_time(path) < latest]


def _folders(store: Storage, place: str) -> Iterator[str]:
    """The folders of the store that may hold files: a year, and a month in it."""
    try:
        years = store.listdir(place)[0]
    except FileNotFoundError:
        return
    for year in sorted(years):
        for month in sorted(store.listdir(year)[0]):
            yield f"{year}/{month}"


def remove_orphans(*, at: datetime) -> int:
    """Delete what ``orphans`` finds; returns how many."""
    paths = orphans(at=at)
    for path in paths:
        storage().delete(path)
    return len(paths)


def clear_abandoned(*, at: datetime) -> int:
    """Delete files of petitions that were never handed in, a day after their upload;
    returns how many.
    """
    rows = list(
        Attachment.objects.filter(
            case=None, uploaded_at__lt=at - DRAFT_LIFE
        ).order_by("id")[:1000]
    )
    for row in rows:
        storage().delete(row.path)
        row.delete()
    return len(rows)
