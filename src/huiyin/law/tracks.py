"""What runs beside the main procedure: supervision of a matter does not change how the matter itself is handled.

A step of a track changes no state, and nothing outside the track asks about what the track sets. So the model check may
look at the main procedure without any track, and at each track by itself from every situation of the main procedure.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.law.conditions import Condition
from huiyin.law.rules import FILED, Pack, Step


def names(pack: Pack) -> tuple[str, ...]:
    """The tracks of a pack, in order."""
    return tuple(sorted({step.track for step in pack.steps.values() if step.track}))


def duties(pack: Pack) -> frozenset[str]:
    """The kinds of duties that tracks open: owed beside the matter, not in its course."""
    return frozenset(opening.kind for step in pack.steps.values() if step.track for opening in step.opens)


def conditions_of(step: Step) -> Iterator[Condition]:
    """All conditions that a step asks about."""
    for requirement in step.requirements:
        yield from (*requirement.when, *requirement.that)
    for item in step.conditional:
        yield from item.when


def asked(step: Step) -> set[str]:
    """Every fact that a step depends on: what its conditions mention, what its arguments must match, what it reads."""
    found = {mention for condition in conditions_of(step) for mention in condition.mentions}
    found |= {arg.matching.path for arg in step.args if arg.matching is not None}
    found |= {setting.source.path for setting in (*step.parties, *step.dates, *step.values)}
    return found | {extension.by.path for extension in step.extends}


def written(step: Step) -> set[str]:
    """Every fact that a step can set: values, dates and parties, the duties and rights that it opens."""
    found = {f"values.{setting.name}" for setting in step.values}
    found |= {f"dates.{setting.name}" for setting in step.dates}
    found |= {f"parties.{setting.name}" for setting in step.parties}
    found |= {f"duty.{opening.kind}" for opening in step.opens}
    return found | {f"right.{opening.kind}" for opening in step.rights}


def touched(step: Step) -> set[str]:
    """The duties and rights whose course a step changes."""
    duties = (*step.discharges, *step.cancels, *(extension.duty for extension in step.extends))
    duties += tuple(opening.kind for opening in (*step.settles, *step.drops, *step.stops, *step.resumes))
    found = {f"duty.{kind}" for kind in duties}
    return found | {f"right.{opening.kind}" for opening in step.closes}


def problems(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """What keeps a track from standing beside the main procedure: the step, the key, the reason."""
    for name in names(pack):
        own = [step for step in pack.steps.values() if step.track == name]
        sets = {fact for step in own for fact in written(step)}
        for step in own:
            yield from _own_step(step, sets)
        for step in pack.steps.values():
            if step.track == name:
                continue
            for fact in sorted(asked(step) & sets):
                yield step.id, "require", f"asks about {fact!r}, which belongs to the track {name!r}"
            for fact in sorted(written(step) & sets):
                yield step.id, "set", f"sets {fact!r}, which belongs to the track {name!r}"


def _own_step(step: Step, sets: set[str]) -> Iterator[tuple[str, str, str]]:
    if step.targets or FILED in step.sources:
        yield step.id, "to", f"a step of the track {step.track!r} leaves the matter in its state"
    for fact in sorted(touched(step) - sets):
        yield step.id, "discharges", f"{fact!r} belongs to the main procedure, not to the track {step.track!r}"
