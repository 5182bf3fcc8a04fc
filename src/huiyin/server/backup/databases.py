"""Copying a database while it is written to, and putting a copy in the place of an empty one."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.utils.translation import gettext as _

from huiyin.server.backup.manifest import Unusable

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
LOGS = ("-wal", "-shm", "-journal")


def copy(folder: Path) -> Path:
    """Write a consistent copy of the database into a folder and return its path; nobody
    who writes has to wait.
    """
    path = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        _copy_sqlite(path)
    else:
        _run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={path}",
        )
    path.chmod(0o600)
    return path


def _copy_sqlite(path: Path) -> None:
    """Through SQLite's own backup: a copy of the file alone would leave out what still
    stands in its log.
    """
    source = f"file:{connection.settings_dict['NAME']}?mode=ro"
    with (
        closing(sqlite3.connect(source, uri=True)) as here,
        closing(sqlite3.connect(path)) as there,
    ):
        here.backup(there)
        there.execute(
            "PRAGMA journal_mode=DELETE"
        )  # one file, without a log beside it
        told = there.execute("PRAGMA integrity_check").fetchone()[0]
    if told != "ok":
        raise Unusable(_("the copy of the database is damaged: %s") % told)


def put_back(path: Path) -> None:
    """Put a copy in the place of the database, which the caller has found to hold no data."""
    if connection.vendor == "sqlite":
        _put_back_sqlite(path)
    else:
        connections.close_all()
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            str(path),
        )


def _put_back_sqlite(path: Path) -> None:
    connections.close_all()
    place = Path(connection.settings_dict["NAME"])
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for ending in ("", *LOGS):
        Path(f"{place}{ending}").unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(path)) as here,
        closing(sqlite3.connect(place)) as there,
    ):
        here.backup(there)
    place.chmod(0o600)


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on our database; what it says when it fails
    is passed on.
    """
    settings: dict[str, Any] = connection.settings_dict
    given = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    environment = {
        name: str(settings[key])
        for name, key in given.items()
        if settings.get(key)
    }
    to = [f"--dbname={settings['NAME']}"] if program == "pg_restore" else []
    try:
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, with arguments of ours
            [program, *to, *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        said = _(
            "%s is needed and not installed: it comes with PostgreSQL's client programs"
        )
        raise Unusable(said % program) from None
    if done.returncode:
        raise Unusable(f"{program}: {done.stderr.strip()[-500:]}")
