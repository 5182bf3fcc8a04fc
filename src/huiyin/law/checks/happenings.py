"""What happened in a scenario: steps that somebody takes, how one is read, and the facts
after all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from huiyin.law.engine import procedure
from huiyin.law.engine.applying import apply
from huiyin.law.language.reading import Table
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts

MORNING = time(10)


@dataclass(frozen=True, slots=True)
class Happening:
    """One step that somebody takes on a day."""

    command: Command
    at: datetime


def read_happening(table: Table, pack: Pack) -> Happening:
    """Read one step that somebody takes."""
    on = table.day("on")
    at = on if isinstance(on, datetime) else datetime.combine(on, MORNING)
    at = at.replace(tzinfo=pack.timezone) if at.tzinfo is None else at
    told: Mapping[str, Any] = table.raw("with") or {}
    args = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told.items()
    }
    roles, actor = (
        frozenset(table.strings("by", required=True)),
        table.string("who", required=False),
    )
    command = Command(
        table.string("step"),
        args,
        roles,
        actor,
        table.string("organ", required=False),
    )
    table.finish()
    return Happening(command, at)


def history(pack: Pack, happenings: Iterable[Happening]) -> tuple[Facts, str]:
    """The facts after everything that is given; or what was refused, and why."""
    facts = Facts()
    for happening in happenings:
        ruling = procedure.decide(pack, facts, happening.command, happening.at)
        if ruling.refused:
            said = "; ".join(ground.text.en for ground in ruling.refusals)
            return (
                facts,
                f"given: {happening.command.name} on {happening.at:%Y-%m-%d} is refused: {said}",
            )
        facts = apply(facts, ruling)
    return facts, ""
