"""`huiyin verify`: proof that history is whole; `huiyin heads`: what to keep elsewhere,
to prove it later.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.conf import settings
from django.utils import timezone, translation
from rich.console import Console
from rich.table import Table

from huiyin.casework.upkeep import verify as proof
from huiyin.casework.upkeep.verify.report import Report
from huiyin.ledger import heads
from huiyin.ledger import reads as ledger
from huiyin.ledger.parts import Lost
from huiyin.server import clocks, keys
from huiyin.server import processes as sharing
from huiyin.server.options import ProcessesOption
from huiyin.server.words import _, language, ngettext
from huiyin.web.kit import clock

UNPROVEN = 2

console = Console()

LOOKING_AT = {
    "events": _("Verifying … {done} events"),
    "matters": _("Verifying … {done} matters"),
    "people": _("Verifying … {done} identities"),
    "files": _("Verifying … {done} files"),
    "heads": _("Verifying … {done} events of the tree"),
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "verify",
        help=_(
            "Prove that the ledger is whole, that the rows say what it says, and that "
            "every open matter has its duty."
            " Exit code 1 and a list when not."
        ),
    )(verify)
    app.command(
        "heads",
        help=_(
            "Take a head over the whole ledger, and show the last ones. Keep them "
            "outside this machine: `huiyin verify"
            " --against` then finds a history that was rewritten, a matter that was "
            "taken out, an old copy put back."
        ),
    )(show_heads)


StreamOption = Annotated[
    str,
    typer.Option(
        "--stream", help=_("Only this stream, such as case:… or organ:….")
    ),
]
FilesOption = Annotated[
    bool,
    typer.Option(
        "--files",
        help=_(
            "Also read every attachment, and look for files that nothing knows."
        ),
    ),
]
AgainstOption = Annotated[
    list[str] | None,
    typer.Option(
        "--against",
        help=_(
            "A head that was kept elsewhere: a file, a folder of them, or the "
            "head itself. Can be repeated."
        ),
        show_default=False,
    ),
]
AsJsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]


def verify(
    *,
    stream: StreamOption = "",
    files: FilesOption = False,
    against: AgainstOption = None,
    processes: ProcessesOption = 0,
    as_json: AsJsonOption = False,
) -> None:
    """Verify and report."""
    errors = Console(stderr=True)
    outside = _heads_outside(against or [], errors)
    with translation.override(language()):
        try:
            report = _report(
                stream, errors, files=files, against=outside, by=processes
            )
        except Lost:
            _end_unproven(errors)
        wrong_keys = keys.problems()
        wrong_clock = clocks.wrong(at=clock.now())
    problems = _problems(report, wrong_keys)
    if as_json:
        told = {
            "ok": not problems,
            "events": report.events,
            "heads": len(outside),
            "problems": problems,
            "clock": wrong_clock,
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print(report.events, problems, against=len(outside))
        for said in wrong_clock:
            console.print(f"[yellow]![/] {said}", highlight=False)
    raise typer.Exit(1 if problems else 0)


def _report(
    stream: str,
    errors: Console,
    *,
    files: bool,
    against: Sequence[heads.Head],
    by: int,
) -> Report:
    """What is found by so many processes, with the progress on ``errors``."""
    with (
        sharing.shared(by or sharing.usual(ledger.count())) as share,
        errors.status(_("Verifying …")) as status,
    ):
        return proof.run(
            stream or None,
            lambda what, done: status.update(
                LOOKING_AT[what].format(done=done)
            ),
            files=files,
            against=against,
            instants=True,
            share=share,
        )


def _end_unproven(errors: Console) -> NoReturn:
    said = _(
        "A process that shared the work has ended: it was killed, or memory was short. "
        "Nothing is proven. With --processes 1 one process does everything."
    )
    errors.print(f"[red]{_('Error')}:[/]", said, highlight=False)
    raise typer.Exit(UNPROVEN) from None


def _problems(report: Report, wrong_keys: list[str]) -> list[dict[str, object]]:
    """Everything that is wrong: in the ledger and what rests on it, and with the keys."""
    problems: list[dict[str, object]] = [
        {
            "stream": problem.stream,
            "seq": problem.seq,
            "message": problem.message,
        }
        for problem in report.problems
    ]
    problems += [
        {"stream": "", "seq": 0, "message": words} for words in wrong_keys
    ]
    return problems


def _heads_outside(against: Sequence[str], errors: Console) -> list[heads.Head]:
    """The heads that are kept outside the database: those that were named, and those in
    the folder of the nights.
    """
    folder = settings.HUIYIN_HEADS_DIR
    written = folder is not None and folder.is_dir() and any(folder.iterdir())
    given = [*against, *([str(folder)] if written else [])]
    kept: list[heads.Head] = []
    try:
        for place in given:
            kept += heads.read(place)
    except heads.NoHead as error:
        errors.print(
            f"[red]{_('Error')}:[/]", str(error), highlight=False, markup=True
        )
        raise typer.Exit(2) from None
    return kept


def _print(
    events: int, problems: list[dict[str, object]], *, against: int
) -> None:
    if not problems:
        said = ngettext(
            "{events} event, nothing wrong.",
            "{events} events, nothing wrong.",
            events,
        )
        console.print(
            f"[green]✓[/] {said.format(events=events)}", highlight=False
        )
        if against:
            said = ngettext(
                "The ledger begins as {heads} head says that was kept elsewhere.",
                "The ledger begins as {heads} heads say that were kept elsewhere.",
                against,
            )
            console.print(said.format(heads=against), highlight=False)
        return
    table = Table(title=_("What is wrong"), title_justify="left")
    for name in (_("Stream"), _("Event"), _("What")):
        table.add_column(name, overflow="fold")
    for problem in problems:
        table.add_row(
            str(problem["stream"]), str(problem["seq"]), str(problem["message"])
        )
    console.print(table)


ExportOption = Annotated[
    Path | None,
    typer.Option(
        "--export",
        help=_("Write the new head to a file in this folder."),
        show_default=False,
    ),
]
LastOption = Annotated[
    int, typer.Option("--last", min=1, help=_("How many heads to show."))
]


def _line(head: heads.Head) -> str:
    """A head as it is printed, after the moment when it was taken, where that is known."""
    if head.taken_at is None:
        return head.text
    taken = head.taken_at.astimezone(timezone.get_default_timezone())
    return f"{taken:%Y-%m-%d %H:%M}  {head.text}"


def show_heads(
    *,
    export: ExportOption = None,
    last: LastOption = 5,
    as_json: AsJsonOption = False,
) -> None:
    """Take a head and show it with those before it."""
    taken = heads.take(at=clock.now())
    if taken is None:
        said = _(
            "No head could be taken: the ledger is empty, or somebody has been "
            "writing for a minute. Try again."
        )
        Console(stderr=True).print(
            f"[red]{_('Error')}:[/] {said}", highlight=False
        )
        raise typer.Exit(2)
    path = heads.write(taken, export) if export is not None else None
    listed = heads.latest(last)
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "heads": [head.as_data() for head in listed],
                    "file": str(path) if path else None,
                }
            )
        )
        return
    for head in listed:
        console.print(_line(head), highlight=False, soft_wrap=True)
    if path is not None:
        console.print(
            _("Written to {path}").format(path=path),
            highlight=False,
            soft_wrap=True,
        )
