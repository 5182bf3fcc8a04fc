"""What the benchmarks make of their figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.results import Page, Size

from bench import results

GOOD = Size("sqlite", 10_000, rows=600, lives=30, filings=120, pages={"case": Page(10.0, 12.0, 10)})


def large(**changes: object) -> Size:
    return replace(GOOD, matters=100_000, **changes)  # type: ignore[arg-type]


def test_the_middle_and_the_one_in_twenty() -> None:
    page = Page.of([0.001 * n for n in range(1, 101)])
    assert (page.median, page.p95) == (50.5, 96.0)


def test_what_reaches_the_aims_is_no_miss() -> None:
    assert results.misses([GOOD, large(pages={"case": Page(13.0, 15.0, 10)})]) == []


def test_each_aim_and_ceiling_is_looked_at() -> None:
    slow = large(
        rows=499, lives=19, filings=99, scans=["case reads all of ledger_event"], pages={"case": Page(13.1, 15.0, 21)}
    )
    told = "\n".join(results.misses([GOOD, slow]))
    for words in ("499 rows", "19 lives", "99 filings", "reads all of", "1.31 times slower", "21 queries", "differ"):
        assert words in told


def test_growth_compares_the_largest_with_the_smallest_of_each_database() -> None:
    other = replace(GOOD, database="postgresql")
    grown = results.growth([large(pages={"case": Page(12.0, 15.0)}), GOOD, other])
    assert grown == {("sqlite", "case"): 1.2}


def test_results_are_kept_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "build" / "bench.json"
    results.write(path, [GOOD])
    assert results.read(path) == [GOOD]
