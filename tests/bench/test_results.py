"""What the benchmarks make of their figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bench.load import load, shown
from bench.results import Measured, Size

from bench import results

CASE = Measured("case", goal=140.0, rate=150.0, p50=10.0, p95=12.0, queries=11, most_queries=12)
GOOD = Size("sqlite", 10_000, empty=3000.0, commits=900.0, operations=[CASE])


def large(**changes: object) -> Size:
    """The same at ten times the size, with changes to its one operation."""
    return replace(GOOD, matters=100_000, operations=[replace(CASE, **changes)])  # type: ignore[arg-type]  # a change for each name


def test_the_middle_and_the_one_in_twenty() -> None:
    took = [0.001 * n for n in range(1, 101)]
    found = shown(took, 4.0, processor=0.5)
    assert (found.rate, found.p50, found.p95, found.processor) == (25.0, 50.5, 96.0, 5.0)


def test_every_job_is_sent_once_and_a_failure_is_told() -> None:
    sent: list[int] = []
    took, _whole = load([object(), object()], range(50), lambda _browser, job: sent.append(job))  # type: ignore[list-item]  # nothing is sent
    assert sorted(sent) == list(range(50))
    assert len(took) == 50

    def refused(_browser: object, _job: object) -> None:
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        load([object()], [1], refused)  # type: ignore[list-item]  # nothing is sent


def test_what_reaches_the_goals_is_no_miss() -> None:
    assert results.misses([GOOD, large(p50=12.0)]) == []


def test_each_goal_and_ceiling_is_looked_at() -> None:
    slow = replace(large(rate=139.0, p50=12.1, queries=13), scans=["case reads all of ledger_event"])
    told = "\n".join(results.misses([GOOD, slow]))
    for words in ("case 139.0 a second, goal 140", "reads all of", "1.21 times slower", "13 queries, at most 12"):
        assert words in told


def test_growth_compares_the_largest_with_the_smallest_of_each_database() -> None:
    other = replace(GOOD, database="postgresql")
    assert results.growth([large(p50=12.0), GOOD, other]) == {("sqlite", "case"): 1.2}


def test_an_operation_that_fell_by_more_than_a_fifth_is_told() -> None:
    """150 of 3,000 is a ratio of 0.05; a fifth less is 0.04."""
    assert GOOD.ratios() == {"case": 0.05}
    recorded = {"sqlite": {"case": 0.05}}
    assert results.fallen([large(rate=121.0)], recorded) == []
    assert results.fallen([large(rate=119.0)], recorded) == ["sqlite: case has fallen to 0.79 of what was recorded"]
    assert results.fallen([large(rate=1.0)], {}) == []


def test_a_faster_machine_has_no_other_ratio() -> None:
    twice = replace(large(rate=300.0), empty=6000.0)
    assert twice.ratios() == GOOD.ratios()


def test_results_are_kept_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "build" / "bench.json"
    results.write(path, [GOOD])
    assert results.read(path) == [GOOD]
