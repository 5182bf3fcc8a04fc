"""Which ways outside petitioning are open for a claim on a day, and until when: always an estimate.

Pure: a kind of claim, the days and circumstances that are known, and a day in; remedies
out. A day that is not known is never invented: the remedy then says what it would have
to be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from huiyin.law.calendar.deadlines import compute
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.routes import (
    CLAIMS,
    Exemption,
    Figure,
    Known,
    Precedence,
    Question,
    Route,
)
from huiyin.law.rules.vocabularies import Term
from huiyin.law.terms.ruling import Deadline, Text

STATES = ("open", "waiting", "lapsed", "unknown", "later", "first")


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way as it stands for a claim on a day.

    ``state`` is "open" (until ``last_day``, or without a limit), "waiting" (not before
    the day after ``waits_until``), "lapsed", "unknown" (``missing`` names what must be
    told first), "later" (begins when another way has ended), or "first" (``first`` must
    be taken before it; its own last day would not help). ``limit`` is the figure that
    was counted, ``cap`` the one that ended it earlier or stands alone; ``answers`` are
    the times within which there is an answer, where the day of applying is known.
    ``exempt`` says that no limit holds, and why.
    """

    route: Route
    state: str
    limit: Figure | None = None
    cap: Figure | None = None
    deadline: Deadline | None = None
    waits_until: date | None = None
    first: Precedence | None = None
    missing: tuple[str, ...] = ()
    answers: tuple[tuple[Figure, Deadline], ...] = ()
    exempt: Exemption | None = None

    @property
    def last_day(self) -> date | None:
        """The last day to file, rolled off rest days; None where there is none or it
        cannot be said.
        """
        return self.deadline.due_date if self.deadline else None

    @property
    def verified(self) -> bool:
        """Whether every figure that led to the last day, or the rule that there is
        none, was compared with its law.
        """
        return all(
            rule.verified
            for rule in (self.limit, self.cap, self.exempt)
            if rule is not None
        )

    @property
    def until_then(self) -> Text | None:
        """What holds as long as the day from which the limit runs has not come."""
        return (
            self.limit.until_then
            if self.limit and (self.deadline is None or self.cap is not None)
            else None
        )


def remedies(pack: Pack, claim: str, known: Known, today: date) -> tuple[Remedy, ...]:
    """The ways for a kind of claim, in the pack's order; none for a claim that the pack
    does not know.

    Args:
        pack: the law the matter lives under, with its routes.
        claim: a term of the vocabulary ``claim_kinds``.
        known: days and circumstances by question; what is not in it is not known (yes or no: no).
        today: the day to look from.
    """
    if claim not in claims(pack):
        return ()
    found = (
        _look(pack, route, claim, known, today)
        for route in pack.routes.values()
        if route.takes(claim)
    )
    return tuple(_preceded(remedy, claim, known) for remedy in found)


def _preceded(remedy: Remedy, claim: str, known: Known) -> Remedy:
    """Behind another route where that must be taken first, whatever its own limit would be."""
    first = next(
        (one for one in remedy.route.firsts if one.applies(claim, known)), None
    )
    return (
        remedy
        if first is None
        else replace(remedy, state="first", first=first, missing=())
    )


def claims(pack: Pack) -> Mapping[str, Term]:
    """The kinds of claims that the pack sorts, by id."""
    vocabulary = pack.terms.get(CLAIMS)
    return vocabulary.terms if vocabulary else {}


def questions(pack: Pack, claim: str) -> tuple[Question, ...]:
    """What must be known for the routes of a claim, in the pack's order; days in the
    words of the first figure.
    """
    routes = [
        route for route in pack.routes.values() if claim in route.claims
    ]  # legal aid, for all, asks nothing
    figures = [
        figure
        for route in routes
        for figure in route.figures
        if not figure.claims or claim in figure.claims
    ]
    said: dict[str, Text] = {}
    for figure in figures:
        if figure.asks is not None:
            said.setdefault(figure.base, figure.asks)
    needed = {figure.base for figure in figures}
    for route in routes:
        for _name, takes, when in route.conditional:
            if not takes or claim in takes:
                needed |= {question for question, _wanted in when}
    return tuple(
        Question(one.id, one.kind, said.get(one.id, one.title), one.hint)
        for one in pack.questions.values()
        if one.id in needed
    )


def _look(pack: Pack, route: Route, claim: str, known: Known, today: date) -> Remedy:
    answers = tuple(_answers(pack, route, claim, known))
    exempt = next((one for one in route.exemptions if one.applies(claim, known)), None)
    if exempt is not None:
        return Remedy(route, "open", answers=answers, exempt=exempt)
    fitting = [figure for figure in route.limits if figure.applies(claim, known)]
    limit = next((figure for figure in fitting if _day(known, figure.base)), None)
    cap, ceiling = _ceiling(pack, route, claim, known)
    if limit is not None:
        return _counted(
            pack,
            Remedy(route, "open", limit=limit, answers=answers),
            known,
            (cap, ceiling),
            today,
        )
    awaited = next(
        (figure for figure in fitting if figure.until_then is not None), None
    )
    open_ended = Remedy(route, "open", limit=awaited, answers=answers)
    if (
        cap is not None
        and ceiling is not None
        and (cap.alone or ceiling.due_date < today)
    ):
        state = "lapsed" if ceiling.due_date < today else "open"
        return Remedy(
            route, state, limit=awaited, cap=cap, deadline=ceiling, answers=answers
        )
    if route.after:
        return Remedy(route, "later", limit=awaited, answers=answers)
    if awaited is not None or not fitting:
        return open_ended
    return Remedy(
        route,
        "unknown",
        missing=tuple(dict.fromkeys(figure.base for figure in fitting)),
        answers=answers,
    )


Ceiling = tuple[Figure | None, Deadline | None]


def _counted(
    pack: Pack, remedy: Remedy, known: Known, highest: Ceiling, today: date
) -> Remedy:
    """The remedy with its last day: counted from the day known, or from the end of the
    time that must pass first.
    """
    limit, (cap, ceiling) = remedy.limit, highest
    base = _day(known, limit.base) if limit else None
    if (
        limit is None or base is None
    ):  # pragma: no cover - it was chosen because its day is known
        return remedy
    waits_until = None
    if limit.wait is not None:
        # Not rolled off rest days: the earlier end makes the earlier last day, which is
        # the safe estimate.
        waits_until = base = compute(
            pack.calendar, base, limit.wait.number, limit.wait.unit
        ).last_day
    deadline = compute(pack.calendar, base, limit.number, limit.unit)
    capped = ceiling is not None and ceiling.due_date < deadline.due_date
    if capped and ceiling is not None:
        deadline = ceiling
    state = (
        "lapsed"
        if deadline.due_date < today
        else "waiting"
        if waits_until and today <= waits_until
        else "open"
    )
    return Remedy(
        remedy.route,
        state,
        limit=limit,
        cap=cap if capped else None,
        deadline=deadline,
        waits_until=waits_until,
        answers=remedy.answers,
    )


def _ceiling(pack: Pack, route: Route, claim: str, known: Known) -> Ceiling:
    """The cap that ends a route first, among those whose day is known."""
    found = [
        (figure, compute(pack.calendar, day, figure.number, figure.unit))
        for figure in route.caps
        if figure.applies(claim, known) and (day := _day(known, figure.base))
    ]
    return min(found, key=lambda pair: pair[1].due_date, default=(None, None))


def _answers(
    pack: Pack, route: Route, claim: str, known: Known
) -> Iterator[tuple[Figure, Deadline]]:
    for figure in route.answers:
        day = _day(known, figure.base)
        if day is not None and figure.applies(claim, known):
            yield figure, compute(pack.calendar, day, figure.number, figure.unit)


def _day(known: Known, name: str) -> date | None:
    value = known.get(name)
    return value if isinstance(value, date) else None
