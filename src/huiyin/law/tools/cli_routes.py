"""``huiyin law routes``: list the ways outside petitioning that a pack knows."""

from __future__ import annotations

import json as writer
from typing import Annotated

import typer

from huiyin.law.engine import routes
from huiyin.law.tools import route_listing
from huiyin.law.tools.console import (
    AsJson,
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
    app.command("routes", help=say("cli_routes"))(routes_command)


def routes_command(
    pack: PackName = None,
    claim: Annotated[
        str | None,
        typer.Option("--claim", metavar="KIND", help=say("cli_claim")),
    ] = None,
    *,
    json: AsJson = False,
    language: Language = None,
) -> None:
    """List the ways outside petitioning that a pack knows, with limits and sources;
    exit code 1 when it knows none.
    """
    chosen = pack_named(pack, language)
    known = routes.claims(chosen)
    if claim is not None and claim not in known:
        refuse(
            "--claim",
            "cli_no_claim",
            language,
            given=claim,
            known=", ".join(known) or "–",
        )
    speak = chosen_language(language)
    if json:
        typer.echo(
            writer.dumps(
                route_listing.routes_as_data(chosen, claim, speak),
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        show(*route_listing.routes_in_words(chosen, claim, speak))
    if not chosen.routes:
        raise typer.Exit(1)
