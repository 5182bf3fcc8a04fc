"""Matters of which somebody is in charge who leaves, or loses the post: handed on to a
colleague or back to the organ, all at once, each by its own event.

Whoever looks after staff does so before the post ends and learns numbers only, and none
of sealed matters. What is left falls back by itself in the night (``release_gone``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from huiyin.casework.basis import law_access, named_staff, rows
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.charge import (
    ASSIGNED,
    FELL_BACK,
    GIVEN_BACK,
    HELPER_REMOVED,
)
from huiyin.casework.matter import in_charge
from huiyin.casework.matter.work import Work
from huiyin.casework.models import Case
from huiyin.casework.sealing.visibility import told_to_all

CAUSE, POST_ENDS = "cause", "post_ends"
"""In an event's data: why, where nobody wrote a reason."""


@dataclass(frozen=True, slots=True)
class HandedOn:
    """How many matters went to a colleague, and how many back to the organ; sealed ones
    in neither.
    """

    given: int = 0
    back: int = 0


def held(staff: int, organs: Collection[str]) -> int:
    """How many open matters ``staff`` (an id) is in charge of, or helps with, in some
    organs; sealed ones are not counted. One query.
    """
    name = named_staff.reference(staff)
    return told_to_all(_of(name)).filter(handler__in=organs).count()


def _of(name: str) -> QuerySet[Case]:
    """The matters that somebody is in charge of or helps with; their index holds the
    matters of which anybody is in charge.
    """
    theirs = Q(in_charge=name) | Q(helpers__contains=f"|{name}|")
    return Case.objects.exclude(in_charge="").filter(theirs)


def hand_on(
    *,
    staff: int,
    to: str,
    organs: Collection[str],
    by: Actor,
    at: datetime,
) -> HandedOn:
    """Hand everything on that ``staff`` (an id) is in charge of in some organs, to a
    colleague (``to``, "staff:7") or back to the organ (""), and let them help nobody;
    returns how many went where.

    Only in those of the organs whose staff the actor looks after. What the colleague
    cannot have (they stand aside, or it is sealed) goes back to the organ. Each matter
    is a transaction of its own. Raises Invalid, on "to", for a colleague who handles in
    none of the organs.
    """
    name = named_staff.reference(staff)
    mine = [code for code in organs if by.may("organisation.manage", code)]
    if to and (to == name or not _fits(to, mine, at)):
        raise Invalid("to", in_charge.not_here())
    given = back = 0
    theirs = _of(name).filter(handler__in=mine).order_by("id")
    for case_id, sealed in list(theirs.values_list("pk", "sealed")):
        taken = _handed_on(case_id, name, to, by=by, at=at)
        given += taken == ASSIGNED and not sealed
        back += taken == GIVEN_BACK and not sealed
    return HandedOn(given, back)


def _fits(to: str, organs: Collection[str], at: datetime) -> bool:
    """Whether somebody handles matters in one of these organs."""
    person = in_charge.person_of(to, law_access.office_day(at))
    if person is None or person.organ not in organs:
        return False
    return in_charge.may_be(person, person.organ)


@transaction.atomic
def _handed_on(
    case_id: str, name: str, to: str, *, by: Actor, at: datetime
) -> str:
    """Hand one matter on; returns the event that says so, "" where there was nothing to do."""
    work = _locked(case_id)
    charge = work.state.charge
    data = {CAUSE: POST_ENDS}
    if name in charge.helpers:
        in_charge.write(
            work,
            HELPER_REMOVED,
            charge.without({name}),
            by=by,
            at=at,
            data=data,
        )
        return HELPER_REMOVED
    if name != charge.of:
        return ""
    after, kind = charge.without({name}), GIVEN_BACK
    if to and not in_charge.problem(work, to, at=at, by=by):
        after, kind = charge.given_to(to), ASSIGNED
    in_charge.write(work, kind, after, by=by, at=at, data=data)
    return kind


def _locked(case_id: str) -> Work:
    return Work.load(
        Case.objects.select_for_update(no_key=True).get(pk=case_id)
    )


def release_gone(*, at: datetime) -> int:
    """Let every matter fall back to its organ of which somebody is in charge who may not
    be any more at the instant ``at`` (they left, or the post ended), and take such
    people from among those who help; returns how many.

    Each matter is a transaction of its own, by an event of the system.
    """
    return sum(
        _fell_back(case_id, gone, at=at)
        for case_id, gone in list(_with_gone(at))
    )


def _with_gone(at: datetime) -> Iterator[tuple[str, frozenset[str]]]:
    """The matters in which people are named who may not be any more, and these."""
    matters = Case.objects.exclude(in_charge="")
    columns = ("handler", "sealed", "in_charge", "helpers")
    on = law_access.office_day(at)
    known: dict[tuple[str, str, bool], bool] = {}
    for organ, sealed, of, helpers in matters.values_list(*columns).distinct():
        people = {of, *rows.names(helpers)}
        for name in people:
            if (name, organ, sealed) not in known:
                person = in_charge.person_of(name, on)
                known[name, organ, sealed] = (
                    person is not None
                    and in_charge.may_be(person, organ, sealed=sealed)
                )
        gone = frozenset(
            name for name in people if not known[name, organ, sealed]
        )
        if gone:
            named = dict(
                zip(columns, (organ, sealed, of, helpers), strict=True)
            )
            for case_id in matters.filter(**named).values_list("pk", flat=True):
                yield case_id, gone


@transaction.atomic
def _fell_back(case_id: str, gone: frozenset[str], *, at: datetime) -> bool:
    work = _locked(case_id)
    after = work.state.charge.without(gone)
    if after == work.state.charge:
        return False
    in_charge.write(work, FELL_BACK, after, by=Actor.system(), at=at)
    return True
