"""What a list of open duties is narrowed by, whatever the values are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet

from huiyin.casework.basis import paging
from huiyin.casework.models import Duty
from huiyin.compiled import Kind

BUCKETS = ("overdue", "today", "week", "all")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the worklist is narrowed to; empty means everything. ``organ`` is one
    whose duties the actor may see.
    """

    bucket: str = "all"
    kind: str = ""
    topic: str = ""
    area: str = ""
    organ: str = ""
    text: str = ""
    whose: str = ""
    """Who is in charge of the matter: "mine" the reader, "unassigned" nobody, or
    somebody as events name them ("staff:7").
    """


RUNNING = Q(stopped_date__isnull=True)
WEEK = timedelta(days=7)
DAYS = ("today", "next_week")

COLUMNS = {"kind": "kind", "topic": "case__topic", "area": "case__area"}
"""What a list can be narrowed to by one value, and where that stands."""


MINE, UNASSIGNED = "mine", "unassigned"
PERSON = "person"
"""Of a shape: somebody is in charge, whoever they are."""

SOMEBODY = Func(
    F("case__in_charge"),
    template="NOT (%(expressions)s = '')",
    output_field=BooleanField(),
)
"""Said without a parameter: a database looks into a partial index only where its
condition is said again.
"""


def in_bucket(bucket: str, today: Any, next_week: Any = None) -> Q:
    """What a bucket holds; ``next_week`` is the day a week after ``today``. A duty whose
    clock stands still is neither overdue nor due: it is only among all.
    """
    if bucket == "overdue":
        return RUNNING & Q(due_date__lt=today)
    if bucket == "today":
        return RUNNING & Q(due_date=today)
    if bucket == "week":
        return RUNNING & Q(due_date__gte=today, due_date__lt=next_week)
    return Q()


@dataclass(frozen=True, slots=True)
class Shape:
    """Which filters are set, whatever their values are: the question for a shape is
    built once. There are some hundred at most.
    """

    bucket: str
    columns: tuple[str, ...]
    continued: bool = False
    """Whether a page before ended somewhere."""
    whose: str = ""
    """``PERSON`` or ``UNASSIGNED``, "" where it makes no difference who is in charge."""

    def kinds(self) -> dict[str, Kind]:
        """What stands in the question, by name."""
        kinds: dict[str, Kind] = {"owner": str}
        kinds |= dict.fromkeys(self.columns, str)
        if self.bucket != "all":
            kinds["today"] = date
        if self.bucket == "week":
            kinds["next_week"] = date
        if self.whose == PERSON:
            kinds[PERSON] = str
        if self.continued:
            kinds |= {"ended": date, "last": str}
        return kinds

    def duties(self, *, owner: str, **given: Any) -> QuerySet[Duty]:
        """The open duties of an organ, narrowed by these values."""
        rows = Duty.objects.filter(status="open", owner__in=[owner])
        return self.narrowed(rows, **given)

    def narrowed(self, rows: QuerySet[Duty], **given: Any) -> QuerySet[Duty]:
        """Duties, narrowed by these values."""
        days = (given.get("today"), given.get("next_week"))
        rows = rows.filter(in_bucket(self.bucket, *days))
        for name in self.columns:
            rows = rows.filter(**{COLUMNS[name]: given[name]})
        if self.whose == PERSON:
            rows = rows.filter(SOMEBODY, case__in_charge=given[PERSON])
        if self.whose == UNASSIGNED:
            # Only the organ that handles a matter has anybody in charge of it
            rows = rows.filter(case__in_charge="", case__handler=F("owner"))
        if self.continued:
            ended, last = given["ended"], given["last"]
            rows = paging.beyond(rows, day="due_date", ended=ended, last=last)
        return rows


def shaped(
    filters: Filters, *, today: date, reader: str, after: str = ""
) -> tuple[Shape, dict[str, Any]]:
    """The shape of a list, and the values of its question but the owner's, by name.
    ``reader`` is who reads it, as events name them.
    """
    named = reader if filters.whose == MINE else filters.whose
    whose = PERSON if named and named != UNASSIGNED else named
    columns = tuple(name for name in COLUMNS if getattr(filters, name))
    cursor = paging.read_cursor(after)
    bucket = filters.bucket if filters.bucket in BUCKETS else "all"
    shape = Shape(bucket, columns, continued=cursor is not None, whose=whose)
    values: dict[str, Any] = {name: getattr(filters, name) for name in columns}
    values |= {"today": today, "next_week": today + WEEK, PERSON: named}
    if cursor is not None:
        values["ended"], values["last"] = cursor
    kinds = shape.kinds()
    return shape, {name: values[name] for name in values if name in kinds}
