"""Dates that change because a calendar was published: each change is an event, and
those concerned see it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.casework.basis import estimates, rows
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.redated import Redated
from huiyin.casework.events import REDATED, DutyState, RightState
from huiyin.casework.matter.work import Work, commit
from huiyin.casework.models import Case, Duty, Remedy
from huiyin.law.calendar import deadlines
from huiyin.law.packs import Pack
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
    date and ``reason``; petitioner and organ see it on the matter's timeline.
    """
    changed: list[Redated] = []
    last, seen = "", 0
    while True:
        found = _next_cases(last, every=every)
        if not found:
            return changed
        for case_id in found:
            changed.extend(_recompute(case_id, at=at, reason=reason))
        last, seen = found[-1], seen + len(found)
        if progress:
            progress(seen)


def _next_cases(last: str, *, every: bool) -> list[str]:
    """The next matters with dates that may change: open duties, and last days of other ways."""
    duties, remedies = (
        Duty.objects.filter(status="open", case_id__gt=last),
        Remedy.objects.filter(case_id__gt=last),
    )
    if not every:
        duties, remedies = (
            duties.filter(provisional=True),
            remedies.filter(provisional=True),
        )
    found = {
        case_id
        for dated in (duties, remedies)
        for case_id in dated.order_by("case_id")
        .values_list("case_id", flat=True)
        .distinct()[:BATCH]
    }
    return sorted(found)[:BATCH]


@transaction.atomic
def _recompute(case_id: str, *, at: datetime, reason: str) -> list[Redated]:
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    work = Work.load(case)
    changed: list[Redated] = []
    moves = []
    for duty in work.state.open_duties:
        new = _new_deadline(work.pack, duty)
        if new is None or (new.due_date, new.provisional) == (
            duty.due_date,
            duty.provisional,
        ):
            continue
        moves.append(_move(duty, new))
        if new.due_date != duty.due_date:
            changed.append(
                Redated(
                    case.pk,
                    case.number,
                    duty.kind,
                    duty.owner,
                    duty.due_date,
                    new.due_date,
                )
            )
    rights = _moved_rights(work)
    remedies = _moved_remedies(work)
    if not moves and not rights and remedies is None:
        return []
    payload: dict[str, Any] = {
        "to": work.state.state,
        "final": work.state.final,
        "data": {"reason": reason},
    }
    if moves:
        payload["moves"] = moves
    if rights:
        payload["rights_opened"] = rights
    if remedies is not None:
        payload["remedies"] = remedies
    grounds = tuple(
        f"{_source(work.pack, duty.kind)}#{duty.article}"
        for duty in work.state.open_duties
    )
    work.add(REDATED, payload, grounds=grounds, by=Actor.system(), at=at)
    commit(work)
    return changed


def _source(pack: Pack, kind: str) -> str:
    """The pack that a kind of duty comes from."""
    return (pack.duties[kind].ground.pack if kind in pack.duties else "") or pack.key


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


def _move(duty: DutyState, new: Deadline) -> dict[str, Any]:
    return {
        "ref": duty.ref,
        "was": duty.due_date.isoformat(),
        "base": duty.base_date.isoformat(),
        "days": duty.days,
        "unit": duty.unit,
        "ext": duty.extension_days,
        "last": new.last_day.isoformat(),
        "due": new.due_date.isoformat(),
        "provisional": new.provisional,
        **({"stopped": new.stopped_days} if new.stopped_days else {}),
    }


def _moved_rights(work: Work) -> Sequence[dict[str, Any]]:
    """Rights whose last day rolls differently now: the day reached by counting stays,
    only the rolling is new.
    """
    moved = []
    for right in work.state.rights:
        new = _rolled(work.pack, right)
        if (
            new is None
            or right.last_day is None
            or (new.due_date, new.provisional) == (right.due_date, right.provisional)
        ):
            continue
        moved.append(
            {
                "kind": right.kind,
                "article": right.article,
                "last": right.last_day.isoformat(),
                "due": new.due_date.isoformat(),
                "provisional": new.provisional,
            }
        )
    return moved


def _moved_remedies(work: Work) -> list[dict[str, Any]] | None:
    """The last days of other ways, estimated anew; None where none of them changes."""
    kept = Remedy.objects.filter(case_id=work.state.case_id)
    before = {remedy.route: remedy for remedy in map(rows.remedy_state, kept)}
    anew = estimates.last_days(work.pack, work.state.values) if before else []
    after = {entry["route"]: (entry["last"], entry["provisional"]) for entry in anew}
    same = after == {
        route: (one.last_day.isoformat(), one.provisional)
        for route, one in before.items()
    }
    return None if same else anew


def _rolled(pack: Pack, right: RightState) -> Deadline | None:
    if right.last_day is None:
        return None
    return deadlines.compute(pack.calendar, right.last_day, 0, "calendar")
