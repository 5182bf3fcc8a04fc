"""What a backup says of itself. Written last: a backup without it was not finished."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

FORMAT = "huiyin-backup/1"
NAME = "manifest.json"
LIST = "attachments.sha256"
CHUNK = 1024 * 1024


class Unusable(Exception):
    """The backup cannot be made, or cannot be put back; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """When and by which version it was made, of which database, with which head, keys
    and digests.
    """

    version: str
    made_at: str
    database: str
    file: str
    sha256: str
    list_sha256: str
    head: dict[str, Any] | None
    keys: dict[str, list[str]] = field(default_factory=dict)
    with_keys: bool = False
    format: str = FORMAT


def write(folder: Path, manifest: Manifest) -> None:
    """Write it into ``folder``, on the disk for good before the backup is called finished."""
    beside = folder / f"{NAME}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / NAME)


def read(folder: Path) -> Manifest:
    """Read it. Raises ``Unusable`` where there is none, where it cannot be read, and
    for a form we do not know.
    """
    path = folder / NAME
    if not path.is_file():
        raise Unusable(
            _("%s holds no finished backup: it has no manifest") % folder
        )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            said = _(
                "this backup has the form %(given)s, and this version reads "
                "%(known)s: use the version %(version)s"
            )
            raise Unusable(
                said
                % {
                    "given": data["format"],
                    "known": FORMAT,
                    "version": data.get("version", _("that made it")),
                }
            )
        known = set(Manifest.__dataclass_fields__)
        return Manifest(
            **{key: value for key, value in data.items() if key in known}
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable(
            _("the manifest in %s cannot be read") % folder
        ) from error


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_list(folder: Path, digests: dict[str, str]) -> str:
    """Write the digest of every file beside the database, as ``sha256sum -c`` reads it;
    returns the list's own digest.
    """
    path = folder / LIST
    path.write_text(
        "".join(f"{sha}  {name}\n" for name, sha in sorted(digests.items())),
        encoding="utf-8",
    )
    return digest(path)


def read_list(folder: Path) -> dict[str, str]:
    """The digests that a backup's list holds, by name."""
    lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    digests = {}
    for line in lines:
        sha, _gap, name = line.partition("  ")
        digests[name] = sha
    return digests


def check(folder: Path, manifest: Manifest) -> None:
    """See that everything is there as it was written. Raises ``Unusable`` for the first
    file that is not.
    """
    expected = {manifest.file: manifest.sha256, LIST: manifest.list_sha256}
    for name, sha in expected.items():
        _check_one(folder, name, sha)
    for name, sha in read_list(folder).items():
        _check_one(folder, name, sha)


def _check_one(folder: Path, name: str, sha: str) -> None:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Unusable(_("the backup names %s, which lies outside it") % name)
    if not path.is_file():
        raise Unusable(_("the backup is not whole: %s is missing") % name)
    if digest(path) != sha:
        raise Unusable(
            _("the backup is damaged: %s is not what was written") % name
        )
