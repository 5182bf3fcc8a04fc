"""The disk under PostgreSQL's own data runs full: in the middle of the tables, then in
the middle of its log, where the server gives up; later there is room again.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.trials.clients import Load, judged
from tests.trials.place import Cluster, Failed, Place, wait_for

SIZE = "200m"
"""A cluster without a matter takes 60 MB; the rest is filled up."""


def full_database(place: Place, say: Callable[[str], None], times: int) -> dict[str, Any]:
    """Petitions come in while PostgreSQL's disk is full, and while it is down because of that."""
    del times
    if place.cluster is None:
        return {"left out": "SQLite's file lies in the data directory: full_disk"}
    small = place.directory / "small"
    small.mkdir()
    if not _mounted(small):
        return {"left out": "a small file system cannot be mounted here: that needs root, and a machine that lets it"}
    large, place.cluster = place.cluster, None
    large.stop()
    try:
        place.cluster = Cluster(small / "cluster")
        place.prepare()
        place.start(worker=False)
        return _filled(place, place.cluster, small, say)
    finally:
        place.end()
        if place.cluster is not None and place.cluster.runs():
            place.cluster.stop()
        place.cluster = None
        subprocess.run(["umount", "-l", str(small)], check=False)  # noqa: S603, S607 - our own mount


def _mounted(small: Path) -> bool:
    if os.geteuid() != 0:
        return False
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "tmpfs", str(small)]
    return subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode == 0  # noqa: S603 - our own mount


def _filled(place: Place, cluster: Cluster, small: Path, say: Callable[[str], None]) -> dict[str, Any]:
    load = Load(place.port, officers=0)
    load.start()
    wait_for(lambda: len(load.filed) >= 10, "nothing could be filed")
    balloon = small / "balloon"
    _fill(balloon)
    say("the disk is full")
    _refused(load, 20, "no request was refused on a full disk")
    tables, at_first = dict(load.said), len(load.filed)
    # A full log is worse than a full table: the server ends at once, and does not come up again.
    for _ in range(20):
        if not cluster.say("select pg_switch_wal()") and not cluster.runs():
            break
        _fill(balloon)
    gave_up = not cluster.runs()
    say("the log is full too" if gave_up else "the server lives on")
    _refused(load, 20, "no request was refused while the server was down")
    balloon.unlink()
    room, acknowledged = time.monotonic(), len(load.filed)
    if not cluster.runs():
        cluster.start()
    wait_for(lambda: len(load.filed) >= acknowledged + 10, "nothing could be filed once there was room again")
    took = load.last - room
    load.stop()
    return {
        **judged(load, place.inside("matters")),
        "filed on what was left": at_first - 10,
        "refused": sum(load.said.values()),
        "refused in tables": tables,
        "said": dict(load.said),
        "refused without their words": load.wordless.total(),
        "answers of 500": load.statuses[500],
        "server gave up": gave_up,
        "after room (s)": round(took, 1),
        "not whole": place.problems(),
    }


def _fill(balloon: Path) -> None:
    """Take what room there is, to the last page."""
    with balloon.open("ab", buffering=0) as rest:
        for size in (64 * 1024, 4 * 1024):
            try:
                while rest.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


def _refused(load: Load, more: int, otherwise: str) -> None:
    before = sum(load.said.values())
    wait_for(lambda: sum(load.said.values()) >= before + more, otherwise)
    if load.statuses[500]:
        raise Failed(f"answers of 500: {dict(load.said)}")
