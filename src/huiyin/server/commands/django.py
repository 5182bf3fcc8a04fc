"""`huiyin manage …`: Django's own commands; `huiyin messages`: translations."""

import sys
from typing import Annotated

import typer
from django.core.management import execute_from_command_line

from huiyin.server import messages as catalogues
from huiyin.server.words import _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "manage",
        help=_(
            "Django's own commands: huiyin manage migrate, huiyin manage shell …"
        ),
        context_settings={
            "allow_extra_args": True,
            "ignore_unknown_options": True,
            "help_option_names": [],
        },
    )(manage)
    app.command(
        "messages", help=_("Compile the translations (for developers).")
    )(messages)


def manage(context: typer.Context) -> None:
    """Pass everything on to Django."""
    execute_from_command_line(["huiyin manage", *context.args])


def messages(
    *,
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            help=_(
                "First bring the catalogues in step with code and templates."
            ),
        ),
    ] = False,
) -> None:
    """Compile, and on request update, the catalogues."""
    sys.exit(catalogues.main(["update"] if update else []))
