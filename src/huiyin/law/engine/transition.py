"""Whether a running matter goes over to a new version of its instrument, and which of
its dates change then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from huiyin.law.calendar.deadlines import compute
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.transition import Transition
from huiyin.law.terms.facts import Facts, OpenDuty
from huiyin.law.terms.ruling import Deadline


def rule_for(
    new: Pack, version: str, facts: Facts, day: date
) -> Transition | None:
    """The rule of ``new`` by which a matter goes over to it on ``day``; None where it
    stays under ``version``.

    Args:
        new: the version that may take the matter over.
        version: the one under which it runs, "2022-05-01".
        facts: the matter as it stands.
        day: the day that is asked about.
    """
    if not _fits(new, facts):
        return None
    context = Context(
        facts=facts, args={}, today=day, calendar=new.calendar, marks=new.marks
    )
    for rule in new.transitions.values():
        here = (
            version in rule.versions
            and facts.state in rule.states
            and rule.day <= day
        )
        if here and hold(rule.when, context):
            return rule
    return None


def recounted(
    new: Pack, rule: Transition, facts: Facts
) -> Iterator[tuple[OpenDuty, Deadline]]:
    """The open duties whose limit is counted anew under ``new``, from the day it ran
    from, with their new deadline.

    Extensions and the time for which the clock stood still stay added. A date that
    somebody set stays as it is, and so does a duty whose clock stands still.
    """
    for duty in facts.duties:
        counted = new.duty(duty.kind)
        if (
            duty.kind in rule.recompute
            and not counted.until
            and duty.stopped_on is None
        ):
            limits = (counted.days, counted.unit, duty.extension_days)
            yield (
                duty,
                compute(
                    new.calendar,
                    duty.base_date,
                    *limits,
                    stopped_days=duty.stopped_days,
                ),
            )


def _fits(new: Pack, facts: Facts) -> bool:
    """True where the new version knows the matter's state and all that stands open in it."""
    duties, rights = (
        {duty.kind for duty in facts.duties},
        {right.kind for right in facts.rights},
    )
    return (
        facts.state in new.states
        and duties <= set(new.duties)
        and rights <= set(new.rights)
    )
