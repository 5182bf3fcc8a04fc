"""For what the clocks of a matter's duties stand or stood still, and why: from its
events and what was written then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from huiyin.casework.matter.timeline import Entry, timeline
from huiyin.casework.matter.views import CaseView
from huiyin.law.calendar.deadlines import Standstill, between
from huiyin.law.rules.consequences import Stop
from huiyin.law.rules.pack import Pack


def standstills(
    view: CaseView, *, petitioner: bool = False
) -> Mapping[str, tuple[Standstill, ...]]:
    """The times for which open duties stood still, by the duty's reference, oldest first.

    A time that has not ended has no number of days; the others have it in the unit of
    the duty. The petitioner reads a reason only where the pack says that it is told to
    them. No query where no clock ever stopped, two otherwise; the caller has been let
    through to the view.
    """
    kinds = _stopped_kinds(view)
    if not kinds:
        return {}
    times: dict[str, list[Standstill]] = {}
    for entry in timeline(view, petitioner=petitioner):
        for ref in entry.payload.get("stops", ()):
            stopped = _stopped(view, entry, kinds.get(ref, ""))
            if stopped is not None:
                times.setdefault(ref, []).append(stopped)
        for move in entry.payload.get("moves", ()):
            ref = move["ref"]
            if move.get("resumed") and ref in times:
                *earlier, last = times[ref]
                unit = view.pack.duty(kinds[ref]).unit
                stood = between(
                    view.pack.calendar, last.since, _day(entry), unit
                )
                # What it stood still beyond the longest time that does not count is no
                # part of it.
                counted = move.get("stopped", 0) - _days_of(earlier)
                times[ref] = [*earlier, replace(last, days=min(stood, counted))]
    return {ref: tuple(spans) for ref, spans in times.items()}


def _stopped_kinds(view: CaseView) -> dict[str, str]:
    """The kinds of the open duties whose clock stands still or once did, by reference."""
    return {
        duty.ref: duty.kind
        for duty in view.open_duties
        if duty.stopped or duty.stopped_days
    }


def _stopped(view: CaseView, entry: Entry, kind: str) -> Standstill | None:
    """The standstill that begins with an event for duties of a kind; None where the
    pack does not say for what it is.
    """
    rule = _rule_of(view.pack, entry.type, kind)
    if rule is None or "stops" not in view.pack.terms:
        return None
    term = view.pack.terms["stops"].terms.get(rule.category)
    if term is None:
        return None
    reason = entry.notes.get(rule.reason, "")
    return Standstill(_day(entry), None, term.title, reason)


def _rule_of(pack: Pack, event: str, kind: str) -> Stop | None:
    """The last rule of the pack by which an event stops the clock of a kind of duty."""
    last = None
    for step in pack.steps.values():
        if step.event == event:
            for stop in step.stops:
                if stop.kind == kind:
                    last = stop
    return last


def _days_of(standstills: Sequence[Standstill]) -> int:
    return sum(standstill.days or 0 for standstill in standstills)


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry.payload["day"])
