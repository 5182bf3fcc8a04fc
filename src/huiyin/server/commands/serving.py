"""`huiyin serve` and `huiyin worker`: the two processes of a running installation."""

import os
import socket
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server
from rich.console import Console

from huiyin.server import (
    checks,
    clocks,
    followers,
    housekeeping,
    keys,
    own_packs,
    rsgi,
)
from huiyin.server.words import _, language
from huiyin.web.kit import clock

console = Console(stderr=True)

log = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1, 60
"""Seconds that the worker waits for a database that is away, twice as long each time."""

CONNECTIONS = 400
"""Open connections of one process; those beyond wait until one closes."""

HEAD_MILLISECONDS = 10_000
"""In which the head of a request must be there; an idle connection is closed after as long."""

STOPPING = 5
"""Seconds that requests which are being answered have when the server stops."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve", help=_("Serve the pages."))(serve)
    app.command(
        "worker",
        help=_(
            "Do the work that pages leave for later: notices, files, nightly "
            "checks, followers of the ledger."
        ),
    )(worker)


HostOption = Annotated[
    str, typer.Option(help=_("Address to listen on; 0.0.0.0 for all."))
]
PortOption = Annotated[
    int, typer.Option(min=1, max=65535, help=_("Port to listen on."))
]
WorkersOption = Annotated[
    int,
    typer.Option(
        min=0,
        help=_("Processes; 0 takes one for each processor, four at most."),
    ),
]
ThreadsOption = Annotated[
    int,
    typer.Option(
        min=0,
        help=_("Threads of each process; 0 takes two for each processor."),
    ),
]


def serve(
    *,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: WorkersOption = 0,
    threads: ThreadsOption = 0,
) -> None:
    """Start the server, after seeing that it can."""
    _refuse_if_unprepared()
    if not _is_free(host, port):
        said = _(
            "Port {port} on {host} is taken. Choose another with --port, or stop "
            "what listens there."
        )
        _stop(said.format(port=port, host=host))
    processors = os.cpu_count() or 1
    # Read by the workers' allocator: a heap for each thread would hold what it once needed
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    server = Server(
        "huiyin.server.rsgi",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers or min(processors, 4),
        # Connections are not threads: that many may be open in each process, most of them idle.
        backpressure=CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MILLISECONDS),
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING,
        websockets=False,
    )
    loader: Any = partial(
        rsgi.build, threads or min(2 * processors, 8)
    )  # granian's type knows functions only
    server.serve(target_loader=loader)


def worker(
    *,
    batch: Annotated[
        bool, typer.Option("--batch", help=_("Do what is waiting, then end."))
    ] = False,
) -> None:
    """Work until interrupted."""
    _refuse_if_unprepared()
    pause = FIRST_PAUSE
    while True:
        begun = time.monotonic()
        try:
            housekeeping.take_up_left(at=clock.now())
            housekeeping.ensure_rounds()
            if batch:
                followers.Round().go(at=clock.now())
            with nullcontext() if batch else followers.beside():
                call_command(
                    "db_worker",
                    queue_name="*",
                    batch=batch,
                    reload=False,
                    verbosity=0,
                )
        except (OperationalError, InterfaceError) as away:
            if batch:
                raise
            if time.monotonic() - begun > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            log.warning(
                "worker.database_away", error=type(away).__name__, seconds=pause
            )
            connections.close_all()
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            return


def _refuse_if_unprepared() -> None:
    missing = checks.keys_are_there()
    if missing or not settings.SECRET_KEY:
        _stop(
            _(
                "Keys are missing: run `huiyin init` first, or set them in the environment."
            )
        )
    for wrong in checks.limits_are_readable():
        _stop(f"{wrong.msg} {wrong.hint}")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _stop(
            _(
                "The database is older than the program: run `huiyin init` first; "
                "it brings the tables up to date."
            )
        )
    with translation.override(language()):
        other_keys = keys.problems()
    if other_keys:
        _stop(
            _("The keys are not those of this database: {what}.").format(
                what="; ".join(other_keys)
            )
        )
    keys.record(at=clock.now())
    _refuse_other_rules()
    _warn_of_the_clock()
    _warn_of_an_open_folder(settings.HUIYIN_DATA_DIR)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    connection.close()


def _refuse_other_rules() -> None:
    """Nothing starts under rules that are not there, or not those that matters were
    opened under.
    """
    with translation.override(language()):
        other_rules = list(own_packs.problems())
    if other_rules:
        _stop(
            _("The law here cannot be used: {what}.").format(
                what="; ".join(other_rules)
            )
        )


def _warn_of_the_clock() -> None:
    for wrong in clocks.wrong(at=clock.now()):
        log.warning("clock.wrong", what=wrong)
        said = _(
            "Warning: {what}. Set the clock; what is done until then is dated no "
            "earlier than what was before it."
        )
        console.print(said.format(what=wrong), style="yellow", highlight=False)


def _warn_of_an_open_folder(folder: Path) -> None:
    if folder.is_dir() and folder.stat().st_mode & 0o077:
        said = _(
            "Other accounts of this machine can look into {path}, where petitions and "
            "keys lie. Close it with: "
            "chmod 700 {path}"
        )
        console.print(
            f"[yellow]{_('Warning')}:[/] {said.format(path=folder)}",
            highlight=False,
            soft_wrap=True,
        )


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _stop(words: str) -> None:
    console.print(f"[red]{_('Error')}:[/] {words}", highlight=False)
    raise typer.Exit(2)
