"""``huiyin law diagram``: draw the procedure of a pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from huiyin.law.tools import diagram
from huiyin.law.tools.console import (
    Language,
    PackName,
    chosen_language,
    pack_named,
    refuse,
    say,
    show,
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diagram", help=say("cli_diagram"))(diagram_command)


def diagram_command(
    pack: PackName = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=say("cli_output")),
    ] = None,
    *,
    language: Language = None,
) -> None:
    """Draw the procedure of a pack, the one installed when none is named, as SVG."""
    drawing = diagram.svg(pack_named(pack, language), chosen_language(language))
    if output is None:
        typer.echo(drawing, nl=False)
        return
    try:
        output.write_text(drawing, "utf-8")
    except OSError as error:
        refuse(
            "--output",
            "cli_not_written",
            language,
            file=output,
            reason=error.strerror or error,
        )
    show(escape(say("cli_written", language, file=output)))
