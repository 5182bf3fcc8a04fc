"""Matters whose names are due to be erased: the office's term is over, and nobody need
ask (PIPL 47, first paragraph). Lists matters and days, never names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from huiyin.casework.basis import law_access, rows
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.paging import page_of
from huiyin.casework.matter import erasures, keeping
from huiyin.casework.matter.keeping import Kept
from huiyin.casework.matter.work import stream
from huiyin.casework.models import (
    Agent,
    Case,
    Contact,
    Duty,
    ErasureWaiting,
    Participant,
)
from huiyin.casework.sealing.visibility import visible
from huiyin.ledger import reads as ledger
from huiyin.ledger.event import Event
from huiyin.organisations import permissions
from huiyin.people import reads as people

PAGE = 50


@dataclass(frozen=True, slots=True)
class Over:
    """A matter whose term is over, with the day on which it ended, and where a law has
    a name in it kept, until when and by which answer.
    """

    case_id: str
    number: str
    title: str
    closed_date: date
    kept: Kept | None = None


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
    due = [case for case in page if _nothing_against(case, today)]
    kept = _kept_by_law(due, today)
    items = tuple(_line(case, kept.get(case.pk)) for case in due)
    return OverPage(items=items, next=following)


def _named(model: type[Contact | Participant | Agent]) -> Q:
    """Whether a matter still has a name in these rows. Each is looked up by itself: a
    list of all names that are kept grows with the register.
    """
    kept = people.kept().filter(pk=OuterRef("identity"))
    known = model.objects.filter(Exists(kept), case=OuterRef("pk"))
    return Q(Exists(known))


def _years_before(day: date, years: int) -> date:
    """The day with the same number so many years ago; 1 March where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def _nothing_against(case: Case, today: date) -> bool:
    state = rows.state_of(case, ())
    return keeping.against(law_access.pack(case.pack), state, today) is None


def _kept_by_law(cases: Sequence[Case], today: date) -> dict[str, Kept]:
    """Of some matters those in which a law has a name kept, by their ids: the answer
    that names the latest day, or none. One query.
    """
    if not cases:
        return {}
    streams = [stream(case.pk) for case in cases]
    told: dict[str, list[Event]] = {}
    for event in ledger.events_of(streams, types=erasures.TYPES):
        told.setdefault(event.stream, []).append(event)
    kept: dict[str, Kept] = {}
    for case in cases:
        said = keeping.by_law(
            erasures.requests(told.get(stream(case.pk), ())), today
        )
        if said:
            kept[case.pk] = max(said.values(), key=keeping.lasts)
    return kept


def _line(case: Case, kept: Kept | None) -> Over:
    return Over(
        case_id=case.pk,
        number=case.number,
        title=case.title,
        closed_date=case.closed_date or case.received_date,
        kept=kept,
    )
