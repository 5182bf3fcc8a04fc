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

from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Step


def names(pack: Pack) -> tuple[str, ...]:
    """The tracks of a pack, in order."""
    return tuple(
        sorted({step.track for step in pack.steps.values() if step.track})
    )


def duties(pack: Pack) -> frozenset[str]:
    """The kinds of duties that tracks open: owed beside the matter, not in its course."""
    kinds: set[str] = set()
    for step in pack.steps.values():
        if step.track:
            kinds |= {opening.kind for opening in step.opens}
    return frozenset(kinds)


def problems(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """What keeps a track from standing beside the main procedure: the step, the key, the reason."""
    for name in names(pack):
        owned: set[str] = set()
        for step in pack.steps.values():
            if step.track == name:
                owned |= step.facts_written
        for step in pack.steps.values():
            if step.track == name:
                yield from _leaving_the_track(step, owned)
        for step in pack.steps.values():
            if step.track != name:
                yield from _reaching_into(pack, step, name, owned)


def _reaching_into(
    pack: Pack, step: Step, track: str, owned: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Where a step that is not of a track asks about or sets what the track ``owned``."""
    for fact in sorted(step.facts_read & owned):
        yield (
            step.id,
            "require",
            f"asks about {fact!r}, which belongs to the track {track!r}",
        )
    for fact in sorted((step.facts_written - _harmless(pack, step)) & owned):
        yield (
            step.id,
            "set",
            f"sets {fact!r}, which belongs to the track {track!r}",
        )


def _harmless(pack: Pack, step: Step) -> set[str]:
    """What a step may write although it belongs to a track: it only takes an organ
    away, or opens something for each of the several organs that the track brought in,
    and nothing where there are none.
    """
    facts = {
        f"parties.{setting.name}"
        for setting in step.parties
        if setting.how == "leave"
    }
    for_all_owners = {
        opening.kind for opening in step.opens if opening.owner is None
    }
    for kind in for_all_owners:
        if pack.parties[pack.duties[kind].owner].several:
            facts.add(f"duty.{kind}")
    return facts


def _leaving_the_track(
    step: Step, owned: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Where a step of a track changes the state, or what belongs to the main procedure."""
    if step.targets or FILED in step.sources:
        yield (
            step.id,
            "to",
            f"a step of the track {step.track!r} leaves the matter in its state",
        )
    for fact in sorted(step.facts_changed - owned):
        yield (
            step.id,
            "discharges",
            f"{fact!r} belongs to the main procedure, not to the track {step.track!r}",
        )
