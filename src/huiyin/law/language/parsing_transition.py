"""From tables to transitional rules."""

from __future__ import annotations

from datetime import date

from huiyin.law.language.parsing import Defaults, common
from huiyin.law.language.parsing_conditions import conditions
from huiyin.law.language.reading import NO_DATE, Table
from huiyin.law.rules.transition import Transition


def transition(table: Table, given: Defaults, in_force: date) -> Transition:
    """Read one [[transition]] of a version that is in force since ``in_force``, from
    when on it applies by default.
    """
    fields = common(table, given, "transition:")
    day = table.day("on", required=False)
    read = Transition(
        **fields,
        versions=frozenset(table.strings("from", required=True)),
        states=frozenset(table.strings("states", required=True)),
        day=in_force if day == NO_DATE else day,
        when=conditions(table, "when"),
        recompute=frozenset(table.strings("recompute")),
    )
    if read.day < in_force:
        table.problem(
            "on", f"is before the version came into force, {in_force}"
        )
    table.finish()
    return read
