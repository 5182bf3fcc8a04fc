"""Measuring one database, size after size; a process of its own, because Django knows
one database.
"""

from __future__ import annotations

import argparse
import time
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import django

from bench import installation
from bench.results import Page, Size, write

django.setup()

from django.conf import settings  # noqa: E402 - after setup, like everything that needs tables
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench import clients, lives, plans  # noqa: E402
from bench.legacy import Ledger  # noqa: E402
from huiyin.casework.chapters.legacy_import.acts import carry_contacts, carry_over  # noqa: E402
from huiyin.casework.lists.worklist import Filters, my_duties  # noqa: E402
from huiyin.demo import district  # noqa: E402
from huiyin.demo.district import OFFICE, PASSWORD  # noqa: E402
from huiyin.web.kit import clock  # noqa: E402

BATCH = 500
DUTIES = "/office/"
CASE = "/office/case/{}"


def carry(ledger: Ledger, count: int) -> float:
    """Carry over so many matters with their repeat contacts; returns rows a second."""
    at, rows, start = clock.now(), 0, time.perf_counter()
    matters = ledger.matters(count)
    while batch := list(islice(matters, BATCH)):
        taken = carry_over(matters=batch, office=OFFICE, at=at)
        joined = carry_contacts(contacts=list(ledger.contacts(batch)), office=OFFICE)
        if taken.problems or joined.problems:
            raise RuntimeError(str((*taken.problems, *joined.problems)[:3]))
        rows += len(taken.taken) + len(joined.taken)
    return round(rows / (time.perf_counter() - start), 1)


def settle() -> None:
    """What a database does by itself after a while: PostgreSQL gathers its statistics."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def case_pages(count: int, today: date) -> list[str]:
    """Addresses of matters on the officer's worklist, each another one as far as there are."""
    officer, found, after = lives.actor("officer"), [], ""
    while len(found) < count:
        page = my_duties(by=officer, filters=Filters(), today=today, after=after)
        found += [CASE.format(item.case_id) for item in page.items]
        after = page.next
        if not after:
            break
    return [found[n % len(found)] for n in range(count)]


def count_and_explain(size: Size, cases: list[str]) -> None:
    """How many queries the two pages ask, and by which plan those on growing tables are
    answered.
    """
    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Client()
    signed_in = browser.post(clients.SIGN_IN, {"login": "officer", "password": PASSWORD})
    if signed_in.status_code != 302:
        raise RuntimeError("sign-in refused")
    for name, path in (("my duties", DUTIES), ("case", cases[0])):
        browser.get(path)
        with plans.recorded() as asked:
            browser.get(path)
        size.pages[name].queries = len(asked)
        for sql, params in asked:
            if plans.is_read(sql):
                plan = plans.explain(sql, params)
                size.plans.setdefault(name, []).append(plan)
                size.scans += [f"{name} reads all of {table}" for table in plans.scans(plan)]
                size.scans += _wasteful(name, sql, params)


def _wasteful(name: str, sql: str, params: Any) -> list[str]:
    """What a page reads for nothing, by PostgreSQL's own count."""
    if connection.vendor != "postgresql":
        return []
    done = plans.work(sql, params)
    return [f"{name} reads {done.read} rows to return {done.returned}: {sql[:120]}"] if done.wasteful else []


def measure(size: Size, *, quick: bool) -> None:
    """Everything but the import, at the size that the register has now."""
    settle()
    size.lives = lives.rate(30 if quick else 150)
    cases = case_pages(30 if quick else 200, clock.today())
    connection.close()
    with installation.served() as port:
        officer = clients.Browser(port)
        officer.sign_in("officer", PASSWORD)
        for name, paths in (("my duties", [DUTIES] * len(cases)), ("case", cases)):
            clients.timed(officer, paths[:20])
            size.pages[name] = Page.of(clients.timed(officer, paths))
        seconds = 3 if quick else 12
        clients.filings(port, seconds=2, threads=4, with_form=False)
        size.filings = clients.filings(port, seconds=seconds, threads=4, with_form=False)
        size.filings_with_form = clients.filings(port, seconds=seconds, threads=4, with_form=True)
    count_and_explain(size, cases)
    connection.close()


def main() -> None:
    """Measure the database behind DATABASE_URL at each size and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    place = district.build(rng=Random(1))  # noqa: S311 - not for secrets
    ledger = Ledger(district=place, today=clock.today())
    found = []
    for matters in sorted(options.sizes):
        size = Size(database=connection.vendor, matters=matters)
        size.rows = carry(ledger, matters - ledger.count)
        measure(size, quick=options.quick)
        found.append(size)
        write(options.output, found)


if __name__ == "__main__":
    main()
