"""The open duties of an organ: what its officers see first in the morning."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Coalesce

from huiyin.casework.basis import law_access, registers
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.redated import Redated
from huiyin.casework.events import REDATED
from huiyin.casework.lists import words
from huiyin.casework.lists.duty_rows import (
    Page,
    Row,
    heading,
    page_of,
    paged,
    shown,
)
from huiyin.casework.lists.duty_shapes import (
    DAYS,
    WEEK,
    Filters,
    Shape,
    in_bucket,
    shaped,
)
from huiyin.casework.models import Case, Duty
from huiyin.casework.sealing.visibility import (
    Listed,
    Sealed,
    visible,
    works_on_sealed,
)
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.registers import PETITION
from huiyin.ledger import reads as ledger
from huiyin.organisations import reads as organisations

PAGE = 50
FEW_OWNERS = 3


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


def _owner(by: Actor, organ: str) -> str:
    """The organ whose duties are listed; "" where the actor may list none."""
    return next(iter(visible_owners(by, organ)), "")


def _seal(by: Actor, organ: str) -> Sealed:
    """Supervisors do not learn of sealed matters, not even by a count, and not those of
    their own office either.
    """
    return Sealed.OWED if organ in {"", by.organ} else Sealed.NEVER


def _with_words(
    shape: Shape, owner: str, by: Actor, filters: Filters, given: dict[str, Any]
) -> QuerySet[Duty]:
    """Those open duties of an organ that may stand in the actor's list and fit the words
    looked for: the beginning of a number, or words of the title.
    """
    duties = words.open_duties(filters.text, owner=owner)
    duties = shape.narrowed(duties, **given)
    return visible(duties, by=by, sealed=_seal(by, filters.organ))


@cache
def _page(shape: Shape, limit: int) -> Listed[Row]:
    return Listed(
        shape.duties,
        lambda duties, **_given: shown(duties, limit),
        **shape.kinds(),
    )


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
    owner = _owner(by, filters.organ)
    if not owner:
        return Page(items=())
    shape, given = shaped(filters, today=today, reader=by.name, after=after)
    if filters.text:
        duties = _with_words(shape, owner, by, filters, given)
        return page_of(list(shown(duties, limit)), limit)
    sealed = _seal(by, filters.organ)
    rows = _page(shape, limit).rows(by, sealed=sealed, owner=owner, **given)
    return page_of(rows, limit)


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
    duties = Duty.objects.filter(in_bucket("overdue", today), status="open")
    if len(owners) > FEW_OWNERS:
        compared = Coalesce("owner", Value(""))
        duties = duties.alias(organ=compared).filter(organ__in=owners)
    else:
        duties = duties.filter(owner__in=owners)
    duties = visible(duties, by=by, register=PETITION)
    return paged(duties, after=after, limit=limit)


def _counted(
    duties: QuerySet[Duty], *, today: Any, next_week: Any, **_narrowed: Any
) -> QuerySet[Duty, Row]:
    """Open duties of each kind: overdue, due today, due within the week, and in all."""

    def due(bucket: str) -> Count:
        # Of due dates, which all have: the index of open duties by kind then answers
        # without opening a row.
        return Count("due_date", filter=in_bucket(bucket, today, next_week))

    counted = {bucket: due(bucket) for bucket in ("overdue", "today", "week")}
    kinds = duties.order_by("kind").values_list("kind")
    return kinds.annotate(**counted, all=Count("due_date"))


@cache
def _counts(shape: Shape) -> Listed[Row]:
    kinds = shape.kinds() | dict.fromkeys(DAYS, date)
    return Listed(shape.duties, _counted, **kinds)


def duty_counts(
    *, by: Actor, today: date, filters: Filters | None = None
) -> Counts:
    """How many open duties are overdue, due today, due within seven days, and in all;
    one query. What bucket the list shows makes no difference.
    """
    narrowed = replace(filters or Filters(), bucket="all")
    owner = _owner(by, narrowed.organ)
    if not owner:
        return Counts()
    shape, given = shaped(narrowed, today=today, reader=by.name)
    days = {"today": today, "next_week": today + WEEK}
    if narrowed.text:
        duties = _with_words(shape, owner, by, narrowed, given)
        rows = list(_counted(duties, **days))
    else:
        sealed = _seal(by, narrowed.organ)
        rows = _counts(shape).rows(
            by, sealed=sealed, owner=owner, **given, **days
        )
    return Counts(
        overdue=sum(row[1] for row in rows),
        today=sum(row[2] for row in rows),
        week=sum(row[3] for row in rows),
        all=sum(row[4] for row in rows),
        kinds={row[0]: row[4] for row in rows},
    )


OFFERS = Listed(
    lambda organ: Case.objects.filter(offered=organ, final=False).exclude(
        offered=""
    ),
    lambda rows, **_given: rows.order_by("received_date", "id").values_list(
        "id", "number", "title", "sealed", "handler", "received_date"
    )[:PAGE],
    organ=str,
)


def offers_to(*, by: Actor, limit: int = PAGE) -> tuple[Offer, ...]:
    """The matters offered to the actor's organ and not answered yet, the oldest first,
    at most fifty; one query.
    """
    if not by.may("case.handle", by.organ):
        return ()
    rows = OFFERS.rows(by, sealed=Sealed.OWED, organ=by.organ)
    return tuple(
        Offer(pk, number, heading(title, sealed=sealed), handler, day)
        for pk, number, title, sealed, handler, day in rows[:limit]
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
        for event in ledger.of_type(REDATED, since=since)
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
