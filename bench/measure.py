"""Measuring one database, size after size; a process of its own, because Django knows
one database.
"""

from __future__ import annotations

import argparse
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

import django

from bench import installation, reference
from bench.load import load, shown
from bench.results import BESIDE, Measured, Size, write

django.setup()

from django.conf import settings  # noqa: E402 - after setup, like everything that needs tables
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402

from bench import lives, plans  # noqa: E402
from bench.cloning import GENUINE, clone  # noqa: E402
from bench.legacy import Ledger  # noqa: E402
from bench.operations import OPERATIONS, STEPS, Operation, Party, World, filled, whole_life  # noqa: E402
from huiyin.casework.chapters.legacy_import.acts import Lookup, carry_contacts, land, look_up  # noqa: E402
from huiyin.casework.chapters.legacy_import.building import Order, build  # noqa: E402
from huiyin.casework.chapters.legacy_import.records import LegacyContact  # noqa: E402
from huiyin.casework.models import Case  # noqa: E402
from huiyin.demo import district  # noqa: E402
from huiyin.demo.district import OFFICE, PASSWORD  # noqa: E402
from huiyin.server import followers, processes  # noqa: E402
from huiyin.web.kit import clock  # noqa: E402

BATCH = 500
WORTH_IT = 3_000  # matters of a file for which other processes are begun


def carry(ledger: Ledger, count: int) -> float:
    """Carry over so many matters with their repeat contacts, by as many processes as ``huiyin
    import`` would use; returns rows a second.
    """
    rows, start = 0, time.perf_counter()
    with processes.shared(processes.cores() if count >= WORTH_IT else 1) as share:
        waiting: deque[tuple[Lookup, list[LegacyContact]]] = deque()
        for built in share(build, _orders(ledger, count, waiting)):
            known, contacts = waiting.popleft()
            taken = land(known, built)
            joined = carry_contacts(contacts=contacts, office=OFFICE)
            if taken.problems or joined.problems:
                raise RuntimeError(str((*taken.problems, *joined.problems)[:3]))
            rows += len(taken.taken) + len(joined.taken)
    return round(rows / (time.perf_counter() - start), 1) if rows else 0.0


def _orders(ledger: Ledger, count: int, waiting: deque[tuple[Lookup, list[LegacyContact]]]) -> Iterator[Order]:
    """What is to be built, a batch at a time; what is known of each, and the contacts that come
    with it, go to ``waiting``.
    """
    at, matters = clock.now(), ledger.matters(count)
    while batch := list(islice(matters, BATCH)):
        known = look_up(batch, office=OFFICE, at=at)
        waiting.append((known, list(ledger.contacts(batch))))
        yield known.order


def grow(ledger: Ledger | None, matters: int) -> float:
    """Bring the register to so many matters: the first from an old ledger, the rest as copies of
    them. Returns rows a second of the import, 0 where nothing was imported.
    """
    rows = 0.0
    if ledger is not None:
        rows = carry(ledger, max(0, min(matters, GENUINE) - ledger.count))
    there = Case.objects.count()
    if there < matters:
        clone(matters - there, begun=there)
    return rows


def settle() -> None:
    """What is done after a while by itself: the worker's followers read what is there,
    and PostgreSQL gathers its statistics.
    """
    for follower in followers.FOLLOWERS.values():
        followers.catch_up(follower, at=clock.now, progress=lambda _done: None, wait=60)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _over_http(size: Size, world: World) -> None:
    """All operations, one after another, on one server."""
    connection.close()
    with installation.served() as (port, server):
        for operation in OPERATIONS:
            size.operations.append(_measured(operation, world, port, server.pid))
        parties = [Party.of(port) for _ in range(4)]
        load(parties, range(len(parties)), whole_life)
        took, whole = load(parties, range(max(4, world.count // 4)), whole_life)
        lived = shown(took, whole)
        size.operations.append(Measured("whole life, 11 requests", 15.0, lived.rate, lived.p50, lived.p95))
        size.memory = installation.memory(server.pid)


def _measured(operation: Operation, world: World, port: int, server: int) -> Measured:
    jobs = list(operation.prepare(world))
    connection.close()
    browsers = operation.browsers(port)
    if not operation.changes:
        load(browsers, jobs[: 2 * len(browsers)], operation.send)
    before = installation.processor(server)
    took, whole = load(browsers, jobs, operation.send)
    found = shown(took, whole, processor=installation.processor(server) - before)
    rates = (found.rate, found.p50, found.p95, found.processor)
    return Measured(operation.name, operation.goal, *rates, most_queries=operation.queries)


def _client(who: str) -> Client:
    browser = Client()
    if browser.post("/account/login/", {"login": who, "password": PASSWORD}).status_code != 302:
        raise RuntimeError(f"sign-in as {who} refused")
    return browser


def _asked(name: str, send: Callable[[], HttpResponse], *, status: int, scans: list[str]) -> int:
    """How many queries an operation asks; what it reads for nothing goes to ``scans``."""
    with plans.recorded() as asked:
        answer = send()
    if answer.status_code != status:
        raise RuntimeError(f"{name}: {answer.status_code}")
    for sql, params in asked:
        if plans.is_read(sql) and "FOR NO KEY UPDATE" not in sql:
            scans += plans.problems(name, sql, params)
    return len(asked)


def _look_at_queries(world: World) -> tuple[dict[str, int], list[str]]:
    """How many queries each page and step asks, by name, and what they read for nothing."""
    settings.ALLOWED_HOSTS = ["testserver"]
    counts: dict[str, int] = {}
    scans: list[str] = []
    for operation in OPERATIONS:
        if operation.address is not None:
            browser, address = _client(operation.who), operation.address(world)
            browser.get(address)
            get = partial(browser.get, address)
            counts[operation.name] = _asked(operation.name, get, status=200, scans=scans)
    case_id = lives.file(lives.Actor.petitioner(), clock.now()).case_id
    for step, who, form in STEPS:
        browser = _client(who)
        browser.get("/office/")
        post = partial(browser.post, f"/office/case/{case_id}/act/{step}", filled(step, form))
        counts[f"{step}, POST"] = _asked(step, post, status=302, scans=scans)
    return counts, scans


def measure(size: Size, *, quick: bool) -> None:
    """Everything but the import, at the size that the register has now."""
    settle()
    world = World(40 if quick else 400)
    lived = lives.rate(20 if quick else 100)
    world.file()
    settle()
    size.empty = reference.empty_view(1500 if quick else 8000)
    size.commits = reference.commits(connection.vendor)
    counts, size.scans = _look_at_queries(world)
    _over_http(size, world)
    for one in size.operations:
        one.queries = counts.get(one.name, 0)
    size.operations.append(Measured("lives by acts", BESIDE["lives by acts"], lived))
    connection.close()


def _ledger() -> Ledger | None:
    """An old ledger of the district, which is set up for it; None in an installation that was
    kept from an earlier run.
    """
    if Case.objects.exists():
        return None
    place = district.build(rng=Random(1))  # noqa: S311 - not for secrets
    return Ledger(district=place, today=clock.today())


def main() -> None:
    """Measure the database behind DATABASE_URL at each size and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    sizes = []
    ledger = _ledger()
    for matters in sorted(options.sizes):
        size = Size(database=connection.vendor, matters=matters)
        rows = grow(ledger, matters)
        measure(size, quick=options.quick)
        size.operations.append(Measured("import, rows", BESIDE["import, rows"], rows))
        sizes.append(size)
        write(options.output, sizes)


if __name__ == "__main__":
    main()
