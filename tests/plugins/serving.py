"""A real installation and the real server over it, for tests of what stands in front of Django."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Serving:
    """A server that runs: its port and its process."""

    port: int
    process: subprocess.Popen[bytes]

    def connect(self, data: bytes = b"") -> socket.socket:
        """A connection that has sent some bytes, and waits."""
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        opened.sendall(data)
        return opened

    def get(self, path: str = "/", method: str = "GET", body: bytes | None = None, **headers: str):
        """Ask on a connection of its own: status, headers, body, seconds."""
        began = time.perf_counter()
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        asked.request(method, path, body=body, headers=headers)
        answer = asked.getresponse()
        content = answer.read()
        asked.close()
        return answer.status, answer.headers, content, time.perf_counter() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation of its own, prepared."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "DATABASE_", "DJANGO_"))}
    data = tmp_path_factory.mktemp("serving") / "data"
    found = {
        **kept,
        "HUIYIN_DATA_DIR": str(data),
        "PYTHONPATH": str(ROOT / "src"),
        "LANG": "C.UTF-8",
        "HUIYIN_UPLOAD_MAX_MB": "1",
        "HUIYIN_UPLOAD_MAX_FILES": "2",
        "HUIYIN_REQUEST_MAX_MB": "1",
    }
    command = [sys.executable, "-m", "huiyin", "init", "--name", "泉东区人民政府", "--code", "quandong"]
    # Our own program
    subprocess.run(command, env=found, check=True, capture_output=True)  # noqa: S603
    return found


def started(environment: dict[str, str], *, workers: int = 1) -> Serving:
    """One process (or ``workers``) with two threads: fewer than an office has, so that
    holding a thread would show.
    """
    port = free_port()
    size = ["--workers", str(workers), "--threads", "2"]
    command = [sys.executable, "-m", "huiyin", "serve", "--port", str(port), *size]
    # Our own program
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
    serving = Serving(port, process)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if serving.get("/health/live")[0] == 200:
                return serving
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError("the server did not start")
