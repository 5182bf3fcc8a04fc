"""`huiyin verify`: proof on live data that history is whole."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from huiyin.casework import verify as proof
from huiyin.server.words import _, ngettext

console = Console()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "verify",
        help=_(
            "Prove that the ledger is whole, that the rows say what it says, and that every open matter has its duty."
            " Exit code 1 and a list when not."
        ),
    )(verify)


def verify(
    *,
    stream: Annotated[str, typer.Option("--stream", help=_("Only this stream, such as case:… or organ:…."))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Verify and report."""
    errors = Console(stderr=True)
    with errors.status(_("Verifying …")) as status:
        report = proof.run(
            stream or None, lambda done: status.update(_("Verifying … {done} streams").format(done=done))
        )
    problems = [{"stream": one.stream, "seq": one.seq, "message": one.message} for one in report.problems]
    if as_json:
        typer.echo(json.dumps({"ok": not problems, "events": report.events, "problems": problems}, ensure_ascii=False))
    else:
        _print(report.events, problems)
    raise typer.Exit(1 if problems else 0)


def _print(events: int, problems: list[dict[str, object]]) -> None:
    if not problems:
        said = ngettext("{events} event, nothing wrong.", "{events} events, nothing wrong.", events)
        console.print(f"[green]✓[/] {said.format(events=events)}", highlight=False)
        return
    table = Table(title=_("What is wrong"), title_justify="left")
    for name in (_("Stream"), _("Event"), _("What")):
        table.add_column(name, overflow="fold")
    for one in problems:
        table.add_row(str(one["stream"]), str(one["seq"]), str(one["message"]))
    console.print(table)
