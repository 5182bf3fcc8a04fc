"""What a run measured, and whether it reaches what we aim at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

GROWTH = 1.2
"""Nothing may be more than this many times slower at the largest size than at the smallest."""

LOST = 0.8
"""Of the recorded ratio to the empty view; below it an operation has fallen by more than a fifth."""

BESIDE: Mapping[str, float] = {"lives by acts": 40.0, "import, rows": 1500.0}
"""What is measured in one process, and its goal a second."""


@dataclass(slots=True)
class Measured:
    """One operation: requests a second, milliseconds of the middle one and of the one
    in twenty, the server's processor milliseconds for each, and queries of one.
    """

    name: str
    goal: float
    rate: float
    p50: float = 0.0
    p95: float = 0.0
    processor: float = 0.0
    queries: int = 0
    most_queries: int = 0


@dataclass(slots=True)
class Size:
    """Everything measured at one size of one database. ``empty`` is what an empty view
    of Django answers a second on this machine at that time, ``commits`` what the
    database commits.
    """

    database: str
    matters: int
    empty: float = 0.0
    commits: float = 0.0
    memory: float = 0.0
    """Megabytes of the largest process of the server, after the run."""
    operations: list[Measured] = field(default_factory=list)
    scans: list[str] = field(default_factory=list)

    def ratios(self) -> dict[str, float]:
        """Each operation as a part of what the empty view answers."""
        return {one.name: round(one.rate / self.empty, 5) for one in self.operations if self.empty}


def write(path: Path, sizes: Iterable[Size]) -> None:
    """Keep the results as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(size) for size in sizes], ensure_ascii=False, indent=1) + "\n", "utf-8")


def read(path: Path) -> list[Size]:
    """The results that ``write`` kept."""
    sizes = []
    for row in json.loads(path.read_text("utf-8")):
        operations = [Measured(**one) for one in row.pop("operations")]
        sizes.append(Size(**row, operations=operations))
    return sizes


def growth(sizes: Sequence[Size]) -> dict[tuple[str, str], float]:
    """For each database and operation: how many times longer the middle request takes
    at the largest size than at the smallest.
    """
    grown = {}
    for database in dict.fromkeys(size.database for size in sizes):
        mine = sorted((size for size in sizes if size.database == database), key=lambda size: size.matters)
        if len(mine) < 2:
            continue
        last = {one.name: one for one in mine[-1].operations}
        for one in mine[0].operations:
            if one.p50 and one.name in last:
                grown[database, one.name] = round(last[one.name].p50 / one.p50, 2)
    return grown


def misses(sizes: Sequence[Size]) -> list[str]:
    """What does not reach its goal, asks too much, reads for nothing or grows."""
    found = []
    for size in sizes:
        at = f"{size.database}, {size.matters:,} matters"
        for one in size.operations:
            if one.rate < one.goal:
                found.append(f"{at}: {one.name} {one.rate:.1f} a second, goal {one.goal:.0f}")
            if one.most_queries and one.queries > one.most_queries:
                found.append(f"{at}: {one.name} asks {one.queries} queries, at most {one.most_queries}")
        found += [f"{at}: {scan}" for scan in size.scans]
    for (database, name), ratio in growth(sizes).items():
        if ratio > GROWTH:
            found.append(f"{database}: {name} is {ratio} times slower at the largest size, at most {GROWTH}")
    return found


def fallen(sizes: Sequence[Size], recorded: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The operations whose ratio to the empty view is more than a fifth below what was
    recorded. ``recorded``: ratios by database and operation.
    """
    found = []
    for size in sizes:
        known = recorded.get(size.database, {})
        for name, ratio in size.ratios().items():
            if ratio < LOST * known.get(name, 0.0):
                found.append(f"{size.database}: {name} has fallen to {ratio / known[name]:.2f} of what was recorded")
    return found
