"""A year by month, and its new matters by topic and area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.organisations import reads

ANSWERED = ("resolved", "unresolved")
UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True)
class Month:
    """What came in a month, what was answered in it, and what ended otherwise (refused,
    passed on, withdrawn); ``unrecorded``: an old ledger does not say how.
    """

    number: int
    new: int
    answered: int
    otherwise: int
    unrecorded: int


@dataclass(frozen=True, slots=True)
class Crossed:
    """The new matters of one topic, by the areas of a table's columns."""

    topic: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Table:
    """New matters by topic and area, both in the order of the register; "" stands for
    what was left open.
    """

    areas: tuple[str, ...] = ()
    lines: tuple[Crossed, ...] = ()


def by_month(
    new: Mapping[int, int], ended: Mapping[tuple[int, str], int]
) -> tuple[Month, ...]:
    """The twelve months: ``new`` is how many came in each, ``ended`` how many ended by
    month and ending.
    """
    months = []
    for month in range(1, 13):
        counts = {
            ending: count
            for (number, ending), count in ended.items()
            if number == month
        }
        answered = sum(counts.get(ending, 0) for ending in ANSWERED)
        unsaid = counts.get(UNRECORDED, 0)
        otherwise = sum(counts.values()) - answered - unsaid
        months.append(
            Month(month, new.get(month, 0), answered, otherwise, unsaid)
        )
    return tuple(months)


def by_topic_and_area(received: Mapping[tuple[str, str], int]) -> Table:
    """New matters by topic and area, communities counted with their street; only topics
    and areas that have any.
    """
    counts: dict[tuple[str, str], int] = {}
    known = {area.code: area.parent for area in reads.areas()}
    for (topic, area), count in received.items():
        key = (topic, _street(area, known))
        counts[key] = counts.get(key, 0) + count
    there = {area for _topic, area in counts}
    areas = [code for code in (*known, "") if code in there]
    areas += sorted(there.difference(areas))
    topics = [topic.code for topic in reads.topics()]
    topics += [
        "",
        *sorted({topic for topic, _area in counts}.difference(topics, [""])),
    ]
    lines = []
    for topic in topics:
        line = Crossed(
            topic, tuple(counts.get((topic, area), 0) for area in areas)
        )
        if line.total:
            lines.append(line)
    return Table(tuple(areas), tuple(lines))


def _street(area: str, parents: Mapping[str, str]) -> str:
    """The area one level below the top that an area lies in; the area itself where it
    lies no deeper.
    """
    while parents.get(parents.get(area, ""), ""):
        area = parents[area]
    return area
