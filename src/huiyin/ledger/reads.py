"""Looking into the ledger: streams, heads, and everything in the order it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from huiyin.compiled import Compiled
from huiyin.ledger.event import GENESIS, Event
from huiyin.ledger.models import LedgerEvent

BATCH = 1000
COLUMNS = tuple(Event.__dataclass_fields__)


class Entry(NamedTuple):
    """An event with its ``id``, which grows in the order of writing across all streams."""

    id: int
    event: Event


class Head(NamedTuple):
    """Where a stream ends: the place of its last event (0 when empty) and that event's hash."""

    seq: int
    hash: str


STREAM = Compiled(
    lambda stream, after: LedgerEvent.objects.filter(
        stream=stream, seq__gt=after
    ).order_by("seq"),
    stream=str,
    after=int,
)


def events(stream: str, *, after_seq: int = 0) -> tuple[Event, ...]:
    """The events of one stream in order, behind the place ``after_seq``."""
    rows = STREAM.rows(stream=stream, after=after_seq)
    return tuple(row.to_event() for row in rows)


def events_of(
    streams: Sequence[str], *, types: Sequence[str] = ()
) -> Iterator[Event]:
    """The events of several streams, stream by stream and in order; one query.
    ``types`` narrows them to some.
    """
    rows = LedgerEvent.objects.filter(stream__in=streams)
    if types:
        rows = rows.filter(type__in=types)
    in_order = rows.order_by("stream", "seq").values(*COLUMNS)
    for row in in_order.iterator(chunk_size=BATCH):
        yield Event(**{**row, "grounds": tuple(row["grounds"])})


def iterate(
    *,
    after_id: int = 0,
    type_prefix: str = "",
    limit: int | None = None,
    until_id: int | None = None,
) -> Iterator[Entry]:
    """Every event in the order of writing, behind ``after_id`` and up to ``until_id``;
    ``type_prefix`` such as "matter." narrows it.

    Reads in batches, so that memory does not grow with the ledger. ``limit`` is a number of events.
    """
    rows = (
        LedgerEvent.objects.all()
        if until_id is None
        else LedgerEvent.objects.filter(id__lte=until_id)
    )
    left = limit
    while left is None or left > 0:
        size = BATCH if left is None else min(BATCH, left)
        batch = list(
            _of_type(rows.filter(id__gt=after_id), type_prefix).order_by("id")[
                :size
            ]
        )
        for row in batch:
            yield Entry(row.pk, row.to_event())
        if len(batch) < size:
            return
        after_id = batch[-1].pk
        if left is not None:
            left -= len(batch)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a log is narrowed to: who acted, from when, until before when, and words of
    the payload by key.
    """

    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None
    said: Mapping[str, str] = field(default_factory=dict)


def latest(
    streams: Sequence[str],
    *,
    before_id: int | None = None,
    limit: int,
    types: Sequence[str] = (),
    sought: Sought | None = None,
) -> tuple[Entry, ...]:
    """The newest events of some streams, newest first; ``before_id`` continues a page,
    ``types`` and ``sought`` narrow it.
    """
    rows = LedgerEvent.objects.filter(stream__in=streams)
    if types:
        rows = rows.filter(type__in=types)
    rows = _narrowed(rows, sought or Sought())
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return tuple(
        Entry(row.pk, row.to_event()) for row in rows.order_by("-id")[:limit]
    )


def actors(streams: Sequence[str]) -> tuple[str, ...]:
    """Everybody who wrote into some streams, each once."""
    rows = LedgerEvent.objects.filter(stream__in=streams).order_by("actor")
    return tuple(rows.values_list("actor", flat=True).distinct())


def _narrowed(
    rows: QuerySet[LedgerEvent], sought: Sought
) -> QuerySet[LedgerEvent]:
    if sought.actor:
        rows = rows.filter(actor=sought.actor)
    if sought.since is not None:
        rows = rows.filter(at__gte=sought.since)
    if sought.until is not None:
        rows = rows.filter(at__lt=sought.until)
    for key, value in sought.said.items():
        rows = rows.filter(**{f"payload__{key}": value})
    return rows


NEWEST = 200
OF_TYPE = Compiled(
    lambda kind, since: LedgerEvent.objects.filter(
        type=kind, at__gte=since
    ).order_by("-id")[:NEWEST],
    kind=str,
    since=datetime,
)


def of_type(kind: str, *, since: datetime) -> tuple[Event, ...]:
    """The newest events of one type that happened at or after ``since``, newest first;
    at most 200.
    """
    return tuple(row.to_event() for row in OF_TYPE.rows(kind=kind, since=since))


def newest_of(
    kind: str, *, before_id: int | None = None, limit: int
) -> tuple[Entry, ...]:
    """The newest events of one type in all streams, newest first; ``before_id``
    continues a page.
    """
    rows = LedgerEvent.objects.filter(type=kind)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return tuple(
        Entry(row.pk, row.to_event()) for row in rows.order_by("-id")[:limit]
    )


def count_of(
    types: Collection[str],
    *,
    start: datetime,
    end: datetime,
    within: QuerySet[Any, Any] | None = None,
    without: QuerySet[Any, Any] | None = None,
) -> dict[str, int]:
    """How many events of some types happened from ``start`` until before ``end``; one query.

    ``within`` and ``without`` are queries for the names of streams, which then become
    part of this one.
    """
    rows = LedgerEvent.objects.filter(type__in=types, at__gte=start, at__lt=end)
    if within is not None:
        rows = rows.filter(stream__in=within)
    if without is not None:
        rows = rows.exclude(stream__in=without)
    return dict(rows.values_list("type").annotate(Count("id")).order_by("type"))


def count_by_organ_and_day(*, until_id: int) -> Iterator[tuple[str, date, int]]:
    """How many events each organ has on each day (that of ``at``, in the office's own
    time), up to an id.
    """
    zone = timezone.get_default_timezone()
    rows = LedgerEvent.objects.filter(id__lte=until_id).annotate(
        day=TruncDate("at", tzinfo=zone)
    )
    yield from (
        rows.order_by("organ", "day")
        .values_list("organ", "day")
        .annotate(Count("id"))
        .iterator()
    )


def streams_after(after_id: int, *, limit: int | None) -> list[str]:
    """The streams of the next events behind an id, of no more than so many events (None:
    all); one for each event. By the primary key alone: told apart by the database they
    would be looked for in the index of all streams.
    """
    return [name for (name,) in _streams_after(limit).rows(after=after_id)]


@cache
def _streams_after(limit: int | None) -> Compiled[tuple[str]]:
    """Asked by every page of figures or words, with one limit each."""
    return Compiled(
        lambda after: (
            LedgerEvent.objects.filter(id__gt=after)
            .order_by("id")
            .values_list("stream")[:limit]
        ),
        after=int,
    )


def times_of(
    streams: Collection[str], types: Collection[str]
) -> list[tuple[str, str, datetime]]:
    """Stream, type and time of the events of some types in some streams; one query."""
    rows = LedgerEvent.objects.filter(stream__in=streams, type__in=types)
    return list(rows.order_by().values_list("stream", "type", "at"))


def count_after(after_id: int) -> int:
    """How many events stand behind an id, settled or not."""
    return LedgerEvent.objects.filter(id__gt=after_id).count()


def first_after(after_id: int) -> datetime | None:
    """When the first event behind an id was written; None where none is."""
    rows = LedgerEvent.objects.filter(id__gt=after_id).order_by("id")
    return rows.values_list("recorded_at", flat=True).first()


def head(stream: str) -> Head:
    """Where a stream ends."""
    row = (
        LedgerEvent.objects.filter(stream=stream)
        .order_by("-seq")
        .values_list("seq", "hash")
        .first()
    )
    return Head(*row) if row is not None else Head(0, GENESIS)


def newest() -> datetime | None:
    """When the event was written that was written last; None for an empty ledger. One
    step in the primary key.
    """
    return (
        LedgerEvent.objects.order_by("-id")
        .values_list("recorded_at", flat=True)
        .first()
    )


def count() -> int:
    """How many events the ledger holds."""
    return LedgerEvent.objects.count()


def streams(*, prefix: str = "") -> Iterator[str]:
    """The names of all streams in order; ``prefix`` such as "case:" narrows it. One
    index step per stream.
    """
    last = ""
    while True:
        rows = LedgerEvent.objects.filter(
            stream__gt=last, stream__startswith=prefix
        ).order_by("stream")
        batch = list(rows.values_list("stream", flat=True).distinct()[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1]


def _of_type(rows: QuerySet[LedgerEvent], prefix: str) -> QuerySet[LedgerEvent]:
    return rows.filter(type__startswith=prefix) if prefix else rows
