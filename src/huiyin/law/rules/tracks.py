"""What runs beside the main procedure: supervision of a matter does not change how the
matter itself is handled.

A step of a track changes no state, and nothing outside the track asks about what the
track sets. So the model check may look at the main procedure without any track, and at
each track by itself from every situation of the main procedure. What a step of the main
procedure ``waits_for`` is no exception: the wait ends by itself when the duty is late.
Nor is what it ``gives_first``: whoever takes the step can give it (``validation``).
"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.law.rules.conditions import Condition
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Step


def names(pack: Pack) -> tuple[str, ...]:
    """The tracks of a pack, in order."""
    return tuple(sorted({step.track for step in pack.steps.values() if step.track}))


def duties(pack: Pack) -> frozenset[str]:
    """The kinds of duties that tracks open: owed beside the matter, not in its course."""
    return frozenset(
        opening.kind
        for step in pack.steps.values()
        if step.track
        for opening in step.opens
    )


def conditions_of(step: Step) -> Iterator[Condition]:
    """All conditions that a step asks about."""
    for requirement in step.requirements:
        yield from (*requirement.when, *requirement.that)
    for item in step.conditional:
        yield from item.when


def asked(step: Step) -> set[str]:
    """Every fact that a step depends on: what its conditions mention, what its
    arguments must match, what it reads.
    """
    found = {
        mention for condition in conditions_of(step) for mention in condition.mentions
    }
    found |= {arg.matching.path for arg in step.args if arg.matching is not None}
    found |= {
        setting.source.path for setting in (*step.parties, *step.dates, *step.values)
    }
    found |= {
        source.path
        for one in step.extends
        for source in (one.by, one.until)
        if source is not None
    }
    return found | {
        item.owner.path
        for item in (*step.opens, *step.settles, *step.drops)
        if item.owner is not None
    }


def written(step: Step) -> set[str]:
    """Every fact that a step can set: values, dates and parties, the duties and rights
    that it opens.
    """
    found = {f"values.{setting.name}" for setting in step.values}
    found |= {f"dates.{setting.name}" for setting in step.dates}
    found |= {f"parties.{setting.name}" for setting in step.parties}
    found |= {f"duty.{opening.kind}" for opening in step.opens}
    return found | {f"right.{opening.kind}" for opening in step.rights}


def touched(step: Step) -> set[str]:
    """The duties and rights whose course a step changes."""
    duties = (
        *step.discharges,
        *step.cancels,
        *(extension.duty for extension in step.extends),
    )
    duties += tuple(
        opening.kind
        for opening in (*step.settles, *step.drops, *step.stops, *step.resumes)
    )
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
                yield (
                    step.id,
                    "require",
                    f"asks about {fact!r}, which belongs to the track {name!r}",
                )
            for fact in sorted((written(step) - _harmless(pack, step)) & sets):
                yield (
                    step.id,
                    "set",
                    f"sets {fact!r}, which belongs to the track {name!r}",
                )


def _harmless(pack: Pack, step: Step) -> set[str]:
    """What a step may write although it belongs to a track: it only takes an organ
    away, or opens something for each of the several organs that the track brought in,
    and nothing where there are none.
    """
    found = {
        f"parties.{setting.name}" for setting in step.parties if setting.how == "leave"
    }
    each = (opening.kind for opening in step.opens if opening.owner is None)
    return found | {
        f"duty.{kind}" for kind in each if pack.parties[pack.duties[kind].owner].several
    }


def _own_step(step: Step, sets: set[str]) -> Iterator[tuple[str, str, str]]:
    if step.targets or FILED in step.sources:
        yield (
            step.id,
            "to",
            f"a step of the track {step.track!r} leaves the matter in its state",
        )
    for fact in sorted(touched(step) - sets):
        yield (
            step.id,
            "discharges",
            f"{fact!r} belongs to the main procedure, not to the track {step.track!r}",
        )
