"""The days that are easiest to get wrong: each has scenarios of its own, written by
hand from law and calendar.
"""

import pytest

from huiyin.law import packs
from huiyin.law.checks.check import scenarios_of
from huiyin.law.checks.scenarios import ScenarioResult

NAMED = {
    "last day on a Sunday before a seven-day holiday": ("sunday-before-the-holiday", "sunday-of-mid-autumn"),
    "make-up Saturday": ("worked-saturday-last-day", "worked-saturday-counts"),
    "leap day": ("leap-day", "no-leap-day"),
    "extension asked on day 60": ("extend-day-60",),
    "extension asked on day 61": ("extend-day-61",),
    "objection on the fifth working day": ("object-fifth-day", "object-sixth-day"),
    "receipt date unknown": ("receipt-unknown", "receipt-unknown-no-time-runs", "receipt-unknown-served-again"),
    "review asked one day late with a lawful excuse": ("review-one-day-late", "review-one-day-late-excused"),
    "quashed and redone twice": ("quashed", "redo", "quashed-again", "redo-twice"),
    "new facts after conclusion": ("new-facts-after-conclusion", "new-facts-are-not-turned-away"),
    "hearing that spans New Year": ("hearing-spans-new-year",),
    "two organs, one extends": (
        "two-organs-one-extends",
        "two-organs-joint-cannot-extend",
        "two-organs-no-second-extension",
    ),
}


@pytest.fixture(scope="module")
def results() -> dict[str, ScenarioResult]:
    """The scenarios of the regulations of 2022, run."""
    return {result.id: result for result in scenarios_of(packs.load("cn-xinfang", "2022-05-01"))}


@pytest.mark.parametrize("name", NAMED)
def test_it_has_scenarios_that_hold(results: dict[str, ScenarioResult], name: str) -> None:
    for scenario in NAMED[name]:
        assert results[scenario].ok, results[scenario].failures


def test_there_are_at_least_a_hundred_and_fifty_scenarios() -> None:
    assert sum(len(scenarios_of(packs.load(*key))) for key in packs.available()) >= 150
