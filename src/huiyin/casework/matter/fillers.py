"""What a step is told that nobody has to say: organs found in the tree, the kinds of those
that are named, what is known of staff, who acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huiyin.casework.basis import named_staff
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.basis.found_organs import chosen_organ, meant
from huiyin.law.rules.steps import Step
from huiyin.organisations import reads as organs


def trimmed(args: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody says, its texts without blanks at their ends."""
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in args.items()
    }


def completed(
    step: Step,
    args: Mapping[str, Any],
    *,
    parties: Mapping[str, str],
    who: Actor,
    on: date,
) -> dict[str, Any]:
    """The arguments of a step with the organs that are found in the tree, the kinds of
    those that are named, and what is asked of staff on the day ``on``; ``who`` acts.

    Raises Invalid, on the argument, where the tree has no such organ and the step needs one.
    """
    full = dict(args)
    for arg in step.args:
        if arg.find and arg.kind == "staff":
            full[arg.name] = who.name
        elif arg.find:
            try:
                full[arg.name] = chosen_organ(
                    meant(step, arg, full), full.get(arg.name), parties, own=who.organ
                )
            except Invalid:
                if arg.required or full.get(arg.name):
                    raise
    full |= named_staff.known_of(step, full, on)
    for arg in step.args:
        kind_of = arg.name.removesuffix("_kind")
        if kind_of != arg.name and full.get(kind_of):
            full[arg.name] = organs.organ(str(full[kind_of])).kind
    return full
