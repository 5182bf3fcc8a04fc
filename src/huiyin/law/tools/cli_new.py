"""``huiyin law new FOLDER``: a small pack that checks clean, to begin one's own with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from huiyin.law.terms import wording
from huiyin.law.tools.console import (
    Language,
    chosen_language,
    day_at_the_door,
    refuse,
    say,
    show,
)

SKELETON = Path(__file__).parent / "skeleton"
ID, VERSION, CHECKED = "ID", "VERSION", "CHECKED"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new", help=say("cli_new"))(new_command)


def new_command(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=say("cli_new_folder"))
    ],
    language: Language = None,
) -> None:
    """Write a small pack into a folder called after it and its version:
    ``packs/my-rules/2026-01-01``.
    """
    if folder.exists() and any(folder.iterdir()):
        refuse("FOLDER", "cli_new_not_empty", language, folder=folder)
    place = folder.resolve()
    name, began = place.parent.name, _day(place.name)
    if (
        began is None
        or not name.replace("-", "").isalnum()
        or not name.isascii()
    ):
        refuse("FOLDER", "cli_new_name", language, folder=folder)
    today = day_at_the_door(context)
    checked = max(began, today) if today is not None else began
    for source in sorted(SKELETON.rglob("*.toml")):
        target = folder / source.relative_to(SKELETON)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text("utf-8").replace(CHECKED, checked.isoformat())
        text = text.replace(f'"{ID}', f'"{name}').replace(
            VERSION, began.isoformat()
        )
        target.write_text(text, "utf-8")
        show(f"  {target}")
    show(
        wording.text("cli_new_done", folder=folder).in_language(
            chosen_language(language)
        )
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
