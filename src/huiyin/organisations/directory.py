"""Looking at staff as a list: who works where, who has no post, found by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huiyin.organisations import register
from huiyin.organisations.info import CompetentOrgan
from huiyin.organisations.models import Posting, Staff

PAGE = 50


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff with the posts they hold on a day, as (organ, post), organs in
    the order of their codes.
    """

    id: int
    username: str
    name: str
    active: bool
    posts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the list, and the user name after which the next page begins ("" on the last)."""

    people: tuple[Person, ...]
    next: str


def listed(
    *,
    on: date,
    organs: Sequence[str],
    organ: str = "",
    text: str = "",
    after: str = "",
) -> Page:
    """Staff by user name: those who serve or served in the organs given, and those who
    were never posted.

    Args:
        on: the day whose posts are shown.
        organs: codes of the organs that the reader manages.
        organ: only those who hold a post there on that day; "" for all.
        text: part of a name or user name; "" for all.
        after: the user name at which the page before ended.
    """
    rows = _known(organs)
    if organ:
        rows = rows.filter(
            pk__in=_posted(on).filter(organ_id=organ).values("staff_id")
        )
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(username__icontains=text)
        )
    if after:
        rows = rows.filter(username__gt=after)
    people = list(rows.order_by("username")[: PAGE + 1])
    shown = people[:PAGE]
    return Page(
        _with_posts(shown, on), shown[-1].username if len(people) > PAGE else ""
    )


def person(staff: int, *, on: date, organs: Sequence[str]) -> Person | None:
    """One member of staff, with the posts held ``on`` a day, whom somebody who manages
    these organs may see; None otherwise.
    """
    member = _known(organs).filter(pk=staff).first()
    return _with_posts([member], on)[0] if member is not None else None


def username_taken(username: str) -> bool:
    """Whether somebody has this user name, in whatever letters."""
    return Staff.objects.filter(username__iexact=username).exists()


def number(*, organs: Sequence[str]) -> int:
    """How many members of staff there are who may sign in."""
    return _known(organs).filter(is_active=True).count()


def without(post: str, *, on: date, organs: Iterable[str]) -> list[str]:
    """Of these organs the codes of those in which nobody holds a post on that day, in
    the order given.
    """
    held = set(_posted(on).filter(post=post).values_list("organ_id", flat=True))
    return [code for code in organs if code not in held]


def _known(organs: Sequence[str]) -> QuerySet[Staff]:
    within = Posting.objects.filter(organ_id__in=organs).values("staff_id")
    elsewhere = Posting.objects.values("staff_id")
    return Staff.objects.filter(Q(pk__in=within) | ~Q(pk__in=elsewhere))


def _posted(on: date) -> QuerySet[Posting]:
    return Posting.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on
    )


def _with_posts(people: Sequence[Staff], on: date) -> tuple[Person, ...]:
    held: dict[int, list[tuple[str, str]]] = {}
    rows = (
        _posted(on)
        .filter(staff__in=[member.pk for member in people])
        .order_by("organ_id", "post")
    )
    for staff, organ, post in rows.values_list("staff_id", "organ_id", "post"):
        held.setdefault(staff, []).append((organ, post))
    return tuple(
        Person(
            member.pk,
            member.username,
            member.name,
            member.is_active,
            tuple(held.get(member.pk, ())),
        )
        for member in people
    )


def rows_of(topic: str) -> tuple[CompetentOrgan, ...]:
    """The rows of the competence table that name this very topic, as they were entered."""
    held = register.current()
    return tuple(
        CompetentOrgan(
            organ=held.organs[row.organ],
            topic=held.topics[topic],
            area=held.areas.get(row.area),
            note=row.note,
            exact=True,
        )
        for row in held.competence.get(topic, ())
    )
