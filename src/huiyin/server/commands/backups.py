"""`huiyin backup` and `huiyin restore`: a copy of everything, and everything out of a copy."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.conf import settings
from django.utils import translation
from rich.console import Console
from rich.markup import escape

from huiyin.server.backup import making, restoring
from huiyin.server.backup.manifest import Unusable
from huiyin.server.commands.checking import LOOKING_AT
from huiyin.server.words import _, language
from huiyin.web.kit import clock

console = Console()


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "backup",
        help=_(
            "Copy database, attachments and calendars into a new folder, while the "
            "office works. The keys are not in"
            " it: keep them apart. Without them no name and no sealed report of the backup opens."
        ),
    )(backup)
    app.command(
        "restore",
        help=_(
            "Put a backup back into an empty data directory and an empty database, and "
            "verify all of it. The keys that"
            " it was made with must be there first."
        ),
    )(restore)


FolderArgument = Annotated[
    Path,
    typer.Argument(
        help=_("A new folder, best on another disk."), metavar="DIR"
    ),
]
WithKeysOption = Annotated[
    bool,
    typer.Option(
        "--with-keys",
        help=_(
            "Put the keys into it too: then whoever has the backup can read every name in it."
        ),
    ),
]


def backup(
    folder: FolderArgument,
    *,
    with_keys: WithKeysOption = False,
) -> None:
    """Make a backup and say what it holds."""
    say = _("Copying … {done} attachments")
    with (
        translation.override(language()),
        Console(stderr=True).status(_("Copying …")) as status,
    ):
        try:
            made = making.make(
                folder,
                at=clock.now(),
                with_keys=with_keys,
                progress=lambda done: status.update(say.format(done=done)),
            )
        except Unusable as error:
            _stop(error)
    console.print(
        f"[green]✓[/] {_('Backup made in')} {folder}",
        highlight=False,
        soft_wrap=True,
    )
    if made.head is not None:
        said = _("It begins with the head {size}-{root}.")
        console.print(
            said.format(size=made.head["size"], root=made.head["root"]),
            highlight=False,
            soft_wrap=True,
        )
    _say_where_the_keys_are(with_keys=with_keys)


def _say_where_the_keys_are(*, with_keys: bool) -> None:
    if with_keys:
        console.print(
            _(
                "The keys are in it. Whoever has this folder can read every name: lock it away."
            )
        )
        return
    said = _(
        "The keys are not in it. Keep a copy of {path} in another place: "
        "without them no name opens again."
    )
    console.print(
        said.format(path=settings.HUIYIN_DATA_DIR / "secrets"),
        highlight=False,
        soft_wrap=True,
    )


def restore(
    folder: Annotated[
        Path, typer.Argument(help=_("The folder of the backup."), metavar="DIR")
    ],
) -> None:
    """Put a backup back, or say why not and leave everything as it is."""
    with (
        translation.override(language()),
        Console(stderr=True).status(_("Looking at the backup …")) as status,
    ):
        try:
            told = restoring.look(folder)
            status.update(_("Putting everything back …"))
            report = restoring.put_back(
                folder,
                told,
                lambda what, done: status.update(
                    LOOKING_AT[what].format(done=done)
                ),
            )
        except Unusable as error:
            _stop(error)
    said = _("Put back the backup of {made}: {events} events.")
    console.print(
        said.format(made=told.made_at, events=report.events), highlight=False
    )
    for problem in report.problems:
        console.print(
            f"[red]✗[/] {escape(problem.stream)} {escape(problem.message)}",
            highlight=False,
        )
    if report.problems:
        raise typer.Exit(1)
    console.print(
        f"[green]✓[/] {_('Verified, attachments included: nothing wrong.')}",
        highlight=False,
    )


def _stop(error: Unusable) -> NoReturn:
    Console(stderr=True).print(
        f"[red]{_('Error')}:[/] {escape(str(error))}",
        highlight=False,
        soft_wrap=True,
    )
    raise typer.Exit(2) from None
