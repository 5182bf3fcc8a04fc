"""Finding the organs, topics and areas that an old ledger names, and making those that
are wanted and not there yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.casework.chapters.legacy_import.cells import key_of
from huiyin.casework.chapters.legacy_import.mapping import LedgerMapping
from huiyin.casework.chapters.legacy_import.names import folded, nearest
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
    """Names of what was made. ``near`` are names that were not made into organs or
    areas, each with the one that it is so much like that somebody must say whether it
    is the same.
    """

    organs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    near: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Directory:
    """Codes by name, seen from an office: its own district's organs go before others of that name.

    An organ may also be named by its code, in English, or by another of its names: an
    alias of the mapping, another ending (柳溪街道办事处), a word in front (区柳溪街道).
    """

    organs: Mapping[str, str]
    topics: Mapping[str, str]
    areas: Mapping[str, str]
    aliases: Mapping[str, str]
    home: str
    level: str

    @classmethod
    def of(cls, office: str, mapping: LedgerMapping) -> Directory:
        """The register as it stands. Where several organs have a name, one under the
        base of ``office`` is meant; ``mapping`` brings aliases of its own.
        """
        base = reads.organ(base_of(office))
        organs = sorted(
            reads.tree(),
            key=lambda organ: not reads.is_under(organ.code, base.code),
        )
        home, level = base.name_zh, base.level
        return cls(
            organs=_codes(organs, home, level),
            topics=_exact(reads.topics()),
            areas=_codes(reads.areas(), home, level),
            aliases=mapping.aliases,
            home=home,
            level=level,
        )

    def organ(self, name: str) -> str:
        """The code of the organ of this name, "" for none."""
        return self._code_of(name, self.organs)

    def area(self, name: str) -> str:
        """The code of the area of this name, "" for none."""
        return self._code_of(name, self.areas)

    def topic(self, name: str) -> str:
        """The code of the topic of this name, "" for none."""
        return self.topics.get(key_of(self.true_name(name)), "")

    def true_name(self, name: str) -> str:
        """The name that the mapping says is meant."""
        return self.aliases.get(key_of(name), name)

    def folded(self, name: str) -> str:
        """What all spellings of a name have in common."""
        return folded(self.true_name(name), home=self.home, level=self.level)

    def near(self, name: str) -> str:
        """The name in the register that is so much like this one that it may be the
        same; "" for none, and for a name of which the mapping says that it stands for
        itself.
        """
        if key_of(name) in self.aliases:
            return ""
        return nearest(self.folded(name), [*self.organs, *self.areas])

    def _code_of(self, name: str, known: Mapping[str, str]) -> str:
        true = self.true_name(name)
        return known.get(key_of(true)) or known.get(self.folded(name), "")


def base_of(office: str) -> str:
    """The organ to which an office belongs, under which others of its district stand;
    at the root the office itself.
    """
    return reads.organ(office).parent or office


def _exact(
    entries: Iterable[OrganInfo | TopicInfo | AreaInfo],
) -> dict[str, str]:
    codes: dict[str, str] = {}
    for entry in entries:
        for name in (entry.name_zh, entry.name_en, entry.code):
            if name:
                codes.setdefault(key_of(name), entry.code)
    return codes


def _codes(
    entries: Iterable[OrganInfo | AreaInfo], home: str, level: str
) -> dict[str, str]:
    """By exact name first: what one organ is called goes before what another one might
    be called.
    """
    every = list(entries)
    codes = _exact(every)
    for entry in every:
        if entry.name_zh:
            codes.setdefault(
                folded(entry.name_zh, home=home, level=level), entry.code
            )
    return codes


def create_missing(
    named: Named, *, office: str, mapping: LedgerMapping, at: datetime
) -> Created:
    """Make the organs, topics and areas of these names that the register does not know;
    run again, nothing is made.

    Spellings of one name make one organ. A name that is much like another one is not
    made, but listed. Organs stand under the organ to which the office belongs; what
    they are, the mapping's rules say by their names. Codes are running numbers.
    """
    known = Directory.of(office, mapping)
    home = reads.organ(base_of(office))
    near: dict[str, str] = {}
    unknown = [name for name in named.organs if not known.organ(name)]
    ours = _new(unknown, known, near)
    with_area = [name for name in ours if mapping.organ_rule(name).area]
    wanted = [*named.areas, *with_area]
    areas = _new([name for name in wanted if not known.area(name)], known, near)
    codes = dict(known.areas)
    for name in areas:
        codes[known.folded(name)] = _create_area(
            name, home=home, mapping=mapping, at=at
        )
    for name in ours:
        area = codes.get(known.folded(name)) or codes.get(key_of(name))
        _create_organ(name, home=home, mapping=mapping, area=area, at=at)
    topics = _unknown_topics(named.topics, known)
    for name in topics:
        code = _free("topic", {topic.code for topic in reads.topics()})
        acts.create_topic(
            code=code, name_zh=known.true_name(name), by=BY, at=at
        )
    return Created(
        organs=tuple(ours), topics=tuple(topics), areas=tuple(areas), near=near
    )


def _unknown_topics(names: Iterable[str], known: Directory) -> list[str]:
    """The names of topics that the register does not know, one for all its spellings."""
    spelt = {
        key_of(known.true_name(name)): name
        for name in names
        if not known.topic(name)
    }
    return list(spelt.values())


def _new(
    names: Iterable[str], known: Directory, near: dict[str, str]
) -> list[str]:
    """The names to make, one for all spellings of it: that without anything to fold,
    else the first. Those that are much like another are put into ``near`` instead.
    """
    groups: dict[str, str] = {}
    for name in names:
        key = known.folded(name)
        if key not in groups or key_of(name) == key:
            groups[key] = known.true_name(name)
    made: list[str] = []
    for key, name in groups.items():
        like = ""
        if key_of(name) not in known.aliases:
            made_already = [known.folded(other) for other in made]
            like = known.near(name) or nearest(key, made_already)
        if like:
            near[name] = like
        else:
            made.append(name)
    return made


def _create_area(
    name: str, *, home: OrganInfo, mapping: LedgerMapping, at: datetime
) -> str:
    rule = mapping.organ_rule(name)
    level = rule.level if rule.area else Level.TOWN.value
    code = _free(
        f"{home.area or home.code}-a", {area.code for area in reads.areas()}
    )
    return acts.create_area(
        code=code,
        name_zh=name,
        level=level,
        parent=home.area or None,
        by=BY,
        at=at,
    )


def _create_organ(
    name: str,
    *,
    home: OrganInfo,
    mapping: LedgerMapping,
    area: str | None,
    at: datetime,
) -> str:
    rule = mapping.organ_rule(name)
    code = _free(
        f"{home.code}-{rule.level[0]}", {organ.code for organ in reads.tree()}
    )
    return acts.create_organ(
        code=code,
        name_zh=name,
        level=rule.level,
        kind=rule.kind,
        parent=home.code,
        area=area if rule.area else None,
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
