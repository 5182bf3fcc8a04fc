"""Consequences that the law attaches to the passing of time: the steps that a pack says
happen by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from huiyin.casework.basis import law_access, rows
from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Duty
from huiyin.law.rules.pack import Pack

BATCH = 200


def lapse_due(
    *, at: datetime, progress: Callable[[int], None] | None = None
) -> int:
    """Take every step that time alone takes (``auto`` in the pack) and that the pack
    allows now; returns how many.

    Such is the end of a matter whose time to ask for a review has run out unused (R22
    Art 35). Looks through the matters in the states from which such a step leads, in
    batches, and locks only those that it changes. ``at`` is the instant by which the
    law is asked and that the events bear; ``progress`` is told after each batch how
    many steps were taken so far.
    """
    taken, last = 0, ""
    waiting = Case.objects.filter(
        state__in=sorted(_states_left_by_time())
    ).order_by("id")
    while batch := list(waiting.filter(id__gt=last)[:BATCH]):
        for case_id in _ripe(batch, at):
            taken += _take(case_id, at=at)
        last = batch[-1].pk
        if progress:
            progress(taken)
    return taken


def _states_left_by_time() -> set[str]:
    """The states from which a step that happens by itself leads, under any pack in use."""
    states: set[str] = set()
    in_use = (
        Case.objects.order_by("pack").values_list("pack", flat=True).distinct()
    )
    for key in in_use:
        pack = law_access.pack(key)
        for step in _by_itself(pack):
            states.update(pack.step(step).sources)
    return states


def _by_itself(pack: Pack) -> list[str]:
    """The steps of a pack that happen by themselves."""
    return [step.id for step in pack.steps.values() if step.auto]


def _ripe(cases: Sequence[Case], at: datetime) -> list[str]:
    """Those for which the law now allows a step that happens by itself; one query for a batch."""
    duties: dict[str, list[Duty]] = {}
    for duty in Duty.objects.filter(case__in=cases, status="open").order_by(
        "id"
    ):
        duties.setdefault(duty.case_id, []).append(duty)
    works = [
        Work(
            rows.state_of(case, duties.get(case.pk, ())),
            law_access.pack(case.pack),
        )
        for case in cases
    ]
    return [work.state.case_id for work in works if _next(work, at)]


def _next(work: Work, at: datetime) -> str:
    """The first step that happens by itself now, "" for none."""
    by = Actor.system()
    for name in _by_itself(work.pack):
        if work.rule(name, {}, by=by, at=at).allowed:
            return name
    return ""


@transaction.atomic
def _take(case_id: str, *, at: datetime) -> int:
    work = Work.load(
        Case.objects.select_for_update(no_key=True).get(pk=case_id)
    )
    name = _next(work, at)
    if not name:
        return 0
    work.take(name, {}, by=Actor.system(), at=at)
    commit(work)
    return 1
