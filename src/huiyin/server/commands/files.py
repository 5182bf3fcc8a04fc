"""`huiyin files`: files in the store that nothing knows, and taking them away."""

from typing import Annotated

import typer
from rich.console import Console

from huiyin.casework.chapters.intake import files as store
from huiyin.server.words import _, ngettext
from huiyin.web.kit import clock

console = Console()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "files",
        help=_(
            "List the files in the store that no petition and no open form knows: left "
            "by a killed server or a full"
            " disk, or newer than a database that was restored. Nothing is removed "
            "unless --remove says so."
        ),
    )(files)


def files(
    *,
    remove: Annotated[
        bool,
        typer.Option(
            "--remove",
            help=_(
                "Take them away for good. Not after restoring an older database."
            ),
        ),
    ] = False,
) -> None:
    """List them, or take them away."""
    at = clock.now()
    orphans = store.orphans(at=at)
    for path in orphans:
        typer.echo(path)
    if not orphans:
        console.print(
            f"[green]✓[/] {_('Every file in the store is known.')}",
            highlight=False,
        )
    elif remove:
        number = store.remove_orphans(at=at)
        said = ngettext(
            "{number} file was removed.", "{number} files were removed.", number
        )
        console.print(said.format(number=number), highlight=False)
    else:
        said = ngettext(
            "{number} file is unknown.",
            "{number} files are unknown.",
            len(orphans),
        )
        console.print(said.format(number=len(orphans)), highlight=False)
