"""What everything is compared with in the same run: an empty view of Django, and commits
of the database, so that runs on different machines can be told apart.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench import installation
from bench.clients import Browser, look_at
from bench.load import load, shown

SECONDS = 3
TPS = re.compile(r"tps = ([\d.]+)")


@contextmanager
def _served() -> Iterator[int]:
    port = installation.free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    # Our own command, with as many processes and threads as huiyin serve takes here
    server = subprocess.Popen(  # noqa: S603
        [*command, "--workers", "2", "--blocking-threads", "4", "--log-level", "error", "bench.empty:application"],
        env=environment,
    )
    try:
        installation.wait(port, server, path="/")
        yield port
    finally:
        server.terminate()
        server.wait(30)


def empty_view(requests: int = 8000) -> float:
    """Requests a second that an empty view answers, over eight connections."""
    with _served() as port:
        browsers = [Browser(port) for _ in range(8)]
        load(browsers, ["/"] * 200, look_at)
        took, whole = load(browsers, ["/"] * requests, look_at)
    return shown(took, whole).rate


def commits(database: str) -> float:
    """Commits of one insert a second: eight clients on PostgreSQL (pgbench), one writer on SQLite, both durable."""
    return _pgbench() if database == "postgresql" else _sqlite()


def _pgbench() -> float:
    url = os.environ["DATABASE_URL"]
    found = shutil.which("pgbench") or next(map(str, Path("/usr/lib/postgresql").glob("*/bin/pgbench")), "")
    if not found:
        return 0.0
    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory) / "insert.sql"
        script.write_text("INSERT INTO bench_commits (word) VALUES ('回音');\n", "utf-8")
        psql = str(Path(found).with_name("psql"))
        _run([psql, url, "-qc", "CREATE TABLE IF NOT EXISTS bench_commits (word text)"])
        ran = _run([found, "-n", "-c", "8", "-j", "2", "-T", str(SECONDS), "-f", str(script), url])
        _run([psql, url, "-qc", "DROP TABLE bench_commits"])
    return round(float(TPS.findall(ran)[-1]), 1)


def _run(command: list[str]) -> str:
    # PostgreSQL's own programs
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return ran.stdout


def _sqlite() -> float:
    with (
        tempfile.TemporaryDirectory(dir=os.environ["HUIYIN_DATA_DIR"]) as directory,
        closing(sqlite3.connect(Path(directory) / "commits", isolation_level=None)) as database,
    ):
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE commits (word text)")
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < SECONDS:
            database.execute("INSERT INTO commits VALUES ('回音')")
            count += 1
        return round(count / (time.perf_counter() - start), 1)
