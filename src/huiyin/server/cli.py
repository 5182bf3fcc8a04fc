"""The `huiyin` command: finds out what is asked for, and sets up no more than that needs.

A command is a module with `register(app: typer.Typer) -> None`; name it in COMMANDS,
with the words that it answers to. A room that has its own Typer app is named in
MOUNTED. All are found by name: those that need tables after Django is ready, and one
that was asked for without the others, because loading them all takes longer than most
answers.
"""

import os
import sys
from collections.abc import Sequence
from pkgutil import resolve_name
from types import MappingProxyType
from typing import Final

import django
import typer
from rich.console import Console

from huiyin.server.words import _, language
from huiyin.web.kit import clock

COMMANDS: Final = MappingProxyType(
    {
        "huiyin.server.commands.installation": ("init",),
        "huiyin.server.commands.serving": ("serve", "worker"),
        "huiyin.server.commands.importing": ("import",),
        "huiyin.server.commands.organs": ("organ",),
        "huiyin.server.commands.reporting": ("report",),
        "huiyin.server.commands.checking": ("verify", "heads"),
        "huiyin.server.commands.following": ("follow",),
        "huiyin.server.commands.files": ("files",),
        "huiyin.server.commands.keys": ("keys",),
        "huiyin.server.commands.backups": ("backup", "restore"),
        "huiyin.server.commands.dates": ("redate",),
        "huiyin.server.commands.django": ("manage", "messages"),
    }
)
"""Modules with `register(app)`, in the order of the help text, and the commands that
each adds (a test compares).
"""

MOUNTED: Final = (
    ("law", "huiyin.law.tools.cli:app"),
    (
        "demo",
        "huiyin.demo.cli:app",
    ),  # above us in the layers; an installation may leave it out
)
"""Whole applications under a name."""

ALONE: Final = MappingProxyType({"law": "huiyin.law.tools.cli:app"})
"""What is asked of the law needs neither Django nor a database: it is answered without them."""


def build(asked: str = "") -> typer.Typer:
    """Return the application; Django must be ready.

    Args:
        asked: the command to be run, when it is known: then only the module that has it
        is loaded. Otherwise, as for the help text, all are.
    """
    app = typer.Typer(
        name="huiyin",
        help=_(
            "Huiyin: petition casework in which every matter has a duty, and every "
            "duty an organ and a date."
        ),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_nothing_before_the_command)
    known = {name for name, _place in MOUNTED}.union(*COMMANDS.values())
    for module, words in COMMANDS.items():
        if asked not in known or asked in words:
            resolve_name(module).register(app)
    for name, place in MOUNTED:
        if asked not in known or asked == name:
            _mount(app, name, place)
    return app


def _nothing_before_the_command() -> None:
    """Keep the command's name on the line even where only one is loaded: Typer would
    take it for an argument.
    """


def _mount(app: typer.Typer, name: str, place: str) -> None:
    try:
        app.add_typer(resolve_name(place), name=name)
    except ModuleNotFoundError as error:
        if error.name != place.partition(":")[0]:
            raise


def _speak() -> None:
    """Give the frames of the help text their words."""
    frames = resolve_name("typer.rich_utils")
    frames.COMMANDS_PANEL_TITLE = _("Commands")
    frames.OPTIONS_PANEL_TITLE = _("Options")
    frames.ARGUMENTS_PANEL_TITLE = _("Arguments")
    frames.ERRORS_PANEL_TITLE = _("Error")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. What a person can put right is said in a sentence, without
    a traceback.
    """
    os.umask(
        0o077
    )  # whatever we write is read by this account alone: the database and its log too
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")
    os.environ.setdefault(
        "HUIYIN_LOG_FORMAT", "text" if sys.stderr.isatty() else "json"
    )
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = given[0] if given else ""
    try:
        _speak()
        if asked in ALONE:
            resolve_name(ALONE[asked])(
                given[1:], prog_name=f"huiyin {asked}", obj=clock.today
            )
        django.setup()
        build(asked)(
            given, obj=clock.today
        )  # what stands below has no clock of its own
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        lines = _in_sentences(error)
        if not lines:
            raise
        console = Console(stderr=True)
        console.print(
            f"[red]{_('Error')}:[/] {lines[0]}",
            *lines[1:],
            sep="\n",
            highlight=False,
        )
        sys.exit(2)


def _in_sentences(error: Exception) -> list[str]:
    """Return what to tell a person about `error`; nothing for a mistake of ours, which
    wants its traceback.
    """
    # found here, not at the top: the law's commands never need these, and they load half of Django
    databases, exceptions = (
        resolve_name("django.db.utils"),
        resolve_name("django.core.exceptions"),
    )
    troubles = resolve_name("huiyin.web.kit.troubles")
    if (
        isinstance(error, databases.DatabaseError)
        and troubles.kind_of(error) == troubles.FULL
    ):
        return [
            str(error),
            _(
                "The database cannot be written: the disk is full, or its folder or "
                "file is read-only for this account"
                " (or, on PostgreSQL, the server takes nothing at present). What is "
                "there is unharmed."
            ),
        ]
    if isinstance(
        error, exceptions.ImproperlyConfigured | databases.DatabaseError
    ):
        return [
            str(error),
            _(
                "Is the installation prepared? `huiyin init` does it; it can be run "
                "again at any time."
            ),
        ]
    if isinstance(error, exceptions.ValidationError):
        return [" ".join(error.messages)]
    return []


__all__ = ["ALONE", "COMMANDS", "MOUNTED", "build", "language", "main"]
