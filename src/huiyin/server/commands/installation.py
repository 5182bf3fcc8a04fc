"""`huiyin init`: prepares an empty installation, and brings an older one up to date."""

import secrets as random
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from rich.console import Console

from huiyin.casework.basis import rulebooks
from huiyin.law.language.reading import PackError
from huiyin.organisations import acts, reads, staff_acts
from huiyin.server import keys, own_packs, secrets, static
from huiyin.server.words import _, language
from huiyin.web.kit import clock

console = Console()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "init",
        help=_(
            "Prepare an installation in HUIYIN_DATA_DIR: folders, keys, tables, static "
            "files, the government and its"
            " petition office, an administrator. Can be run again: what is there is "
            "kept and brought up to date."
        ),
    )(init)


CodeOption = Annotated[
    str,
    typer.Option(
        help=_("Code of the government whose petition office this is.")
    ),
]
NameOption = Annotated[str, typer.Option(help=_("Its official name."))]
NameEnOption = Annotated[str, typer.Option(help=_("Its name in English."))]
OfficeOption = Annotated[
    str,
    typer.Option(
        help=_(
            "Name of the petition office; by default the government's name and 信访局."
        )
    ),
]
LevelOption = Annotated[
    str, typer.Option(help=_("Level: city, district or town."))
]
UsernameOption = Annotated[
    str, typer.Option(help=_("User name of the first administrator."))
]
ChangedRulesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--changed-rules",
        metavar="PACK/VERSION",
        help=_(
            "A pack of one's own whose rules were put right since they were "
            "taken in; can be given again."
        ),
    ),
]
BareOption = Annotated[
    bool,
    typer.Option(
        "--bare",
        help=_(
            "No organs and no administrator: folders, keys and tables only."
        ),
    ),
]


def init(
    *,
    code: CodeOption = "gov",
    name: NameOption = "本级人民政府",
    name_en: NameEnOption = "",
    office: OfficeOption = "",
    level: LevelOption = "district",
    username: UsernameOption = "admin",
    changed_rules: ChangedRulesOption = None,
    bare: BareOption = False,
) -> None:
    """Prepare an installation."""
    directory = settings.HUIYIN_DATA_DIR
    _make_folders(directory)
    _refuse_new_keys_over_data()
    made = secrets.create_missing(directory / "secrets")
    secrets.apply(settings, directory / "secrets")
    call_command("migrate", interactive=False, verbosity=0)
    _keep_fingerprints()
    _take_in_packs(frozenset(changed_rules or ()))
    static.collect(settings.STATIC_ROOT)
    console.print(
        f"[green]✓[/] {_('Folders, keys and tables are ready in')} {directory}",
        highlight=False,
    )
    if "vault_keys" in made:
        console.print(
            _(
                "Keep a copy of {path} apart from the backups: without it no name "
                "can be read again."
            ).format(path=directory / "secrets")
        )
    if bare or reads.tree():
        return
    _first_organs(
        code=code, name=name, name_en=name_en, office=office, level=level
    )
    _first_administrator(organ=code, username=username)


def _make_folders(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made by an earlier release, it let every account of the machine look in.
    directory.chmod(0o700)
    for folder in ("attachments", "calendars", "static"):
        (directory / folder).mkdir(mode=0o700, parents=True, exist_ok=True)


def _refuse_new_keys_over_data() -> None:
    """Keys that are missing are put back, never made anew, once anything was written with them."""
    absent = [
        name
        for name in secrets.missing(settings.HUIYIN_DATA_DIR / "secrets")
        if name in keys.NEEDED
    ]
    if absent and keys.holds_data():
        said = _(
            "The database holds data, and keys that belong to it are missing: {names}. "
            "Put them back into {path} from"
            " the copy that was kept apart. New keys would not open what is there, so "
            "none are made."
        )
        _stop(
            said.format(
                names=", ".join(absent),
                path=settings.HUIYIN_DATA_DIR / "secrets",
            )
        )


def _take_in_packs(changed: frozenset[str]) -> None:
    """Packs in the office's own folders: checked in full, then named in the ledger."""
    try:
        for key in own_packs.take_in(at=clock.now(), changed=changed):
            said = _("Checked and taken in:")
            console.print(f"[green]✓[/] {said} {key}", highlight=False)
    except rulebooks.Refused as refused:
        said = _(
            "the pack {key} is not taken in; `huiyin law check` says the same:"
        ).format(key=refused.key)
        _stop("\n".join([said, *own_packs.listed(refused.problems)]))
    except PackError as error:
        _stop(str(error))
    with translation.override(language()):
        wrong = list(own_packs.problems())
    if wrong:
        _stop("; ".join(wrong))


def _keep_fingerprints() -> None:
    with translation.override(language()):
        wrong = keys.problems()
    if wrong:
        _stop(" ".join(wrong))
    keys.record(at=clock.now())


def _stop(words: str) -> None:
    Console(stderr=True).print(
        f"[red]{_('Error')}:[/] {words}", highlight=False
    )
    raise typer.Exit(2)


def _first_organs(
    *, code: str, name: str, name_en: str, office: str, level: str
) -> None:
    at = clock.now()
    acts.create_organ(
        code=code,
        name_zh=name,
        name_en=name_en,
        level=level,
        kind="government",
        by="system",
        at=at,
    )
    acts.create_organ(
        code=f"{code}-xf",
        name_zh=office or f"{name.removesuffix('人民政府')}信访局",
        name_en=f"{name_en} Petition Office" if name_en else "",
        level=level,
        kind="petition_office",
        parent=code,
        by="system",
        at=at,
    )


def _first_administrator(*, organ: str, username: str) -> None:
    password = random.token_urlsafe(12)
    at = clock.now()
    staff = staff_acts.create_staff(
        username=username,
        name=_("Administrator"),
        password=password,
        by="system",
        at=at,
    )
    staff_acts.post_staff(
        staff=staff,
        organ=organ,
        post="administrator",
        from_date=clock.today(),
        by="system",
        at=at,
    )
    console.print(
        _(
            "Sign in at /account/login/ as {username} with the password {password}"
        ).format(username=username, password=password),
        highlight=False,
    )
    console.print(_("It is shown only this once."))
