"""Finding the organs, topics and areas that an old ledger names, and making those that are wanted and not there yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.casework.carrying.cells import label_of
from huiyin.casework.carrying.mapping import LedgerMapping
from huiyin.organisations import acts, reads
from huiyin.organisations.info import AreaInfo, OrganInfo, TopicInfo
from huiyin.organisations.vocabulary import Level

BY = "system"


@dataclass(slots=True)
class Named:
    """Names of organs, topics and areas that a file uses, each once, in the order of the file."""

    organs: dict[str, None] = field(default_factory=dict)
    topics: dict[str, None] = field(default_factory=dict)
    areas: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Created:
    """Names of what was made."""

    organs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """Codes by name. An organ may also be named by its code, in English, and a name in two places means the nearer."""

    organs: Mapping[str, str]
    topics: Mapping[str, str]
    areas: Mapping[str, str]

    @classmethod
    def of(cls, office: str) -> Directory:
        """The register as it stands, seen from an office: its own district's organs go before others of that name."""
        home = base_of(office)
        organs = sorted(reads.tree(), key=lambda organ: not reads.is_under(organ.code, home))
        return cls(organs=_codes(organs), topics=_codes(reads.topics()), areas=_codes(reads.areas()))


def base_of(office: str) -> str:
    """The organ to which an office belongs, under which others of its district stand; at the root the office itself."""
    return reads.organ(office).parent or office


def _codes(entries: Iterable[OrganInfo | TopicInfo | AreaInfo]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        for name in (entry.name_zh, entry.name_en, entry.code):
            if name:
                found.setdefault(label_of(name), entry.code)
    return found


def create_missing(named: Named, *, office: str, mapping: LedgerMapping, at: datetime) -> Created:
    """Make the organs, topics and areas of these names that the register does not know; run again, nothing is made.

    Organs stand under the organ to which the office belongs; what they are, the mapping's rules say by their names.
    Codes are running numbers.
    """
    known = Directory.of(office)
    home = reads.organ(base_of(office))
    ours = [name for name in named.organs if name not in known.organs]
    wanted = dict.fromkeys([*named.areas, *(name for name in ours if mapping.organ_rule(name).area)])
    areas = [name for name in wanted if name not in known.areas]
    codes = dict(known.areas)
    for name in areas:
        codes[name] = _create_area(name, home=home, mapping=mapping, at=at)
    for name in ours:
        _create_organ(name, home=home, mapping=mapping, areas=codes, at=at)
    topics = [name for name in named.topics if name not in known.topics]
    for name in topics:
        code = _free("topic", {topic.code for topic in reads.topics()})
        acts.create_topic(code=code, name_zh=name, by=BY, at=at)
    return Created(organs=tuple(ours), topics=tuple(topics), areas=tuple(areas))


def _create_area(name: str, *, home: OrganInfo, mapping: LedgerMapping, at: datetime) -> str:
    rule = mapping.organ_rule(name)
    level = rule.level if rule.area else Level.TOWN.value
    code = _free(f"{home.area or home.code}-a", {area.code for area in reads.areas()})
    return acts.create_area(code=code, name_zh=name, level=level, parent=home.area or None, by=BY, at=at)


def _create_organ(name: str, *, home: OrganInfo, mapping: LedgerMapping, areas: Mapping[str, str], at: datetime) -> str:
    rule = mapping.organ_rule(name)
    code = _free(f"{home.code}-{rule.level[0]}", {organ.code for organ in reads.tree()})
    return acts.create_organ(
        code=code,
        name_zh=name,
        level=rule.level,
        kind=rule.kind,
        parent=home.code,
        area=areas.get(name) if rule.area else None,
        by=BY,
        at=at,
    )


def _free(stem: str, taken: set[str]) -> str:
    """The first running number behind the stem that nobody has."""
    stem = stem[:28]
    number = 1
    while f"{stem}{number:02d}" in taken:
        number += 1
    return f"{stem}{number:02d}"
