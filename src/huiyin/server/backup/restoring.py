"""Putting a backup back, into an installation that holds nothing yet."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from huiyin.casework.upkeep import verify
from huiyin.casework.upkeep.verify import files as stored
from huiyin.casework.upkeep.verify.report import Progress, Report
from huiyin.ledger import heads
from huiyin.ledger.heads import Head
from huiyin.server import keys, secrets, static
from huiyin.server.backup import databases, manifest
from huiyin.server.backup.manifest import Manifest, Unusable


def look(folder: Path) -> Manifest:
    """Read a backup and see that it is whole, that its keys are here, and that nothing
    would be written over.

    Raises ``Unusable`` with what to do. Nothing has been changed then, except that keys
    lying in the backup were put where there were none.
    """
    told = manifest.read(folder)
    if told.database != connection.vendor:
        said = _(
            "this backup is of %(theirs)s, and DATABASE_URL names %(ours)s"
        )
        raise Unusable(
            said % {"theirs": told.database, "ours": connection.vendor}
        )
    manifest.check(folder, told)
    _refuse_over_data()
    if told.with_keys:
        _put_keys(folder)
    _refuse_other_keys(told)
    secrets.create_missing(
        settings.HUIYIN_DATA_DIR / "secrets"
    )  # at most the one that signs: nothing lies under it
    secrets.apply(settings, settings.HUIYIN_DATA_DIR / "secrets")
    return told


def _refuse_over_data() -> None:
    said = _(
        "there is data here already: restore into an empty data directory and an empty database"
    )
    place = Path(str(connection.settings_dict["NAME"]))
    if (connection.vendor != "sqlite" or place.exists()) and _holds_data():
        raise Unusable(said)
    try:
        folders, files = storages["default"].listdir("")
    except FileNotFoundError:
        return
    if folders or files:
        raise Unusable(said)


def _holds_data() -> bool:
    try:
        return keys.holds_data()
    # A file that is no database, or one that does not answer: nothing to write over
    except DatabaseError as error:
        raise Unusable(_("the database does not answer: %s") % error) from error


def _put_keys(folder: Path) -> None:
    """The keys that lie in the backup, where this machine has none of its own."""
    place = settings.HUIYIN_DATA_DIR / "secrets"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in secrets.missing(place):
        source = folder / "keys" / name
        if source.is_file():
            secrets.keep(
                place / name, source.read_text(encoding="utf-8").strip()
            )
    secrets.apply(settings, place)


def _refuse_other_keys(told: Manifest) -> None:
    """A backup is put back with the keys that it was made with: with others no name
    opens any more.
    """
    here = keys.here()
    for kind in keys.NEEDED:
        absent = [
            fingerprint
            for fingerprint in told.keys.get(kind, ())
            if fingerprint not in here[kind]
        ]
        if absent and not (kind == keys.SEALED and secrets.has_none()):
            said = _(
                "the key %(prints)s of %(kind)s, with which this backup was made, is "
                "not on this machine. Put the keys"
                " that were kept apart into %(place)s first."
            )
            words = {
                "prints": ", ".join(absent),
                "kind": kind,
                "place": settings.HUIYIN_DATA_DIR / "secrets",
            }
            raise Unusable(said % words)


def put_back(folder: Path, told: Manifest, progress: Progress) -> Report:
    """Put everything in its place, bring the tables up to date, and verify it all,
    attachments and head included; returns what that has found.
    """
    databases.put_back(folder / told.file)
    # What was being handed in while the copy was made has a file in it and no row: that
    # is left out.
    known = stored.known_paths()
    for name in manifest.read_list(folder):
        _put_file(folder, name, known)
    call_command("migrate", interactive=False, verbosity=0)
    static.collect(settings.STATIC_ROOT)
    return verify.run(progress=progress, files=True, against=_head(told))


def _put_file(folder: Path, name: str, known: AbstractSet[str]) -> None:
    kind, _slash, path = name.partition("/")
    if kind == "attachments" and path in known:
        with (folder / name).open("rb") as file:
            storages["default"].save(path, File(file))
    elif kind == "calendars":
        settings.HUIYIN_CALENDAR_DIR.mkdir(
            mode=0o700, parents=True, exist_ok=True
        )
        (settings.HUIYIN_CALENDAR_DIR / path).write_bytes(
            (folder / name).read_bytes()
        )


def _head(told: Manifest) -> tuple[Head, ...]:
    if told.head is None:
        return ()
    return (heads.parse(f"{told.head['size']}-{told.head['root']}"),)
