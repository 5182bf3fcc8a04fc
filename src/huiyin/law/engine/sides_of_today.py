"""Days on the wrong side of today: promised and over already, or said to have happened
and yet to come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from huiyin.law.rules.argument import Argument
from huiyin.law.rules.conditions import Context
from huiyin.law.rules.steps import Step
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Ground


def wrong(step: Step, context: Context) -> Iterator[Ground]:
    """A ground for each day that is told and lies on the wrong side, in the words of its
    argument. Asked last: a requirement of the pack says it in words of its own.
    """
    for arg in step.args:
        day = context.args.get(arg.name)
        if not isinstance(day, date):
            continue
        if arg.out_of_time(day, context.today):
            yield _ground(step, arg)


def _ground(step: Step, arg: Argument) -> Ground:
    side = f"day_not_{arg.day}"
    return replace(
        step.ground,
        rule=f"step:{step.id}.{arg.name}",
        text=wording.text(side, argument=arg.title),
        remedy=wording.text(f"{side}_remedy"),
    )
