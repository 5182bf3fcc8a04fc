"""Looking at members of staff and the posts they hold, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import (
    BigIntegerField,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf, Substr

from huiyin.compiled import Compiled
from huiyin.organisations.info import (
    PostingInfo,
    StaffInfo,
)
from huiyin.organisations.models import Posting, Staff


def _holding(on: date, path: str = "") -> Q:
    begun = Q(**{f"{path}from_date__lte": on})
    no_end = Q(**{f"{path}to_date__isnull": True})
    return begun & (no_end | Q(**{f"{path}to_date__gt": on}))


COLUMNS = tuple(
    field.attname
    for field in Staff._meta.concrete_fields  # noqa: SLF001 - Django documents it
)
ACCOUNTS = Compiled(
    lambda user, on: (
        Staff.objects.filter(pk=user)
        .annotate(
            held=FilteredRelation(
                "postings", condition=_holding(on, "postings__")
            )
        )
        .order_by("-held__from_date", "-held__pk")
        .values_list(*COLUMNS, "held__organ_id", "held__post")
    ),
    user=int,
    on=date,
)
"""An account with each post that its owner holds on a day; once without, where there is none."""


def account(user_id: int, on: date) -> Staff | None:
    """Somebody's account, which knows who they are on a day (``Staff.on_day``); None
    where there is none, or they have left. One query: every page of an office asks it.
    """
    rows = ACCOUNTS.rows(user=user_id, on=on)
    if not rows:
        return None
    columns = rows[0][: len(COLUMNS)]
    person = Staff.from_db(connection.alias, COLUMNS, columns)
    if not person.is_active:
        return None
    organ = rows[0][-2] or ""
    person.on_day = (
        on,
        StaffInfo(
            id=person.pk,
            username=person.username,
            name=person.name,
            organ=organ,
            posts=frozenset(
                row[-1] for row in rows if organ and row[-2] == organ
            ),
            temporary=person.temporary_password,
        ),
    )
    return person


def staff_info(user_id: int, on: date) -> StaffInfo | None:
    """A member of staff as they stand on a day; None when unknown or no longer active.
    One query.
    """
    person = account(user_id, on)
    return person.on_day[1] if person and person.on_day else None


def staff_by_username(username: str, on: date) -> StaffInfo | None:
    """A member of staff by username, as they stand ``on`` a day; None when unknown or
    no longer active.
    """
    pk = (
        Staff.objects.filter(username=username)
        .values_list("pk", flat=True)
        .first()
    )
    return staff_info(pk, on) if pk is not None else None


def staff_of(organ: str, on: date | None = None) -> tuple[StaffInfo, ...]:
    """Who holds a post in an organ on a day (without a day: whose post has no end), by username."""
    rows = Posting.objects.filter(
        Q(to_date__isnull=True) if on is None else _holding(on),
        organ_id=organ,
        staff__is_active=True,
    )
    people: dict[int, tuple[str, str, set[str]]] = {}
    for pk, username, name, post in rows.order_by(
        "staff__username"
    ).values_list("staff_id", "staff__username", "staff__name", "post"):
        people.setdefault(pk, (username, name, set()))[2].add(post)
    return tuple(
        StaffInfo(
            id=pk,
            username=username,
            name=name,
            organ=organ,
            posts=frozenset(posts),
        )
        for pk, (username, name, posts) in people.items()
    )


def names_of(staff: Iterable[int]) -> dict[int, str]:
    """The names of members of staff by id, those who have left too; ids that nobody has
    are left out. One query.
    """
    rows = Staff.objects.filter(pk__in=list(staff)).values_list(
        "pk", "name", "username"
    )
    return {pk: name or username for pk, name, username in rows}


def name_of(column: str) -> Subquery:
    """In a query of another room: the name of the member of staff whom a ``column`` names
    as events do ("staff:7"), null where it is empty.

    A list thus reads the name with the row, and asks nothing besides.
    """
    number = NullIf(Substr(OuterRef(column), len("staff:") + 1), Value(""))
    known = Staff.objects.filter(pk=Cast(number, BigIntegerField()))
    named = Coalesce(NullIf("name", Value("")), "username")
    return Subquery(known.values_list(named)[:1])


def postings_of(staff: int) -> tuple[PostingInfo, ...]:
    """Every posting that ``staff`` (an id) has held, the newest first."""
    rows = Posting.objects.filter(staff_id=staff).order_by("-from_date", "-pk")
    return tuple(
        PostingInfo(
            id=row.pk,
            staff=row.staff_id,
            organ=row.organ_id,
            post=row.post,
            from_date=row.from_date,
            to_date=row.to_date,
        )
        for row in rows
    )
