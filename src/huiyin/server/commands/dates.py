"""`huiyin redate`: when an official calendar has arrived or was corrected."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from huiyin.casework.upkeep.redating import recompute
from huiyin.server.words import _
from huiyin.web.kit import clock

console = Console()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "redate",
        help=_(
            "Compute provisional dates anew after a calendar has arrived. Each date "
            "that changes becomes an event with"
            " the old date, the new one and the reason; petitioner and officer see it."
        ),
    )(redate)


def redate(
    *,
    reason: Annotated[
        str, typer.Option(help=_("Why: it is shown to those concerned."))
    ],
    every: Annotated[
        bool,
        typer.Option(
            "--every",
            help=_(
                "Look at dates that were not provisional too: a calendar was corrected."
            ),
        ),
    ] = False,
) -> None:
    """Recompute and list what changed."""
    errors = Console(stderr=True)
    with errors.status(_("Computing …")) as status:
        changed = recompute(
            at=clock.now(),
            reason=reason,
            every=every,
            progress=lambda done: status.update(
                _("Computing … {done} matters").format(done=done)
            ),
        )
    if not changed:
        console.print(_("No date changed."))
        return
    table = Table(title=_("Dates that changed"), title_justify="left")
    for name in (
        _("Matter"),
        _("Duty"),
        _("Organ"),
        _("Old date"),
        _("New date"),
    ):
        table.add_column(name)
    for change in changed:
        table.add_row(
            change.number,
            change.kind,
            change.owner,
            change.old_date.isoformat(),
            change.new_date.isoformat(),
        )
    console.print(table)
