"""``huiyin law paths``: what the model check knows of a pack, as tables or JSON."""

from __future__ import annotations

import json as writer

import typer
from rich.console import Console
from rich.table import Table

from huiyin.law.checks.max_duration import Loop, Route
from huiyin.law.checks.paths import Listing, listing
from huiyin.law.tools.console import (
    AsJson,
    Language,
    PackName,
    chosen_language,
    pack_named,
    say,
)
from huiyin.law.tools.pack_tables import tables


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("paths", help=say("cli_paths"))(paths_command)


def paths_command(
    pack: PackName = None, *, json: AsJson = False, language: Language = None
) -> None:
    """List the longest lawful times, loops, and every way out, for the pack installed
    when none is named.
    """
    found = listing(pack_named(pack, language))
    if json:
        typer.echo(writer.dumps(_as_data(found), ensure_ascii=False, indent=2))
        return
    speak = chosen_language(language)
    console = Console(highlight=False)
    console.print(
        f"[bold]{found.pack.title.in_language(speak)}[/]  {found.pack.key}",
        soft_wrap=True,
    )
    for one in tables(found):
        table = Table(
            title=one.title.in_language(speak),
            title_justify="left",
            show_lines=True,
        )
        for column in one.columns:
            table.add_column(column.in_language(speak), overflow="fold")
        for row in one.rows:
            table.add_row(*(cell.in_language(speak) for cell in row))
        console.print(table)
        for remark in one.remarks:
            console.print(remark.in_language(speak), soft_wrap=True)


def _as_data(found: Listing) -> dict[str, object]:
    return {
        "pack": found.pack.key,
        "situations": {
            "total": sum(found.situations.values()),
            **found.situations,
        },
        "routes": [_route(route) for route in found.routes],
        "loops": [_loop(loop) for loop in found.loops],
        "reopens": [_loop(loop) for loop in found.reopens],
        "carried": list(found.carried),
        "ways_out": {
            state: {
                "steps": list(ways.steps),
                "rights": list(ways.rights),
                "routes": list(ways.routes),
            }
            for state, ways in found.ways.items()
        },
    }


def _route(route: Route) -> dict[str, object]:
    return {
        "name": list(route.name),
        "calendar_days": route.day.total("calendar"),
        "working_days": route.day.total("working"),
        "months": route.day.total("month") + 12 * route.day.total("year"),
        "limits": [
            {
                "kind": limit.kind,
                "name": limit.name,
                "days": limit.days,
                "unit": limit.unit,
            }
            for limit in route.day.chain
        ],
        "states": list(route.states),
        "steps": list(route.steps),
        "unbounded": list(route.unbounded),
        "day_can_be_named": list(route.named),
    }


def _loop(loop: Loop) -> dict[str, object]:
    return {
        "step": loop.step,
        "from": loop.source,
        "to": loop.target,
        "opens": list(loop.opens),
    }
