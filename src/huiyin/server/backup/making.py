"""Making a backup while the office works."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import connection
from django.utils.translation import gettext as _

from huiyin.casework.upkeep.verify import files as stored
from huiyin.ledger import heads
from huiyin.server import keys, secrets
from huiyin.server.backup import databases, manifest
from huiyin.server.backup.manifest import CHUNK, Manifest, Unusable

Progress = Callable[[int], None]


def make(
    folder: Path, *, at: datetime, with_keys: bool, progress: Progress
) -> Manifest:
    """Write a backup into a new or empty folder and return its manifest.

    The head is taken first, so that the copy holds at least its events. Attachments are
    copied before the database and, those that came meanwhile, after it: what the copy
    names is there, whatever is handed in, sealed or deleted at the same time.
    ``with_keys`` copies the keys as well, and then whoever has the backup can read it.
    ``progress`` is told the number of attachments. Raises ``Unusable`` with what to do.
    """
    wrong = keys.problems()
    if wrong:
        raise Unusable("; ".join(wrong))
    keys.record(at=at)
    _make_folder(folder)
    head = heads.take(at=at)
    digests: dict[str, str] = {}
    _copy_attachments(folder, digests, progress)
    path = databases.copy(folder)
    _copy_attachments(folder, digests, progress)
    digests |= _copy_calendars(folder)
    if with_keys:
        digests |= _copy_keys(folder)
    made = Manifest(
        version=version("huiyin"),
        made_at=at.isoformat(timespec="seconds"),
        database=connection.vendor,
        file=path.name,
        sha256=manifest.digest(path),
        list_sha256=manifest.write_list(folder, digests),
        head=head.as_data() if head else None,
        keys={kind: list(prints) for kind, prints in keys.here().items()},
        with_keys=with_keys,
    )
    manifest.write(folder, made)
    return made


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Unusable(
            _("%s is not empty: name a new folder for each backup") % folder
        )


def _copy_attachments(
    folder: Path, digests: dict[str, str], progress: Progress
) -> None:
    store = storages["default"]
    for path in stored.paths_in(store):
        name = f"attachments/{path}"
        if name in digests:
            continue
        try:
            digests[name] = _copy_one(store, path, folder / name)
        except (
            FileNotFoundError
        ):  # taken back at this moment by whoever was handing it in
            continue
        progress(len(digests))


def _copy_one(store: Storage, path: str, to: Path) -> str:
    """Copy one file out of the store, and return the digest of what was read."""
    digest = hashlib.sha256()
    with store.open(path) as file:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with to.open("xb") as copy:
            while chunk := file.read(CHUNK):
                copy.write(chunk)
                digest.update(chunk)
    to.chmod(0o600)
    return digest.hexdigest()


def _copy_calendars(folder: Path) -> dict[str, str]:
    """The office's own calendars: dates of limits rest on them."""
    digests = {}
    for path in sorted(settings.HUIYIN_CALENDAR_DIR.glob("*.toml")):
        to = folder / "calendars" / path.name
        to.parent.mkdir(mode=0o700, exist_ok=True)
        to.write_bytes(path.read_bytes())
        digests[f"calendars/{path.name}"] = manifest.digest(to)
    return digests


def _copy_keys(folder: Path) -> dict[str, str]:
    """The keys, where somebody asks for them in the same place: then whoever has the
    backup can read every name.
    """
    place, digests = folder / "keys", {}
    place.mkdir(mode=0o700)
    for name in secrets.FILES:
        value = secrets.read(name, settings.HUIYIN_DATA_DIR / "secrets")
        if value:
            secrets.keep(place / name, value)
            digests[f"keys/{name}"] = manifest.digest(place / name)
    return digests
