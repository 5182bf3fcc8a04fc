"""An installation of its own to measure: prepared by ``huiyin init``, served by
``huiyin serve`` as an office would.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

QUIET = {
    "HUIYIN_RATE_FILE": "",
    "HUIYIN_RATE_FILE_ADDRESS": "",
    "HUIYIN_RATE_FOLLOW": "",
    "HUIYIN_RATE_SIGN_IN": "",
    "HUIYIN_SECOND_FACTOR": "none",
    "HUIYIN_LOG_LEVEL": "ERROR",
}


def environment(directory: str, **more: str) -> dict[str, str]:
    """The environment of a child that works in ``directory``; limits on addresses lifted."""
    return {**os.environ, **QUIET, "HUIYIN_DATA_DIR": directory, "HUIYIN_LANGUAGE": "zh-hans", **more}


def prepare() -> None:
    """``huiyin init`` without organs, in this process's environment."""
    subprocess.run([sys.executable, "-m", "huiyin", "init", "--bare"], check=True, stdout=subprocess.DEVNULL)


def free_port() -> int:
    """A port on the loopback that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served() -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The server, started as an office starts it; gives the port and the process."""
    port = free_port()
    server = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "huiyin", "serve", "--port", str(port)]
    )
    try:
        wait(port, server)
        yield port, server
    finally:
        server.terminate()
        server.wait(30)


def wait(port: int, server: subprocess.Popen[bytes], *, path: str = "/health/live") -> None:
    """Until a server answers; RuntimeError when it does not."""
    for _ in range(120):
        if server.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.25)
    raise RuntimeError("the server did not start")


def processes(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            process = int(entry.name)
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(process)
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def processor(root: int) -> float:
    """Seconds of processor time that a process and its descendants have used."""
    ticks = 0
    for pid in processes(root):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(root: int) -> float:
    """Megabytes that the largest of a process and its descendants holds."""
    largest = 0
    for pid in processes(root):
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            largest = max(largest, next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")))
    return round(largest / 1024, 1)
