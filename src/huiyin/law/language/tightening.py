"""Which way a local rule may change a national one: organs may owe more and sooner,
petitioners may do more and longer.

Whatever is not shown to go that way is refused. There are no exceptions: what a statute
could only say by loosening is not a rule of the overlay.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from math import inf

from huiyin.law.calendar.deadlines import SPANS
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step

PETITIONER = "petitioner"  # every pack calls them so (decision 10)

Reasons = Iterator[tuple[str, str]]


def duty(old: Duty, new: Duty) -> Reasons:
    """Why a changed duty is not the stricter one: the key and the reason."""
    if old.until and new.days:
        yield (
            "days",
            "a day is named for this duty; it has no limit that could be shortened",
        )
    elif not _within(new.days, new.unit, old.days, old.unit):
        yield (
            "days",
            (
                f"{_limit(new)} instead of {_limit(old)} ({_source(old)}): a limit of "
                "an organ may only be shortened"
            ),
        )


def right(old: Right, new: Right) -> Reasons:
    """Why a right that another pack changes from ``old`` to ``new`` is not the wider
    one: a limit may be lengthened or dropped, never set or shortened.
    """
    if new.days is None:
        return
    if old.days is None:
        yield (
            "days",
            f"{_source(old)} sets no limit: a right may not be limited",
        )
    elif not _within(old.days, old.unit, new.days, new.unit):
        yield (
            "days",
            (
                f"{_limit(new)} instead of {_limit(old)} ({_source(old)}): a right may "
                "only be lengthened"
            ),
        )


def _within(days: int, unit: str, most: int, most_unit: str) -> bool:
    """Whether a limit never ends after another: n calendar days never end after n
    working days, but not conversely.
    """
    if unit in SPANS or most_unit in SPANS:
        return _longest_days(days, unit) <= _shortest_days(most, most_unit) or (
            unit == most_unit and days <= most
        )
    return days <= most and unit in {most_unit, "calendar"}


def _longest_days(number: int, unit: str) -> float:
    """The most calendar days that a limit can take; working days have no most."""
    return number * {"month": 31, "year": 366, "calendar": 1}.get(unit, inf)


def _shortest_days(number: int, unit: str) -> int:
    """The fewest calendar days that a limit can take."""
    return number * {"month": 28, "year": 365}.get(unit, 1)


def _limit(rule: Duty | Right) -> str:
    return (
        f"{rule.days} {rule.unit}s"
        if rule.unit in SPANS
        else f"{rule.days} {rule.unit} days"
    )


def _source(rule: Duty | Right | Step) -> str:
    return f"{rule.ground.instrument.en}, {rule.article}"


def added(base: Pack, old: Step, new: Step, parties: Container[str]) -> Reasons:
    """Why something may not be added to a step; ``new`` holds the additions only,
    ``parties`` are all organs' roles.
    """
    if PETITIONER in old.by:
        for requirement in new.requirements:
            yield (
                f"require.{requirement.id}",
                f"petitioners may take this step ({_source(old)}): nothing more is asked",
            )
        for arg in new.args:
            if arg.required:
                yield (
                    f"arg.{arg.name}",
                    (
                        f"petitioners may take this step ({_source(old)}): they may be "
                        "asked, not bound"
                    ),
                )
    elif new.sources:
        yield (
            "from",
            f"only what petitioners do may be possible in more states ({_source(old)})",
        )
    for role in sorted(new.by):
        if _organs(role, parties):
            yield (
                "by",
                f"{role!r} is an organ: which of them may act is for {_source(old)} to say",
            )
    for arg in new.args:
        if old.arg(arg.name) is not None:
            yield f"arg.{arg.name}", "the step has this argument already"
    yield from _effects(base, new, _source(old))


def step(base: Pack, new: Step, parties: Container[str]) -> Reasons:
    """Why a new step may not stand beside those beneath; what petitioners alone do is
    theirs to choose.
    """
    if PETITIONER in new.by and not any(
        _organs(role, parties) for role in new.by
    ):
        return
    if new.targets:
        yield (
            "to",
            f"an organ may not move a matter otherwise than {base.key} lets it",
        )
    if any(_turns_away(base, arg) for arg in new.args):
        yield (
            "arg",
            f"nobody may be turned away otherwise than {base.key} lets them",
        )
    if new.extends or new.reassigns:
        yield (
            "extend",
            f"an overlay prolongs and passes on no duties of {base.key}",
        )
    yield from _effects(base, new, base.key)


def _organs(role: str, parties: Container[str]) -> bool:
    return role == "system" or "." in role or role in parties


def _turns_away(base: Pack, arg: Argument) -> bool:
    return arg.vocabulary in base.terms and base.terms[arg.vocabulary].refusal


def _effects(base: Pack, new: Step, source: str) -> Reasons:
    """What an added effect would take away from the duties, rights and facts of the
    packs beneath.
    """
    kinds = {f"duty.{kind}" for kind in base.duties} | {
        f"right.{kind}" for kind in base.rights
    }
    for fact in sorted(new.facts_changed):
        if fact in kinds or fact.endswith(".*"):
            yield (
                "discharges",
                f"{fact!r} is not its own: what {source} demands is not taken away",
            )
    limited = {
        f"right.{kind}"
        for kind, rule in base.rights.items()
        if rule.days is not None
    }
    known = _known(base) | limited
    for fact in sorted(new.facts_written & known):
        yield (
            "set",
            f"{fact!r} belongs to {base.key}, and its rules depend on it",
        )


def _known(base: Pack) -> set[str]:
    """The facts that rules of the packs beneath set or ask about, other than duties and rights."""
    facts = {f"dates.{name}" for name in base.dates} | {
        f"parties.{name}" for name in base.parties
    }
    for base_step in base.steps.values():
        facts |= base_step.facts_read | base_step.facts_written
    return {fact for fact in facts if not fact.startswith(("duty.", "right."))}


def terms(base: Pack, vocabulary: str) -> Reasons:
    """Why a vocabulary may not get further terms."""
    if base.terms[vocabulary].refusal:
        yield (
            "term",
            f"its terms turn people away: {base.key} says on which grounds, and no other is added",
        )
    for base_step in base.steps.values():
        names = [
            arg.name for arg in base_step.args if arg.vocabulary == vocabulary
        ]
        paths = {f"args.{name}" for name in names}
        for setting in (
            *base_step.values,
            *base_step.parties,
            *base_step.dates,
        ):
            if setting.source.path in paths:
                paths.add(f"values.{setting.name}")
        for other in base.steps.values():
            asked = (
                paths & other.facts_read
                if other is not base_step
                else paths & _asked(base_step)
            )
            if names and asked:
                yield (
                    "term",
                    (
                        f"step:{other.id} tells its terms apart by {min(asked)!r}: a "
                        "new one would escape"
                    ),
                )
                return


def _asked(step: Step) -> set[str]:
    """What the conditions of a step mention, without what it merely hands on."""
    return set(step.mentions | step.matched)
