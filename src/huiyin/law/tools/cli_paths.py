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
    listed = listing(pack_named(pack, language))
    if json:
        typer.echo(writer.dumps(_as_data(listed), ensure_ascii=False, indent=2))
        return
    speak = chosen_language(language)
    console = Console(highlight=False)
    console.print(
        f"[bold]{listed.pack.title.in_language(speak)}[/]  {listed.pack.key}",
        soft_wrap=True,
    )
    for listed_table in tables(listed):
        table = Table(
            title=listed_table.title.in_language(speak),
            title_justify="left",
            show_lines=True,
        )
        for column in listed_table.columns:
            table.add_column(column.in_language(speak), overflow="fold")
        for row in listed_table.rows:
            table.add_row(*(cell.in_language(speak) for cell in row))
        console.print(table)
        for remark in listed_table.remarks:
            console.print(remark.in_language(speak), soft_wrap=True)


def _as_data(listed: Listing) -> dict[str, object]:
    return {
        "pack": listed.pack.key,
        "situations": {
            "total": sum(listed.situations.values()),
            **listed.situations,
        },
        "routes": [_route(route) for route in listed.routes],
        "loops": [_loop(loop) for loop in listed.loops],
        "reopens": [_loop(loop) for loop in listed.reopens],
        "carried": list(listed.carried),
        "ways_out": {
            state: {
                "steps": list(ways.steps),
                "rights": list(ways.rights),
                "routes": list(ways.routes),
            }
            for state, ways in listed.ways.items()
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
