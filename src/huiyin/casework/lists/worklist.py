"""The open duties of an organ: what its officers see first in the morning."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access, registers
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.paging import page_of
from huiyin.casework.basis.redated import Redated
from huiyin.casework.events import REDATED
from huiyin.casework.lists import words
from huiyin.casework.models import Case, Duty
from huiyin.casework.sealing.visibility import (
    Sealed,
    visible,
    works_on_sealed,
)
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.registers import PETITION
from huiyin.ledger import reads as ledger
from huiyin.organisations import reads as organisations

PAGE = 50
UNDER_SUPERVISION = ("asked", "asked_again", "answered", "escalated")
FEW_OWNERS = 3
BUCKETS = ("overdue", "today", "week", "all")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the worklist is narrowed to; empty means everything. ``organs`` are codes
    the actor may see.
    """

    bucket: str = "all"
    kind: str = ""
    topic: str = ""
    area: str = ""
    organ: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One open duty with what the list shows of its matter."""

    id: str
    case_id: str
    number: str
    title: str
    pack: str
    kind: str
    owner: str
    article: str
    verified: bool
    due_date: date
    provisional: bool
    topic: str
    area: str
    state: str
    stopped_date: date | None
    supervised: bool = False
    handler: str = ""
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of duties and the cursor of the next, "" on the last one."""

    items: tuple[DutyItem, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A matter that another organ offers to hand over, waiting for an answer."""

    case_id: str
    number: str
    title: str
    handler: str
    received_date: date


@dataclass(frozen=True, slots=True)
class Counts:
    """Open duties at a glance. ``week`` is today and the six days after; ``all`` everything."""

    overdue: int = 0
    today: int = 0
    week: int = 0
    all: int = 0
    kinds: dict[str, int] = field(default_factory=dict)


def visible_owners(by: Actor, organ: str = "") -> tuple[str, ...]:
    """The organs whose duties the actor may list: their own, or one that they supervise."""
    if organ and organ != by.organ:
        return (organ,) if by.may("case.supervise", organ) else ()
    return (by.organ,) if by.may("case.read", by.organ) else ()


def _knows_sealed(by: Actor, organ: str) -> bool:
    """Whether the sealed matters of an organ are the actor's to work on: the rule of
    ``visibility.known``.
    """
    return organ in {"", by.organ} and works_on_sealed(by)


def packs_of(*, by: Actor, today: date, organ: str = "") -> tuple[Pack, ...]:
    """The rules whose duties can stand in an organ's list as the actor sees it, those
    in force today first; no query.

    The rules on sealed reports (of retaliation) are among them only for whoever would be
    shown such a report: in an organ with named readers those readers, elsewhere whoever works
    on matters in an organ of the competent kind. It is a question of posts and organs
    and never of matters, so that it tells nobody whether there are any.
    """
    listed, sealed = registers.listed(today), registers.to_readers(today)
    if not sealed or not _knows_sealed(by, organ):
        return listed
    has_readers = organisations.has_readers(by.organ)
    kind = organisations.organ(by.organ).kind
    known = [
        pack
        for pack in sealed
        if has_readers or kind in law_access.sealed_kinds(pack)
    ]
    return (*listed, *known)


def _open(by: Actor, filters: Filters) -> QuerySet[Duty]:
    owners = visible_owners(by, filters.organ)
    duties = words.open_duties(filters.text, owners=owners)
    # Supervisors do not learn of sealed matters, not even by a count, and not those of
    # their own office either.
    own = filters.organ in {"", by.organ}
    known = Sealed.OWED if own else Sealed.NEVER
    duties = visible(duties, by=by, sealed=known)
    for column, value in (
        ("kind", filters.kind),
        ("case__topic", filters.topic),
        ("case__area", filters.area),
    ):
        if value:
            duties = duties.filter(**{column: value})
    return duties


def _windows(today: date) -> dict[str, Q]:
    """What each bucket holds. A duty whose clock stands still is neither overdue nor
    due: it is only among all.
    """
    running = Q(stopped_date__isnull=True)
    return {
        "overdue": running & Q(due_date__lt=today),
        "today": running & Q(due_date=today),
        "week": running
        & Q(due_date__gte=today, due_date__lt=today + timedelta(days=7)),
        "all": Q(),
    }


def _bucket(duties: QuerySet[Duty], bucket: str, today: date) -> QuerySet[Duty]:
    return duties.filter(_windows(today).get(bucket, Q()))


def my_duties(
    *,
    by: Actor,
    filters: Filters,
    today: date,
    after: str = "",
    limit: int = PAGE,
) -> Page:
    """A page of open duties, the next due first. ``after`` is the cursor of the page
    before; keyset, one query.
    """
    return paged(
        _bucket(_open(by, filters), filters.bucket, today),
        after=after,
        limit=limit,
    )


def overdue_under(
    *,
    by: Actor,
    organs: Collection[str],
    today: date,
    after: str = "",
    limit: int = PAGE,
) -> Page:
    """The overdue duties of those of the organs that the actor supervises, the longest
    overdue first; one query.

    Sealed matters are not in it: a supervisor does not learn that there are any.

    Of few owners all that is overdue is read and sorted; of more the owner is compared as
    an expression, so that both databases read by the day and end with the page.
    """
    owners = [organ for organ in organs if by.may("case.supervise", organ)]
    duties = Duty.objects.filter(status="open")
    if len(owners) > FEW_OWNERS:
        compared = Coalesce("owner", Value(""))
        duties = duties.alias(organ=compared).filter(organ__in=owners)
    else:
        duties = duties.filter(owner__in=owners)
    duties = visible(duties, by=by, register=PETITION)
    return paged(_bucket(duties, "overdue", today), after=after, limit=limit)


LISTED = (
    "kind",
    "owner",
    "article",
    "verified",
    "due_date",
    "provisional",
    "stopped_date",
    "case__number",
    "case__title",
    "case__sealed",
    "case__pack",
    "case__topic",
    "case__area",
    "case__state",
    "case__values",
    "case__handler",
    "case__receiver",
)
"""The columns that a list shows."""


def paged(duties: QuerySet[Duty], *, after: str, limit: int) -> Page:
    """A page of some duties by due date; for casework's own use, on what the reader was
    let through to.
    """
    listed = duties.select_related("case").only(*LISTED)
    open_duties, following = page_of(
        listed, day="due_date", after=after, limit=limit
    )
    return Page(items=tuple(_item(row) for row in open_duties), next=following)


def duty_counts(
    *, by: Actor, today: date, filters: Filters | None = None
) -> Counts:
    """How many open duties are overdue, due today, due within seven days, and in all; one query."""
    narrowed, windows = filters or Filters(), _windows(today)
    rows = (
        _open(by, narrowed)
        .values("kind")
        .annotate(
            # Of due dates, which all have: the index of open duties by kind then
            # answers without opening a row.
            total=Count("due_date"),
            overdue=Count("due_date", filter=windows["overdue"]),
            today=Count("due_date", filter=windows["today"]),
            week=Count("due_date", filter=windows["week"]),
        )
        .order_by("kind")
    )
    counted = list(rows)
    return Counts(
        overdue=sum(row["overdue"] for row in counted),
        today=sum(row["today"] for row in counted),
        week=sum(row["week"] for row in counted),
        all=sum(row["total"] for row in counted),
        kinds={row["kind"]: row["total"] for row in counted},
    )


def offers_to(*, by: Actor, limit: int = PAGE) -> tuple[Offer, ...]:
    """The matters offered to the actor's organ and not answered yet, the oldest first;
    one query.
    """
    if not by.may("case.handle", by.organ):
        return ()
    rows = (
        Case.objects.filter(offered=by.organ, final=False)
        .exclude(offered="")
        .order_by("received_date", "id")
    )
    rows = visible(rows, by=by, sealed=Sealed.OWED)
    return tuple(
        Offer(row.pk, row.number, heading(row), row.handler, row.received_date)
        for row in rows[:limit]
    )


def heading(case: Case) -> str:
    """What a list shows of a matter: its title, and of a sealed one only that it is
    sealed, also to its readers.
    """
    return _("Sealed report") if case.sealed else case.title


def _item(row: Duty) -> DutyItem:
    case = row.case
    return DutyItem(
        id=row.id,
        case_id=case.pk,
        number=case.number,
        title=heading(case),
        pack=case.pack,
        kind=row.kind,
        owner=row.owner,
        article=row.article,
        verified=row.verified,
        due_date=row.due_date,
        provisional=row.provisional,
        topic=case.topic,
        area=case.area,
        state=case.state,
        stopped_date=row.stopped_date,
        supervised=case.values.get("supervision") in UNDER_SUPERVISION,
        handler=case.handler,
        receiver=case.receiver,
    )


def redated_lately(
    *, by: Actor, since: datetime, limit: int = 20
) -> list[Redated]:
    """The dates of the actor's own organ that changed at or after ``since``, newest
    first: those concerned are told.

    One query where nothing changed, two otherwise.
    """
    events = {
        event.stream.removeprefix("case:"): event
        for event in ledger.of_type(REDATED, since=since, limit=200)
    }
    if not events or not by.may("case.read", by.organ):
        return []
    duties = Duty.objects.filter(
        case_id__in=events, owner=by.organ, status="open"
    ).select_related("case")
    duties = visible(duties, by=by, sealed=Sealed.OWED)
    told: list[Redated] = []
    for duty in duties.order_by("due_date", "id"):
        moved = {
            move["ref"]: move
            for move in events[duty.case_id].payload.get("moves", ())
        }.get(duty.ref)
        if moved and moved["was"] != moved["due"]:
            old, new = (
                date.fromisoformat(moved["was"]),
                date.fromisoformat(moved["due"]),
            )
            told.append(
                Redated(
                    duty.case_id,
                    duty.case.number,
                    duty.kind,
                    duty.owner,
                    old,
                    new,
                )
            )
    return told[:limit]
