"""The procedure: may this step be taken on these facts, and what follows from it.

``decide`` is the one door: facts and a command in, a ruling out. It never raises for
what people may do wrong; a step that does not exist or an argument that is missing is a
refusal that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from huiyin.law.engine import sides_of_today
from huiyin.law.engine.effects import follow
from huiyin.law.engine.refusal_words import (
    joined,
    listed_states,
    no_such_step,
    refusal_ground,
    role_title,
    state_title,
    without_capacity,
)
from huiyin.law.engine.unknown import Unknown
from huiyin.law.rules import asking, recusal_bars
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.duty_conditions import duty_in_time
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms import wording
from huiyin.law.terms.facts import Command, Facts, Value
from huiyin.law.terms.ruling import Ground, Option, Ruling, Text

YEARS = range(1900, 2200)
KINDS: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "organ": str,
    "area": str,
    "term": str,
    "int": int,
    "bool": bool,
    "date": date,
    "staff": (str, tuple),
}


def local_day(pack: Pack, at: datetime) -> date:
    """The day that ``at`` (aware) falls on where the pack applies."""
    return at.astimezone(pack.timezone).date()


def decide(pack: Pack, facts: Facts, command: Command, at: datetime) -> Ruling:
    """Rule on one command: allowed with everything that follows, or refused with every reason.

    Args:
        pack: the version that governs the matter.
        facts: what is known about the matter before the command.
        command: the step, its arguments, and the roles the actor holds.
        at: when it happens (aware); limits count from that day in the pack's time zone.
    """
    step = pack.steps.get(command.name)
    if step is None:
        return _refused(
            command.name, facts, (no_such_step(pack, command.name),)
        )
    context = _context(pack, step, facts, command, at)
    reasons = (*_standing(pack, step, command.roles, context),)
    reasons = reasons or tuple(_argument_problems(pack, step, command, context))
    reasons = reasons or (
        *_awaited(pack, step, context),
        *_unmet(step, context, with_args=True),
    )
    reasons = reasons or tuple(sides_of_today.wrong(step, context))
    if reasons:
        return _refused(step.id, facts, reasons)
    asks = tuple(asking.unmet(step.asks, context))
    try:
        ruling = follow(pack, step, asking.taken(asks, context))
    except Unknown as unknown:
        return _refused(
            step.id,
            facts,
            (refusal_ground(step, unknown.text, wording.text(unknown.remedy)),),
        )
    if owed := tuple(_owed_first(pack, step, facts, ruling)):
        return _refused(step.id, facts, owed)
    if not asks:
        return ruling
    grounds = tuple(ask.ground for ask in asks)
    return replace(ruling, asks=grounds, takes=asking.taken_instead(asks))


def available(
    pack: Pack,
    facts: Facts,
    roles: frozenset[str],
    at: datetime,
    actor: str = "",
    *,
    organ: str = "",
) -> tuple[Option, ...]:
    """The steps that concern somebody in ``roles`` from here on, each as it stands today.

    Steps that can no longer be reached are left out; those that can are allowed, or
    refused with their reasons. So are those that the matter has nothing to do with.
    Where a step comes too early, or too late, that alone is said. Arguments and the
    conditions on them are not looked at: they are not known yet.
    """
    bases = {role.split(".")[0] for role in roles}
    options = []
    for step in pack.steps.values():
        if bases.isdisjoint(
            role.split(".")[0] for role in step.by
        ) or pack.reach[facts.state].isdisjoint(step.sources):
            continue
        context = _context(
            pack,
            step,
            facts,
            Command(step.id, roles=roles, actor=actor, organ=organ),
            at,
        )
        reasons = (*_standing(pack, step, roles, context),)
        if facts.state in step.sources:
            reasons = (
                *reasons,
                *_awaited(pack, step, context),
                *_unmet(step, context, with_args=False),
            )
        if reasons and not hold(step.concerns, context):
            continue
        ruling = (
            _refused(step.id, facts, reasons)
            if reasons
            else _foreseen(pack, step, context)
        )
        options.append(Option(step.id, step.title, ruling))
    return tuple(options)


def _context(
    pack: Pack, step: Step, facts: Facts, command: Command, at: datetime
) -> Context:
    args: dict[str, Value] = {
        arg.name: arg.default for arg in step.args if arg.default is not None
    }
    args.update(
        (name, value)
        for name, value in command.args.items()
        if value is not None
    )
    context = Context(
        facts=facts,
        args=args,
        today=local_day(pack, at),
        calendar=pack.calendar,
        marks=pack.marks,
        actor=command.actor,
        organ=command.organ,
    )
    for arg in step.args:
        if arg.otherwise is not None and arg.name not in args:
            args[arg.name] = arg.otherwise.read(context)
    return context


def _refused(name: str, facts: Facts, reasons: tuple[Ground, ...]) -> Ruling:
    return Ruling(
        command=name, allowed=False, state=facts.state, refusals=reasons
    )


def kept_away(
    pack: Pack, facts: Facts, actor: str, *, organ: str = ""
) -> tuple[Ground, ...]:
    """Why somebody has nothing to do with this matter at all, whatever step it is, and
    on any day; empty for most.
    """
    return tuple(
        recusal_bars.raised(
            pack.bars,
            Context(
                facts, {}, date.min, pack.calendar, pack.marks, actor, organ
            ),
        )
    )


def _standing(
    pack: Pack, step: Step, roles: frozenset[str], context: Context
) -> Iterator[Ground]:
    """Reasons that lie in the state of the matter or in who is asking."""
    facts = context.facts
    yield from recusal_bars.raised(pack.bars, context)
    if facts.state not in step.sources:
        text = step.needs or wording.text(
            "wrong_state",
            state=state_title(pack, facts.state),
            states=listed_states(pack, step),
        )
        yield refusal_ground(step, text, wording.text("wrong_state_remedy"))
    if roles.isdisjoint(step.by):
        lacking = without_capacity(pack, step, roles)
        if lacking is not None:
            yield lacking
            return
        names = [role_title(pack, role) for role in sorted(step.by)]
        text = wording.text("wrong_role", roles=joined(names))
        yield refusal_ground(step, text, wording.text("wrong_role_remedy"))


def _argument_problems(
    pack: Pack, step: Step, command: Command, context: Context
) -> Iterator[Ground]:
    """Reasons that lie in the arguments: missing, of the wrong kind, not in the
    vocabulary, not for this matter.
    """
    known = {arg.name for arg in step.args}
    for name in command.args:
        if name not in known:
            yield _missing(
                step, wording.text("unknown_argument", argument=name)
            )
    for arg in step.args:
        told = command.args.get(arg.name) is not None
        if told and not arg.asked_of(command.roles):
            yield _not_theirs_to_say(pack, step, arg)
        else:
            yield from _value_problems(pack, step, arg, context)


def _not_theirs_to_say(pack: Pack, step: Step, arg: Argument) -> Ground:
    """The ground on which an argument is refused from whoever may not say it."""
    names = [role_title(pack, role) for role in sorted(arg.by)]
    text = wording.text(
        "not_yours_to_say", argument=arg.title, roles=joined(names)
    )
    return refusal_ground(step, text, wording.text("not_yours_to_say_remedy"))


def _value_problems(
    pack: Pack, step: Step, arg: Argument, context: Context
) -> Iterator[Ground]:
    """What is wrong with the value of one argument, or with its not being there."""
    value = context.args.get(arg.name)
    if value in (None, "", ()):
        if arg.required:
            missing = wording.text("missing_argument", argument=arg.title)
            yield _missing(step, missing)
        return
    text = _misfit(pack, arg, value, context)
    if text is not None:
        yield _missing(step, text)
    elif arg.sits:
        people = value if isinstance(value, tuple) else (value,)
        yield from recusal_bars.named(pack.bars, map(str, people), context)


def _missing(step: Step, text: Text) -> Ground:
    return refusal_ground(step, text, wording.text("missing_argument_remedy"))


def _plausible(value: Value) -> bool:
    """False for a moment where a day is asked for, and for a day so far off that
    nothing can be counted from it.
    """
    return not isinstance(value, datetime) and not (
        isinstance(value, date) and value.year not in YEARS
    )


def _misfit(
    pack: Pack, arg: Argument, value: Value, context: Context
) -> Text | None:
    fits = isinstance(value, KINDS[arg.kind]) and isinstance(value, bool) is (
        arg.kind == "bool"
    )
    fits = fits and isinstance(value, tuple) is arg.many
    if not fits or not _plausible(value):
        return wording.text(
            "wrong_kind",
            argument=arg.title,
            kind=wording.text(f"kind_{arg.kind}"),
        )
    if arg.kind != "term":
        return None
    term = pack.terms[arg.vocabulary].terms.get(str(value))
    if term is None:
        return wording.text("unknown_term", argument=arg.title, term=str(value))
    if (
        arg.matching is not None
        and term.applies
        and arg.matching.read(context) not in term.applies
    ):
        return wording.text("term_not_for", term=term.title)
    return None


def _awaited(pack: Pack, step: Step, context: Context) -> Iterator[Ground]:
    """Duties that the step waits for: while they are in time, others may still do what they owe."""
    for kind in step.waits_for:
        duty = pack.duty(kind)
        if duty_in_time(kind, wanted=True)(context):
            text = wording.text("awaited", duty=duty.title)
            remedy = wording.text("awaited_remedy")
            yield Ground(
                f"step:{step.id}.{kind}",
                duty.article,
                text,
                pack.instrument,
                duty.verified,
                remedy,
            )


def _owed_first(
    pack: Pack, step: Step, facts: Facts, ruling: Ruling
) -> Iterator[Ground]:
    """Duties that would fall away with the end of the matter and must not: late or not,
    they are done before it.
    """
    gone = {duty.kind for duty in facts.duties if duty.id in ruling.cancels}
    for kind in step.gives_first:
        if ruling.final and kind in gone:
            duty = pack.duty(kind)
            text = wording.text("owed_first", duty=duty.title)
            remedy = wording.text("owed_first_remedy")
            yield Ground(
                f"step:{step.id}.{kind}",
                duty.article,
                text,
                pack.instrument,
                duty.verified,
                remedy,
            )


def _foreseen(pack: Pack, step: Step, context: Context) -> Ruling:
    """What the step would bring about, as far as it can be said before its arguments are known."""
    ruling = follow(pack, step, context, lenient=True)
    owed = tuple(_owed_first(pack, step, context.facts, ruling))
    return _refused(step.id, context.facts, owed) if owed else ruling


def _unmet(
    step: Step, context: Context, *, with_args: bool
) -> Iterator[Ground]:
    """The step's requirements that apply and are not met; those about arguments only
    when they are known.
    """
    for requirement in step.requirements:
        if requirement.needs_args and not with_args:
            continue
        if hold(requirement.when, context) and not hold(
            requirement.that, context
        ):
            yield requirement.ground
