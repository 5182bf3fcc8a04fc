"""One request as granian tells it (RSGI) in the words of WSGI (PEP 3333)."""

from __future__ import annotations

import sys
from typing import Any

from huiyin.server.blocks import Blocks
from huiyin.web.kit.receiving import REFUSED

__all__ = ["REFUSED", "of"]


def of(scope: Any, body: Blocks) -> dict[str, Any]:
    """The environment for a WSGI application: the request's own facts, and a body that has arrived.

    A header that comes several times is joined with commas, cookies with semicolons.
    Names with an underscore are left out: they would be taken for those with a hyphen,
    which a proxy in front may have checked.
    """
    client, _colon, port = scope.client.rpartition(":")
    host, _colon, host_port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": host_port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": port,
        "CONTENT_LENGTH": str(body.size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body.input(),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        _add_header(environ, name, value)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name or name in {"content-length", "transfer-encoding"}:
        return
    key = (
        "CONTENT_TYPE"
        if name == "content-type"
        else f"HTTP_{name.upper().replace('-', '_')}"
    )
    if key in environ:
        value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"
    environ[key] = value
