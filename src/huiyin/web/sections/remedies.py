"""Ways outside petitioning as every page shows them: the state in words, the last day
with what is left, why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.law.calendar import deadlines
from huiyin.law.engine import routes
from huiyin.law.engine.routes import Remedy
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.routes import Figure
from huiyin.law.terms import wording
from huiyin.organisations.translated import language, law_text
from huiyin.web.kit import dates
from huiyin.web.kit.labels import law_title, source_full

STEPS = (5, 15, 30)
"""So many days before it closes a way looks more and more urgent."""
TONES = {5: "overdue", 15: "today", 30: "today", 0: "intime"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way: its state, the sentence, the last day, and everything that makes it an estimate.

    ``soon`` is 5, 15 or 30 where it closes within so many days, else 0; ``elapsed`` how
    much of the time is gone, in hundredths, and ``marks`` where on that line the 30, 15
    and 5 days lie; both empty where there is no last day. ``separate``: the matter
    leaves petitioning for the justice organs. ``excuses``: what the law has for
    somebody who was kept from acting in time, each with its article.
    """

    id: str
    title: str
    plain: str
    where: str
    state: str
    sentence: str
    last_day: date | None
    left: str
    tone: str
    soon: int
    provisional: bool
    verified: bool
    why: tuple[str, ...]
    ground: str
    first: str
    clock: str
    answers: tuple[str, ...]
    notes: tuple[str, ...]
    excuses: tuple[str, ...] = ()
    separate: bool = False
    elapsed: int | None = None
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """All of them for one claim, the urgent ones first; ``advice`` stands under them."""

    claim: str
    ways: tuple[Way, ...]
    advice: tuple[str, ...]
    phone: str = ""

    @property
    def open(self) -> tuple[Way, ...]:
        """Those that can be taken, or could if more were known."""
        return tuple(
            way
            for way in self.ways
            if way.state in {"open", "waiting", "unknown"}
        )

    @property
    def soonest(self) -> Way | None:
        """The one that closes next within 30 days; None where none does."""
        return min(
            (way for way in self.ways if way.soon and way.last_day),
            key=_last,
            default=None,
        )


def _last(way: Way) -> date:
    return way.last_day or date.max


def claim_title(pack: Pack, claim: str) -> str:
    """A kind of claim in words; its id where the pack does not know it."""
    term = routes.claims(pack).get(claim)
    return law_title(term.title) if term else claim


def shown(
    pack: Pack, claim: str, remedies: Iterable[Remedy], *, today: date
) -> Ways:
    """The ways for a claim as a page shows them, in the order: closing soon, open, not
    yet, over.
    """
    ways = [_way(pack, claim, remedy, today) for remedy in remedies]
    order = {
        "open": 0,
        "waiting": 0,
        "unknown": 1,
        "first": 2,
        "later": 3,
        "lapsed": 4,
    }
    ways.sort(
        key=lambda way: (order[way.state], way.last_day is None, _last(way))
    )
    return Ways(
        claim=claim_title(pack, claim),
        ways=tuple(ways),
        advice=tuple(law_text(advice.text) for advice in pack.advice),
        phone=next(
            (advice.phone for advice in pack.advice if advice.phone), ""
        ),
    )


def _way(pack: Pack, claim: str, remedy: Remedy, today: date) -> Way:
    last_day = (
        remedy.last_day
        if remedy.state in {"open", "waiting", "lapsed"}
        else None
    )
    soon = _soon(last_day, today) if remedy.state != "lapsed" else 0
    clock = remedy.route.clock
    elapsed, marks = _line(remedy, last_day, today)
    return Way(
        id=remedy.route.id,
        title=law_title(remedy.route.title),
        plain=law_text(remedy.route.plain),
        where=law_text(remedy.route.competent_text),
        state=remedy.state,
        sentence=_sentence(pack, claim, remedy, today),
        last_day=last_day,
        left=dates.say_left(last_day, today)
        if last_day and last_day >= today
        else "",
        tone=""
        if last_day is None or remedy.state == "lapsed"
        else TONES[soon],
        soon=soon,
        provisional=bool(
            last_day and remedy.deadline and remedy.deadline.provisional
        ),
        verified=remedy.verified and remedy.route.verified,
        why=tuple(_why(remedy)) if last_day else (),
        ground=_grounds(remedy, last_day),
        first=_first(pack, remedy),
        clock=law_text(clock.ground.text) if clock else "",
        answers=tuple(_answers(remedy, today)),
        notes=tuple(_notes(remedy)),
        excuses=tuple(_excuses(remedy)),
        separate=remedy.route.separate,
        elapsed=elapsed,
        marks=marks,
    )


def _soon(last_day: date | None, today: date) -> int:
    left = (last_day - today).days if last_day else None
    return next(
        (days for days in STEPS if left is not None and left <= days), 0
    )


def _line(
    remedy: Remedy, last_day: date | None, today: date
) -> tuple[int | None, tuple[int, ...]]:
    """How much of the time is gone, and where the warnings stand on it."""
    if last_day is None or remedy.deadline is None:
        return None, ()
    began = remedy.deadline.base_date
    whole = max(1, (last_day - began).days)

    def place(day: date) -> int:
        return min(100, max(0, round(100 * (day - began).days / whole)))

    return place(today), tuple(
        place(last_day - timedelta(days=days)) for days in STEPS if days < whole
    )


def _sentence(pack: Pack, claim: str, remedy: Remedy, today: date) -> str:
    if remedy.last_day is not None and remedy.state in {
        "open",
        "waiting",
        "lapsed",
    }:
        return _dated(remedy, remedy.last_day, today)
    if remedy.state == "unknown":
        return _(
            "We do not know: %(days)s. Tell us, and we can estimate until when it is open."
        ) % {
            "days": pgettext("list", ", ").join(
                _asked(pack, claim, remedy.missing)
            )
        }
    if remedy.state == "later":
        return _("Begins when this has ended: %(way)s.") % {
            "way": law_text(pack.routes[remedy.route.after].title)
        }
    if remedy.state == "first":
        return _("Not possible yet.")
    if remedy.exempt is not None:
        return _("Open: %(why)s.") % {"why": law_text(remedy.exempt.title)}
    return law_text(remedy.until_then) or _(
        "Open; we know of no time limit for it. Do not wait long."
    )


def _dated(remedy: Remedy, last_day: date, today: date) -> str:
    said = dates.say_day(last_day, today)
    if remedy.state == "lapsed":
        return _(
            "By our estimate the time ended on %(date)s. If you were kept from "
            "acting it may be open: take advice."
        ) % {"date": said}
    if remedy.state == "waiting" and remedy.waits_until:
        start = dates.say_day(remedy.waits_until + timedelta(days=1), today)
        return _(
            "Not before %(start)s; then, by our estimate, until %(date)s."
        ) % {
            "start": start,
            "date": said,
        }
    return _("Open, by our estimate, until %(date)s.") % {"date": said}


def _asked(pack: Pack, claim: str, missing: Iterable[str]) -> list[str]:
    titles = {
        question.id: law_text(question.title)
        for question in routes.questions(pack, claim)
    }
    return [titles[name] for name in missing if name in titles]


def _why(remedy: Remedy) -> Iterator[str]:
    for figure in (remedy.limit, remedy.cap):
        if figure is not None:
            yield _("%(limit)s (%(law)s).") % {
                "limit": law_title(figure.title),
                "law": source_full(figure.ground),
            }
    counted = remedy.cap or remedy.limit
    if counted is not None and counted.runs:
        yield law_text(wording.text(f"runs_{counted.runs}"))
    if remedy.deadline is not None:
        yield from deadlines.explain(remedy.deadline, language())
    if remedy.cap is not None and remedy.until_then is not None:
        yield law_text(remedy.until_then)


def _grounds(remedy: Remedy, last_day: date | None) -> str:
    """The laws behind the day; without one, the law that leads there."""
    figures = [
        figure for figure in (remedy.limit, remedy.cap) if figure is not None
    ]
    cited = dict.fromkeys(
        source_full(figure.ground)
        for figure in figures
        if last_day or figure is remedy.limit
    )
    if remedy.exempt is not None:
        cited[source_full(remedy.exempt.ground)] = None
    return " · ".join(cited) or source_full(remedy.route.ground)


def _first(pack: Pack, remedy: Remedy) -> str:
    if remedy.first is None:
        return ""
    return _("First: %(way)s. %(text)s (%(law)s)") % {
        "way": law_text(pack.routes[remedy.first.route].title),
        "text": law_text(remedy.first.ground.text),
        "law": source_full(remedy.first.ground),
    }


def _answers(remedy: Remedy, today: date) -> Iterator[str]:
    known: Mapping[str, date] = {
        figure.id: deadline.due_date for figure, deadline in remedy.answers
    }
    for figure in remedy.route.answers:
        text = law_title(figure.title)
        if figure.id in known:
            text = _("%(text)s: by %(date)s") % {
                "text": text,
                "date": dates.say_day(known[figure.id], today),
            }
        yield f"{text} ({source_full(figure.ground)})"


def _excuses(remedy: Remedy) -> Iterator[str]:
    """What is still possible for somebody who was late through no fault of their own."""
    for excuse in remedy.route.excuses:
        text, law = law_text(excuse.ground.text), source_full(excuse.ground)
        if law:
            text = _("%(text)s (%(law)s)") % {"text": text, "law": law}
        if not excuse.ground.verified:
            text = _("%(text)s [unverified]") % {"text": text}
        yield text


def _notes(remedy: Remedy) -> Iterator[str]:
    """Where what is shown was not compared with a text."""
    unverified: list[Figure | None] = [remedy.limit, remedy.cap]
    yield from (
        law_text(figure.note)
        for figure in unverified
        if figure is not None and not figure.verified
    )
    yield from (
        law_text(figure.note)
        for figure in remedy.route.answers
        if not figure.verified
    )
    if not remedy.route.verified:
        yield law_text(remedy.route.note)


def warning(days: int) -> str:
    """That a way closes within so many days."""
    return ngettext(
        "A lawful way of yours closes within %(days)d day.",
        "A lawful way of yours closes within %(days)d days.",
        days,
    ) % {"days": days}
