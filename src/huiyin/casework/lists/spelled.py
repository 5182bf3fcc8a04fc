"""The follower `words`: keeps by which signs of their titles matters are found.

An event says only which matter to look at again; what it is found by is read from its
rows as they stand, so that a matter that was forwarded, closed or sealed is found, or
not, as it is now. What it was found by stands in a row of its own: of a sealed title
nobody could tell any more.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.casework.lists import facts, grams
from huiyin.casework.models import Case, Duty, TermedMatter, TitleTerm
from huiyin.ledger import reads as ledger
from huiyin.ledger.follow import Filling, Follower, told
from huiyin.ledger.reads import Entry

BLOCK: Final = 500
"""Matters in one transaction while all are read: some tenths of a second."""
TOGETHER: Final = 100
"""Matters whose terms are looked for together by a check."""

Row = tuple[int, date, str]
"""Term, day on which the matter came, matter."""

COLUMNS: Final = ("term", "day", "case_id")
_INSERT: Final = (
    "INSERT INTO casework_titleterm (term, day, case_id) {rows}"
    " ON CONFLICT DO NOTHING"
)
_DELETE: Final = "DELETE FROM casework_titleterm {rows}"
_BY_ARRAYS: Final = "unnest(%s::bigint[], %s::date[], %s::text[])"
_SELECTED: Final = f"SELECT * FROM {_BY_ARRAYS}"  # noqa: S608 - our own words


class Findable(NamedTuple):
    """By what a matter is found: the day on which it came, and its terms."""

    day: date
    terms: frozenset[int]

    def packed(self) -> bytes:
        """The terms as they are kept; the same ones are packed the same."""
        return array("q", sorted(self.terms)).tobytes()

    def rows(self, case_id: str) -> set[Row]:
        """As they stand in the table."""
        return {(term, self.day, case_id) for term in self.terms}


def visit(case_ids: Collection[str]) -> int:
    """Find some matters by what they are now instead of by what they were at their last
    visit; returns how many that changes. In the caller's transaction.
    """
    now, before = _as_they_stand(case_ids), _kept(case_ids)
    changed = [key for key in now if now[key] != before.get(key)]
    come: set[Row] = set()
    gone: set[Row] = set()
    for key in changed:
        wanted = now[key].rows(key)
        there = before[key].rows(key) if key in before else set()
        come |= wanted - there
        gone |= there - wanted
    _take_away(sorted(gone))
    _add(sorted(come))
    TermedMatter.objects.bulk_create(
        [
            TermedMatter(id=key, day=now[key].day, terms=now[key].packed())
            for key in changed
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["day", "terms"],
    )
    return len(changed)


CASE_COLUMNS = (
    "pk",
    "number",
    "title",
    "sealed",
    "receiver",
    "handler",
    "received_date",
)


def _as_they_stand(case_ids: Collection[str]) -> dict[str, Findable]:
    """By what matters are to be found. Two queries.

    A sealed one by no word. By its number it is, among what somebody owes: the list of
    duties shows it to those who may know it, and both stand in the open there.
    """
    owing: dict[str, set[str]] = defaultdict(set)
    duties = Duty.objects.filter(case_id__in=case_ids, status="open").order_by()
    for key, owner in duties.values_list("case_id", "owner"):
        owing[key].add(owner)
    rows = Case.objects.filter(pk__in=case_ids).order_by()
    findable: dict[str, Findable] = {}
    for row in rows.values_list(*CASE_COLUMNS):
        key, number, title, sealed, receiver, handler, day = row
        spelled = grams.of_matter(
            title="" if sealed else title,
            number=number,
            holders={receiver, handler},
            owing=owing[key],
        )
        findable[key] = Findable(day, frozenset(spelled))
    return findable


def _kept(case_ids: Collection[str]) -> dict[str, Findable]:
    rows = TermedMatter.objects.filter(pk__in=case_ids).order_by()
    return {row.pk: _unpacked(row) for row in rows}


def _unpacked(row: TermedMatter) -> Findable:
    terms = array("q")
    terms.frombytes(bytes(row.terms))
    return Findable(row.day, frozenset(terms))


def _add(rows: Sequence[Row]) -> None:
    """Insert rows in the order of their index; what is there stays."""
    if connection.vendor == "postgresql":
        _write(_INSERT.format(rows=_SELECTED), rows)
    else:
        _write(_INSERT.format(rows="VALUES (%s, %s, %s)"), rows)


def _take_away(rows: Sequence[Row]) -> None:
    if connection.vendor == "postgresql":
        named = f"USING {_BY_ARRAYS} AS gone (term, day, case_id)"
        same = " AND ".join(
            f"casework_titleterm.{name} = gone.{name}" for name in COLUMNS
        )
        _write(_DELETE.format(rows=f"{named} WHERE {same}"), rows)
    else:
        where = "WHERE term = %s AND day = %s AND case_id = %s"
        _write(_DELETE.format(rows=where), rows)


def _there(rows: Sequence[Row]) -> set[tuple[int, str]]:
    """Terms and matters of those of some rows that are in the table."""
    source, names, given = _sought(rows)
    same = " AND ".join(
        f"there.{column} = {name}"
        for column, name in zip(COLUMNS, names, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            # Our own names, and no value of anybody's
            "SELECT there.term, there.case_id"  # noqa: S608
            f" FROM {source} JOIN casework_titleterm AS there ON {same}",
            given,
        )
        return set(cursor.fetchall())


def _sought(rows: Sequence[Row]) -> tuple[str, list[str], list[Any]]:
    """Rows as a table of a query: how it is spelled, its columns, and its values."""
    if connection.vendor == "postgresql":
        columns = [list(column) for column in zip(*rows, strict=True)]
        source = f"{_BY_ARRAYS} AS sought (term, day, case_id)"
        return source, [f"sought.{name}" for name in COLUMNS], columns
    written = json.dumps([(term, str(day), key) for term, day, key in rows])
    names = [f"sought.value ->> {place}" for place in range(len(COLUMNS))]
    return "json_each(%s) AS sought", names, [written]


def _write(sql: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(sql, columns)
        else:
            days = connection.ops.adapt_datefield_value
            cursor.executemany(
                sql, [(term, days(day), key) for term, day, key in rows]
            )


def _visit(entries: Sequence[Entry]) -> None:
    touched = facts.matters_of(entry.event.stream for entry in entries)
    if touched:
        visit(touched)


def _block(after: str) -> tuple[str, int]:
    case_ids = facts.ids_after(after, limit=BLOCK)
    if not case_ids:
        return "", 0
    visit(case_ids)
    return case_ids[-1], len(case_ids)


def _clear() -> None:
    TitleTerm.objects.all().delete()
    TermedMatter.objects.all().delete()


def check(until_id: int) -> Iterator[str]:
    """Cut the titles of all matters again that have no event behind an id, look for
    every term, and count them all; yield in words what differs.
    """
    later = set(facts.matters_of(ledger.streams_after(until_id, limit=None)))
    yield from told(_wrong(later))


def _wrong(later: Collection[str]) -> Iterator[str]:
    after, terms, matters = "", 0, 0
    while case_ids := facts.ids_after(after, limit=TOGETHER):
        after = case_ids[-1]
        kept = _kept(case_ids)
        matters += len(kept)
        terms += sum(len(matter.terms) for matter in kept.values())
        yield from _matters_wrong(case_ids, kept, later)
    if TermedMatter.objects.count() > matters:
        yield _("a matter is found that is not there")
    there = TitleTerm.objects.count()
    if there > terms:
        yield _("%(more)d terms belong to no matter") % {"more": there - terms}


def _matters_wrong(
    case_ids: Sequence[str], kept: dict[str, Findable], later: Collection[str]
) -> Iterator[str]:
    now = _as_they_stand(case_ids)
    wanted: list[Row] = []
    for key, matter in kept.items():
        wanted += matter.rows(key)
    there = _there(wanted) if wanted else set()
    for key in case_ids:
        if key not in later and kept.get(key) != now[key]:
            yield _("%(matter)s is found as it no longer stands") % {
                "matter": key
            }
        elif any((term, key) not in there for term in kept[key].terms):
            yield _("%(matter)s lacks terms") % {"matter": key}


WORDS = Follower(
    name="words",
    handle=_visit,
    clear=_clear,
    check=check,
    filling=Filling(block=_block, rows=facts.matters),
    version=grams.version,
)
