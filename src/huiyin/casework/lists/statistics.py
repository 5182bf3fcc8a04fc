"""Counts over matters and duties, for oversight: numbers only, never a person, never a text.

``codes`` narrows to the matters that these organs handle; None means the whole
register. Sealed matters (检举控告) count in none of it: the accused unit may be among the
readers, and two figures that differ by one tell as much as a one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.db.models import Count, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, ExtractMonth

from huiyin.casework.events import RESOLVED, UNRECORDED
from huiyin.casework.lists.counts import (
    Balance,
    ContactCount,
    Flow,
    OpenByOrgan,
    Result,
    Timeliness,
)
from huiyin.casework.models import Case, Contact, Duty
from huiyin.casework.sealing.visibility import told_to_all
from huiyin.law.rules.registers import PETITION
from huiyin.ledger import reads as ledger

Codes = Sequence[str] | None
SIMPLIFIED = "answer_simply"
LATEST_SIMPLIFIED = timedelta(days=60)
"""An answer in the simplified way is due within days."""


def _matters(codes: Codes) -> QuerySet[Case]:
    matters = told_to_all(Case.objects.all(), register=PETITION)
    return matters if codes is None else matters.filter(handler__in=codes)


def _contacts(codes: Codes, start: date, end: date) -> QuerySet[Contact]:
    rows = Contact.objects.filter(
        contact_date__gte=start,
        contact_date__lt=end,
    )
    rows = told_to_all(rows, register=PETITION)
    return rows if codes is None else rows.filter(case__handler__in=codes)


def flow(*, start: date, end: date, codes: Codes, by: str = "") -> list[Flow]:
    """Stock and flow of ``[start, end)``; ``by`` groups by a column ("topic",
    "handler"), "" gives one row.
    """
    return _flow(_matters(codes), start=start, end=end, by=by)


def reopened(*, start: date, end: date, codes: Codes) -> int:
    """Matters whose answer was set aside in ``[start, end)`` and that must be handled
    anew; each counted once.

    They stand in the stock again as if they had never been resolved.
    """
    return (
        _matters(codes)
        .filter(reopened_date__gte=start, reopened_date__lt=end)
        .count()
    )


def sealed_received(*, start: date, end: date) -> int:
    """How many sealed matters came in during ``[start, end)``, all together; not to be
    shown where it is small.
    """
    return Case.objects.filter(
        sealed=True, received_date__gte=start, received_date__lt=end
    ).count()


def results(*, start: date, end: date, codes: Codes) -> list[Result]:
    """The matters resolved in ``[start, end)`` by outcome and rating; one query."""
    rows = _matters(codes).filter(
        resolved_date__gte=start, resolved_date__lt=end
    )
    grouped = (
        rows.values_list("outcome", "rating")
        .annotate(Count("id"))
        .order_by("outcome", "rating")
    )
    return [Result(*row) for row in grouped]


def received(
    *, start: date, end: date, codes: Codes
) -> list[tuple[int, str, str, int]]:
    """The matters received in ``[start, end)``: month (1 to 12), topic, area, and how
    many; one query.
    """
    rows = _matters(codes).filter(
        received_date__gte=start, received_date__lt=end
    )
    names = ("month", "topic", "area")
    grouped = (
        rows.annotate(month=ExtractMonth("received_date"))
        .values_list(*names)
        .annotate(Count("id"))
    )
    return [
        (int(row[0]), str(row[1]), str(row[2]), int(row[3]))
        for row in grouped.order_by(*names)
    ]


def ended_by_month(
    *, start: date, end: date, codes: Codes
) -> dict[tuple[int, str], int]:
    """How the matters dealt with in ``[start, end)`` ended: counts by (month, ending);
    one query.
    """
    rows = _matters(codes).filter(
        resolved_date__gte=start, resolved_date__lt=end
    )
    names = ("month", "ending")
    grouped = (
        rows.annotate(month=ExtractMonth("resolved_date"))
        .values_list(*names)
        .annotate(Count("id"))
    )
    return {
        (int(row[0]), str(row[1])): int(row[2])
        for row in grouped.order_by(*names)
    }


def endings(
    *, start: date, end: date, codes: Codes, by: str = ""
) -> dict[tuple[str, str], int]:
    """How the matters dealt with in ``[start, end)`` ended: counts by (key, ending); one query.

    The endings are those of the pack language: "resolved", "unresolved", "refused",
    "passed_on", "withdrawn", and "unrecorded" of old ledgers. Together they are what
    ``Flow.ended`` counts. ``by`` is a column ("topic", "handler"), "" gives the key "".
    """
    rows = _matters(codes).filter(
        resolved_date__gte=start, resolved_date__lt=end
    )
    names = [by, "ending"] if by else ["ending"]
    counted = (
        rows.values_list(*names).annotate(matters=Count("id")).order_by(*names)
    )
    return {
        (str(row[0]) if by else "", str(row[-2])): int(row[-1])
        for row in counted
    }


def events(
    *, types: Collection[str], start: datetime, end: datetime, codes: Codes
) -> dict[str, int]:
    """How often events of each of some types happened to matters from ``start`` until
    before ``end``, sealed ones left out. ``codes`` None: in all registers.
    """
    streams = Concat(Value("case:"), "pk")
    matters = (
        told_to_all(Case.objects.all()) if codes is None else _matters(codes)
    )
    return ledger.count_of(
        types, start=start, end=end, within=matters.values_list(streams)
    )


def simplified(*, start: date, end: date, codes: Codes) -> int:
    """Matters that were accepted under the simplified procedure (简易办理) in ``[start,
    end)``, each counted once.

    Those that went on to the ordinary procedure are among them. Found by the duty that
    acceptance opens.
    """
    # The bound on the due date lets the index of due dates serve.
    rows = Duty.objects.filter(
        kind=SIMPLIFIED,
        due_date__gte=start,
        due_date__lt=end + LATEST_SIMPLIFIED,
    )
    rows = told_to_all(rows.filter(base_date__gte=start, base_date__lt=end))
    if codes is not None:
        rows = rows.filter(case__handler__in=codes)
    return rows.values("case_id").distinct().count()


def _flow(
    matters: QuerySet[Case], *, start: date, end: date, by: str
) -> list[Flow]:
    before = Q(received_date__lt=start)
    within = Q(received_date__gte=start, received_date__lt=end)
    ended = Q(resolved_date__gte=start, resolved_date__lt=end)
    resolved = ended & Q(ending=RESOLVED)
    counts = {
        "stock_start": Count("id", filter=before),
        "new": Count("id", filter=within),
        "resolved_of_stock": Count("id", filter=before & resolved),
        "resolved_of_new": Count("id", filter=within & resolved),
        "refused": Count("id", filter=ended & Q(ending="refused")),
        "passed_on": Count("id", filter=ended & Q(ending="passed_on")),
        "withdrawn": Count("id", filter=ended & Q(ending="withdrawn")),
        "unresolved": Count("id", filter=ended & Q(ending="unresolved")),
        "unrecorded": Count("id", filter=ended & Q(ending=UNRECORDED)),
        "stock_end": Count(
            "id", filter=Q(resolved_date=None) | Q(resolved_date__gte=end)
        ),
    }
    # Only what was open at some time in the period, or came in it; the rest cannot count.
    rows = matters.filter(
        Q(resolved_date=None) | Q(resolved_date__gte=start),
        received_date__lt=end,
    )
    if by:
        return [
            Flow(key=row.pop(by), **row)
            for row in rows.values(by).annotate(**counts).order_by(by)
        ]
    return [Flow(key="", **rows.aggregate(**counts))]


def contacts(*, start: date, end: date, codes: Codes) -> list[ContactCount]:
    """Contacts of ``[start, end)`` by channel."""
    rows = _contacts(codes, start, end)
    grouped = (
        rows.values("channel", "repeat", "persons")
        .annotate(total=Count("id"))
        .order_by("channel")
    )
    sums: dict[str, list[int]] = {}
    for row in grouped:
        entry = sums.setdefault(row["channel"], [0, 0, 0])
        entry[1 if row["repeat"] else 0] += row["total"]
        entry[2] += row["total"] * row["persons"]
    return [
        ContactCount(channel, *entry) for channel, entry in sorted(sums.items())
    ]


def balance(*, start: date, end: date, codes: Codes) -> Balance:
    """Stock before and after ``[start, end)`` and what left it in between, each counted
    over the whole register.
    """
    before, after = (
        Q(received_date__lt=day)
        & (Q(resolved_date=None) | Q(resolved_date__gte=day))
        for day in (start, end)
    )
    counts = _matters(codes).aggregate(
        stock_start=Count("id", filter=before),
        ended=Count(
            "id", filter=Q(resolved_date__gte=start, resolved_date__lt=end)
        ),
        stock_end=Count("id", filter=after),
    )
    return Balance(**counts)


def contact_total(*, start: date, end: date, codes: Codes) -> tuple[int, int]:
    """Contacts of ``[start, end)`` and how many of them are repeats, counted on their own."""
    counts = _contacts(codes, start, end).aggregate(
        all=Count("id"), repeat=Count("id", filter=Q(repeat=True))
    )
    return counts["all"], counts["repeat"]


def ages(*, on: date, codes: Codes, edges: Sequence[int]) -> list[int]:
    """Matters in stock at the start of the day ``on`` by age: counts below each edge
    (in days), the last entry the rest.
    """
    stock = _matters(codes).filter(
        Q(resolved_date=None) | Q(resolved_date__gte=on), received_date__lt=on
    )
    counts = {}
    previous = 0
    for place, edge in enumerate(edges):
        younger, older = (
            on - timedelta(days=previous),
            on - timedelta(days=edge),
        )
        counts[f"a{place}"] = Count(
            "id", filter=Q(received_date__lt=younger, received_date__gte=older)
        )
        previous = edge
    counts["rest"] = Count(
        "id", filter=Q(received_date__lt=on - timedelta(days=previous))
    )
    return [int(value) for value in stock.aggregate(**counts).values()]


def timeliness(
    *, start: date, end: date, codes: Codes, today: date
) -> list[Timeliness]:
    """Each kind of duty on the cohort that fell due in ``[start, end)`` and not after yesterday.

    A duty due today is not yet due-and-missed, so only days before ``today`` count, and
    a rate can be 100% or 0% but never lifted by duties that nobody could have missed
    yet.
    """
    # A clock that stands still has not run out, whatever day stands there.
    stopped = Q(status="open", stopped_date__isnull=False)
    rows = Duty.objects.filter(
        due_date__gte=start,
        due_date__lt=min(end, today),
    )
    rows = told_to_all(rows, register=PETITION)
    rows = rows.exclude(status="cancelled").exclude(stopped)
    if codes is not None:
        rows = rows.filter(owner__in=codes)
    grouped = rows.values("kind").annotate(
        fell_due=Count("id", filter=~Q(status="unrecorded")),
        in_time=Count(
            "id", filter=Q(status="discharged", closed_date__lte=F("due_date"))
        ),
        late=Count(
            "id", filter=Q(status="discharged", closed_date__gt=F("due_date"))
        ),
        open_overdue=Count("id", filter=Q(status="open")),
        unrecorded=Count("id", filter=Q(status="unrecorded")),
    )
    lines = [Timeliness(**row) for row in grouped]
    return sorted(lines, key=attrgetter("kind"))


def open_by_organ(*, codes: Codes, today: date) -> list[OpenByOrgan]:
    """The open duties of each organ: overdue, due within seven days, later. Sealed
    matters are not in it.
    """
    rows = told_to_all(Duty.objects.filter(status="open"), register=PETITION)
    if codes is not None:
        rows = rows.filter(owner__in=codes)
    week, running = today + timedelta(days=7), Q(stopped_date__isnull=True)
    grouped = rows.values("owner").annotate(
        overdue=Count("id", filter=running & Q(due_date__lt=today)),
        week=Count(
            "id", filter=running & Q(due_date__gte=today, due_date__lt=week)
        ),
        later=Count(
            "id", filter=Q(due_date__gte=week) | Q(stopped_date__isnull=False)
        ),
    )
    lines = [
        OpenByOrgan(row["owner"], row["overdue"], row["week"], row["later"])
        for row in grouped
    ]
    return sorted(lines, key=lambda row: row.organ)


def filed(
    *, register: str, start: date, end: date, codes: Codes
) -> dict[tuple[str, str], int]:
    """The files of a register beside that of the petitions that came in ``[start,
    end)``, by category and outcome; those that were taken back do not count.
    """
    rows = told_to_all(Case.objects.all(), register=register)
    rows = rows.filter(received_date__gte=start, received_date__lt=end)
    rows = rows.exclude(ending="withdrawn")
    if codes is not None:
        rows = rows.filter(handler__in=codes)
    grouped = rows.values_list("category", "outcome").annotate(Count("id"))
    return {(row[0], row[1]): row[2] for row in grouped.order_by()}


def to_be_resolved(*, on: date, codes: Codes) -> list[date]:
    """The days before ``on`` on which those matters came that were resolved at or after
    it: none, unless ``on`` lies behind.

    The organ is compared as an expression, so that both databases begin with the index
    of the days on which matters were resolved.
    """
    rows = _matters(None).filter(resolved_date__gte=on)
    if codes is not None:
        organ = Coalesce("handler", Value(""))
        rows = rows.alias(organ=organ).filter(organ__in=codes)
    came = rows.order_by().values_list("received_date", flat=True)
    return [day for day in came if day < on]


def years() -> list[int]:
    """The years in which anything was received, newest first."""
    dates = _matters(None).aggregate(
        first=Min("received_date"), last=Max("received_date")
    )
    first, last = dates["first"], dates["last"]
    return list(range(last.year, first.year - 1, -1)) if first and last else []
