"""Consequences that the law attaches to the passing of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from huiyin.casework.cases import law_access
from huiyin.casework.cases.actors import Actor
from huiyin.casework.cases.work import Work, commit
from huiyin.casework.models import Case

BATCH = 200


def lapse_due(*, at: datetime, progress: Callable[[int], None] | None = None) -> int:
    """Close the matters whose time to ask for a review has run out unused (R22 Art 35); returns how many.

    The step itself is the pack's, and the pack refuses it while the right is open.
    """
    today = law_access.office_day(at)
    closed, last = 0, ""
    while True:
        found = list(
            Case.objects.filter(state="served", final=False, id__gt=last, resolved_date__lt=today)
            .order_by("id")
            .values_list("id", flat=True)[:BATCH]
        )
        if not found:
            return closed
        for case_id in found:
            closed += _lapse(case_id, at=at)
        last = found[-1]
        if progress:
            progress(closed)


@transaction.atomic
def _lapse(case_id: str, *, at: datetime) -> int:
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    work = Work.load(case)
    by = Actor.system()
    if work.rule("lapse", {}, by=by, at=at).refused:
        return 0
    work.take("lapse", {}, by=by, at=at)
    commit(work)
    return 1
