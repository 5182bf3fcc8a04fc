"""Reading the ways outside petitioning that are open for a matter, and whose rights
lapse soon: always estimates.

Reads only. What is listed are matters and days, never persons; sealed matters are in none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Coalesce

from huiyin.casework.basis import estimates
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.estimates import Sorting
from huiyin.casework.basis.paging import page_of
from huiyin.casework.lists.worklist import PAGE, visible_owners
from huiyin.casework.matter.views import CaseView
from huiyin.casework.models import Remedy as Row
from huiyin.casework.sealing.visibility import (
    Listed,
    told_to_all,
    visible,
)
from huiyin.law.engine import routes
from huiyin.law.engine.routes import Remedy

WARNED = (5, 15, 30)
"""How many days before a way closes its petitioner and the office are warned."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """One way that closes soon, with what the list shows of its matter."""

    case_id: str
    number: str
    title: str
    pack: str
    route: str
    handler: str
    last_day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class LapsePage:
    """One page of ways that close soon and the cursor of the next, "" on the last one."""

    items: tuple[Lapse, ...]
    next: str = ""


def sorting(view: CaseView) -> Sorting:
    """The kind of claim and the days that are known of a matter."""
    return estimates.sorting(view.pack, view.state.values)


def remedies(view: CaseView, *, today: date) -> tuple[Remedy, ...]:
    """The ways for a matter on a day, in the pack's order; none while nobody has said
    which kind of claim it is.

    Those that do not concern it yet or any more are in it too, with their state.
    """
    known = sorting(view)
    return routes.remedies(view.pack, known.claim, known.known, today)


def suggested(view: CaseView, *, today: date) -> Remedy | None:
    """The way under which a matter would be led out of petitioning: the first that can
    be taken, and has such a term; None where there is none.

    A suggestion with its reason; a person decides.
    """
    for remedy in remedies(view, today=today):
        if remedy.route.way and remedy.state in {"open", "waiting", "unknown"}:
            return remedy
    return None


def _lapsing(
    owners: Sequence[str] | None, today: date, until: date
) -> QuerySet[Row]:
    """Ways of open matters that close today or until a day, it included, of all organs
    where none are named; an ended matter has told its petitioner.

    The days that are near are few, an organ's matters of all years are many: the organ
    is compared as an expression, so that both databases begin with the days.
    """
    rows = Row.objects.filter(
        last_day__gte=today,
        last_day__lte=until,
        case__final=False,
    )
    if owners is None:
        return rows
    organ = Coalesce("case__handler", Value(""))
    return rows.alias(organ=organ).filter(organ__in=owners)


def lapsing(
    *,
    by: Actor,
    today: date,
    within: int = 30,
    organ: str = "",
    after: str = "",
    limit: int = PAGE,
) -> LapsePage:
    """A page of ways that close within so many days, the next first, in matters of the
    actor's organ; one query.

    ``organ`` names another one that the actor supervises; ``after`` is the cursor of
    the page before.
    """
    until = today + timedelta(days=within)
    rows = visible(_lapsing(visible_owners(by, organ), today, until), by=by)
    page, following = page_of(
        rows.select_related("case"), day="last_day", after=after, limit=limit
    )
    return LapsePage(tuple(_lapse(row) for row in page), following)


def _lapse(row: Row) -> Lapse:
    case = row.case
    return Lapse(
        case_id=case.pk,
        number=case.number,
        title=case.title,
        pack=case.pack,
        route=row.route,
        handler=case.handler,
        last_day=row.last_day,
        provisional=row.provisional,
    )


LAPSES = Listed(
    lambda owner, today, until: _lapsing([owner], today, until),
    lambda rows, **_given: (
        rows.order_by("last_day")
        .values_list("last_day")
        .annotate(total=Count("id"))
    ),
    owner=str,
    today=date,
    until=date,
)
"""How many ways of an organ's matters close on each of some days."""


def lapse_counts(*, by: Actor, today: date, organ: str = "") -> dict[int, int]:
    """How many ways close in matters of the actor's organ, for each of 5, 15 and 30
    days: within so many from ``today``; one query.
    """
    closing = dict.fromkeys(WARNED, 0)
    until = today + timedelta(days=max(WARNED))
    for owner in visible_owners(by, organ):
        for day, total in LAPSES.rows(
            by, owner=owner, today=today, until=until
        ):
            for days in WARNED:
                if day <= today + timedelta(days=days):
                    closing[days] += total
    return closing


def lapses_by_organ(
    *, codes: Sequence[str] | None, today: date, within: int = 6
) -> dict[str, int]:
    """How many ways close today or within so many days, by the organ that handles the
    matter, of all organs where ``codes`` is None; one query.
    """
    until = today + timedelta(days=within)
    rows = (
        told_to_all(_lapsing(codes, today, until))
        .values("case__handler")
        .annotate(total=Count("id"))
    )
    return {
        row["case__handler"]: row["total"]
        for row in rows.order_by("case__handler")
    }
