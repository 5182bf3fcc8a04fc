"""What the law's commands share: the language they speak, packs by name, refusals, and
who says what day it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from huiyin.law import packs
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import pack_folders, wording

DEFAULT = "cn-xinfang"  # as the product itself, where HUIYIN_PACK is not set
YEARS = range(1900, 2200)


def chosen_language(option: str | None = None) -> str:
    """The language to speak: the option, else HUIYIN_LANGUAGE, else the locale of the shell."""
    names = ("HUIYIN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    name = option or next(
        (os.environ[name] for name in names if os.environ.get(name)), ""
    )
    return "zh-hans" if name.lower().startswith("zh") else "en"


def say(key: str, language: str | None = None, **fields: object) -> str:
    """The sentence called ``key`` in the language chosen."""
    return wording.text(key, **fields).in_language(chosen_language(language))


Language = Annotated[
    str | None,
    typer.Option("--language", metavar="zh|en", help=say("cli_language")),
]
AsJson = Annotated[bool, typer.Option("--json", help=say("cli_json"))]
PackName = Annotated[
    str | None,
    typer.Argument(metavar="[PACK]", help=say("cli_pack"), show_default=False),
]


def statutes_folder() -> Path | None:
    """The office's own folder with the texts of statutes (HUIYIN_STATUTES_DIR),
    relative to the data directory; None where none is set.
    """
    named = os.environ.get("HUIYIN_STATUTES_DIR", "")
    return (
        Path(os.environ.get("HUIYIN_DATA_DIR", "")) / named if named else None
    )


def use_own_packs() -> None:
    """Look for packs in the office's own folders too (HUIYIN_PACKS_DIR), relative to
    the data directory.
    """
    base = Path(os.environ.get("HUIYIN_DATA_DIR", "var"))
    try:
        packs.use(
            *pack_folders.named(os.environ.get(pack_folders.SETTING, ""), base)
        )
        packs.available()
    except pack_folders.PlaceError as error:
        stop(pack_folders.SETTING, str(error), None)


def refuse(
    option: str, key: str, language: str | None, **fields: object
) -> NoReturn:
    """Stop with exit code 2, naming the ``option`` that is wrong and, in the words of
    ``key``, what to do.
    """
    stop(option, say(key, language, **fields), language)


def stop(option: str, reason: str, language: str | None) -> NoReturn:
    """Stop with exit code 2, naming the ``option`` that is wrong, and a ``reason`` that
    was put into words already.
    """
    typer.echo(
        say("cli_error", language, option=option, reason=reason), err=True
    )
    raise typer.Exit(2)


def show(*lines: str) -> None:
    """Print lines with their markup."""
    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line)


def packs_named(
    name: str | None, language: str | None, option: str = "PACK"
) -> list[Pack]:
    """The packs that a name stands for: all, one, all versions of one, or a folder with a draft."""
    known = packs.available()
    if name is not None and (Path(name) / "pack.toml").is_file():
        return [packs.read_folder(Path(name))]
    pack_id, _, version = (name or "").rstrip("/").partition("/")
    keys = [
        key
        for key in known
        if not pack_id or (key[0] == pack_id and version in ("", key[1]))
    ]
    if not keys:
        refuse(
            option,
            "cli_no_pack",
            language,
            name=name,
            known=", ".join("/".join(key) for key in known),
        )
    return [packs.load(*key) for key in keys]


def pack_named(
    name: str | None, language: str | None, option: str = "PACK"
) -> Pack:
    """The newest of the packs that a name stands for; without a name, of the instrument
    that is installed.
    """
    return max(
        packs_named(name or installed(), language, option),
        key=lambda pack: pack.in_force,
    )


def installed() -> str:
    """The name of the instrument that is installed here."""
    return os.environ.get("HUIYIN_PACK") or DEFAULT


def read_day(option: str, given: str, language: str | None) -> date:
    """The day that ``given`` writes as 2022-05-01; stops, naming the ``option``, for
    what is none.
    """
    try:
        day = (
            date.fromisoformat(given)
            if re.fullmatch(r"\d{4}-\d\d-\d\d", given)
            else None
        )
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        refuse(option, "cli_bad_day", language, given=given)
    return day


def day_at_the_door(context: typer.Context) -> date | None:
    """The day it is, where the door that runs these commands has a clock (``obj``);
    None where it has none.
    """
    clock: Callable[[], date] | None = context.obj
    return clock() if clock is not None else None
