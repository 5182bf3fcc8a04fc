"""``huiyin law endings``: who may end a matter under a pack, and what is open to the
petitioner then.
"""

from __future__ import annotations

import json as writer

import typer
from rich.console import Console
from rich.table import Table

from huiyin.law.checks.endings import Way, ways
from huiyin.law.rules.pack import Pack
from huiyin.law.tools.console import (
    AsJson,
    Language,
    PackName,
    chosen_language,
    pack_named,
    say,
)
from huiyin.law.tools.pack_tables import endings_table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("endings", help=say("cli_endings"))(endings_command)


def endings_command(
    pack: PackName = None, *, json: AsJson = False, language: Language = None
) -> None:
    """List every way in which a matter ends, for the pack installed when none is named."""
    chosen = pack_named(pack, language)
    if json:
        typer.echo(
            writer.dumps(
                [_as_data(chosen, way) for way in ways(chosen)],
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    speak = chosen_language(language)
    endings = endings_table(chosen)
    console = Console(highlight=False)
    console.print(
        f"[bold]{chosen.title.in_language(speak)}[/]  {chosen.key}",
        soft_wrap=True,
    )
    table = Table(
        title=endings.title.in_language(speak),
        title_justify="left",
        show_lines=True,
    )
    for column in endings.columns:
        table.add_column(column.in_language(speak), overflow="fold")
    for row in endings.rows:
        table.add_row(*(cell.in_language(speak) for cell in row))
    console.print(table)
    for remark in endings.remarks:
        console.print(remark.in_language(speak), soft_wrap=True)


def _as_data(pack: Pack, way: Way) -> dict[str, object]:
    return {
        "state": way.state,
        "ending": pack.state(way.state).ending,
        "step": way.step,
        "by": list(way.by),
        "capacities": list(way.capacities),
        "ground": f"{way.ground.vocabulary}.{way.ground.term}"
        if way.ground.term
        else None,
        "from": list(way.sources),
        "open": {
            "rights": list(way.open.rights),
            "steps": list(way.open.steps),
            "remedy": {"zh": way.open.remedy.zh, "en": way.open.remedy.en}
            if way.open.remedy
            else None,
        },
    }
