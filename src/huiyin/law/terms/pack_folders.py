"""Where packs and calendars are found: those that are shipped, and folders of an
office's own beside them.

A folder of one's own holds packs as ``<id>/<version>/pack.toml``, a pack's words as
``<id>/words.toml``, and calendars as ``calendars/<CODE>.toml`` with dated corrections
in ``calendars/overrides``. Nothing in it takes the place of what is shipped: a name
that is there twice is an error.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

SHIPPED = Path(__file__).parents[1]
PACKS, CALENDARS = SHIPPED / "packs", SHIPPED / "calendars"
SETTING = "HUIYIN_PACKS_DIR"
_in_use: list[
    Path
] = []  # the office's own folders, set once when the process starts


class PlaceError(ValueError):
    """A folder of packs that is not there, or a name that is there twice; the message
    says which.
    """


def use(*folders: Path) -> None:
    """From now on look for packs and calendars in these folders too, in this order.

    Whatever was read before must be forgotten: ``packs.use`` does both.

    Raises:
        PlaceError: when a folder is not there.
    """
    for folder in folders:
        if not folder.is_dir():
            raise PlaceError(f"{SETTING}: there is no folder {folder}")
    _in_use[:] = folders


def own() -> tuple[Path, ...]:
    """The office's own folders."""
    return tuple(_in_use)


def named(text: str, base: Path) -> tuple[Path, ...]:
    """The folders that a setting names, several with the system's separator of paths
    (``:``), each relative to ``base``.
    """
    return tuple(
        base / Path(folder).expanduser()
        for folder in text.split(os.pathsep)
        if folder.strip()
    )


def packs() -> dict[tuple[str, str], Path]:
    """The folder of every pack that there is, by identifier and version.

    Raises:
        PlaceError: when two folders hold the same version of a pack.
    """
    folders: dict[tuple[str, str], Path] = {}
    for root in (PACKS, *own()):
        for head in sorted(root.glob("*/*/pack.toml")):
            key = (head.parent.parent.name, head.parent.name)
            if key in folders:
                raise PlaceError(
                    f"the pack {'/'.join(key)} is there twice: "
                    f"in {folders[key]} and in {head.parent}"
                )
            folders[key] = head.parent
    return folders


def is_own(folder: Path) -> bool:
    """Whether the folder of a pack is the office's own, not one that is shipped."""
    return PACKS not in folder.parents


def calendar_files() -> dict[str, Path]:
    """The description of every calendar, by code. Raises PlaceError for a code that is
    there twice.
    """
    paths: dict[str, Path] = {}
    for root in (CALENDARS, *(folder / "calendars" for folder in own())):
        for path in sorted(root.glob("*.toml")):
            if path.stem in paths:
                raise PlaceError(
                    f"the calendar {path.stem} is there twice: in {paths[path.stem]} and in {path}"
                )
            paths[path.stem] = path
    return paths


def overrides() -> Iterator[Path]:
    """The folders with dated corrections of calendars that belong to the packs:
    shipped, and one's own.
    """
    yield CALENDARS / "overrides"
    yield from (folder / "calendars" / "overrides" for folder in own())


def words(pack: str) -> Path | None:
    """The file with a pack's own words; None where it has none."""
    for root in (PACKS, *own()):
        if (root / pack / "words.toml").is_file():
            return root / pack / "words.toml"
    return None


def digest(folder: Path, shares: str = "") -> str:
    """SHA-256 over the rules of a pack: every TOML file of its folder and of the one
    that it shares, by name.

    Scenarios and the list of articles are no rules and leave it as it is.
    """
    total = hashlib.sha256()
    for root in (folder, *([folder.parent / shares] if shares else [])):
        for path in sorted(root.glob("*.toml")):
            if path.name != "articles.toml":
                content = path.read_bytes().replace(b"\r\n", b"\n")
                total.update(
                    f"{root.name}/{path.name}\x00{len(content)}\x00".encode()
                )
                total.update(content)
    return total.hexdigest()
