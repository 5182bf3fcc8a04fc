"""How much lies with whom in an organ: matters and duties by who is in charge of them.

It is about what has to be done and by when, never a rating of people: numbers of what
is open now, by name, with nothing about what was done, how fast, or by whom before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from huiyin.casework.basis import named_staff
from huiyin.casework.basis.actors import Actor
from huiyin.casework.lists.duty_shapes import WEEK, in_bucket
from huiyin.casework.matter import in_charge
from huiyin.casework.models import Case, Duty
from huiyin.casework.sealing.visibility import Sealed, visible
from huiyin.organisations import staff_reads


@dataclass(frozen=True, slots=True)
class Load:
    """What is open with somebody (``who`` as events name them, "" for nobody): matters,
    and the organ's open duties in them, overdue and due within seven days of these.
    """

    who: str
    name: str
    matters: int = 0
    duties: int = 0
    overdue: int = 0
    week: int = 0


def may_look(by: Actor) -> bool:
    """Whether the actor may look: who heads the organ, and so assigns."""
    return by.may(in_charge.HEAD, by.organ)


def of_organ(*, by: Actor, today: date) -> tuple[Load, ...]:
    """Everybody who handles in the actor's organ, by user name, and at the end what
    nobody is in charge of; empty for whoever may not look. At most four queries.

    Counted is what stands in the reader's own list: sealed matters only for who works
    on them, and none in which they stand aside.
    """
    if not may_look(by):
        return ()
    duties = _duties(by, today)
    matters = _matters(by)
    free = duties.get("", (0, 0, 0, 0))
    people = _names(by.organ, today, (*matters, *duties))
    listed = [
        Load(who, name, matters.get(who, 0), *duties.get(who, (0,) * 4)[1:])
        for who, name in people.items()
    ]
    return (*listed, Load("", "", *free))


def _duties(by: Actor, today: date) -> dict[str, tuple[int, int, int, int]]:
    """By who is in charge: the matters in which the organ owes something, its open
    duties, those overdue, and those due this week. One query.
    """
    rows = Duty.objects.filter(
        status="open", owner=by.organ, case__handler=F("owner")
    )
    late = in_bucket("overdue", today)
    soon = in_bucket("week", today, today + WEEK)
    counted = (
        visible(rows, by=by, sealed=Sealed.OWED)
        .order_by("case__in_charge")
        .values_list("case__in_charge")
        .annotate(
            matters=Count("case", distinct=True),
            duties=Count("id"),
            overdue=Count("id", filter=late),
            week=Count("id", filter=soon),
        )
    )
    return {who: (first, *rest) for who, first, *rest in counted}


def _matters(by: Actor) -> dict[str, int]:
    """How many matters each is in charge of. One query."""
    rows = Case.objects.exclude(in_charge="").filter(handler=by.organ)
    counted = (
        visible(rows, by=by, sealed=Sealed.OWED)
        .order_by("in_charge")
        .values_list("in_charge")
        .annotate(matters=Count("id"))
    )
    return dict(counted)


def _names(
    organ: str, today: date, with_matters: Iterable[str]
) -> dict[str, str]:
    """The names of those who handle in an organ, and of others who are still in charge
    of something there.
    """
    names = {
        person.actor: person.called
        for person in in_charge.possible(organ, today)
    }
    others = {who for who in with_matters if who and who not in names}
    if others:
        known = staff_reads.names_of(named_staff.numbers(sorted(others)))
        for number, name in known.items():
            names[named_staff.reference(number)] = name
    return names
