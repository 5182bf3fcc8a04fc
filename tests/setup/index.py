"""A package index on the loopback that is a trap: beside each locked release it offers
a newer one that is broken.

Whoever resolves anything at set-up takes the newer release, and fails, today instead of
on the day it is published.
"""

import base64
import hashlib
import os
import re
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEWER = "9999.0"


class Quiet(SimpleHTTPRequestHandler):
    """Serves the folder without a line for each request."""

    # The name that the base class gives it
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def download(python: Path | str, into: Path, *lists: str) -> None:
    """Fetch the locked releases, for this Python, from wherever this machine has its packages."""
    names = [part for name in lists for part in ("-r", str(ROOT / "requirements" / name))]
    options = ["-q", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--disable-pip-version-check"]
    command = [str(python), "-m", "pip", "download", *options, "-d", str(into), *names]
    subprocess.run(command, check=True, stderr=subprocess.PIPE)  # noqa: S603  # our own command


def fill(wheels: Path, simple: Path) -> None:
    """Lay out an index: for each wheel its page, and on it a release that nobody has tested."""
    for wheel in sorted(wheels.glob("*.whl")):
        project, version = wheel.name.split("-")[:2]
        page = simple / re.sub(r"[-_.]+", "-", project).lower()
        page.mkdir(parents=True, exist_ok=True)
        (page / wheel.name).symlink_to(wheel)
        if version != NEWER:
            broken(page, project)
        links = [f'<a href="{path.name}">{path.name}</a>' for path in sorted(page.glob("*.whl"))]
        (page / "index.html").write_text("\n".join(links), encoding="utf-8")


def broken(folder: Path, project: str) -> Path:
    """Write a newer release, which installs well and cannot be imported."""
    path = folder / f"{project}-{NEWER}-py3-none-any.whl"
    info = f"{project}-{NEWER}.dist-info"
    files = {
        f"{project.lower()}.py": "raise RuntimeError('a release that nobody has tested')\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {project}\nVersion: {NEWER}\n",
        f"{info}/WHEEL": ("Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
    }
    record = []
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record.append(f"{name},sha256={digest},{len(text)}")
        archive.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,"]))
    return path


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder on a free port, and give the address of its index."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/simple/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def alone(address: str) -> dict[str, str]:
    """The environment of a machine that knows this index and no other."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "HUIYIN_"))}
    kept = {name: value for name, value in kept.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    kept.pop("PYTHONPATH", None)
    return kept | {
        "PIP_INDEX_URL": address,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INPUT": "1",
        "no_proxy": "127.0.0.1",
    }
