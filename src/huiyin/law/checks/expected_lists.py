"""What a scenario expects of a list, whole or in part.

A list in ``then`` says what is among the things found, so that a rule added elsewhere
breaks no scenario that is about something else. ``exactly`` says that there is nothing
besides (so does an empty list, which says that there is nothing at all).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.law.language.reading import Table


def differ(
    key: str,
    expected: object,
    actual: object,
    *,
    holds: Callable[[Any, Any], bool] = lambda left, right: left == right,
) -> list[str]:
    """One line where what was expected is not what the law says; ``holds`` compares them."""
    return (
        []
        if holds(expected, actual)
        else [
            f"{key}: expected {shown(expected)}, the law says {shown(actual)}"
        ]
    )


def shown(value: object) -> str:
    """A value as failures write it."""
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(shown(item) for item in value) + "]"
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class ExpectedList:
    """What a scenario expects of one list: ``table`` holds it under ``key``, and it is
    ``whole`` where nothing else may be found.
    """

    table: Table
    key: str
    whole: bool

    @property
    def name(self) -> str:
        """How failures call it: "opens", or "exactly.opens"."""
        exact = self.table.path.endswith(".exactly")
        return f"exactly.{self.key}" if exact else self.key

    def compare(
        self, wanted: Iterable[str], actual: Iterable[str]
    ) -> list[str]:
        """One line where the names that are wanted are not all found, or, of a whole
        list, others are found too.
        """
        holds = _same if self.whole else _among
        return differ(self.name, sorted(wanted), sorted(actual), holds=holds)


def _same(wanted: list[str], actual: list[str]) -> bool:
    return wanted == actual


def _among(wanted: list[str], actual: list[str]) -> bool:
    return Counter(wanted) <= Counter(actual)


def expected_list(then: Table, key: str) -> ExpectedList | None:
    """What ``then`` says of a list, by ``opens = [...]`` or ``exactly.opens = [...]``;
    None where it says nothing.
    """
    if then.has("exactly"):
        exactly = then.table("exactly")
        if exactly.has(key):
            if then.has(key):
                reason = f"cannot stand beside exactly.{key}: say one of them"
                then.problem(key, reason)
                then.raw(key)
            return ExpectedList(exactly, key, whole=True)
    return (
        ExpectedList(then, key, whole=not then.data[key])
        if then.has(key)
        else None
    )


def listed(then: Mapping[str, Any], key: str) -> list[Any]:
    """The rows that the data of a scenario's ``then`` expects in a list, whole or not."""
    exactly = then.get("exactly")
    whole = exactly.get(key) if isinstance(exactly, dict) else None
    rows = then.get(key) if whole is None else whole
    return rows if isinstance(rows, list) else []


def compare_names(then: Table, key: str, actual: Iterable[str]) -> list[str]:
    """The difference between a list of names in ``then`` and those found; nothing where
    it has no such list.
    """
    wanted = expected_list(then, key)
    if wanted is None:
        return []
    return wanted.compare(wanted.table.strings(key), actual)


def note_unknown_lists(then: Table, known: tuple[str, ...]) -> None:
    """Note what stands in ``exactly`` and is none of the lists that are known there."""
    for key in then.table("exactly").data:
        if key not in known:
            reason = f"is no list that is known here: {', '.join(known)}"
            then.problem(f"exactly.{key}", reason)
