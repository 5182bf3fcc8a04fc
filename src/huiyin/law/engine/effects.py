"""What follows when a step is taken: parties, dates and values set, duties discharged,
moved, handed over, opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from huiyin.law.calendar.deadlines import between, compute
from huiyin.law.engine.openings import (
    duties_opened,
    last_days_of_rights,
    rights_opened,
)
from huiyin.law.engine.settings import dates_set, parties_set, values_set
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.consequences import Opening
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import ALL, Step
from huiyin.law.terms.facts import Facts, OpenDuty, Value
from huiyin.law.terms.ruling import Ground, MovedDuty, Ruling


def follow(
    pack: Pack, step: Step, context: Context, *, lenient: bool = False
) -> Ruling:
    """The allowed ruling for ``step``.

    Args:
        pack: the version that governs the matter.
        step: the step, whose conditions have been looked at.
        context: facts, arguments and day.
        lenient: leave out what cannot be worked out yet (arguments not known), instead of raising.

    Raises:
        Unknown: when a duty's base date or owner is not known, unless ``lenient``.
    """
    facts = context.facts
    parties = parties_set(pack, step, context, lenient=lenient)
    dates = dates_set(step, context)
    values = values_set(step, context)
    after = _after(context, parties, dates, values)
    discharged = _discharged(step, after)
    cancelled = _cancelled(pack, step, after) - discharged
    ended = discharged | cancelled
    staying = [duty for duty in facts.duties if duty.id not in ended]
    rights = tuple(rights_opened(pack, step, after, lenient=lenient))
    limits = last_days_of_rights(facts, rights)
    state = pack.state(_state(step, after))
    return Ruling(
        command=step.id,
        allowed=True,
        event=step.event,
        state=state.id,
        grounds=(*step.grounds, *_term_grounds(pack, step, context)),
        discharges=_ids(facts, discharged),
        cancels=_ids(facts, cancelled),
        stops=tuple(_stops(step, staying, after)),
        moves=(
            *_resumed(pack, step, staying, after),
            *_extended(pack, step, staying, after),
        ),
        reassigns=tuple(_reassigns(step, staying, context)),
        opens=tuple(duties_opened(pack, step, after, limits, lenient=lenient)),
        rights_opened=rights,
        rights_closed=tuple(_closed(step, context)),
        letters=_letters(step, after),
        parties=parties,
        dates=dates,
        values=values,
        final=state.final,
        resolved=state.resolved,
        ending=state.ending,
    )


def _ids(facts: Facts, chosen: frozenset[str]) -> tuple[str, ...]:
    """Ids of duties in the order in which they stand open."""
    return tuple(duty.id for duty in facts.duties if duty.id in chosen)


def _letters(step: Step, after: Context) -> tuple[str, ...]:
    """The letters that are owed: always, and on conditions that hold."""
    on_conditions = (
        paper.kind for paper in step.papers if hold(paper.when, after)
    )
    return (*step.letters, *on_conditions)


def _after(
    context: Context,
    parties: Mapping[str, str],
    dates: Mapping[str, date],
    values: Mapping[str, Value],
) -> Context:
    """The context with what a step sets in its facts."""
    before = context.facts
    facts = Facts(
        state=before.state,
        values={**before.values, **values},
        dates={**before.dates, **dates},
        parties={**before.parties, **parties},
        duties=before.duties,
        rights=before.rights,
    )
    return Context(
        facts,
        context.args,
        context.today,
        context.calendar,
        context.marks,
        context.actor,
        context.organ,
    )


def _term_grounds(pack: Pack, step: Step, context: Context) -> Iterator[Ground]:
    """The citations of the terms that were chosen, a ground of refusal for example."""
    for arg in step.args:
        if arg.kind == "term":
            term = pack.terms[arg.vocabulary].terms.get(
                str(context.args.get(arg.name))
            )
            if term is not None:
                yield term.ground


def _state(step: Step, after: Context) -> str:
    """The state that the step leads to; its own, where it names none."""
    for branch in step.branches:
        if hold(branch.when, after):
            return branch.to
    return after.facts.state if step.target is None else step.target


def _discharged(step: Step, after: Context) -> frozenset[str]:
    """Ids of the duties that the step discharges."""
    return frozenset(
        duty.id
        for duty in after.facts.duties
        if duty.kind in step.discharges
        or _concerns(step.conditional_discharges, duty, after)
    )


def _cancelled(pack: Pack, step: Step, after: Context) -> frozenset[str]:
    """Ids of the duties that the step cancels; they may be discharged by it as well."""
    everything = _cancels_all(step, after)
    return frozenset(
        duty.id
        for duty in after.facts.duties
        if (everything and not pack.duty(duty.kind).outlives)
        or duty.kind in step.cancels
        or _concerns(step.conditional_cancels, duty, after)
    )


def _cancels_all(step: Step, after: Context) -> bool:
    """Whether everything that stands open falls away."""
    if ALL in step.cancels:
        return True
    for opening in step.conditional_cancels:
        if opening.kind == ALL and hold(opening.when, after):
            return True
    return False


def _concerns(
    openings: Sequence[Opening], duty: OpenDuty, after: Context
) -> bool:
    """Whether an opening that holds now is about this duty: of its kind, and of its
    owner where it names one.
    """
    return any(
        opening.kind == duty.kind
        and (opening.owner is None or opening.owner.read(after) == duty.owner)
        and hold(opening.when, after)
        for opening in openings
    )


def _stops(
    step: Step, staying: list[OpenDuty], after: Context
) -> Iterator[tuple[str, date]]:
    """The duties whose clock stops, with the day; one that stands still already goes on
    doing so.
    """
    for duty in staying:
        if not duty.stopped_on and _concerns(step.stops, duty, after):
            yield duty.id, after.today


def _resumed(
    pack: Pack, step: Step, staying: list[OpenDuty], after: Context
) -> Iterator[MovedDuty]:
    """The duties whose clock runs again: the time for which it stood still is added
    before the last day rolls.
    """
    for duty in staying:
        if duty.stopped_on is None or not _concerns(step.resumes, duty, after):
            continue
        rule = pack.duty(duty.kind)
        days = between(pack.calendar, duty.stopped_on, after.today, rule.unit)
        deadline = compute(
            pack.calendar,
            duty.base_date,
            rule.days,
            rule.unit,
            duty.extension_days,
            stopped_days=duty.stopped_days
            + _not_counted(step, duty, after, days),
        )
        yield MovedDuty(
            duty.id,
            duty.kind,
            duty.due_date,
            deadline,
            step.ground,
            resumed=True,
        )


def _not_counted(step: Step, duty: OpenDuty, after: Context, days: int) -> int:
    """How many of the ``days`` for which a clock stood still do not count."""
    not_counted = days
    for resume in step.resumes:
        if resume.at_most is not None and _concerns((resume,), duty, after):
            not_counted = min(not_counted, resume.at_most)
    return not_counted


def _extended(
    pack: Pack, step: Step, staying: list[OpenDuty], after: Context
) -> Iterator[MovedDuty]:
    """The duties that the step prolongs, by a number of days or to a day that is named."""
    for extension in step.extends:
        rule = pack.duty(extension.duty)
        owner = extension.owner.read(after) if extension.owner else None
        for duty in staying:
            if duty.kind != rule.id or (
                extension.owner and duty.owner != owner
            ):
                continue
            if extension.until is not None:
                yield from _moved_to(
                    pack, step, duty, extension.until.read(after)
                )
                continue
            more = extension.by.read(after)
            if isinstance(more, int):
                deadline = compute(
                    pack.calendar,
                    duty.base_date,
                    rule.days,
                    rule.unit,
                    duty.extension_days + more,
                    stopped_days=duty.stopped_days,
                )
                yield MovedDuty(
                    duty.id, duty.kind, duty.due_date, deadline, step.ground
                )


def _moved_to(
    pack: Pack, step: Step, duty: OpenDuty, until: Value
) -> Iterator[MovedDuty]:
    """The duty with a later day that somebody named; the days between count as its extension."""
    if not isinstance(until, date) or until <= duty.last_day:
        return
    more = (until - duty.last_day).days
    days = (
        (duty.last_day - duty.base_date).days
        - duty.extension_days
        - duty.stopped_days
    )
    total = duty.extension_days + more
    deadline = compute(
        pack.calendar,
        duty.base_date,
        days,
        "calendar",
        total,
        stopped_days=duty.stopped_days,
    )
    yield MovedDuty(duty.id, duty.kind, duty.due_date, deadline, step.ground)


def _reassigns(
    step: Step, staying: list[OpenDuty], context: Context
) -> Iterator[tuple[str, str]]:
    """The duties that another organ owes from now on, with its code."""
    for reassignment in step.reassigns:
        old = context.facts.parties.get(reassignment.owned_by)
        new = reassignment.to.read(context)
        if isinstance(new, str):
            yield from (
                (duty.id, new) for duty in staying if duty.owner == old != new
            )


def _closed(step: Step, context: Context) -> Iterator[str]:
    """The kinds of rights that fall away."""
    for closing in step.closes:
        if hold(closing.when, context):
            for right in context.facts.rights:
                if closing.kind in (ALL, right.kind):
                    yield right.kind
