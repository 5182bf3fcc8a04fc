"""An installation of its own with its processes, to be treated badly: killed, filled
up, cut off from its database.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.installation import QUIET
from tests.plugins.serving import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
"""Seconds in which a process must come up, on a machine that does much else."""


class Failed(Exception):
    """A trial could not be made, or came out as it must not."""


def wait_for(there: Callable[[], bool], otherwise: str, seconds: float = 90) -> None:
    """Wait until something is so; Failed, with what to say ``otherwise``, where it is
    not within some seconds.
    """
    until = time.monotonic() + seconds
    while not there():
        if time.monotonic() > until:
            raise Failed(otherwise)
        time.sleep(0.1)


@dataclass
class Cluster:
    """A PostgreSQL of its own, durable as an office's is, on the loopback and a free port."""

    directory: Path
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise Failed("PostgreSQL 15 or later is needed (apt-get install postgresql)")
        self.bin = found[-1].parent
        self.directory.mkdir(parents=True)
        self.owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.owner:
            shutil.chown(self.directory, "postgres")
        self._run(
            "initdb", "-D", f"{self.directory}/data", "-U", "huiyin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self.start()
        self.create("huiyin")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [*self.owner, str(self.bin / program), *arguments],
            check=False,
            cwd=self.directory,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            raise Failed(f"{program}: {done.stderr}")

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.directory}"
        log = f"{self.directory}/server.log"
        self._run("pg_ctl", "-D", f"{self.directory}/data", "-w", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop; "immediate" is as if the power had gone."""
        self._run("pg_ctl", "-D", f"{self.directory}/data", "-w", "-m", mode, "stop")

    def runs(self) -> bool:
        """Whether its server is up."""
        try:
            self._run("pg_ctl", "-D", f"{self.directory}/data", "status")
        except Failed:
            return False
        return True

    def say(self, statement: str) -> bool:
        """Run a statement; whether it could be."""
        try:
            self._run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "huiyin", "-c", statement, "huiyin")
        except Failed:
            return False
        return True

    def create(self, name: str) -> str:
        """Make an empty database and return its address."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "huiyin", name)
        return self.address(name)

    def address(self, name: str = "huiyin") -> str:
        """The address of a database."""
        return f"postgres://huiyin@127.0.0.1:{self.port}/{name}"


@dataclass
class Place:
    """An installation in ``directory`` on "sqlite" or "postgresql", its server and its worker."""

    directory: Path
    database: str
    cluster: Cluster | None = None
    port: int = field(default_factory=free_port)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data = self.directory / "data"
        if self.database == "postgresql" and self.cluster is None:
            self.directory.chmod(0o711)  # so that PostgreSQL's own account comes through
            self.cluster = Cluster(self.directory / "cluster")

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told, and nothing else that is set here."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "DATABASE_", "DJANGO_"))}
        told = {
            **kept,
            **QUIET,
            "HUIYIN_DATA_DIR": str(self.data),
            "HUIYIN_LANGUAGE": "zh-hans",
            "LANG": "C.UTF-8",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
            "HUIYIN_HEADS_DIR": "none",
            **self.more,
        }
        return ({"DATABASE_URL": self.cluster.address()} if self.cluster else {}) | told

    def prepare(self) -> None:
        """``huiyin init``, and the staff and places that the clients know."""
        self.huiyin("init", "--name", "泉东区人民政府", "--code", "quandong")
        self.inside("prepare")

    def huiyin(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run ``huiyin`` here."""
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "huiyin", *arguments],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if check and done.returncode:
            raise Failed(f"huiyin {' '.join(arguments)}: {done.stdout[-2000:]} {done.stderr[-2000:]}")
        return done

    def inside(self, *arguments: str) -> Any:
        """Ask the installation by our own code, in a process with its settings."""
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.trials.inside", *arguments],
            env=self.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Failed(f"{arguments}: {done.stderr[-3000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def problems(self) -> list[str]:
        """What ``huiyin verify --files`` finds wrong; files that a killed server left
        do not count here.
        """
        done = self.huiyin("verify", "--files", "--json", check=False)
        if not done.stdout.strip():
            raise Failed(f"verify: {done.stderr[-2000:]}")
        return [str(one["message"]) for one in json.loads(done.stdout.splitlines()[-1])["problems"]]

    def start(self, *, worker: bool = True) -> float:
        """Start server and worker in groups of their own; returns the seconds until the
        first page came.
        """
        began = time.monotonic()
        size = ["--workers", "1", "--threads", "4"]
        self._launch("serve", "--port", str(self.port), *size)
        if worker:
            self._launch("worker")
        while time.monotonic() - began < PATIENCE:
            if self.answers():
                return time.monotonic() - began
            time.sleep(0.2)
        raise Failed("the server did not come up")

    def _launch(self, *arguments: str) -> None:
        log = (self.directory / "processes.log").open("ab")
        command = [sys.executable, "-m", "huiyin", *arguments]
        self.running.append(
            subprocess.Popen(  # noqa: S603 - our own program
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        )
        log.close()

    def answers(self) -> bool:
        """Whether the first page comes."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/file/all")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def end(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End all processes of ours at once, by default without warning."""
        for one in self.running:
            if one.poll() is None:
                os.killpg(one.pid, number)
        for one in self.running:
            one.wait(30)
        self.running.clear()

    def clear(self) -> None:
        """End everything, the database too."""
        self.end()
        if self.cluster:
            self.cluster.stop()
