"""`huiyin follow`: the followers of the ledger by hand."""

import time
from typing import Annotated, NoReturn

import typer
from django.utils import timezone, translation
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from huiyin.ledger import follow
from huiyin.ledger.follow import Follower
from huiyin.server import followers
from huiyin.server.words import _, language, ngettext
from huiyin.web.kit import clock

console = Console()
errors = Console(stderr=True)

WAIT = 60.0
"""Seconds that `--once` waits for those who are writing."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "follow",
        help=_(
            "Let a follower read the ledger: the figures, the words by which matters are "
            "found, the outbox of letters, the tally of events. The worker does it all "
            "the time; by hand it can be done once, anew from the beginning, or compared "
            "with the ledger."
        ),
    )(run)


NameArgument = Annotated[
    str,
    typer.Argument(
        help=_("Which follower; without it, all of them."), show_default=False
    ),
]
OnceOption = Annotated[
    bool, typer.Option("--once", help=_("Read what is there, then end."))
]
RebuildOption = Annotated[
    bool,
    typer.Option(
        "--rebuild",
        help=_(
            "Read everything anew from the beginning, while the office works."
        ),
    ),
]
CheckOption = Annotated[
    bool,
    typer.Option(
        "--check",
        help=_(
            "Say whether what it wrote is what the ledger says. Exit code 1 if not."
        ),
    ),
]
ListedOption = Annotated[
    bool, typer.Option("--list", help=_("Show where each follower stands."))
]


def run(
    name: NameArgument = "",
    *,
    once: OnceOption = False,
    rebuild: RebuildOption = False,
    check: CheckOption = False,
    listed: ListedOption = False,
) -> None:
    """Walk for one follower or all; without options until interrupted."""
    chosen = _chosen(name)
    if listed:
        _list(chosen)
        return
    if check:
        right = [_check(follower) for follower in chosen]
        raise typer.Exit(0 if all(right) else 1)
    if rebuild:
        for follower in chosen:
            follow.rewind(follower)
    whole = [_walk(follower) for follower in chosen]
    if not (once or rebuild):
        _go_on(chosen)
    raise typer.Exit(0 if all(whole) else 1)


def _go_on(chosen: tuple[Follower, ...]) -> NoReturn:
    """Read what comes, until interrupted."""
    while True:
        time.sleep(followers.PAUSE)
        for follower in chosen:
            followers.catch_up(
                follower, at=clock.now, progress=lambda _done: None, wait=WAIT
            )


def _chosen(name: str) -> tuple[Follower, ...]:
    if not name:
        return tuple(followers.FOLLOWERS.values())
    if name not in followers.FOLLOWERS:
        said = _("There is no follower {name}. There are: {names}.")
        errors.print(
            f"[red]{_('Error')}:[/]",
            said.format(name=name, names=", ".join(followers.FOLLOWERS)),
            highlight=False,
        )
        raise typer.Exit(2)
    return (followers.FOLLOWERS[name],)


def _walk(follower: Follower) -> bool:
    """Read what is there, with progress; whether it came to the end."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    waiting = follow.waiting(follower)
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task(follower.name, total=waiting)
        done, whole = followers.catch_up(
            follower,
            at=clock.now,
            progress=lambda done: progress.update(task, completed=done),
            wait=WAIT,
        )
    said = ngettext(
        "{name}: {done} event or row read.",
        "{name}: {done} events or rows read.",
        done,
    )
    console.print(said.format(name=follower.name, done=done), highlight=False)
    if not whole:
        _say_why(follower)
    return whole


def _say_why(follower: Follower) -> None:
    standing = follow.standing(follower)
    if standing.stuck_id is None:
        said = _(
            "{name} waits for somebody who has been writing in one transaction; "
            "what is settled was read."
        )
        errors.print(
            said.format(name=follower.name), style="yellow", highlight=False
        )
        return
    said = _("{name} stands still at event {event}: {reason}")
    words = said.format(
        name=follower.name, event=standing.stuck_id, reason=standing.reason
    )
    errors.print(words, style="red", highlight=False, markup=False)


def _check(follower: Follower) -> bool:
    with (
        translation.override(language()),
        errors.status(_("Comparing with the ledger …")),
    ):
        wrong = follow.check(follower)
    if not wrong:
        said = _("{name} is what the ledger says.")
        console.print(
            f"[green]✓[/] {said.format(name=follower.name)}", highlight=False
        )
        return True
    said = _(
        "{name} is not what the ledger says; `huiyin follow {name} --rebuild` writes it anew:"
    )
    console.print(
        f"[red]✗[/] {said.format(name=follower.name)}", highlight=False
    )
    for problem in wrong:
        console.print(f"  {problem}", highlight=False, markup=False)
    return False


def _list(chosen: tuple[Follower, ...]) -> None:
    table = Table(title=_("Followers of the ledger"), title_justify="left")
    for title in (
        _("Follower"),
        _("Event read last"),
        _("Waiting"),
        _("Behind"),
        _("Stands still"),
    ):
        table.add_column(title, overflow="fold")
    at = clock.now()
    for follower in chosen:
        standing = follow.standing(follower)
        behind = ngettext(
            "{seconds} second",
            "{seconds} seconds",
            seconds := int(standing.behind(at=at).total_seconds()),
        )
        stuck = ""
        if standing.stuck_id is not None and standing.stuck_since is not None:
            since = standing.stuck_since.astimezone(
                timezone.get_default_timezone()
            )
            stuck = f"#{standing.stuck_id}, {since:%Y-%m-%d %H:%M}: {standing.reason}"
        waiting = follow.waiting(follower)
        table.add_row(
            follower.name,
            str(standing.position),
            str(waiting),
            behind.format(seconds=seconds),
            stuck,
        )
    console.print(table)
