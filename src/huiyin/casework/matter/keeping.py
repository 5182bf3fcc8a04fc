"""Until which day names are kept: the office's own term (PIPL 19), a right that outlasts
it, and what a law asks for by what was answered (PIPL 47, second paragraph).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huiyin.casework.events import CaseState
from huiyin.casework.matter import erasures
from huiyin.casework.matter.erasures import (
    BY_LAW,
    OPEN,
    REFUSED,
    RUNS,
    UNSET,
    Against,
    Request,
)
from huiyin.law.calendar import deadlines
from huiyin.law.rules.pack import Pack


@dataclass(frozen=True, slots=True)
class Term:
    """The last day on which the names of a matter that has ended are kept, and the
    right of the petitioner that outlasts the office's own term, "" where none does.
    """

    until: date
    right: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A name that is only kept, and opened by nobody: until which day, None where the
    answer names none; whether a law asks for it, and the request that was ``asked`` (the
    number of its event), with the day of the answer.
    """

    until: date | None
    by_law: bool
    asked: int
    answered_date: date | None = None


def term(pack: Pack, state: CaseState) -> Term | None:
    """The office's term for a matter that has ended, or the right that outlasts it;
    None while the matter is open or the office has set no term.

    Counted from the last end, to the day with the same number (Civil Code 202).
    """
    years = settings.HUIYIN_KEEP_IDENTITIES_YEARS
    if years is None or not _ended(state) or state.closed_date is None:
        return None
    own = deadlines.compute(pack.calendar, state.closed_date, years, "year")
    longest = Term(own.last_day)
    for right in state.rights:
        if right.due_date is not None and right.due_date > longest.until:
            longest = Term(right.due_date, right.kind)
    return longest


def _ended(state: CaseState) -> bool:
    return (
        state.final and not state.open_duties and state.closed_date is not None
    )


def against(pack: Pack, state: CaseState, today: date) -> Against | None:
    """What stands against erasing any name of this matter today; None where nothing
    does. What a law asks for is said by an answer (``by_law``).
    """
    if not _ended(state):
        return Against(OPEN)
    kept = term(pack, state)
    if kept is None:
        return Against(UNSET)
    return Against(RUNS, kept.until) if today <= kept.until else None


def by_law(requests: Iterable[Request], today: date) -> dict[str, Kept]:
    """The names that a law has kept, by their places, as the latest answer about each
    says; without those whose day has passed.
    """
    said: dict[str, Kept] = {}
    for request in requests:
        if request.state != REFUSED:
            continue
        for place in request.places:
            said.pop(place, None)
            if request.reason == BY_LAW:
                said[place] = _kept(request)
    return {
        place: kept
        for place, kept in said.items()
        if kept.until is None or today <= kept.until
    }


def lasts(kept: Kept) -> date:
    """By what day to compare how long names are kept: one that is not named lasts longest."""
    return kept.until or date.max


def _kept(request: Request) -> Kept:
    return Kept(
        until=request.until,
        by_law=request.reason == BY_LAW,
        asked=request.seq,
        answered_date=request.answered_date,
    )


def named_day(
    kept: Mapping[str, Kept], places: Iterable[str]
) -> Against | None:
    """What stands against erasing any of some ``places`` now, because a law has it kept
    until a day that was named: the latest of these days. None where no day was named:
    whether that law still asks for it is for people to look at.
    """
    days = [
        kept[place].until
        for place in places
        if place in kept and kept[place].until is not None
    ]
    latest = max(filter(None, days), default=None)
    return Against(BY_LAW, latest) if latest is not None else None


def only_kept(
    asked: Iterable[Request], state: CaseState, place: str, today: date
) -> Kept | None:
    """Why and until when a name is only kept, and opened by nobody: its owner asked for
    erasing, and the term alone stands against it, or a law has it kept (PIPL 47, second
    paragraph). None for every other name, and where the matter is open again.
    """
    if not state.final:
        return None
    kept = None
    for request in asked:
        if place in request.places and _keeps(request):
            kept = _kept(request)
    if kept is None or kept.until is None or today <= kept.until:
        return kept
    return None


def _keeps(request: Request) -> bool:
    """Whether an answer leaves a name kept and nothing else: a law asks for it, or the
    term runs and its owner had asked.
    """
    if request.state != REFUSED:
        return False
    return request.reason == BY_LAW or (
        request.reason == RUNS and not request.own
    )


def held_back(
    case_id: str, identity: str, state: CaseState, today: date
) -> Kept | None:
    """Why and until when an identity that somebody wants to open is only kept, as in
    ``only_kept``; None where it may be opened.
    """
    asked = erasures.of(case_id)
    if not asked:
        return None
    for place, held in erasures.identities(case_id).items():
        if held == identity:
            return only_kept(asked, state, place, today)
    return None
