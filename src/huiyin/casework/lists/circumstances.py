"""Matters to look at: circumstances of supervision (督办情形) that the system finds in what
organs owe (R22 Art 40).

They are found in dates, duties and events of matters; never in a person, and they add
up to no score. A person decides whether there is a reason, and whether to supervise.
All start from open duties, which an index finds by their owner.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.lists.duty_rows import DutyItem, paged
from huiyin.casework.lists.worklist import PAGE
from huiyin.casework.matter.supervision import WATCHED
from huiyin.casework.models import Contact, Duty
from huiyin.casework.sealing.visibility import visible
from huiyin.law.rules.duties import (
    EXECUTING,
    HANDLING,
    REPORTING,
    TAKING_UP,
)
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.registers import PETITION
from huiyin.law.rules.vocabularies import Term

FOUND = (
    "late",
    "not_taken_up",
    "no_result",
    "not_executed",
    "wrong_procedure",
    "stalling",
    "passed_on",
)


@dataclass(frozen=True, slots=True)
class Notable:
    """One matter to look at: the open duty it was found by, and the duty that was done
    late where that is the point.
    """

    duty: DutyItem
    done_late: str = ""


@dataclass(frozen=True, slots=True)
class NotablePage:
    """One page of matters to look at, and the cursor of the next, "" on the last one."""

    items: tuple[Notable, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a matter counts as standing still or as passed on; from the pack, which says
    that they are unverified.

    ``quiet_days`` days without anything done, ``near_days`` or fewer before the due
    date; ``handovers`` so many.
    """

    quiet_days: int = 30
    near_days: int = 15
    handovers: int = 2


def terms(pack: Pack) -> Mapping[str, Term]:
    """The circumstances that can be found, by the words of the law; none where the pack
    knows no supervision.
    """
    known = (
        pack.terms["circumstances"].terms
        if "circumstances" in pack.terms
        else {}
    )
    return {name: known[name] for name in FOUND if name in known}


def limits(pack: Pack) -> Limits:
    """The numbers that the pack gives for standing still and for passing on."""
    told: dict[str, object] = {}
    for term in terms(pack).values():
        told |= term.attributes

    def number(name: str, otherwise: int) -> int:
        value = told.get(name)
        return value if isinstance(value, int) else otherwise

    own = Limits()
    return Limits(
        quiet_days=number("quiet_days", own.quiet_days),
        near_days=number("near_days", own.near_days),
        handovers=number("handovers", own.handovers),
    )


def look(
    *,
    by: Actor,
    organs: Collection[str],
    circumstance: str,
    today: date,
    after: str = "",
    limit: int = PAGE,
) -> NotablePage:
    """A page of matters in one circumstance, of those of the organs that the actor
    supervises; the longest due first.

    ``circumstance`` is one of ``FOUND``, ``after`` the cursor of the page before, ``limit``
    the longest a page can be. Two queries; keyset. Sealed matters are never among them.
    """
    duties = _under(by, organs).filter(_conditions(today)[circumstance])
    page = paged(duties, after=after, limit=limit)
    late: dict[str, str] = {}
    if circumstance == "wrong_procedure":
        late = _done_late([item.case_id for item in page.items])
    return NotablePage(
        tuple(Notable(item, late.get(item.case_id, "")) for item in page.items),
        page.next,
    )


def counts(
    *, by: Actor, organs: Collection[str], today: date
) -> dict[str, dict[str, int]]:
    """How many there are by organ and circumstance, for those of the organs that the
    actor supervises; one query.
    """
    wanted = {
        name: Count("id", filter=condition)
        for name, condition in _conditions(today).items()
    }
    rows = (
        _under(by, organs).values("owner").annotate(**wanted).order_by("owner")
    )
    by_owner: dict[str, dict[str, int]] = {}
    for row in rows.values("owner", *wanted):
        by_owner[str(row["owner"])] = {name: int(row[name]) for name in wanted}
    return by_owner


def _under(by: Actor, organs: Collection[str]) -> QuerySet[Duty]:
    owners = [organ for organ in organs if by.may("case.supervise", organ)]
    later = Contact.objects.filter(
        case=OuterRef("case"), event_seq__gt=OuterRef("event_seq")
    ).order_by()
    counted = later.values("case").annotate(number=Count("pk")).values("number")
    duties = Duty.objects.filter(
        status="open",
        owner__in=owners,
    )
    duties = visible(duties, by=by, register=PETITION)
    duties = duties.exclude(kind__in=WATCHED)
    # Events since the duty was opened or moved that were more than the petitioner writing again.
    return duties.alias(
        moved=F("case__event_seq")
        - F("event_seq")
        - Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    )


def _conditions(today: date) -> dict[str, Q]:
    pack = law_access.pack_on(today)
    given, kinds = limits(pack), law_access.kinds_by_stage()
    running = Q(stopped_date__isnull=True)
    overdue = running & Q(due_date__lt=today)
    # What the law names by itself stands under its own name, everything else that is
    # overdue is late.
    own = (
        *kinds[REPORTING],
        *kinds[EXECUTING],
        *(kinds[TAKING_UP] if "not_taken_up" in terms(pack) else ()),
    )
    done_late = Duty.objects.filter(
        case=OuterRef("case"),
        status="discharged",
        closed_date__gt=F("due_date"),
    )
    return {
        "late": overdue & ~Q(kind__in=own),
        "not_taken_up": overdue & Q(kind__in=kinds[TAKING_UP]),
        "no_result": overdue & Q(kind__in=kinds[REPORTING]),
        "not_executed": overdue & Q(kind__in=kinds[EXECUTING]),
        "wrong_procedure": _first() & Q(Exists(done_late)),
        "stalling": running
        & Q(
            kind__in=kinds[HANDLING],
            due_date__gte=today,
            due_date__lte=today + timedelta(days=given.near_days),
            opened_date__lte=today - timedelta(days=given.quiet_days),
            moved=0,
        ),
        "passed_on": _first() & Q(case__values__handovers__gte=given.handovers),
    }


def _first() -> Q:
    """Only the duty of a matter that is due first, so that the matter stands in the list once."""
    earlier = Duty.objects.filter(case=OuterRef("case"), status="open").exclude(
        kind__in=WATCHED
    )
    sooner = Q(due_date__lt=OuterRef("due_date")) | Q(
        due_date=OuterRef("due_date"), id__lt=OuterRef("id")
    )
    return ~Q(Exists(earlier.filter(sooner)))


def _done_late(case_ids: Collection[str]) -> dict[str, str]:
    """The kind of the last duty of each matter that was done after its day."""
    rows = Duty.objects.filter(
        case_id__in=case_ids, status="discharged", closed_date__gt=F("due_date")
    )
    return dict(
        rows.order_by("closed_date", "id").values_list("case_id", "kind")
    )
