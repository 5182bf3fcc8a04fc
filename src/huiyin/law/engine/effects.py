"""What follows when a step is taken: parties, dates and values set, duties discharged,
moved, handed over, opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from huiyin.law.calendar.deadlines import between, compute
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.consequences import Opening, Setting
from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms import party_slots, wording
from huiyin.law.terms.facts import Facts, OpenDuty, OpenRight, Value
from huiyin.law.terms.ruling import (
    Deadline,
    Ground,
    MovedDuty,
    NewDuty,
    NewRight,
    Ruling,
    Text,
)


class Unknown(LookupError):
    """What follows cannot be worked out: a date or a party is not known, or there is no
    place for a further party.
    """

    def __init__(
        self, key: str, name: str | Text, remedy: str = "unknown_date_remedy"
    ) -> None:
        """Say which date or party, in both languages; ``remedy`` is the sentence that
        says what to do instead.
        """
        self.text: Text = wording.text(key, date=name, party=name)
        self.remedy = remedy
        super().__init__(self.text.en)


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
    parties = _parties(pack, step, context, lenient=lenient)
    dates = dates_set(step, context)
    values = dict(_values(step.values, context))
    after = replace(context, facts=_with(facts, parties, dates, values))
    done = _done(step, after)
    leaving = done | _leaving(step, facts, after)
    staying = [duty for duty in facts.duties if duty.id not in leaving]
    rights = tuple(_rights(pack, step, after, lenient=lenient))
    limits = _limits(facts, rights)
    state = _state(step, after)
    return Ruling(
        command=step.id,
        allowed=True,
        event=step.event,
        state=state,
        grounds=(*step.grounds, *_term_grounds(pack, step, context)),
        discharges=tuple(duty.id for duty in facts.duties if duty.id in done),
        cancels=tuple(duty.id for duty in facts.duties if duty.id in leaving - done),
        stops=tuple(_stops(step, staying, after)),
        moves=(
            *_resumed(pack, step, staying, after),
            *_moves(pack, step, staying, after),
        ),
        reassigns=tuple(_reassigns(step, staying, context)),
        opens=tuple(_opens(pack, step, after, limits, lenient=lenient)),
        rights_opened=rights,
        rights_closed=tuple(_closed(step, context)),
        letters=(
            *step.letters,
            *(one.kind for one in step.papers if hold(one.when, after)),
        ),
        parties=parties,
        dates=dates,
        values=values,
        final=pack.state(state).final,
        resolved=pack.state(state).resolved,
        ending=pack.state(state).ending,
    )


def _with(
    facts: Facts,
    parties: Mapping[str, str],
    dates: Mapping[str, date],
    values: Mapping[str, Value],
) -> Facts:
    """The facts with what a step sets in them."""
    return replace(
        facts,
        parties={**facts.parties, **parties},
        dates={**facts.dates, **dates},
        values={**facts.values, **values},
    )


def apply(facts: Facts, ruling: Ruling) -> Facts:
    """The facts after a ruling, for scenarios and checks: new duties are called "d1",
    "d2" ... whatever is free.

    A refused ruling changes nothing.
    """
    if ruling.refused:
        return facts
    gone = {*ruling.discharges, *ruling.cancels}
    duties = [_carried(duty, ruling) for duty in facts.duties if duty.id not in gone]
    taken = {duty.id for duty in facts.duties}
    free = (name for number in count(1) if (name := f"d{number}") not in taken)
    duties += [
        _opened(name, new.kind, new.owner, new.deadline)
        for name, new in zip(free, ruling.opens, strict=False)
    ]
    ended = {*ruling.rights_closed, *(granted.kind for granted in ruling.rights_opened)}
    rights = [right for right in facts.rights if right.kind not in ended]
    rights += [_right(granted) for granted in ruling.rights_opened]
    return Facts(
        state=ruling.state,
        values={**facts.values, **ruling.values},
        dates={**facts.dates, **ruling.dates},
        parties={**facts.parties, **ruling.parties},
        duties=tuple(duties),
        rights=tuple(rights),
    )


def _carried(duty: OpenDuty, ruling: Ruling) -> OpenDuty:
    """An open duty as the ruling leaves it: moved, stopped, running again, with another owner."""
    kept = duty
    for move in ruling.moves:
        if move.duty_id == duty.id:
            kept = _opened(duty.id, duty.kind, duty.owner, move.deadline)
            kept = replace(kept, stopped_on=None if move.resumed else duty.stopped_on)
    kept = replace(kept, stopped_on=dict(ruling.stops).get(duty.id, kept.stopped_on))
    return replace(kept, owner=dict(ruling.reassigns).get(duty.id, kept.owner))


def _opened(duty_id: str, kind: str, owner: str, deadline: Deadline) -> OpenDuty:
    return OpenDuty(
        id=duty_id,
        kind=kind,
        owner=owner,
        base_date=deadline.base_date,
        last_day=deadline.last_day,
        due_date=deadline.due_date,
        provisional=deadline.provisional,
        extension_days=deadline.extension_days,
        stopped_days=deadline.stopped_days,
    )


def _right(granted: NewRight) -> OpenRight:
    limit = granted.deadline
    if limit is None:
        return OpenRight(granted.kind)
    return OpenRight(granted.kind, limit.last_day, limit.due_date, limit.provisional)


def _set(
    settings: tuple[Setting, ...], context: Context
) -> Iterator[tuple[Setting, Value]]:
    """What each setting reads. A reference that finds nothing sets nothing, except that
    a literal "" clears.
    """
    for setting in settings:
        if not hold(setting.when, context):
            continue
        value = setting.source.read(context)
        if value is not None:
            yield setting, value


def dates_set(step: Step, context: Context) -> dict[str, date]:
    """The dates that a step sets, some of them so many days after what it is told
    (service by public notice).
    """
    found = _set(step.dates, context)
    return {
        item.name: value + timedelta(days=item.days)
        for item, value in found
        if isinstance(value, date)
    }


def _values(
    settings: tuple[Setting, ...], context: Context
) -> Iterator[tuple[str, Value]]:
    for setting, value in _set(settings, context):
        if setting.add:
            before = context.facts.values.get(setting.name)
            yield setting.name, (before if isinstance(before, int) else 0) + setting.add
        elif setting.how == "append":
            yield (
                setting.name,
                party_slots.appended(context.facts.values.get(setting.name), value),
            )
        else:
            yield setting.name, value


def _term_grounds(pack: Pack, step: Step, context: Context) -> Iterator[Ground]:
    """The citations of the terms that were chosen, a ground of refusal for example."""
    for arg in step.args:
        if arg.kind == "term":
            term = pack.terms[arg.vocabulary].terms.get(str(context.args.get(arg.name)))
            if term is not None:
                yield term.ground


def _state(step: Step, after: Context) -> str:
    """The state that the step leads to; its own, where it names none."""
    turned = next(
        (branch.to for branch in step.branches if hold(branch.when, after)), step.target
    )
    return after.facts.state if turned is None else turned


def _parties(
    pack: Pack, step: Step, context: Context, *, lenient: bool
) -> dict[str, str]:
    """The parties that the step sets; an organ that joins several takes the first place
    that is free.
    """
    found: dict[str, str] = {}
    for setting, value in _set(step.parties, context):
        now = {**context.facts.parties, **found}
        if setting.how == "leave":
            found |= party_slots.leave(now, setting.name, str(value))
        elif setting.how == "enter":
            party = pack.parties[setting.name]
            entered = party_slots.enter(now, party.id, str(value), party.several)
            if entered is None and not lenient:
                raise Unknown("no_place", party.title, "no_place_remedy")
            found |= entered or {}
        else:
            found[setting.name] = str(value)
    return found


def _done(step: Step, after: Context) -> frozenset[str]:
    """Ids of the duties that the step discharges."""
    duties = after.facts.duties
    return frozenset(
        duty.id
        for duty in duties
        if duty.kind in step.discharges
        or _named(step.conditional_discharges, duty, after)
    )


def _leaving(step: Step, facts: Facts, after: Context) -> frozenset[str]:
    """Ids of the duties that the step cancels."""
    everything = "*" in step.cancels or any(
        drop.kind == "*" and hold(drop.when, after) for drop in step.conditional_cancels
    )
    gone = (duty for duty in facts.duties if everything or duty.kind in step.cancels)
    return frozenset(
        duty.id
        for duty in (
            *gone,
            *(
                one
                for one in facts.duties
                if _named(step.conditional_cancels, one, after)
            ),
        )
    )


def _named(openings: Sequence[Opening], duty: OpenDuty, after: Context) -> bool:
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
    yield from (
        (duty.id, after.today)
        for duty in staying
        if not duty.stopped_on and _named(step.stops, duty, after)
    )


def _resumed(
    pack: Pack, step: Step, staying: list[OpenDuty], after: Context
) -> Iterator[MovedDuty]:
    """The duties whose clock runs again: the time for which it stood still is added
    before the last day rolls.
    """
    for duty in staying:
        if duty.stopped_on is None or not _named(step.resumes, duty, after):
            continue
        rule = pack.duty(duty.kind)
        still = duty.stopped_days + _stood_still(
            step,
            duty,
            after,
            between(pack.calendar, duty.stopped_on, after.today, rule.unit),
        )
        deadline = compute(
            pack.calendar,
            duty.base_date,
            rule.days,
            rule.unit,
            duty.extension_days,
            stopped_days=still,
        )
        yield MovedDuty(
            duty.id, duty.kind, duty.due_date, deadline, step.ground, resumed=True
        )


def _stood_still(step: Step, duty: OpenDuty, after: Context, days: int) -> int:
    """How many of the days for which a clock stood still do not count."""
    bounds = [
        one.at_most
        for one in step.resumes
        if one.at_most is not None and _named((one,), duty, after)
    ]
    return min([days, *bounds])


def _moves(
    pack: Pack, step: Step, staying: list[OpenDuty], after: Context
) -> Iterator[MovedDuty]:
    for extension in step.extends:
        rule = pack.duty(extension.duty)
        owner = extension.owner.read(after) if extension.owner else None
        for duty in staying:
            if duty.kind != rule.id or (extension.owner and duty.owner != owner):
                continue
            if extension.until is not None:
                yield from _moved_to(pack, step, duty, extension.until.read(after))
                continue
            more = extension.by.read(after)
            if isinstance(more, int):
                total = duty.extension_days + more
                deadline = compute(
                    pack.calendar,
                    duty.base_date,
                    rule.days,
                    rule.unit,
                    total,
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
        (duty.last_day - duty.base_date).days - duty.extension_days - duty.stopped_days
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
    for reassignment in step.reassigns:
        old = context.facts.parties.get(reassignment.owned_by)
        new = reassignment.to.read(context)
        if isinstance(new, str):
            yield from ((duty.id, new) for duty in staying if duty.owner == old != new)


def _opens(
    pack: Pack, step: Step, after: Context, limits: Mapping[str, date], *, lenient: bool
) -> Iterator[NewDuty]:
    for opening in step.opens:
        if not hold(opening.when, after):
            continue
        rule = pack.duty(opening.kind)
        try:
            owners = _owners(pack, rule, opening, after, lenient=lenient)
            deadline = _deadline(pack, rule, opening, after.facts, limits)
        except Unknown:
            if not lenient:
                raise
            continue
        until = opening.until if opening.until in after.facts.dates else rule.until
        for owner in owners:
            yield NewDuty(
                rule.id,
                rule.owner,
                owner,
                deadline,
                rule.ground,
                opening.base or rule.base,
                until,
            )


def _owners(
    pack: Pack, rule: Duty, opening: Opening, after: Context, *, lenient: bool
) -> tuple[str, ...]:
    """Who owes a duty that is opened: one organ, or each of the several that are its party."""
    if opening.owner is not None:
        return (str(opening.owner.read(after) or ""),)
    if pack.parties[rule.owner].several:
        return party_slots.members(after.facts.parties, rule.owner)
    return (_owner(rule, after.facts, lenient=lenient),)


def _owner(rule: Duty, facts: Facts, *, lenient: bool) -> str:
    owner = facts.parties.get(rule.owner, "")
    if not owner and not lenient:
        raise Unknown("unknown_party", rule.owner)
    return owner


def _deadline(
    pack: Pack, rule: Duty, opening: Opening, facts: Facts, limits: Mapping[str, date]
) -> Deadline:
    base = _base(opening.base or rule.base, facts, limits)
    named = opening.until if opening.until in facts.dates else rule.until
    if named:
        until = _base(named, facts, limits)
        deadline = compute(pack.calendar, base, max(0, (until - base).days), "calendar")
    else:
        deadline = compute(pack.calendar, base, rule.days, rule.unit)
    last = min(
        (duty.due_date for duty in facts.duties if duty.kind in opening.within),
        default=deadline.due_date,
    )
    if deadline.due_date <= last:
        return deadline
    return compute(pack.calendar, base, max(0, (last - base).days), "calendar")


def _base(name: str, facts: Facts, limits: Mapping[str, date]) -> date:
    found = limits.get(name) if name.startswith("rights.") else facts.dates.get(name)
    if found is None:
        raise Unknown("unknown_date", name)
    return found


def _limits(facts: Facts, granted: tuple[NewRight, ...]) -> dict[str, date]:
    """Last days of rights by "rights.<kind>", for duties that run from them."""
    limits = {
        f"rights.{right.kind}": right.due_date
        for right in facts.rights
        if right.due_date is not None
    }
    limits |= {
        f"rights.{new.kind}": new.deadline.due_date
        for new in granted
        if new.deadline is not None
    }
    return limits


def _rights(
    pack: Pack, step: Step, after: Context, *, lenient: bool
) -> Iterator[NewRight]:
    for opening in step.rights:
        if not hold(opening.when, after):
            continue
        rule: Right = pack.right(opening.kind)
        if rule.days is None:
            yield NewRight(rule.id, None, rule.ground)
            continue
        name = opening.base or rule.base
        try:
            base = _base(name, after.facts, {})
        except Unknown:
            if not lenient:
                raise
            continue
        yield NewRight(
            rule.id,
            compute(pack.calendar, base, rule.days, rule.unit),
            rule.ground,
            name,
        )


def _closed(step: Step, context: Context) -> Iterator[str]:
    for closing in step.closes:
        if hold(closing.when, context):
            open_kinds = [right.kind for right in context.facts.rights]
            yield from (kind for kind in open_kinds if closing.kind in ("*", kind))
