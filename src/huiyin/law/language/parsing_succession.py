"""From tables to the rule on organs that no longer exist."""

from __future__ import annotations

from types import MappingProxyType

from huiyin.law.language.parsing import Defaults, common
from huiyin.law.language.reading import Table
from huiyin.law.rules.succession import Apart, Succession


def succession(table: Table, given: Defaults) -> Succession:
    """Read one [[succession]], a rule by which one organ takes another's place;
    [[apart]] says where it would be two parties at once.
    """
    fields = common(table, given, "succession:")
    apart = tuple(_apart(row) for row in table.tables("apart", name="party"))
    kinds = {name: str(party) for name, party in table.scalars("kinds").items()}
    table.finish()
    return Succession(**fields, apart=apart, kinds=MappingProxyType(kinds))


def _apart(row: Table) -> Apart:
    apart = Apart(
        row.string("party"),
        row.string("beside"),
        frozenset(row.strings("cancels")),
    )
    row.finish()
    return apart
