"""The duties and rights that a step opens: who owes them, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from huiyin.law.calendar.deadlines import compute
from huiyin.law.engine.unknown import Unknown
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.consequences import Opening
from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms import party_slots
from huiyin.law.terms.facts import Facts
from huiyin.law.terms.ruling import Deadline, NewDuty, NewRight


def duties_opened(
    pack: Pack,
    step: Step,
    after: Context,
    limits: Mapping[str, date],
    *,
    lenient: bool,
) -> Iterator[NewDuty]:
    """The duties that the step opens, one for each organ that owes it.

    Args:
        pack: the version that governs the matter.
        step: the step that is taken.
        after: the facts with what the step sets in them, arguments and day.
        limits: last days of rights by "rights.<kind>", for duties that run from them.
        lenient: leave out what cannot be worked out yet, instead of raising.

    Raises:
        Unknown: when a base date or an owner is not known, unless ``lenient``.
    """
    for opening in step.opens:
        if not hold(opening.when, after):
            continue
        rule = pack.duty(opening.kind)
        if lenient and _day_unsaid(step, opening.until or rule.until, after):
            continue
        try:
            owners = _owners(pack, rule, opening, after, lenient=lenient)
            deadline = _deadline(pack, rule, opening, after.facts, limits)
        except Unknown:
            if not lenient:
                raise
            continue
        until = (
            opening.until if opening.until in after.facts.dates else rule.until
        )
        base = opening.base or rule.base
        for owner in owners:
            yield NewDuty(
                rule.id, rule.owner, owner, deadline, rule.ground, base, until
            )


def _day_unsaid(step: Step, until: str, after: Context) -> bool:
    """Whether whoever takes the step has to name the day by which a duty is due, and has
    not yet: a limit that holds where no day is named is then not what will follow.
    """
    for setting in step.dates:
        if setting.name != until or setting.source.scope != "args":
            continue
        argument = step.arg(setting.source.name)
        if argument is None or not argument.required:
            continue
        if setting.source.read(after) is None:
            return True
    return False


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


def rights_opened(
    pack: Pack, step: Step, after: Context, *, lenient: bool
) -> Iterator[NewRight]:
    """The rights that the step grants, each with its last day where it has one.

    Raises:
        Unknown: when a base date is not known, unless ``lenient``.
    """
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
        deadline = compute(pack.calendar, base, rule.days, rule.unit)
        yield NewRight(rule.id, deadline, rule.ground, name)


def _deadline(
    pack: Pack,
    rule: Duty,
    opening: Opening,
    facts: Facts,
    limits: Mapping[str, date],
) -> Deadline:
    """By when the duty is due: after its limit, or on a named day where there is one,
    and not after the first of the duties that it must be done ``within``.
    """
    base = _base(opening.base or rule.base, facts, limits)
    named = opening.until if opening.until in facts.dates else rule.until
    if named:
        until = _base(named, facts, limits)
        deadline = compute(
            pack.calendar, base, max(0, (until - base).days), "calendar"
        )
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
    day = (
        limits.get(name)
        if name.startswith("rights.")
        else facts.dates.get(name)
    )
    if day is None:
        raise Unknown("unknown_date", name)
    return day


def last_days_of_rights(
    facts: Facts, granted: tuple[NewRight, ...]
) -> dict[str, date]:
    """The last day of each right that has one by "rights.<kind>", for duties that run
    from them; ``granted`` are those of this very step.
    """
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
