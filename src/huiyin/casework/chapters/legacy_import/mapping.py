"""Which column of a file means what: mappings are data (TOML), matched to a file by its headings.

The mappings that are shipped lie in ``mappings/``; ``huiyin import --mapping FILE``
takes one of the same form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huiyin.casework.chapters.legacy_import.cells import heading_key, key_of
from huiyin.casework.chapters.legacy_import.days import EARLIEST
from huiyin.organisations.vocabulary import Kind, Level

# What a column can mean. "repeat_of" holds the number of the matter to which a repeat
# contact belongs.
FIELDS = (
    "number",
    "received_on",
    "channel",
    "persons",
    "topic",
    "area",
    "place",
    "handler",
    "title",
    "text",
    "category",
    "answered_on",
    "reply_days",
    "outcome",
    "ground",
    "reply",
    "claimant",
    "phone",
    "address",
    "email",
    "repeat_of",
)
CODED = ("channel", "category", "outcome", "ground")
NEEDED = ("number", "received_on")
PERSONAL = frozenset(
    {"claimant", "phone", "address", "email", "title", "text", "place", "reply"}
)
"""Fields whose words are in no message: they are about a person, or may be."""

# What may have become of a matter that was not decided. A mapping names these beside
# the outcomes of the pack.
OPEN, REFUSED, PASSED_ON, WITHDRAWN = (
    "open",
    "refused",
    "passed_on",
    "withdrawn",
)
ENDINGS = (REFUSED, PASSED_ON, WITHDRAWN)
BEYOND_DECISIONS = (OPEN, *ENDINGS)
# Answered, and the file does not say how: whichever outcome the pack keeps for that.
UNSAID = "unsaid"
YEAR = "{year}"


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field stands: any of ``headings``. A number may be given a ``prefix``, so
    that two registers that count from 1 do not meet; "{year}" in it is the year of
    receipt. ``nothing`` are words that mean an empty cell.
    """

    headings: tuple[str, ...]
    required: bool = False
    prefix: str = ""
    nothing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OrganRule:
    """What an organ is whose name ends in one of ``ends``; with ``area``, an area of
    that name belongs to it.
    """

    ends: tuple[str, ...]
    level: str
    kind: str
    area: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a file mean, and what is assumed where it says nothing."""

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedgerMapping:
    """How to read one kind of ledger.

    ``by_category`` holds what the words of a matter of one category mean where that is
    another thing, ``aliases`` other names of organs, areas and topics, ``day_formats``
    further ways to write a day (``strptime``), ``earliest`` the day before which
    nothing can have happened.
    """

    id: str
    columns: Mapping[str, Column]
    words: Words = field(default_factory=Words)
    by_category: Mapping[str, Words] = field(default_factory=dict)
    organs: tuple[OrganRule, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    nothing: frozenset[str] = frozenset()
    day_formats: tuple[str, ...] = ()
    earliest: date = EARLIEST
    title_zh: str = ""
    title_en: str = ""

    def places(self, headings: Sequence[str]) -> dict[str, int]:
        """For each field that the file has, the place of its column."""
        return {
            name: places[0]
            for name, places in self.all_places(headings).items()
        }

    def all_places(self, headings: Sequence[str]) -> dict[str, list[int]]:
        """For each field that the file has, the places of all columns that may be
        meant, the one that is read first: that of the first heading that the mapping
        names.
        """
        plain = [heading_key(heading) for heading in headings]
        by_heading: dict[str, list[int]] = {}
        for place, heading in enumerate(plain):
            by_heading.setdefault(heading, []).append(place)
        by_field: dict[str, list[int]] = {}
        for name, column in self.columns.items():
            places: list[int] = []
            for heading in dict.fromkeys(map(heading_key, column.headings)):
                places += by_heading.get(heading, [])
            if places:
                by_field[name] = places
        return by_field

    def missing(self, headings: Sequence[str]) -> list[str]:
        """The headings that the file would need and does not have; of those that mean
        the same, the first.
        """
        places = self.places(headings)
        return [
            column.headings[0]
            for name, column in self.columns.items()
            if column.required and name not in places
        ]

    def default(self, name: str, category: str = "") -> str:
        """What is assumed of a field where the file says nothing, "" for nothing."""
        own = self.by_category.get(category, Words())
        return own.defaults.get(name) or self.words.defaults.get(name, "")

    def meaning(self, name: str, written: str, category: str = "") -> str:
        """What a word in the column of a field means, "" where the mapping does not know it."""
        key = key_of(written)
        for words in (self.by_category.get(category), self.words):
            meant = words.values.get(name, {}).get(key) if words else None
            if meant:
                return meant
        return ""

    def organ_rule(self, name: str) -> OrganRule:
        """What the organ of this name is; where no rule fits, a department."""
        for rule in self.organs:
            if name.endswith(rule.ends):
                return rule
        return OrganRule(
            ends=("",), level=Level.DEPARTMENT.value, kind=Kind.DEPARTMENT.value
        )
