"""Dates that change because a calendar was published: each change is an event, and
those concerned see it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from huiyin.casework.basis import estimates
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.redated import Redated
from huiyin.casework.effects import Estimate
from huiyin.casework.events import REDATED, DutyState, RightState
from huiyin.casework.limits import Moved, RightOpened
from huiyin.casework.matter.rulings import limit_of
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Duty, Remedy
from huiyin.law.calendar import deadlines
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.ruling import Deadline

BATCH = 200


def recompute(
    *,
    at: datetime,
    reason: str,
    progress: Callable[[int], None] | None = None,
    every: bool = False,
) -> list[Redated]:
    """Compute the provisional dates of open duties and rights anew and record each one
    that changes.

    Run after a calendar arrives. ``every`` also looks at dates that were not
    provisional (a calendar corrected). The event ``duty.redated`` holds old and new
    date and ``reason``, in words that petitioner and organ see on the matter's
    timeline; ``at`` is its instant. ``progress`` is told how many matters were looked
    at. Returns each duty whose due date is another day now; one whose date merely
    became certain is recorded, and not returned.
    """
    changed: list[Redated] = []
    last, seen = "", 0
    while case_ids := _next_cases(last, every=every):
        for case_id in case_ids:
            changed.extend(_recompute(case_id, at=at, reason=reason))
        last, seen = case_ids[-1], seen + len(case_ids)
        if progress:
            progress(seen)
    return changed


def _next_cases(last: str, *, every: bool) -> list[str]:
    """The next matters with dates that may change: open duties, and last days of other ways."""
    duties = Duty.objects.filter(status="open", case_id__gt=last)
    remedies = Remedy.objects.filter(case_id__gt=last)
    if not every:
        duties = duties.filter(provisional=True)
        remedies = remedies.filter(provisional=True)
    case_ids: set[str] = set()
    for dated in (duties, remedies):
        in_order = dated.order_by("case_id").values_list("case_id", flat=True)
        case_ids.update(in_order.distinct()[:BATCH])
    return sorted(case_ids)[:BATCH]


@transaction.atomic
def _recompute(case_id: str, *, at: datetime, reason: str) -> list[Redated]:
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    work = Work.load(case)
    moves, changed = _moved_duties(work, case)
    rights = _moved_rights(work)
    remedies = _moved_remedies(work)
    if not moves and not rights and remedies is None:
        return []
    grounds = tuple(
        f"{_source(work.pack, duty.kind)}#{duty.article}"
        for duty in work.state.open_duties
    )
    system = Actor.system()
    effects = work.unmoved(
        at,
        by=system,
        data={"reason": reason},
        moves=moves,
        rights_opened=rights,
        remedies=remedies,
    )
    work.add(REDATED, effects, grounds=grounds, by=system, at=at)
    commit(work)
    return changed


def _moved_duties(
    work: Work, case: Case
) -> tuple[tuple[Moved, ...], list[Redated]]:
    """The open duties whose date, or how certain it is, is another now; and of these
    the ones with another day.
    """
    moves: list[Moved] = []
    changed: list[Redated] = []
    for duty in work.state.open_duties:
        new = _new_deadline(work.pack, duty)
        if new is None:
            continue
        old_day, new_day = duty.due_date, new.due_date
        if new_day == old_day and new.provisional == duty.provisional:
            continue
        moves.append(
            Moved(ref=duty.ref, old_due_date=old_day, limit=limit_of(new))
        )
        if new_day != old_day:
            changed.append(
                Redated(
                    case.pk,
                    case.number,
                    duty.kind,
                    duty.owner,
                    old_day,
                    new_day,
                )
            )
    return tuple(moves), changed


def _source(pack: Pack, kind: str) -> str:
    """The pack that a kind of duty comes from."""
    return (
        pack.duties[kind].ground.pack if kind in pack.duties else ""
    ) or pack.key


def _new_deadline(pack: Pack, duty: DutyState) -> Deadline | None:
    if not duty.days or duty.stopped:
        # A date that somebody set, not one that was counted; or one that is counted
        # anew when it runs again
        return None
    return deadlines.compute(
        pack.calendar,
        duty.base_date,
        duty.days,
        duty.unit,
        duty.extension_days,
        stopped_days=duty.stopped_days,
    )


def _moved_rights(work: Work) -> tuple[RightOpened, ...]:
    """Rights whose last day rolls differently now: the day reached by counting stays,
    only the rolling is new.
    """
    moved = []
    for right in work.state.rights:
        new = _rolled(work.pack, right)
        if new is None or right.last_day is None:
            continue
        if (
            new.due_date == right.due_date
            and new.provisional == right.provisional
        ):
            continue
        moved.append(
            RightOpened(
                kind=right.kind,
                article=right.article,
                last_day=right.last_day,
                due_date=new.due_date,
                provisional=new.provisional,
            )
        )
    return tuple(moved)


def _moved_remedies(work: Work) -> tuple[Estimate, ...] | None:
    """The last days of other ways, estimated anew; None where none of them changes."""
    before = {
        (remedy.route, remedy.last_day, remedy.provisional)
        for remedy in Remedy.objects.filter(case_id=work.state.case_id)
    }
    anew = estimates.last_days(work.pack, work.state.values) if before else ()
    after = {(entry.route, entry.last_day, entry.provisional) for entry in anew}
    return None if after == before else anew


def _rolled(pack: Pack, right: RightState) -> Deadline | None:
    if right.last_day is None:
        return None
    return deadlines.compute(pack.calendar, right.last_day, 0, "calendar")
