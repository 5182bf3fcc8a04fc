"""The `huiyin` command: sets Django up, gathers the commands, runs them.

A command is a module with `register(app: typer.Typer) -> None`; name it in COMMANDS. A room that has its own Typer app
is named in MOUNTED. Both are found by name, after Django is ready, because some of them need its tables.
"""

import os
import sys
from pkgutil import resolve_name
from typing import Final

import django
import typer
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import DatabaseError
from rich.console import Console
from typer import rich_utils

from huiyin.server.words import _, language
from huiyin.web import clock

COMMANDS: Final = (
    "huiyin.server.commands.installation",
    "huiyin.server.commands.serving",
    "huiyin.server.commands.importing",
    "huiyin.server.commands.organs",
    "huiyin.server.commands.reporting",
    "huiyin.server.commands.checking",
    "huiyin.server.commands.dates",
    "huiyin.server.commands.django",
)
"""Modules with `register(app)`, in the order of the help text."""

MOUNTED: Final = (
    ("law", "huiyin.law.cli:app"),
    ("demo", "huiyin.demo.cli:app"),  # above us in the layers; an installation may leave it out
)
"""Whole applications under a name."""


def build() -> typer.Typer:
    """Return the application with all commands; Django must be ready."""
    app = typer.Typer(
        name="huiyin",
        help=_("Huiyin: petition casework in which every matter has a duty, and every duty an organ and a date."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name in COMMANDS:
        resolve_name(name).register(app)
    for name, place in MOUNTED:
        module = place.partition(":")[0]
        try:
            app.add_typer(resolve_name(place), name=name)
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
    return app


def _speak() -> None:
    """Give the frames of the help text their words."""
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.ERRORS_PANEL_TITLE = _("Error")


def main() -> None:
    """Run the command line. What a person can put right is said in a sentence, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")
    os.environ.setdefault("HUIYIN_LOG_FORMAT", "text" if sys.stderr.isatty() else "json")
    console = Console(stderr=True)
    try:
        django.setup()
        _speak()
        build()(obj=clock.today)  # what stands below has no clock of its own
    except (ImproperlyConfigured, DatabaseError) as error:
        console.print(f"[red]{_('Error')}:[/] {error}", highlight=False)
        console.print(_("Is the installation prepared? `huiyin init` does it; it can be run again at any time."))
        sys.exit(2)
    except ValidationError as error:
        console.print(f"[red]{_('Error')}:[/] {' '.join(error.messages)}", highlight=False)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


__all__ = ["COMMANDS", "MOUNTED", "build", "language", "main"]
