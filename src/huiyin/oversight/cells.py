"""The cells of the figures as they are kept: adding to them, and summing them up.

Two rows of a table meet: what each matter counted for at its last visit (its facts), and
the sums of all of them. A visit takes the one from the other and adds what the matter
counts for now; it can be made again, and in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from django.db import connection

from huiyin.casework.lists import contributions, facts
from huiyin.casework.lists.contributions import Cell, Cells
from huiyin.casework.lists.facts import Facts
from huiyin.casework.lists.tallied import Place, Sums, Wanted
from huiyin.oversight.models import TallyCell, TallyMatter

_ADD: Final = (
    "INSERT INTO oversight_tallycell (figure, period, organ, what, how, number)"
    " {rows} ON CONFLICT (figure, period, organ, what, how)"
    " DO UPDATE SET number = oversight_tallycell.number + excluded.number"
)
_BY_ARRAYS: Final = (
    "SELECT * FROM unnest(%s::text[], %s::integer[], %s::text[], %s::text[], "
    "%s::text[], %s::bigint[])"
)


def visit(case_ids: Collection[str], *, types: Collection[str]) -> int:
    """Count some matters as they stand now instead of as they stood at their last visit;
    returns how many of them stand otherwise. In the caller's transaction.
    """
    now = facts.of(case_ids, types=types)
    before = _kept(case_ids)
    changed = {
        case_id: packed
        for case_id, told in now.items()
        if (packed := told.packed()) != before.get(case_id)
    }
    moved: Cells = {}
    for case_id in changed:
        _count(moved, now[case_id], 1)
        if case_id in before:
            _count(moved, facts.unpacked(before[case_id]), -1)
    _add(moved)
    TallyMatter.objects.bulk_create(
        [TallyMatter(id=key, facts=packed) for key, packed in changed.items()],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["facts"],
    )
    return len(changed)


def difference(case_ids: Collection[str], *, types: Collection[str]) -> Cells:
    """What a visit to some matters would add to the cells; nothing is written."""
    moved: Cells = {}
    for packed in _kept(case_ids).values():
        _count(moved, facts.unpacked(packed), -1)
    for told in facts.of(case_ids, types=types).values():
        _count(moved, told, 1)
    return {cell: times for cell, times in moved.items() if times}


def clear() -> None:
    """Forget all that was counted."""
    TallyCell.objects.all().delete()
    TallyMatter.objects.all().delete()


def _kept(case_ids: Collection[str]) -> dict[str, str]:
    rows = TallyMatter.objects.filter(pk__in=case_ids).order_by()
    return dict(rows.values_list("pk", "facts"))


def _count(moved: Cells, told: Facts, times: int) -> None:
    for cell, number in contributions.cells(told).items():
        moved[cell] = moved.get(cell, 0) + times * number


def _add(moved: Mapping[Cell, int]) -> None:
    """Add to the cells, in the order of their index; what falls to nought goes."""
    rows = sorted((*cell, times) for cell, times in moved.items() if times)
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(_ADD.format(rows=_BY_ARRAYS), columns)
        else:
            marks = "VALUES (%s, %s, %s, %s, %s, %s)"
            cursor.executemany(_ADD.format(rows=marks), rows)
    TallyCell.objects.filter(number=0).delete()


ByFigure = Mapping[str, Sequence[tuple[Place, int]]]


@dataclass(frozen=True, slots=True)
class CellsKept:
    """The cells in the database, and beside them, by figure, what their follower has not
    counted yet.
    """

    beside: ByFigure = field(default_factory=dict)

    @classmethod
    def and_also(cls, more: Mapping[Cell, int]) -> Self:
        """The cells in the database with some more."""
        beside: dict[str, list[tuple[Place, int]]] = {}
        for (figure, period, organ, what, how), times in more.items():
            place = (period, organ, what, how)
            beside.setdefault(figure, []).append((place, times))
        return cls(beside)

    def sums(
        self, *wanted: Wanted, codes: Collection[str] | None
    ) -> list[Sums]:
        """The sums that are wanted, in their order, over the cells of some organs or of
        all (None), without those that are nought. One query.
        """
        summed: list[dict[Place, int]] = [{} for _ in wanted]
        for which, period, organ, what, how, number in _asked(wanted, codes):
            summed[which][period, organ, what, how] = int(number)
        organs = None if codes is None else frozenset(codes)
        for sums, asked in zip(summed, wanted, strict=True):
            for place, times in self.beside.get(asked.figure, ()):
                period, organ, _what, _how = place
                if not asked.first <= period <= asked.last:
                    continue
                if organs is None or organ in organs:
                    told = _told_apart(asked, place)
                    sums[told] = sums.get(told, 0) + times
        return [_without_noughts(sums) for sums in summed]


def _without_noughts(sums: Sums) -> Sums:
    return {place: times for place, times in sums.items() if times}


def _told_apart(wanted: Wanted, place: Place) -> Place:
    (period, organ, what, how), by = place, wanted.by
    return (
        period if "period" in by else 0,
        organ if "organ" in by else "",
        what if "what" in by else "",
        how if "how" in by else "",
    )


BLANK: Final = {"period": "0", "organ": "''", "what": "''", "how": "''"}


def _asked(
    wanted: Sequence[Wanted], codes: Collection[str] | None
) -> list[Sequence[Any]]:
    parts: list[str] = []
    values: list[str | int] = []
    for place, asked in enumerate(wanted):
        shown = [
            name if name in asked.by else f"{blank} AS {name}"
            for name, blank in BLANK.items()
        ]
        part = (
            # Our own names, and no value of anybody's
            f"SELECT {place}, {', '.join(shown)}, SUM(number)"  # noqa: S608
            " FROM oversight_tallycell"
            " WHERE figure = %s AND period >= %s AND period <= %s"
        )
        values += [asked.figure, asked.first, asked.last]
        if codes is not None:
            part += (
                f" AND organ IN ({', '.join(['%s'] * len(codes)) or 'NULL'})"
            )
            values += codes
        if asked.by:
            part += f" GROUP BY {', '.join(asked.by)}"
        parts.append(part)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [row for row in cursor.fetchall() if row[-1] is not None]


def kept_matters() -> Iterator[tuple[str, str]]:
    """Every matter that was visited, with its facts as they are kept, in order."""
    rows = TallyMatter.objects.order_by("pk").values_list("pk", "facts")
    yield from rows.iterator(chunk_size=2000)


def kept_cells() -> Cells:
    """All cells."""
    rows = TallyCell.objects.order_by().values_list(
        "figure", "period", "organ", "what", "how", "number"
    )
    return {row[:5]: row[5] for row in rows.iterator(chunk_size=2000)}
