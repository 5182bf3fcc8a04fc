"""`huiyin import`: takes an office's old ledger into the register, row by row."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import translation
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from huiyin.casework.chapters.legacy_import import (
    importing,
    mapping_file,
    report,
)
from huiyin.casework.chapters.legacy_import.sheets import UnusableFile
from huiyin.ledger.parts import Lost
from huiyin.organisations import reads
from huiyin.server import processes as sharing
from huiyin.server.import_report import show
from huiyin.server.options import ProcessesOption
from huiyin.server.words import _, language
from huiyin.web.kit import clock

UNUSABLE = 2

console = Console()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "import",
        help=_(
            "Take an old ledger (CSV, XLSX, XLS or ODS) into the register with its true "
            "dates. Columns are known by"
            " their headings. Good rows land, the others are listed with row and "
            "reason; run again, nothing is doubled,"
            " and what has changed is carried on. Exit code 1 when rows, or a sheet "
            "that could be read, were not taken;"
            " 2 when the file cannot be used."
        ),
    )(import_)


FileArgument = Annotated[
    Path,
    typer.Argument(
        help=_("The file: CSV, XLSX, XLS or ODS."), show_default=False
    ),
]
MappingOption = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        help=_("A TOML file that says which column means what."),
        show_default=False,
    ),
]
SheetOption = Annotated[
    str,
    typer.Option(
        "--sheet", help=_("The sheet to read; by default the first that fits.")
    ),
]
AllSheetsOption = Annotated[
    bool, typer.Option("--all-sheets", help=_("Read every sheet that fits."))
]
CreateOrgansOption = Annotated[
    bool,
    typer.Option(
        "--create-organs",
        help=_("Make the organs, areas and topics that the file names."),
    ),
]
RejectsOption = Annotated[
    Path | None,
    typer.Option(
        "--rejects",
        help=_(
            "Write the rows that are not taken to this file (.xlsx or .csv), "
            "with the reason in a column."
        ),
        show_default=False,
    ),
]
OfficeOption = Annotated[
    str,
    typer.Option(
        "--office",
        help=_("Code of the receiving office; by default this installation's."),
    ),
]
DryRunOption = Annotated[
    bool,
    typer.Option(
        "--dry-run", help=_("Do everything, say what came of it, undo it.")
    ),
]
AsJsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]


def import_(
    *,
    file: FileArgument,
    mapping: MappingOption = None,
    sheet: SheetOption = "",
    all_sheets: AllSheetsOption = False,
    create_organs: CreateOrgansOption = False,
    rejects: RejectsOption = None,
    office: OfficeOption = "",
    dry_run: DryRunOption = False,
    processes: ProcessesOption = 0,
    as_json: AsJsonOption = False,
) -> None:
    """Import a file and say what became of every row."""
    with translation.override(language()):
        try:
            outcome = _run(
                file,
                mapping,
                office=office,
                sheet=sheet,
                all_sheets=all_sheets,
                create_organs=create_organs,
                rejects=rejects,
                dry_run=dry_run,
                processes=processes or sharing.usual_for(file),
            )
        except (UnusableFile, reads.UnknownOrgan, Lost) as error:
            _refuse(_said_of(error), as_json=as_json)
        else:
            if as_json:
                typer.echo(
                    json.dumps(_as_json(file, outcome), ensure_ascii=False)
                )
            else:
                show(console, outcome, rejects)
            raise typer.Exit(0 if outcome.ok else 1)


def _run(
    file: Path,
    mapping: Path | None,
    *,
    office: str,
    sheet: str,
    all_sheets: bool,
    create_organs: bool,
    rejects: Path | None,
    dry_run: bool,
    processes: int,
) -> report.Outcome:
    code = office or reads.default_office().code
    chosen = mapping_file.read(mapping) if mapping else None
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with (
        Progress(
            *columns, console=Console(stderr=True), transient=True
        ) as progress,
        sharing.shared(processes) as share,
    ):
        task = progress.add_task(_("Importing …"), total=None)
        return importing.run(
            path=file,
            office=code,
            at=clock.now(),
            mapping=chosen,
            sheet=sheet,
            all_sheets=all_sheets,
            create_organs=create_organs,
            rejects=rejects,
            dry_run=dry_run,
            progress=lambda done, total: progress.update(
                task, completed=done, total=total
            ),
            share=share,
        )


def _said_of(error: Exception) -> str:
    """Why nothing more can be imported, and what to do."""
    if isinstance(error, Lost):
        return _(
            "A process that shared the work has ended: it was killed, or memory was "
            "short. Import the file again: what was taken stays, and nothing is "
            "doubled. With --processes 1 one process does everything."
        )
    if isinstance(error, reads.UnknownOrgan):
        message = _(
            "There is no office {code}. Name one with --office, or prepare this "
            "one with `huiyin init`."
        )
        return message.format(code=error.args[0])
    return str(error)


def _refuse(message: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(
            json.dumps({"ok": False, "error": message}, ensure_ascii=False)
        )
    else:
        Console(stderr=True).print(
            f"[red]{_('Error')}:[/]", escape(message), highlight=False
        )
    raise typer.Exit(UNUSABLE)


def _as_json(file: Path, outcome: report.Outcome) -> dict[str, Any]:
    return {
        "ok": outcome.ok,
        "file": str(file),
        "mapping": outcome.mapping,
        "dry_run": outcome.dry_run,
        "rows": outcome.rows,
        "matters": outcome.matters,
        "contacts": outcome.contacts,
        "present": outcome.present,
        "changed": outcome.changed,
        "not_taken": outcome.rows_not_taken,
        "created": asdict(outcome.created),
        "sheets": [asdict(sheet) for sheet in outcome.sheets],
        "sheets_not_read": [asdict(sheet) for sheet in outcome.left],
        "ignored_columns": list(outcome.ignored),
        "remarks": list(outcome.remarks),
        "rejected": outcome.rejected,
        "problems": [asdict(problem) for problem in outcome.problems],
        "differences": [
            asdict(difference) for difference in outcome.differences
        ],
    }
