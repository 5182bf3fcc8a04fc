"""Attachments: is each file in the store, is it what was handed in, and does the store
hold anything else?
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.casework.matter.work import stream as stream_of
from huiyin.casework.models import Attachment
from huiyin.casework.sealing import locked_files
from huiyin.casework.upkeep.verify.report import Problem, Progress

ROWS_AT_ONCE = 500
UNDER_WAY = timedelta(hours=1)
"""A file younger than this may belong to a petition that is being handed in at this moment."""


def check(progress: Progress, *, contents: bool) -> Iterator[Problem]:
    """See that every file is there; with ``contents`` read each byte by byte, and name
    the files that no row knows.
    """
    store = storages["default"]
    done, last = 0, ""
    while rows := list(
        Attachment.objects.filter(id__gt=last).order_by("id")[:ROWS_AT_ONCE]
    ):
        for row in rows:
            yield from _check_row(store, row, contents=contents)
        done, last = done + len(rows), rows[-1].pk
        progress("files", done)
    if contents:
        yield from _unknown(store)


def known_paths() -> set[str]:
    """Where in the store the files lie that rows know."""
    return set(Attachment.objects.values_list("path", flat=True).iterator())


def paths_in(store: Storage, folder: str = "") -> Iterator[str]:
    """Every file of the store, in order; a store that holds none yet may have no folder."""
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from paths_in(store, f"{folder}/{name}" if folder else name)


def _check_row(
    store: Storage, row: Attachment, *, contents: bool
) -> Iterator[Problem]:
    name = stream_of(row.case_id) if row.case_id else ""
    if not row.case_id and not row.name:
        # The server was killed before the file lay there: it counts for nothing, and is
        # cleared away
        return
    if not store.exists(row.path):
        yield Problem(
            name,
            row.event_seq,
            _("file %(file)s is not in the store") % {"file": row.id},
        )
    elif contents and not _is_what_it_was(store, row):
        yield Problem(
            name,
            row.event_seq,
            _("file %(file)s in the store is not what was handed in")
            % {"file": row.id},
        )


def _is_what_it_was(store: Storage, row: Attachment) -> bool:
    """Compare the bytes in the store with the digest and the size on the row, which the
    event commits to.
    """
    with store.open(row.path) as file:
        body = file.read()
    if row.key:
        try:
            body = locked_files.unlock(body, key=row.key, of=row.id)
        except (locked_files.BoxBroken, ValueError):
            return False
    return (
        len(body) == row.size and hashlib.sha256(body).hexdigest() == row.sha256
    )


def _unknown(store: Storage) -> Iterator[Problem]:
    newest = Attachment.objects.aggregate(newest=Max("uploaded_at"))["newest"]
    for path in paths_in(store):
        if Attachment.objects.filter(path=path).exists() or _is_under_way(
            store, path, newest
        ):
            continue
        yield Problem(
            "",
            0,
            _("the store holds %(path)s, which no row knows") % {"path": path},
        )


def _is_under_way(store: Storage, path: str, newest: datetime | None) -> bool:
    """Whether a file was stored so lately, by the clocks of the store and of the rows,
    that its row may be coming.
    """
    modified = store.get_modified_time(path)
    if isinstance(store, FileSystemStorage) and modified.tzinfo is None:
        modified = modified.replace(tzinfo=UTC)
    return (
        newest is not None
        and abs(modified - newest) < UNDER_WAY
        and modified > newest
    )
