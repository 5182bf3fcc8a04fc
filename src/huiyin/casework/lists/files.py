"""The files of a register beside the petitions, as the officers of the organs concerned
find them: a list, and how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.casework.basis.actors import Actor
from huiyin.casework.models import Case, Duty
from huiyin.casework.sealing.visibility import Sealed, visible
from huiyin.law.rules.registers import PETITION

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the list, and what is owed in it next."""

    case_id: str
    number: str
    title: str
    pack: str
    state: str
    organ: str
    opened_date: date | None
    duty: str
    due_date: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of files, and the cursor of the next, "" on the last one."""

    lines: tuple[Line, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many files there are, how many stand open, and how many have something overdue."""

    all: int
    open: int
    overdue: int


def _files(by: Actor, register: str) -> QuerySet[Case]:
    """The files that concern the actor's organ: it opened them, or has them now."""
    if register == PETITION or not by.may("case.read", by.organ):
        return Case.objects.none()
    own = Q(receiver=by.organ) | Q(handler=by.organ)
    # The condition of the index on other registers is said again, so that it is used.
    files = Case.objects.exclude(register=PETITION).filter(
        own, register=register
    )
    return visible(files, by=by, sealed=Sealed.KNOWN)


def listed(
    *, by: Actor, register: str, after: str = "", limit: int = PAGE
) -> Page:
    """The files of a register that concern the actor's organ, the newest first.

    ``after`` is the cursor of the page before; keyset, two queries. Empty for whoever
    may not read matters there.
    """
    shown, following = newest(_files(by, register), after=after, limit=limit)
    owed = owed_next(shown)
    return Page(tuple(_line(row, owed.get(row.pk)) for row in shown), following)


def newest(
    files: QuerySet[Case], *, after: str, limit: int
) -> tuple[list[Case], str]:
    """A page of files, the newest first, and the cursor of the next, "" on the last
    one; for casework's own use, on what the reader was let through to. One query.
    """
    rows = files.order_by("-id")
    if after:
        rows = rows.filter(id__lt=after)
    first_rows = list(rows[: limit + 1])
    shown = first_rows[:limit]
    return shown, shown[-1].pk if len(first_rows) > limit else ""


def owed_next(shown: Sequence[Case]) -> dict[str, Duty]:
    """The open duty of each file that is due first, by the file's id; one query."""
    duties = Duty.objects.filter(case__in=shown, status="open")
    owed: dict[str, Duty] = {}
    for duty in duties.order_by("due_date", "id"):
        owed.setdefault(duty.case_id, duty)
    return owed


def _line(row: Case, duty: Duty | None) -> Line:
    return Line(
        case_id=row.pk,
        number=row.number,
        title="" if row.sealed else row.title,
        pack=row.pack,
        state=row.state,
        organ=row.handler,
        opened_date=row.received_date,
        duty=duty.kind if duty else "",
        due_date=duty.due_date if duty else None,
    )


def tally(*, by: Actor, register: str, today: date) -> Tally:
    """How many files of a register concern the actor's organ; one query."""
    late = Duty.objects.filter(
        case=OuterRef("pk"),
        status="open",
        stopped_date__isnull=True,
        due_date__lt=today,
    )
    counted = _files(by, register).aggregate(
        all=Count("id"),
        open=Count("id", filter=Q(final=False)),
        overdue=Count("id", filter=Exists(late)),
    )
    return Tally(**counted)
