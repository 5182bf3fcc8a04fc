"""What the pack measures itself by, counted: of duties and matters alone, never of persons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huiyin.casework.lists.counts import Result, Timeliness
from huiyin.casework.lists.recounted import Counting
from huiyin.law import packs
from huiyin.law.rules.duties import Indicator

# Below this, a share of ratings would say what somebody in particular thought.
FEWEST_RATINGS = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with its figures: ``part`` of ``whole``; ``whole`` None for a plain count.

    Both are None where ratings are too few to show.
    """

    indicator: Indicator
    part: int | None
    whole: int | None


def measure(
    counts: Counting,
    *,
    year: int,
    today: date,
    cohorts: Sequence[Timeliness],
) -> tuple[Measured, ...]:
    """The indicators of the pack in force at the end of a year, or today in a running one,
    from its duties, the results of its matters and, where any counts them, its events.

    A year is measured by the law of its time. Two queries at most.
    """
    last_day = min(date(year, 12, 31), today)
    pack = packs.in_force(settings.HUIYIN_PACK, last_day)
    declared = tuple(pack.indicators.values())
    # What an old ledger does not say of a matter is no part of any share, neither for nor against.
    told = [
        result
        for result in counts.results(year)
        if not pack.legacy("outcomes", result.outcome)
    ]
    types: set[str] = set()
    for indicator in declared:
        if indicator.kind == "events":
            types.update(indicator.of, indicator.per)
    events = counts.events(year, types=types) if types else {}
    return tuple(
        _measured(indicator, cohorts, told, events) for indicator in declared
    )


def _measured(
    indicator: Indicator,
    cohorts: Sequence[Timeliness],
    results: Sequence[Result],
    events: dict[str, int],
) -> Measured:
    if indicator.kind == "events":
        part = _counted(events, indicator.of)
        return Measured(
            indicator,
            part,
            _counted(events, indicator.per) if indicator.per else None,
        )
    if indicator.kind == "in_time":
        return _in_time(indicator, cohorts)
    return _share_of_results(indicator, results)


def _counted(events: dict[str, int], types: Iterable[str]) -> int:
    return sum(events.get(name, 0) for name in types)


def _in_time(indicator: Indicator, cohorts: Sequence[Timeliness]) -> Measured:
    lines = [line for line in cohorts if line.kind in indicator.of]
    in_time = sum(line.in_time for line in lines)
    return Measured(indicator, in_time, sum(line.fell_due for line in lines))


def _share_of_results(
    indicator: Indicator, results: Sequence[Result]
) -> Measured:
    """The share of ratings or outcomes that the indicator names; of ratings nothing
    where they are too few.
    """
    part = whole = 0
    for result in results:
        name = result.rating if indicator.kind == "rated" else result.outcome
        whole += result.matters if name else 0
        part += result.matters if name in indicator.of else 0
    if indicator.kind == "rated" and whole < FEWEST_RATINGS:
        return Measured(indicator, None, None)
    return Measured(indicator, part, whole)
