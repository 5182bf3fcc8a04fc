"""Matters whose names are due to be erased: the office's term is over, and nobody need
ask (PIPL 47, first paragraph). Lists matters and days, never names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from huiyin.casework.basis import law_access, rows
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.paging import page_of
from huiyin.casework.matter import erasures
from huiyin.casework.models import (
    Agent,
    Case,
    Contact,
    Duty,
    ErasureWaiting,
    Participant,
)
from huiyin.casework.sealing.visibility import visible
from huiyin.organisations import permissions
from huiyin.people import reads as people

PAGE = 50


@dataclass(frozen=True, slots=True)
class Over:
    """A matter whose term is over, with the day on which it ended."""

    case_id: str
    number: str
    title: str
    closed_date: date


@dataclass(frozen=True, slots=True)
class OverPage:
    """One page of them and the cursor of the next, "" on the last one. A page may hold
    fewer: a right that outlasts the term is looked at one by one.
    """

    items: tuple[Over, ...] = ()
    next: str = ""


def over(
    by: Actor, *, today: date, after: str = "", limit: int = PAGE
) -> OverPage:
    """The matters whose names the actor's organ is to erase, the longest ended first.

    None while the office has set no term, and for whoever is none of the two persons
    that erase. Sealed matters, and those in which a request waits, are not in it.
    """
    years = settings.HUIYIN_KEEP_IDENTITIES_YEARS
    if (
        years is None
        or by.staff is None
        or not erasures.may_answer(by, by.organ)
    ):
        return OverPage()
    organs = {
        *permissions.reachable(by.staff, "case.register"),
        *permissions.reachable(by.staff, "case.head"),
    }
    matters = visible(Case.objects.all(), by=by).filter(
        _named(Contact) | _named(Participant) | _named(Agent),
        receiver__in=organs,
        final=True,
        closed_date__lt=_years_before(today, years),
    )
    open_duty = Duty.objects.filter(case=OuterRef("pk"), status="open")
    waiting = ErasureWaiting.objects.filter(case=OuterRef("pk"))
    matters = matters.exclude(Exists(open_duty) | Exists(waiting))
    page, following = page_of(
        matters,
        day="closed_date",
        after=after,
        limit=limit,
    )
    due = tuple(_line(case) for case in page if _nothing_against(case, today))
    return OverPage(items=due, next=following)


def _named(model: type[Contact | Participant | Agent]) -> Q:
    """Whether a matter still has a name in these rows."""
    known = model.objects.filter(
        case=OuterRef("pk"), identity__in=people.kept()
    )
    return Q(Exists(known))


def _years_before(day: date, years: int) -> date:
    """The day with the same number so many years ago; 1 March where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def _nothing_against(case: Case, today: date) -> bool:
    state = rows.state_of(case, ())
    return erasures.against(law_access.pack(case.pack), state, today) is None


def _line(case: Case) -> Over:
    return Over(
        case_id=case.pk,
        number=case.number,
        title=case.title,
        closed_date=case.closed_date or case.received_date,
    )
