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

Ceiling = tuple[Figure, Deadline]
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
        """What holds as long as the day from which the limit runs has not come; None
        where it has, or where nothing is said of it.
        """
        return (
            self.limit.until_then
            if self.limit and (self.deadline is None or self.cap is not None)
            else None
        )


def remedies(
    pack: Pack, claim: str, known: Known, today: date
) -> tuple[Remedy, ...]:
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
    return tuple(
        _preceded(_stands(pack, route, claim, known, today), claim, known)
        for route in pack.routes.values()
        if route.takes(claim)
    )


def _preceded(remedy: Remedy, claim: str, known: Known) -> Remedy:
    """Behind another route where that must be taken first, whatever its own limit would be."""
    for precedence in remedy.route.firsts:
        if precedence.applies(claim, known):
            return replace(remedy, state="first", first=precedence, missing=())
    return remedy


def claims(pack: Pack) -> Mapping[str, Term]:
    """The kinds of claims that the pack sorts, by id."""
    vocabulary = pack.terms.get(CLAIMS)
    return vocabulary.terms if vocabulary else {}


def questions(pack: Pack, claim: str) -> tuple[Question, ...]:
    """What must be known for the routes of a claim, in the pack's order; days in the
    words of the first figure.
    """
    said: dict[str, Text] = {}
    needed: set[str] = set()
    for route in pack.routes.values():
        if claim not in route.claims:  # legal aid, for all, asks nothing
            continue
        for figure in route.figures:
            if figure.claims and claim not in figure.claims:
                continue
            needed.add(figure.base)
            if figure.asks is not None:
                said.setdefault(figure.base, figure.asks)
        needed |= _circumstances(route, claim)
    return tuple(
        replace(question, title=said.get(question.id, question.title))
        for question in pack.questions.values()
        if question.id in needed
    )


def _circumstances(route: Route, claim: str) -> set[str]:
    """The questions of yes or no on which something of a route depends for a claim."""
    names: set[str] = set()
    for _name, claims_taken, when in route.conditional:
        if not claims_taken or claim in claims_taken:
            names |= {question for question, _wanted in when}
    return names


def _stands(
    pack: Pack, route: Route, claim: str, known: Known, today: date
) -> Remedy:
    """How a route stands on a day, whatever must be taken before it."""
    plain = Remedy(
        route, "open", answers=tuple(_answers(pack, route, claim, known))
    )
    for exemption in route.exemptions:
        if exemption.applies(claim, known):
            return replace(plain, exempt=exemption)
    fitting = [
        figure for figure in route.limits if figure.applies(claim, known)
    ]
    ceiling = _ceiling(pack, route, claim, known)
    for figure in fitting:
        base = _day(known, figure.base)
        if base is not None:
            return _counted(
                pack, replace(plain, limit=figure), base, ceiling, today
            )
    return _not_counted(plain, fitting, ceiling, today)


def _not_counted(
    plain: Remedy, fitting: list[Figure], ceiling: Ceiling | None, today: date
) -> Remedy:
    """How a route stands where no day is known from which a limit of it runs."""
    awaited = next(
        (limit for limit in fitting if limit.until_then is not None), None
    )
    remedy = replace(plain, limit=awaited)
    if ceiling is not None:
        cap, deadline = ceiling
        lapsed = deadline.due_date < today
        if cap.alone or lapsed:
            state = "lapsed" if lapsed else "open"
            return replace(remedy, state=state, cap=cap, deadline=deadline)
    if plain.route.after:
        return replace(remedy, state="later")
    if awaited is not None or not fitting:
        return remedy
    missing = tuple(dict.fromkeys(figure.base for figure in fitting))
    return replace(remedy, state="unknown", missing=missing)


def _counted(
    pack: Pack, remedy: Remedy, base: date, ceiling: Ceiling | None, today: date
) -> Remedy:
    """The remedy with its last day: counted from ``base``, or from the end of the time
    that must pass first.
    """
    limit = remedy.limit
    if limit is None:  # pragma: no cover - it is counted because it has a limit
        return remedy
    waits_until = None
    if limit.wait is not None:
        # Not rolled off rest days: the earlier end makes the earlier last day, which is
        # the safe estimate.
        waits_until = base = compute(
            pack.calendar, base, limit.wait.number, limit.wait.unit
        ).last_day
    deadline = compute(pack.calendar, base, limit.number, limit.unit)
    cap = None
    if ceiling is not None and ceiling[1].due_date < deadline.due_date:
        cap, deadline = ceiling
    state = "open"
    if deadline.due_date < today:
        state = "lapsed"
    elif waits_until and today <= waits_until:
        state = "waiting"
    return replace(
        remedy, state=state, cap=cap, deadline=deadline, waits_until=waits_until
    )


def _ceiling(
    pack: Pack, route: Route, claim: str, known: Known
) -> Ceiling | None:
    """The cap that ends a route first, among those whose day is known."""
    ceilings: list[Ceiling] = []
    for figure in route.caps:
        day = _day(known, figure.base)
        if day is not None and figure.applies(claim, known):
            deadline = compute(pack.calendar, day, figure.number, figure.unit)
            ceilings.append((figure, deadline))
    return min(ceilings, key=lambda ceiling: ceiling[1].due_date, default=None)


def _answers(
    pack: Pack, route: Route, claim: str, known: Known
) -> Iterator[tuple[Figure, Deadline]]:
    for figure in route.answers:
        day = _day(known, figure.base)
        if day is not None and figure.applies(claim, known):
            yield (
                figure,
                compute(pack.calendar, day, figure.number, figure.unit),
            )


def _day(known: Known, name: str) -> date | None:
    value = known.get(name)
    return value if isinstance(value, date) else None
