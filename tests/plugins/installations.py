"""Installations of their own: `huiyin` as a process, in a data directory and a database
that no other test has.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Installation:
    """A data directory, and on PostgreSQL a database of its own."""

    folder: Path
    database: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes find in their environment: nothing of the tests' own."""
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("HUIYIN_", "DATABASE_", "DJANGO"))
        }
        url = {"DATABASE_URL": self.database} if self.database else {}
        paths = {"HUIYIN_DATA_DIR": str(self.folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        return {**kept, **paths, **url, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "COLUMNS": "300", **self.more}

    def huiyin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command and wait for its end."""
        return self._run("-m", "huiyin", *arguments)

    def python(self, source: str) -> subprocess.CompletedProcess[str]:
        """Run a few lines in it, Django being ready."""
        ready = (
            "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiyin.server.settings'; import django; django.setup()"
        )
        return self._run("-c", f"{ready}\n{source}")

    def start(self, source: str) -> subprocess.Popen[str]:
        """The same, without waiting."""
        ready = (
            "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiyin.server.settings'; import django; django.setup()"
        )
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", f"{ready}\n{source}"], env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=300
        )


@contextmanager
def installation(folder: Path, like: Installation | None = None) -> Iterator[Installation]:
    """An empty one, on the kind of database that the tests run on; on PostgreSQL with
    the database of another one.
    """
    if connection.vendor == "sqlite":
        yield Installation(folder)
        return
    settings: dict[str, Any] = connection.settings_dict
    name = f"huiyin_{uuid4().hex[:12]}"
    place = f"{settings['HOST']}:{settings['PORT']}"
    tools = {**os.environ, "PGHOST": settings["HOST"], "PGPORT": str(settings["PORT"]), "PGUSER": settings["USER"]}
    template = [f"--template={like.database.rpartition('/')[2]}"] if like else []
    # Names of ours
    subprocess.run([_tool("createdb"), *template, name], env=tools, check=True)  # noqa: S603
    try:
        yield Installation(folder, f"postgres://{settings['USER']}@{place}/{name}")
    finally:
        # The same
        subprocess.run([_tool("dropdb"), "--force", name], env=tools, check=True)  # noqa: S603


def _tool(name: str) -> str:
    found = shutil.which(name)
    assert found is not None, f"{name} comes with PostgreSQL's client programs"
    return found
