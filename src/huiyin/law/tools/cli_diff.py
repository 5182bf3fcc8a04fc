"""``huiyin law diff``: what a new version of a pack changes, and for whom."""

from __future__ import annotations

import json as writer
from itertools import groupby
from typing import Annotated

import typer
from rich.markup import escape

from huiyin.law.checks.changes import Change, role_title
from huiyin.law.checks.difference import differences
from huiyin.law.tools.console import (
    AsJson,
    Language,
    chosen_language,
    pack_named,
    say,
    show,
)

Named = Annotated[str, typer.Argument(help=say("cli_pack"), show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diff", help=say("cli_diff"))(diff_command)


def diff_command(
    old: Named, new: Named, *, json: AsJson = False, language: Language = None
) -> None:
    """Say in words what changed between two versions; exit code 0 whether anything did or not."""
    before, after = (
        pack_named(old, language, "OLD"),
        pack_named(new, language, "NEW"),
    )
    speak = chosen_language(language)
    differing = differences(before, after)
    if json:
        rows = [
            {
                "role": change.role,
                "what": change.what,
                "rule": change.rule,
                "text": change.text.in_language(speak),
                "verified": change.verified,
            }
            for change in differing
        ]
        typer.echo(
            writer.dumps(
                {"old": before.key, "new": after.key, "changes": rows},
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    show(f"[bold]{escape(before.title.in_language(speak))}[/]  {before.key}")
    show(f"[bold]{escape(after.title.in_language(speak))}[/]  {after.key}")
    if any(not change.verified for change in differing):
        show(escape(say("diff_about", language)))
    if not differing:
        show(escape(say("cli_no_difference", language)))
    for role, changes in groupby(differing, key=lambda change: change.role):
        show(
            "",
            f"[bold]{escape(role_title(before, after, role).in_language(speak))}[/]",
        )
        show(*(_line(change, speak, language) for change in changes))


def _line(change: Change, speak: str, language: str | None) -> str:
    said = f"  - {escape(change.text.in_language(speak))}"
    return (
        said
        if change.verified
        else f"{said} [yellow]{escape(say('diff_ours', language))}[/]"
    )
