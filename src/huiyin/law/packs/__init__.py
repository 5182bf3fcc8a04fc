"""The packs: folders of TOML files, ``<id>/<version>``, read once and checked as a whole.

A pack that does not load says everything that is wrong with it, by file and key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from huiyin.law.calendar import workdays
from huiyin.law.language import (
    derivation,
    overlays,
    parsing,
    parsing_transition,
    sharing,
)
from huiyin.law.language.parsing_head import head_of, head_over, languages_of
from huiyin.law.language.parsing_parts import parts_of
from huiyin.law.language.reading import PackError, Problem, Table
from huiyin.law.language.validation import problems as misfits
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import pack_folders as places

__all__ = [
    "NoPackInForce",
    "Pack",
    "PackError",
    "Problem",
    "available",
    "beside",
    "digest",
    "family",
    "folder_of",
    "in_force",
    "load",
    "parse",
    "read_folder",
    "use",
]

_SHARES = re.compile(r'^shares *= *"(\w+)" *(#.*)?$', re.MULTILINE)


class NoPackInForce(LookupError):
    """No version of the instrument governs matters received on that day."""


def use(*folders: Path) -> None:
    """Look for packs and calendars in these folders too, and forget what was read without them.

    Raises:
        places.PlaceError: when a folder is not there.
    """
    if folders != places.own():
        places.use(*folders)
        for cached in (
            _loaded,
            _versions,
            beside,
            same_instrument,
            workdays.calendar,
        ):
            cached.cache_clear()


def available() -> tuple[tuple[str, str], ...]:
    """Identifier and version of every pack that is there, shipped or one's own, in order."""
    return tuple(sorted(places.packs()))


def folder_of(pack_id: str, version: str) -> Path:
    """Where the files of a pack are. Raises KeyError where there is no such pack."""
    return places.packs()[pack_id, version]


def digest(pack: Pack) -> str:
    """What the rules of a pack are named by in the ledger, where they are an office's
    own (SHA-256, hexadecimal).
    """
    return places.digest(folder_of(pack.id, pack.version), pack.shares)


@cache
def same_instrument(instrument: str) -> tuple[tuple[str, str], ...]:
    """The packs about an instrument, by its Chinese title: by their heads, without
    reading their rules.
    """
    keys = []
    for key, folder in sorted(places.packs().items()):
        head = tomllib.loads((folder / "pack.toml").read_text("utf-8"))
        named = head.get("instrument", {})
        if (
            isinstance(named, dict)
            and (named.get("zh") or named.get("en")) == instrument
        ):
            keys.append(key)
    return tuple(keys)


@cache
def beside(pack_id: str) -> tuple[str, ...]:
    """The ids of the packs that stand beside one, each with a register or a line of its
    own: by their heads, without reading their rules.
    """
    ids = dict.fromkeys(
        name
        for (name, _version), folder in sorted(places.packs().items())
        if _head_of(folder).get("beside") == pack_id
    )
    return tuple(ids)


def _head_of(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pack.toml").read_text("utf-8"))


def load(pack_id: str, version: str, *, overrides: Path | None = None) -> Pack:
    """The pack ``pack_id`` in ``version``, read once.

    Args:
        pack_id: the folder's name, "cn-xinfang".
        version: the day that version came into force, "2022-05-01".
        overrides: a folder of calendar overrides beside those shipped.

    Raises:
        PackError: when there is no such pack, or it is wrong, with every problem.
    """
    return _loaded(pack_id, version, overrides)


@cache
def _loaded(pack_id: str, version: str, overrides: Path | None) -> Pack:
    folders = places.packs()
    if (pack_id, version) not in folders:
        known = ", ".join("/".join(key) for key in sorted(folders))
        raise PackError(
            f"{pack_id}/{version}",
            (
                Problem(
                    "pack.toml", "id", f"there is no such pack; known: {known}"
                ),
            ),
        )
    pack = read_folder(folders[pack_id, version], overrides=overrides)
    if (pack.id, pack.version) != (pack_id, version):
        told = f"{pack.key!r} is not what its folders are called, {pack_id}/{version}"
        raise PackError(
            f"{pack_id}/{version}", (Problem("pack.toml", "id", told),)
        )
    return pack


def read_folder(folder: Path, *, overrides: Path | None = None) -> Pack:
    """Read a pack from a folder of TOML files, shipped or anybody's. Raises PackError."""
    texts = {path.name: path.read_text("utf-8") for path in _rule_files(folder)}
    shared = _SHARES.search(texts.get("pack.toml", ""))
    if shared:
        beside = _rule_files(folder.parent / shared[1])
        texts |= {
            f"{shared[1]}/{path.name}": path.read_text("utf-8")
            for path in beside
        }
    return parse(texts, overrides=overrides)


def _rule_files(folder: Path) -> list[Path]:
    """The files with rules; the list of the instrument's articles is none of them."""
    return [
        path
        for path in sorted(folder.glob("*.toml"))
        if path.name != "articles.toml"
    ]


@cache
def _versions(pack_id: str, overrides: Path | None) -> tuple[Pack, ...]:
    loaded = [
        load(name, version, overrides=overrides)
        for name, version in available()
        if name == pack_id
    ]
    return tuple(sorted(loaded, key=lambda pack: pack.in_force))


def in_force(pack_id: str, day: date, *, overrides: Path | None = None) -> Pack:
    """The version that governs a matter received on ``day``.

    A first version may say that it also governs earlier matters (``Pack.predates`` then
    tells). Before the first version of a pack that stands on another, that other one
    governs alone.

    Raises:
        NoPackInForce: naming the day, when no version governs it.
    """
    versions = _versions(pack_id, overrides)
    for pack in reversed(versions):
        if pack.in_force <= day and (pack.until is None or day < pack.until):
            return pack
    if versions and day < versions[0].in_force and versions[0].governs_earlier:
        return versions[0]
    if versions and day < versions[0].in_force and versions[0].stands_on:
        return in_force(
            versions[0].stands_on[0].partition("/")[0], day, overrides=overrides
        )
    msg = f"no version of the pack {pack_id} is in force on {day.isoformat()}"
    raise NoPackInForce(msg)


def family(pack_id: str, *, overrides: Path | None = None) -> tuple[Pack, ...]:
    """All versions of a pack and of those that it stands on, its own before theirs, the
    newest first.
    """
    members = list(reversed(_versions(pack_id, overrides)))
    keys = chain.from_iterable(pack.stands_on for pack in members)
    for name in dict.fromkeys(key.partition("/")[0] for key in keys):
        members += reversed(_versions(name, overrides))
    return tuple(members)


def parse(files: Mapping[str, str], *, overrides: Path | None = None) -> Pack:
    """Read a pack from its files, by name. Raises PackError with all problems, by file and key."""
    problems: list[Problem] = []
    documents = dict(_documents(files, problems))
    languages = languages_of(documents.get("pack.toml", {}), problems)
    tables = [
        Table(data, file=name, path="", problems=problems, languages=languages)
        for name, data in sharing.joined(documents, problems).items()
        if data
    ]
    head = next((table for table in tables if table.file == "pack.toml"), None)
    if head is None:
        problems.append(
            Problem("pack.toml", "id", "the file is missing or empty")
        )
        raise PackError("?", tuple(problems))
    pack = _assemble(head, tables, overrides)
    name = pack.key if pack else head.string("id", required=False) or "?"
    if pack and not problems:
        problems.extend(misfits(pack, _places(tables)))
    if problems or pack is None:
        raise PackError(name, tuple(problems))
    return pack


def _documents(
    files: Mapping[str, str], problems: list[Problem]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, text in files.items():
        try:
            yield name, tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(
                Problem(name, "(file)", f"not readable as TOML: {error}")
            )


def _assemble(
    head: Table, tables: list[Table], overrides: Path | None
) -> Pack | None:
    """The pack of its tables; None where its head is too wrong for one."""
    beneath = _beneath(head, overrides) if head.has("stands_on") else None
    fields = _fields_of_head(head, beneath, overrides)
    given = _defaults(head, tables, fields, stands=beneath is not None)

    def rows(
        key: str, name: str = "id"
    ) -> Iterator[tuple[Table, parsing.Defaults]]:
        for table in tables:
            for row in table.tables(key, name=name):
                yield row, given[table.file]

    parts = parts_of(rows)
    if beneath is not None:
        parts = overlays.laid_over(
            beneath, parts, rows, lambda key: rows(key, "rule")
        )
    began = fields["in_force"]
    transitions = parsing.index(
        (row, parsing_transition.transition(row, defaults, began))
        for row, defaults in rows("transition")
    )
    for table in tables:
        table.finish()
    if not _can_stand(head, fields, beneath):
        return None
    expanded = {
        name: derivation.expanded(step, parts["states"])
        for name, step in parts["steps"].items()
    }
    parts["steps"] = MappingProxyType(expanded)
    return Pack(
        reach=derivation.reach(parts["states"], parts["steps"]),
        marks=derivation.marks(parts["terms"]),
        transitions=transitions,
        **{**fields, **parts},
    )


def _fields_of_head(
    head: Table, beneath: Pack | None, overrides: Path | None
) -> dict[str, Any]:
    """What the head of a pack says of it as a whole, with what it stands on."""
    fields = (
        head_of(head, overrides)
        if beneath is None
        else head_over(head, beneath)
    )
    # Read before the files are tables, and so known to them by now.
    for key in ("languages", "order", "shares"):
        head.raw(key)
    fields["shares"] = head.string("shares", required=False)
    fields["languages"] = head.languages
    return fields


def _can_stand(
    head: Table, fields: Mapping[str, Any], beneath: Pack | None
) -> bool:
    """Whether there is a calendar, a time zone and, where it stands on one, that pack."""
    if fields["calendar"] is None or fields["timezone"] is None:
        return False
    return beneath is not None or not head.has("stands_on")


def _defaults(
    head: Table, tables: list[Table], fields: dict[str, Any], *, stands: bool
) -> dict[str, parsing.Defaults]:
    """What holds in each file for rules that do not say otherwise; the instruments that
    are cited besides are put among the pack's own.
    """
    key = f"{fields['id']}/{fields['version']}"
    verified = head.boolean("verified", default=True)
    standing = head.optional_text("note") if stands and not verified else None
    months = head.integer("review_months", required=False)
    named = [parsing.cited(row, key) for row in head.tables("cited")]
    cited = {instrument.pack: instrument for instrument in named}
    known = {key: fields["instruments"][key], **cited, **fields["instruments"]}
    fields["instruments"] = MappingProxyType(known)
    return {
        table.file: parsing.defaults(
            table,
            fields["instrument"],
            months,
            key,
            standing=standing,
            cited=cited,
        )
        for table in tables
    }


def _beneath(head: Table, overrides: Path | None) -> Pack | None:
    """The pack that this one stands on; a shipped one, by its key."""
    name, _, version = head.string("stands_on").partition("/")
    try:
        return load(name, version, overrides=overrides)
    except PackError as error:
        head.problem("stands_on", str(error))
        return None


def _places(tables: list[Table]) -> Mapping[str, str]:
    places: dict[str, str] = {}
    for table in tables:
        for kind in (
            "step",
            "duty",
            "right",
            "vocabulary",
            "indicator",
            "route",
            "bar",
        ):
            for row in table.tables(kind):
                places[f"{kind}:{row.string('id')}"] = table.file
        for row in table.tables("change", name="rule"):
            places[row.string("rule").partition(".")[0]] = table.file
    return places
