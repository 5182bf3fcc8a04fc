"""`huiyin import`: takes an office's old ledger into the register, row by row."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import translation
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from huiyin.casework.carrying import importing, mapping
from huiyin.casework.carrying.sheets import UnusableFile
from huiyin.organisations import reads
from huiyin.server.words import _, language, ngettext
from huiyin.web import clock

UNUSABLE = 2
SHOWN = 50

console = Console()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "import",
        help=_(
            "Take an old ledger (CSV or XLSX) into the register with its true dates. Columns are known by their"
            " headings. Good rows land, the others are listed with row and reason; run again, nothing is doubled."
            " Exit code 1 when rows were not taken, 2 when the file cannot be used."
        ),
    )(import_)


def import_(
    *,
    file: Annotated[Path, typer.Argument(help=_("The file: CSV (UTF-8 or GB18030) or XLSX."), show_default=False)],
    mapping_file: Annotated[
        Path | None,
        typer.Option("--mapping", help=_("A TOML file that says which column means what."), show_default=False),
    ] = None,
    create_organs: Annotated[
        bool,
        typer.Option("--create-organs", help=_("Make the organs, areas and topics that the file names.")),
    ] = False,
    office: Annotated[
        str, typer.Option("--office", help=_("Code of the receiving office; by default this installation's."))
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Do everything, say what came of it, undo it."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Import a file and say what became of every row."""
    with translation.override(language()):
        try:
            outcome = _run(file, mapping_file, office=office, create_organs=create_organs, dry_run=dry_run)
        except UnusableFile as error:
            _refuse(str(error), as_json=as_json)
        except reads.UnknownOrgan as error:
            message = _("There is no office {code}. Name one with --office, or prepare this one with `huiyin init`.")
            _refuse(message.format(code=error.args[0]), as_json=as_json)
        else:
            if as_json:
                typer.echo(json.dumps(_as_json(file, outcome), ensure_ascii=False))
            else:
                _print(outcome)
            raise typer.Exit(0 if outcome.ok else 1)


def _run(
    file: Path, mapping_file: Path | None, *, office: str, create_organs: bool, dry_run: bool
) -> importing.Outcome:
    code = office or reads.default_office().code
    chosen = mapping.read(mapping_file) if mapping_file else None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("Importing …"), total=None)
        return importing.run(
            path=file,
            office=code,
            at=clock.now(),
            mapping=chosen,
            create_organs=create_organs,
            dry_run=dry_run,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )


def _refuse(message: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"ok": False, "error": message}, ensure_ascii=False))
    else:
        Console(stderr=True).print(f"[red]{_('Error')}:[/]", escape(message), highlight=False)
    raise typer.Exit(UNUSABLE)


def _as_json(file: Path, outcome: importing.Outcome) -> dict[str, Any]:
    return {
        "ok": outcome.ok,
        "file": str(file),
        "mapping": outcome.mapping,
        "dry_run": outcome.dry_run,
        "rows": outcome.rows,
        "matters": outcome.matters,
        "contacts": outcome.contacts,
        "present": outcome.present,
        "not_taken": outcome.rows_not_taken,
        "created": asdict(outcome.created),
        "ignored_columns": list(outcome.ignored),
        "problems": [asdict(problem) for problem in outcome.problems],
    }


def _print(outcome: importing.Outcome) -> None:
    if outcome.dry_run:
        console.print(f"[yellow]{_('A dry run: nothing was kept.')}[/]")
    mark = "[green]✓[/]" if outcome.ok else "[yellow]![/]"
    said = _(
        "{rows} rows: {matters} matters and {contacts} repeat contacts taken, {present} already there,"
        " {not_taken} not taken."
    )
    words = said.format(
        rows=outcome.rows,
        matters=outcome.matters,
        contacts=outcome.contacts,
        present=outcome.present,
        not_taken=outcome.rows_not_taken,
    )
    console.print(mark, words, highlight=False)
    made = outcome.created
    if made.organs or made.topics or made.areas:
        words = _("Made: {organs} organs, {areas} areas, {topics} topics.")
        console.print(
            words.format(organs=len(made.organs), areas=len(made.areas), topics=len(made.topics)), highlight=False
        )
    if outcome.ignored:
        console.print(_("Columns not taken:"), "、".join(outcome.ignored), highlight=False, markup=False)
    if outcome.problems:
        _print_problems(outcome)


def _print_problems(outcome: importing.Outcome) -> None:
    table = Table(title=_("Rows that were not taken"), title_justify="left")
    for name in (_("Row"), _("Column"), _("Value"), _("What to do")):
        table.add_column(name, overflow="fold")
    for problem in outcome.problems[:SHOWN]:
        table.add_row(str(problem.row), escape(problem.column), escape(problem.value), escape(problem.message))
    console.print(table)
    more = len(outcome.problems) - SHOWN
    if more > 0:
        said = ngettext("and {more} more; --json lists all.", "and {more} more; --json lists all.", more)
        console.print(said.format(more=more), highlight=False)
