"""`huiyin organ …`: organs that are merged, divided or abolished, and what becomes of
their matters.
"""

from datetime import date, datetime
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.matter import succession
from huiyin.organisations import ending, reads
from huiyin.organisations.recording import InvalidRegister
from huiyin.server.words import _, language, ngettext
from huiyin.web.kit import clock

console = Console()

Code = Annotated[str, typer.Argument(help=_("Code of the organ that ends."))]
On = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        help=_("First day without it; today when left out."),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help=_(
            "Merge, divide or abolish an organ: whoever goes on exercising its "
            "powers takes its place (Art 24)."
        ),
        no_args_is_help=True,
    )
    group.command(
        "merge",
        help=_(
            "One organ takes another's place: competence, clerks and officers, and "
            "every open matter with its dates."
            " Cut off, it is run again and goes on."
        ),
    )(merge)
    group.command(
        "divide",
        help=_(
            "Several organs take its place: each matter goes to the one that the "
            "competence table names for it,"
            " otherwise to the organ above, which names one."
        ),
    )(divide)
    group.command(
        "abolish",
        help=_(
            "Nobody is known to take its place: the organ above does, and may name "
            "one for each matter."
        ),
    )(abolish)
    app.add_typer(group, name="organ")


def merge(
    code: Code,
    *,
    into: Annotated[
        str,
        typer.Option(
            "--into", help=_("Code of the organ that takes its place.")
        ),
    ],
    on: On = None,
) -> None:
    """Merge one organ into another."""
    _end(code, [into], on)


def divide(
    code: Code,
    *,
    into: Annotated[
        list[str],
        typer.Option("--into", help=_("Code of a successor; twice or more.")),
    ],
    on: On = None,
) -> None:
    """Divide one organ among several."""
    if len(set(into)) < 2:
        _stop(_("Name two successors or more, or use `huiyin organ merge`."))
    _end(code, into, on)


def abolish(code: Code, *, on: On = None) -> None:
    """Abolish an organ."""
    _end(code, [], on)


def _end(code: str, into: list[str], on: datetime | None) -> None:
    today, at = clock.today(), clock.now()
    try:
        known = reads.organs([code]).get(code)
        # Cut off before, and run again on a later day: it goes on with the day that was recorded.
        recorded = (
            known.ended_date
            if known and known.successors == tuple(dict.fromkeys(into))
            else None
        )
        day = on.date() if on else recorded or today
        ending.end_organ(code=code, into=into, on=day, by="system", at=at)
        if day > today:
            _say_later(code, day)
            return
        done = _watched(code, at)
    except (InvalidRegister, Invalid) as error:
        _stop(error.message if isinstance(error, Invalid) else str(error))
    said = ngettext(
        "{matters} matter went over.", "{matters} matters went over.", done
    )
    console.print(
        f"[green]✓[/] {_name(code)}: {said.format(matters=done)}",
        highlight=False,
    )


def _watched(code: str, at: datetime) -> int:
    """Pass the matters on, with progress to be seen. Sealed ones are passed on too, and
    nowhere counted.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=Console(stderr=True), transient=True
    ) as progress:
        task = progress.add_task(
            _("Passing matters on …"), total=succession.waiting(code)
        )
        return succession.pass_on(
            code,
            at=at,
            progress=lambda done: progress.update(task, completed=done),
        )


def _say_later(code: str, day: date) -> None:
    said = _(
        "{organ} ends on {day}. Its matters go over that night; until then "
        "everything stays as it is."
    )
    console.print(
        said.format(organ=_name(code), day=day.isoformat()), highlight=False
    )


def _name(code: str) -> str:
    return reads.organ(code).name(language())


def _stop(message: str) -> NoReturn:
    Console(stderr=True).print(
        f"[red]{_('Error')}:[/] {message}", highlight=False
    )
    raise typer.Exit(2)
