"""`huiyin keys`: which keys belong to the data, and rotating them."""

import json
from typing import Annotated

import typer
from django.conf import settings
from django.utils import translation
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from huiyin.casework.upkeep import sealed_keys
from huiyin.people import key_rotation
from huiyin.server import factors, keys, secrets
from huiyin.server.models import KeyPrint
from huiyin.server.words import _, language
from huiyin.web.kit import clock

console = Console()


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(invoke_without_command=True)
    group.callback(
        help=_(
            "Which keys belong to the data here, and whether they are on this machine."
        )
    )(show)
    group.command(
        "rotate",
        help=_(
            "Put a fresh key in front of the vault's keys and of those for sealed "
            "reports, and wrap everything anew"
            " under it. Can be stopped and started again. Stop `serve` and `worker` "
            "first, and start them afterwards."
        ),
    )(rotate)
    app.add_typer(group, name="keys")


def show(
    context: typer.Context,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print JSON."))
    ] = False,
) -> None:
    """Show fingerprints and state; exit code 1 when a key that belongs to the data is missing."""
    if context.invoked_subcommand is not None:
        return
    with translation.override(language()):
        lines, wrong = _lines(), keys.problems()
    if as_json:
        told = [
            {
                "kind": kind,
                "fingerprint": fingerprint,
                "state": state,
                "under_it": number,
            }
            for kind, fingerprint, state, number in lines
        ]
        typer.echo(
            json.dumps(
                {"ok": not wrong, "keys": told, "problems": wrong},
                ensure_ascii=False,
            )
        )
        raise typer.Exit(1 if wrong else 0)
    table = Table(title=_("Keys of this installation"), title_justify="left")
    for name in (_("Kind"), _("Fingerprint"), _("State"), _("Lies under it")):
        table.add_column(name, overflow="fold")
    for kind, fingerprint, state, number in lines:
        table.add_row(
            kind,
            fingerprint,
            STATES[state],
            "" if number is None else str(number),
        )
    console.print(table)
    for problem in wrong:
        console.print(f"[red]✗[/] {escape(problem)}", highlight=False)
    raise typer.Exit(1 if wrong else 0)


STATES = {
    "in use": _("in use"),
    "older": _("here, opens older data"),
    "not needed": _("here, nothing lies under it"),
    "missing": _("missing"),
    "retired": _("gone, and not needed"),
}

Line = tuple[str, str, str, int | None]


def _lines() -> list[Line]:
    """Each key with its kind, its state, and how much lies under it where that can be counted."""
    counted = {
        keys.VAULT: keys.vault_keys_in_use(),
        keys.SEALED: sealed_keys.in_use(),
    }
    known = list(KeyPrint.objects.order_by("kind", "-pk"))
    lines: list[Line] = []
    for kind, prints in keys.here().items():
        used = counted.get(kind)
        for place, fingerprint in enumerate(prints):
            number = used.get(fingerprint, 0) if used is not None else None
            state = (
                "in use"
                if place == 0
                else ("older" if number else "not needed")
            )
            lines.append((kind, fingerprint, state, number))
        for row in known:
            if row.kind == kind and row.fingerprint not in prints:
                number = (
                    used.get(row.fingerprint, 0) if used is not None else None
                )
                lines.append(
                    (
                        kind,
                        row.fingerprint,
                        "retired" if row.retired else "missing",
                        number,
                    )
                )
    return lines


def rotate(
    *,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", help=_("Do not ask whether everything is stopped.")
        ),
    ] = False,
) -> None:
    """Rotate, or go on with a rotation that was stopped."""
    _refuse_wrong_keys()
    if not yes and not typer.confirm(
        _("Are `serve` and `worker` stopped on all machines?")
    ):
        raise typer.Exit(2)
    _put_in_front()
    with Console(stderr=True).status(_("Wrapping anew …")) as status:
        say = _("Wrapping anew … {done} identities")
        identities = key_rotation.rotate_keys(
            progress=lambda done: status.update(say.format(done=done))
        )
        second = factors.rotate()
        holders = sealed_keys.rotate() if settings.HUIYIN_SEALED_KEYS else 0
    keys.retire_unused()
    said = _(
        "Wrapped anew: {identities} identities, {second} second factors and "
        "{holders} keys of readers."
    )
    told = said.format(identities=identities, second=second, holders=holders)
    console.print(f"[green]✓[/] {told}", highlight=False)
    console.print(
        _(
            "Keep the older keys with the backups that were made before now: those "
            "open with them alone."
        )
    )


def _refuse_wrong_keys() -> None:
    with translation.override(language()):
        wrong = keys.problems()
    if wrong:
        Console(stderr=True).print(
            f"[red]{_('Error')}:[/] {escape(wrong[0])}", highlight=False
        )
        raise typer.Exit(2)


def _put_in_front() -> None:
    """Put a fresh key in front of each kind that needs one, and use it from now on."""
    for kind in _to_renew():
        if not secrets.put_in_front(kind, settings.HUIYIN_DATA_DIR / "secrets"):
            said = _(
                "{kind} come from the environment: put a fresh key in front there, "
                "then run this again."
            )
            console.print(said.format(kind=kind), highlight=False)
    secrets.apply(settings, settings.HUIYIN_DATA_DIR / "secrets")
    keys.record(at=clock.now())


def _to_renew() -> list[str]:
    """The kinds that need a fresh key: not one of which a rotation was begun and has
    not come to its end.
    """
    kinds = []
    used = {
        keys.VAULT: keys.vault_keys_in_use(),
        keys.SEALED: sealed_keys.in_use(),
    }
    for kind, prints in keys.here().items():
        under_older = (
            kind in used
            and any(fingerprint != prints[0] for fingerprint in used[kind])
            if prints
            else False
        )
        if kind in used and prints and not under_older:
            kinds.append(kind)
    return kinds
