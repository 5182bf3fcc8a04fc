"""The trials: each treats an installation badly and tells in figures how it came out."""

from __future__ import annotations

import http.client
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.clients import FORM
from tests.trials.clients import GONE, Client, Load, act_form, judged, petition
from tests.trials.filling import full_database
from tests.trials.following import follow
from tests.trials.inside import PASSWORD, STAFF
from tests.trials.place import Failed, Place, wait_for

Figures = dict[str, Any]
Say = Callable[[str], None]
MEGABYTE = 1024 * 1024
YESTERDAY = Path(__file__).with_name("yesterday")


def kills(place: Place, say: Say, times: int) -> Figures:
    """Server and worker are killed without warning while citizens file and officers act, again and again."""
    load, slowest = Load(place.port, officers=2), 0.0
    place.start()
    load.start()
    for number in range(times):
        enough, acted = len(load.filed) + 3, load.acted.total() + 1
        until = time.monotonic() + 60
        while (len(load.filed) < enough or load.acted.total() < acted) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(random.uniform(0, 2))  # noqa: S311 - no secret
        place.end()
        slowest = max(slowest, place.start())
        say(f"{number + 1} of {times} kills, {len(load.filed)} acknowledged")
    load.stop()
    found = judged(load, place.inside("matters"))
    place.end(signal.SIGTERM)
    return {"kills": times, **found, "slowest start (s)": round(slowest, 1), "unknown files": place.inside("unknown"),
            "not whole": place.problems()}  # fmt: skip


def full_disk(place: Place, say: Say, times: int) -> Figures:
    """The disk under the data directory runs full while petitions come in; later there is room again."""
    del times
    if os.geteuid() != 0:
        return {"left out": "a small file system can be mounted by root only"}
    place.more = {"HUIYIN_FREE_SPACE_MB": "0"}  # otherwise it refuses files while half a gigabyte is left
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m,mode=700", "tmpfs", str(place.data)], check=True)  # noqa: S603, S607 - our own mount
    try:
        place.prepare()
        place.start(worker=False)
        load = Load(place.port, officers=0)
        load.start()
        wait_for(lambda: len(load.filed) >= 10, "nothing could be filed")
        balloon = place.data / "balloon"
        with balloon.open("wb") as rest:
            try:
                while True:
                    rest.write(bytes(64 * 1024))
                    rest.flush()
            except OSError:
                say("the disk is full")
        before = sum(load.said.values())
        wait_for(lambda: sum(load.said.values()) >= before + 20, "no request was refused on a full disk")
        said, statuses, balloon_began = dict(load.said), dict(load.statuses), time.monotonic()
        balloon.unlink()
        acknowledged = len(load.filed)
        wait_for(lambda: len(load.filed) >= acknowledged + 10, "nothing could be filed once there was room again")
        took = load.last - balloon_began
        load.stop()
        found = judged(load, place.inside("matters"))
        return {**found, "refused": sum(said.values()), "said": said, "statuses": statuses,
                "after room (s)": round(took, 1), "not whole": place.problems()}  # fmt: skip
    finally:
        place.end()
        subprocess.run(["umount", "-l", str(place.data)], check=False)  # noqa: S603, S607


def away(place: Place, say: Say, times: int) -> Figures:
    """PostgreSQL stops as if the power had gone, under load, and comes back; server and worker are left alone."""
    if place.cluster is None:
        return {"left out": "SQLite has no server"}
    place.start()
    load, slowest = Load(place.port, officers=2), 0.0
    load.start()
    for number in range(max(1, times // 10)):
        enough = len(load.filed) + 5
        wait_for(lambda enough=enough: len(load.filed) >= enough, "nothing could be filed")  # type: ignore[misc]
        place.cluster.stop("immediate")
        time.sleep(4)
        place.cluster.start()
        back, acknowledged = time.monotonic(), len(load.filed)
        wait_for(lambda acknowledged=acknowledged: len(load.filed) > acknowledged, "the server did not come back")  # type: ignore[misc]
        slowest = max(slowest, time.monotonic() - back)
        say(f"{number + 1} restarts, {len(load.filed)} acknowledged")
    load.stop()
    nights = place.inside("due").get("nightly SUCCESSFUL", 0)
    wait_for(lambda: place.inside("queue").get("nightly SUCCESSFUL", 0) > nights, "the worker did not come back", 180)
    alive = sum(one.poll() is None for one in place.running)
    found = judged(load, place.inside("matters"))
    return {"restarts": max(1, times // 10), **found, "unavailable": load.statuses[503],
            "slowest return (s)": round(slowest, 1), "processes that lived on": alive,
            "not whole": place.problems()}  # fmt: skip


def races(place: Place, say: Say, times: int) -> Figures:
    """The same form twice at the same instant, two officers and one act, petitions that want the same number."""
    place.start(worker=False)
    rounds = max(2, times)
    csrf, jar = _form(place)
    titles = [f"重复{uuid4().hex}" for _ in range(rounds)]
    same: list[int] = []
    for title in titles:
        form = petition(csrf, title, uuid4().hex)
        same += _at_once([lambda form=form: _post(place, jar, FORM, form)] * 2)  # type: ignore[misc]
    say("forms sent twice")
    apart: list[int] = []
    for number in range(rounds):
        forms = [petition(csrf, f"同时{number}-{which}") for which in range(4)]
        apart += _at_once([lambda form=form: _post(place, jar, FORM, form) for form in forms])  # type: ignore[misc]
    say("petitions sent at the same instant")
    known = place.inside("matters")
    twice = _two_officers(place, [known[title][0]["id"] for title in titles])
    after = {one["id"]: one["events"] for same in place.inside("matters").values() for one in same}
    grown = [after[known[title][0]["id"]] - known[title][0]["events"] for title in titles]
    numbers = [one["number"] for same in known.values() for one in same]
    once = min(grown, default=0)
    return {
        "forms sent twice": rounds,
        "matters of them": sum(len(known[title]) for title in titles),
        "petitions at one instant": len(apart),
        "not taken": sum(status != 302 for status in apart),
        "numbers given twice": len(numbers) - len(set(numbers)),
        "acts by two officers": rounds,
        "acts done twice": sum(one > once for one in grown),
        "acts not done": sum(one == 0 for one in grown),
        "second officers told": sum(sorted(pair)[1] in {409, 422} for pair in twice),
        "answers of 500": sum(status == 500 for status in [*same, *apart, *(one for pair in twice for one in pair)]),
        "not whole": place.problems(),
    }


def _two_officers(place: Place, cases: list[str]) -> list[list[int]]:
    officers = [Client(place.port) for _ in STAFF]
    for officer, name in zip(officers, STAFF, strict=True):
        officer.sign_in(name, PASSWORD)
    answers = []
    for case_id in cases:
        asked = []
        for officer in officers:
            officer.close()
            found = act_form(officer, case_id, "register")
            if found is None:
                raise Failed("the act is not offered")
            asked.append((dict(officer.cookies), *found))
        answers.append(
            _at_once([lambda one=one: _post(place, *one) for one in asked])  # type: ignore[misc]
        )
    return answers


def workers(place: Place, say: Say, times: int) -> Figures:
    """Three workers start at the same instant and find the same night."""
    rounds, nights = max(1, times // 10), 0
    for number in range(rounds):
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "huiyin", "worker", "--batch"], env=place.environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            for _ in range(3)
        ]  # fmt: skip
        ended = [one.wait(300) for one in started]
        if any(ended):
            raise Failed(f"workers ended with {ended}")
        queue = place.inside("due")
        nights = queue.get("nightly SUCCESSFUL", 0)
        say(f"{number + 1} times three workers, {nights} nights")
        if queue.get("nightly READY", 0) != 1 or queue.get("hourly READY", 0) != 1:
            raise Failed(f"not one night and one hour in the queue: {queue}")
    return {"rounds of three workers": rounds, "nights done": nights, "nights in the queue": 1,
            "not whole": place.problems()}  # fmt: skip


def backups(place: Place, say: Say, times: int) -> Figures:
    """A backup is made under load and put back elsewhere."""
    del times
    place.start(worker=False)
    load = Load(place.port)
    load.start()
    wait_for(lambda: len(load.filed) >= 10, "nothing could be filed")
    before = list(load.filed)
    place.huiyin("backup", str(place.directory / "copy"))
    during = len(load.filed)
    load.stop()
    place.end()
    say(f"{len(before)} acknowledged before the backup, {during - len(before)} meanwhile")
    there = Place(place.directory / "elsewhere", place.database, cluster=place.cluster)
    there.directory.mkdir()
    if place.cluster:
        there.more = {"DATABASE_URL": place.cluster.create("elsewhere")}
    shutil.copytree(place.data / "secrets", there.data / "secrets")  # kept apart, as the manual says
    there.data.chmod(0o700)
    there.huiyin("restore", str(place.directory / "copy"))
    known = there.inside("matters")
    load.filed = before
    found = judged(load, known)
    return {"acknowledged before": len(before), "acknowledged meanwhile": during - len(before), "lost": found["lost"],
            "files lost": found["files lost"], "restored": sum(len(one) for one in known.values()),
            "not whole": there.problems()}  # fmt: skip


def memory(place: Place, say: Say, times: int) -> Figures:
    """The most memory that the server's process ever took: at first, after a large request, after eight at once."""
    del times
    place.start(worker=False)
    csrf, jar = _form(place)
    peaks = {"after the first page (MB)": _peak(place)}
    fields = petition(csrf, "大附件")
    _at_once([lambda: _large(place, jar, fields, 58)])
    peaks["after one request of 58 MB (MB)"] = _peak(place)
    answers = _at_once([lambda: _large(place, jar, fields, 200)])
    peaks["after one of 200 MB (MB)"] = _peak(place)
    say("eight large requests at once")
    together = _at_once([lambda: _large(place, jar, petition(csrf, uuid4().hex), 58)] * 8)
    peaks["after eight of 58 MB at once (MB)"] = _peak(place)
    return {**peaks, "200 MB answered": answers[0], "eight answered": sorted(together),
            "not whole": place.problems()}  # fmt: skip


def clock_back(place: Place, say: Say, times: int) -> Figures:
    """The machine's clock is set one day back between two starts; citizens and officers go on as before."""
    del times
    load = Load(place.port, officers=2, files=False)
    place.start(worker=False)
    load.start()
    wait_for(lambda: len(load.filed) >= 10 and load.acted.total() >= 3, "nothing could be done")
    place.end()
    before, acted = len(load.filed), load.acted.total()
    place.more = {"PYTHONPATH": os.pathsep.join([str(YESTERDAY), place.environment["PYTHONPATH"]])}
    say("the clock is a day back")
    place.start(worker=False)
    wait_for(lambda: len(load.filed) >= before + 10 and load.acted.total() >= acted + 3, "nothing could be done then")
    load.stop()
    place.end()
    place.more = {}
    found = judged(load, place.inside("matters"))
    backwards = place.inside("backwards")
    return {**found, "filed with the clock back": len(load.filed) - before,
            "acts with the clock back": load.acted.total() - acted, "events before the one before": backwards["events"],
            "duties that ended before they began": backwards["duties"], "not whole": place.problems()}  # fmt: skip


def _large(place: Place, jar: dict[str, str], fields: dict[str, str], megabytes: int) -> int:
    asked = http.client.HTTPConnection("127.0.0.1", place.port, timeout=300)
    part = '--trial\r\nContent-Disposition: form-data; name="{}"'
    body = "".join(f"{part.format(name)}\r\n\r\n{value}\r\n" for name, value in fields.items()).encode()
    for begun in range(0, megabytes, 19):
        body += f'{part.format("files")}; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n'.encode()
        body += b"a" * (min(19, megabytes - begun) * MEGABYTE) + b"\r\n"
    cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
    try:
        asked.request("POST", FORM, body + b"--trial--\r\n",
                      {"Cookie": cookies, "Content-Type": "multipart/form-data; boundary=trial"})  # fmt: skip
        return asked.getresponse().status
    except GONE:
        return 0
    finally:
        asked.close()


def _peak(place: Place) -> int:
    """The largest of the server's processes, in megabytes, at the worst instant so far."""
    group, most = place.running[0].pid, 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if os.getpgid(int(status.parent.name)) == group:
                found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
                most = max(most, int(found[1]) if found else 0)
        except (ProcessLookupError, FileNotFoundError):
            continue
    return most // 1024


def _form(place: Place) -> tuple[str, dict[str, str]]:
    client = Client(place.port)
    csrf = client.token(FORM)
    client.close()
    return csrf, dict(client.cookies)


def _post(place: Place, jar: dict[str, str], address: str, form: dict[str, str]) -> int:
    client = Client(place.port, cookies=dict(jar))
    status = client.send(address, form)[0]
    client.close()
    return status


def _at_once(asked: list[Callable[[], int]]) -> list[int]:
    """Do all of it at the same instant; the answers in the same order."""
    gate, answers = threading.Barrier(len(asked)), [0] * len(asked)

    def one(place: int) -> None:
        gate.wait()
        answers[place] = asked[place]()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(asked))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


TRIALS: dict[str, Callable[[Place, Say, int], Figures]] = {
    "kills": kills, "races": races, "workers": workers, "backups": backups, "memory": memory, "away": away,
    "full_disk": full_disk, "full_database": full_database, "clock_back": clock_back, "follow": follow,
}  # fmt: skip

PREPARES_ITSELF = {"full_disk", "full_database"}

MUST_BE_NONE = (
    "lost", "files lost", "twice", "acts lost", "not taken", "numbers given twice", "acts done twice", "acts not done",
    "not whole", "events before the one before", "duties that ended before they began",
    "answers of 500", "refused without their words", "writers that failed", "not at the end", "missed", "not in the ledger", "out of order", "tally differs",
)  # fmt: skip
"""Figures that fail a trial when there are any."""
