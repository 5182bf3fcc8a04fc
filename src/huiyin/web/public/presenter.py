"""A matter as its petitioner should see it: whose turn it is, until when and why, how
far it is, what one may do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.basis.found_organs import meant, organs_above
from huiyin.casework.events import DutyState, RightState
from huiyin.casework.matter import reads
from huiyin.casework.matter.clock_suspension import standstills
from huiyin.casework.matter.views import CaseView
from huiyin.law.calendar import deadlines
from huiyin.law.calendar.deadlines import Standstill
from huiyin.law.rules import tracks
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.ruling import Deadline, Option
from huiyin.organisations import reads as organs
from huiyin.organisations.translated import language, law_text, organ_name
from huiyin.web.kit import dates
from huiyin.web.kit.components import Refusal
from huiyin.web.kit.labels import (
    citation_full,
    duty_sentence,
    law_title,
    refusal_full,
    right_sentence,
)
from huiyin.web.public.context import PublicContext


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that an organ owes: the sentence, the date with its reasons, the article."""

    kind: str
    title: str
    who: str
    sentence: str
    due: date
    left: str
    state: str
    provisional: bool
    overdue: bool
    ground: str
    note: str
    why: tuple[str, ...]
    stopped_date: date | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that the petitioner may do outside these pages, until when, and where."""

    kind: str
    title: str
    sentence: str
    due: date | None
    left: str
    state: str
    provisional: bool
    over: bool
    ground: str
    note: str
    where: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the petitioner may do here, in the pack's own words, or why not now."""

    step: str
    title: str
    refusals: tuple[Refusal, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether it can be done now."""
        return not self.refusals


def in_code_groups(code: str) -> str:
    """A query code as it is easier to copy: ABCDE-FGHJK."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def duties(view: CaseView, today: date) -> list[Owed]:
    """What organs owe in the matter now, the next due first; what is owed beside it
    (supervision) comes last.

    What several organs owe each other is left out: the petitioner is told one date.
    """
    beside = tracks.duties(view.pack)
    still = standstills(view, petitioner=True)
    shown = (duty for duty in view.open_duties if not _among_organs(view, duty))
    ordered = sorted(shown, key=lambda duty: duty.kind in beside)
    return [
        _owed(view, duty, today, still.get(duty.ref, ())) for duty in ordered
    ]


def _among_organs(view: CaseView, duty: DutyState) -> bool:
    rule = view.pack.duties.get(duty.kind)
    return rule is not None and bool(view.pack.parties[rule.owner].several)


def _owed(
    view: CaseView, duty: DutyState, today: date, still: Sequence[Standstill]
) -> Owed:
    rule = view.pack.duties.get(duty.kind)
    said = dates.due(duty.due_date, today, provisional=duty.provisional)
    return Owed(
        kind=duty.kind,
        title=law_text(rule.title) if rule else duty.kind,
        who=organ_name(duty.owner),
        sentence=duty_sentence(
            view.pack, duty.kind, duty.owner, duty.due_date, today
        ),
        due=duty.due_date,
        left=said.left,
        state=said.state,
        provisional=duty.provisional,
        overdue=duty.due_date < today and not duty.stopped,
        stopped_date=duty.stopped_date,
        ground=citation_full(view.pack.cited(rule), duty.article),
        note="" if duty.verified or rule is None else law_text(rule.note),
        why=tuple(_why(view, duty, still)),
    )


def _why(
    view: CaseView, duty: DutyState, still: Sequence[Standstill]
) -> Iterable[str]:
    rule = view.pack.duties.get(duty.kind)
    if (
        rule is not None
        and rule.until
        and duty.kind in tracks.duties(view.pack)
    ):
        yield _("This date was named in the notice; it was not counted.")
        return
    if rule is not None and rule.until:
        yield _("The office that passed the matter on set this date.")
        return
    yield from _base(view, duty.base_date, rule.base if rule else "")
    calendar = view.pack.calendar
    deadline = deadlines.compute(
        calendar,
        duty.base_date,
        duty.days,
        duty.unit,
        duty.extension_days,
        stopped_days=duty.stopped_days,
    )
    yield from _counted(deadline, duty.due_date, still)


def _base(view: CaseView, base: date, name: str) -> Iterable[str]:
    """Which day it is that the limit runs from."""
    known = view.state.dates
    if known.get(name) != base:
        name = next((other for other, day in known.items() if day == base), "")
    title = view.pack.dates.get(name)
    if title is not None:
        yield _("It runs from the %(name)s: %(day)s.") % {
            "name": law_text(title),
            "day": dates.say_day(base),
        }


def _counted(
    deadline: Deadline, due: date, still: Sequence[Standstill] = ()
) -> Iterable[str]:
    yield from deadlines.explain(deadline, language(), still)
    if deadline.due_date != due:
        yield _(
            "The calendar has changed since; the date stands at %(day)s until it is corrected."
        ) % {"day": dates.say_day(due)}


def rights(view: CaseView, today: date) -> list[Open]:
    """What the petitioner may do under the law, beyond these pages."""
    return [
        _right(view, right, today)
        for right in view.state.rights
        if right.kind != "rate"
    ]


def _right(view: CaseView, right: RightState, today: date) -> Open:
    rule = view.pack.rights.get(right.kind)
    due = (
        dates.due(right.due_date, today, provisional=right.provisional)
        if right.due_date
        else None
    )
    return Open(
        kind=right.kind,
        title=law_text(rule.title) if rule else right.kind,
        sentence=right_sentence(view.pack, right.kind, right.due_date, today),
        due=right.due_date,
        left=due.left if due else "",
        state=due.state if due else "",
        provisional=right.provisional,
        over=right.due_date is not None and right.due_date < today,
        ground=citation_full(view.pack.cited(rule), right.article),
        note="" if rule is None or rule.verified else law_text(rule.note),
        where=_superiors(view, right.kind),
        why=tuple(_why_until(view, right)),
    )


def _why_until(view: CaseView, right: RightState) -> Iterable[str]:
    """How the last day of a right was counted; nothing where it was not counted."""
    rule = view.pack.rights.get(right.kind)
    if rule is None or not rule.days or right.due_date is None:
        return
    base = view.state.dates.get(rule.base)
    if base is None:
        return
    deadline = deadlines.compute(view.pack.calendar, base, rule.days, rule.unit)
    yield from _base(view, base, rule.base)
    yield from _counted(deadline, right.due_date)


def _superiors(view: CaseView, right: str) -> str:
    """The organs one level above to which a right leads: those that the step of its
    name offers; "" for none.

    A right without a step of its own, as a complaint, leads above the organ that
    handles the matter.
    """
    parties = view.state.parties
    argument = _argument_above(view.pack, right)
    known = organs.organs(parties.values())
    if argument is None or parties.get("handler", "") not in known:
        return ""
    try:
        codes = organs_above(argument, parties)
    except Invalid:
        return ""
    names = [organ_name(code) for code in codes]
    return pgettext("list of which one is chosen", " or ").join(names)


def _argument_above(pack: Pack, right: str) -> Argument | None:
    """The argument by which the step of a right leads one level above; of a right
    without a step, the first of any step that leads above the handler.
    """
    own_step = pack.steps.get(right)
    if own_step is not None:
        steps, place = [own_step], "above:"
    else:
        steps, place = list(pack.steps.values()), "above:handler"
    for step in steps:
        for argument in step.args:
            chosen = meant(step, argument, {})
            if argument.find.startswith("above:") and chosen.find.startswith(
                place
            ):
                return chosen
    return None


def acts(view: CaseView, public: PublicContext) -> list[Act]:
    """What the petitioner or the agent may do on these pages, and why not where not, in
    the pack's order.

    The matter's own procedure goes before what runs beside it.
    """
    options = reads.options(view=view, by=public.by, at=public.at)
    ordered = sorted(
        options, key=lambda option: bool(view.pack.step(option.step).track)
    )
    return [_act(option) for option in ordered]


def _act(option: Option) -> Act:
    if option.ruling.allowed:
        return Act(option.step, law_text(option.title))
    refusals = tuple(refusal_full(ground) for ground in option.ruling.refusals)
    return Act(option.step, law_text(option.title), refusals)


def answered(view: CaseView) -> bool:
    """Whether the petitioner has the answer that counts: one that was set aside does
    not, until there is a new one.
    """
    return view.pack.answered in view.state.dates and not view.state.values.get(
        "redo_pending"
    )


def waiting(view: CaseView) -> bool:
    """Whether it is for the petitioner to say what comes next: the answer is there, and
    nobody looks at it again.
    """
    return answered(view) and not any(
        _theirs(view, duty) for duty in view.open_duties
    )


def _theirs(view: CaseView, duty: DutyState) -> bool:
    """A duty that somebody other than the answering organ owes, towards the petitioner."""
    rule = view.pack.duties.get(duty.kind)
    beside = duty.kind in tracks.duties(view.pack) or (rule and rule.inward)
    return duty.owner != view.state.parties.get("handler") and not beside


def state_remedy(view: CaseView) -> str:
    """What the petitioner can do once the matter has ended so; "" while it is open, or
    where a ground names it.
    """
    state = view.pack.states.get(view.state.state)
    return law_text(state.remedy) if state and state.remedy else ""


def state_plain(view: CaseView) -> str:
    """What the pack says to the petitioner while the matter is in its state; "" where
    it says nothing.
    """
    state = view.pack.states.get(view.state.state)
    return law_text(state.plain) if state and state.plain else ""


def state_title(view: CaseView) -> str:
    """The state of the matter in the pack's words, to stand at the head of something."""
    state = view.pack.states.get(view.state.state)
    return law_title(state.title) if state else view.state.state
