"""What a run measured, and whether it reaches what we aim at."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

AIMS = {"filings": 100.0, "lives": 20.0, "rows": 500.0}
"""On two cores, a second: petitions filed over HTTP, whole lives by acts, rows of an old ledger."""

GROWTH = 1.3
"""No page may be more than this many times slower at the largest size than at the smallest."""

QUERIES = {"my duties": 10, "case": 20, "filing": 20}


@dataclass(slots=True)
class Page:
    """A page over HTTP: milliseconds of the middle request and of the one in twenty,
    and queries.
    """

    median: float
    p95: float
    queries: int = 0

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Page:
        """From the time that each request took."""
        ordered = sorted(seconds)
        return cls(
            median=round(statistics.median(ordered) * 1000, 2),
            p95=round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000, 2),
        )


@dataclass(slots=True)
class Size:
    """Everything measured at one size of one database."""

    database: str
    matters: int
    rows: float = 0.0
    lives: float = 0.0
    filings: float = 0.0
    filings_with_form: float = 0.0
    pages: dict[str, Page] = field(default_factory=dict)
    plans: dict[str, list[str]] = field(default_factory=dict)
    scans: list[str] = field(default_factory=list)


def write(path: Path, sizes: Iterable[Size]) -> None:
    """Keep the results as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(size) for size in sizes], ensure_ascii=False, indent=1) + "\n", "utf-8")


def read(path: Path) -> list[Size]:
    """The results that ``write`` kept."""
    found = []
    for row in json.loads(path.read_text("utf-8")):
        pages = {name: Page(**page) for name, page in row.pop("pages").items()}
        found.append(Size(**row, pages=pages))
    return found


def growth(sizes: Sequence[Size]) -> dict[tuple[str, str], float]:
    """For each database and page: how many times slower it is at the largest size than
    at the smallest.
    """
    found = {}
    for database in dict.fromkeys(size.database for size in sizes):
        mine = sorted((size for size in sizes if size.database == database), key=lambda size: size.matters)
        if len(mine) > 1:
            for name, page in mine[0].pages.items():
                found[database, name] = round(mine[-1].pages[name].median / page.median, 2)
    return found


def misses(sizes: Sequence[Size]) -> list[str]:
    """What does not reach the aims or breaks a ceiling."""
    found = []
    for size in sizes:
        at = f"{size.database}, {size.matters} matters"
        for name, aim in AIMS.items():
            reached = getattr(size, name)
            if reached and reached < aim:
                found.append(f"{at}: {reached:.0f} {name} a second, aim {aim:.0f}")
        for name, page in size.pages.items():
            if page.queries > QUERIES.get(name, 20):
                found.append(f"{at}: {name} takes {page.queries} queries, at most {QUERIES[name]}")
        found += [f"{at}: {scan}" for scan in size.scans]
    for (database, name), ratio in growth(sizes).items():
        if ratio > GROWTH:
            found.append(f"{database}: {name} is {ratio} times slower at the largest size, at most {GROWTH}")
    counts: dict[tuple[str, str], set[int]] = {}
    for size in sizes:
        for name, page in size.pages.items():
            counts.setdefault((size.database, name), set()).add(page.queries)
    found += [
        f"{database}: the queries of {name} differ with size: {sorted(seen)}"
        for (database, name), seen in counts.items()
        if len(seen) > 1
    ]
    return found
