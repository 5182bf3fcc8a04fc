"""For what the clocks of a matter's duties stand or stood still, and why: from its
events and what was written then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from huiyin.casework.matter.timeline import timeline
from huiyin.casework.matter.views import CaseView
from huiyin.law.calendar.deadlines import Standstill, between


def standstills(
    view: CaseView, *, petitioner: bool = False
) -> Mapping[str, tuple[Standstill, ...]]:
    """The times for which open duties stood still, by the duty's reference, oldest first.

    The petitioner reads a reason only where the pack says that it is told to them. No
    query where no clock ever stopped, two otherwise; the caller has been let through to
    the view.
    """
    kinds = {
        duty.ref: duty.kind
        for duty in view.open_duties
        if duty.stopped or duty.stopped_days
    }
    if not kinds:
        return {}
    rules = {
        (step.event, stop.kind): stop
        for step in view.pack.steps.values()
        for stop in step.stops
    }
    terms = view.pack.terms["stops"].terms if "stops" in view.pack.terms else {}
    found: dict[str, list[Standstill]] = {}
    for entry in timeline(view, petitioner=petitioner):
        day = date.fromisoformat(entry.payload["day"])
        for ref in entry.payload.get("stops", ()):
            rule = rules.get((entry.type, kinds.get(ref, "")))
            if rule is not None and rule.category in terms:
                reason = entry.notes.get(rule.reason, "")
                found.setdefault(ref, []).append(
                    Standstill(day, None, terms[rule.category].title, reason)
                )
        for move in entry.payload.get("moves", ()):
            if move.get("resumed") and move["ref"] in found:
                last = found[move["ref"]].pop()
                unit = view.pack.duty(kinds[move["ref"]]).unit
                before = sum(one.days or 0 for one in found[move["ref"]])
                stood = between(view.pack.calendar, last.since, day, unit)
                # What it stood still beyond the longest time that does not count is no part of it.
                ended = replace(last, days=min(stood, move.get("stopped", 0) - before))
                found[move["ref"]].append(ended)
    return {ref: tuple(times) for ref, times in found.items()}
