"""Who is in charge of a matter within the organ that handles it (承办人), and who helps
them (协办). Pure: no framework, no clock, no database.

The law asks this of nobody: it is the inner order of an office. It moves no state, no
date and no duty.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

TAKEN = "matter.charge_taken"
ASSIGNED = "matter.charge_assigned"
GIVEN_BACK = "matter.charge_given_back"
FELL_BACK = "matter.charge_fell_back"
HELPER_ADDED = "matter.helper_added"
HELPER_REMOVED = "matter.helper_removed"

INNER = frozenset(
    {TAKEN, ASSIGNED, GIVEN_BACK, FELL_BACK, HELPER_ADDED, HELPER_REMOVED}
)
"""The events of an office's inner order: told to nobody outside it."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Who is in charge, and who helps, as events name staff ("staff:7"); "" for nobody.
    Nobody helps where nobody is in charge.
    """

    of: str = ""
    helpers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anybody is in charge."""
        return bool(self.of)

    @property
    def people(self) -> tuple[str, ...]:
        """All of them, whoever is in charge first."""
        return (self.of, *self.helpers) if self.of else ()

    def given_to(self, person: str) -> Charge:
        """The same with somebody else in charge, who helps no longer; the others go on."""
        return replace(self, of=person).without_helpers({person})

    def with_helper(self, person: str) -> Charge:
        """The same with one more who helps."""
        return replace(self, helpers=(*self.helpers, person))

    def without_helpers(self, people: Collection[str]) -> Charge:
        """The same without these among those who help."""
        kept = tuple(name for name in self.helpers if name not in people)
        return replace(self, helpers=kept)

    def without(self, people: Collection[str]) -> Charge:
        """What is left where these have nothing to do with it any more: nothing, where
        whoever is in charge is one of them.
        """
        return NOBODY if self.of in people else self.without_helpers(people)

    def entry(self) -> dict[str, Any]:
        """As an event's payload keeps it."""
        said: dict[str, Any] = {"of": self.of, "helpers": list(self.helpers)}
        return {key: value for key, value in said.items() if value}

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Charge:
        """From an event's payload."""
        return cls(entry.get("of", ""), tuple(entry.get("helpers", ())))


NOBODY = Charge()
