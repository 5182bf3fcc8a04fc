"""An installation of its own to measure: prepared by ``huiyin init``, served by
``huiyin serve`` as an office would.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

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


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served() -> Iterator[int]:
    """The server, started as an office starts it; gives the port."""
    port = _free_port()
    server = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "huiyin", "serve", "--port", str(port)]
    )
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        if server.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/health/live")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.25)
    raise RuntimeError("the server did not start")
