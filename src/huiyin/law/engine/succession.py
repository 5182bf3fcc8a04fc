"""What becomes of a matter when an organ is merged, divided or abolished: another takes
its place, and no clock moves.

A ``[[succession]]`` of the pack says on which article, and which two parties one organ
cannot be at the same time. It is no step: it changes neither the state nor a date, so
that the model check need not try it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from huiyin.law.rules.pack import Pack
from huiyin.law.rules.succession import Apart, Succession
from huiyin.law.terms.facts import Facts, OpenDuty
from huiyin.law.terms.party_slots import members, role_of


@dataclass(frozen=True, slots=True)
class TakingOver:
    """What follows from it: parties and values set, duties handed over (reference and
    new owner) and cancelled.

    ``places`` are those in which the new organ now stands for the old one.
    """

    places: tuple[str, ...]
    parties: Mapping[str, str]
    values: Mapping[str, str]
    reassigns: tuple[tuple[str, str], ...]
    cancels: tuple[str, ...]


def rule_of(pack: Pack) -> Succession | None:
    """The pack's rule on organs that no longer exist; None where its instrument has none."""
    return next(iter(pack.successions.values()), None)


def taken_over(
    pack: Pack,
    facts: Facts,
    old: str,
    new: str,
    *,
    kind: str = "",
    places: Collection[str] | None = None,
) -> TakingOver | None:
    """What follows when ``new`` takes the place of ``old`` in a matter; None where
    ``old`` has no part in it.

    Args:
        pack: the version that governs the matter. facts: the matter as it stands. old:
        code of the organ that is replaced. new: code of the organ that takes its place.
        kind: the kind of ``new``, for the values that hold the kind of a party. places:
        only these places of ``old`` and what it owes in them; all, and everything it
        owes, when None.
    """
    held = [
        place
        for place, code in facts.parties.items()
        if code == old and (places is None or place in places)
    ]
    only = None if places is None else held
    owed = [
        duty for duty in facts.duties if duty.owner == old and _in(pack, duty, only)
    ]
    if not held and not owed:
        return None
    rule = rule_of(pack)
    parties = dict.fromkeys(held, new)
    parties |= _twice(pack, {**facts.parties, **parties})
    cancels: list[str] = []
    for apart in rule.apart if rule else ():
        both = _both(apart, {**facts.parties, **parties}) & {new}
        parties |= {
            place: ""
            for place, code in {**facts.parties, **parties}.items()
            if role_of(place) == apart.party and code in both
        }
        cancels += [
            duty.id
            for duty in facts.duties
            if both and duty.kind in apart.cancels and duty.owner in {old, new}
        ]
    of = rule.kinds if rule else {}
    kinds = {
        value: kind
        for value, party in of.items()
        if party in held and value in facts.values
    }
    return TakingOver(
        places=tuple(place for place in held if parties[place]),
        parties=parties,
        values=kinds,
        reassigns=tuple((duty.id, new) for duty in owed if duty.id not in cancels),
        cancels=tuple(dict.fromkeys(cancels)),
    )


def _in(pack: Pack, duty: OpenDuty, held: Collection[str] | None) -> bool:
    """Whether a duty is owed in one of these places; always where none are named."""
    if held is None:
        return True
    rule = pack.duties.get(duty.kind)
    return rule is not None and rule.owner in {role_of(place) for place in held}


def _twice(pack: Pack, parties: Mapping[str, str]) -> dict[str, str]:
    """Places to give up, because the organ stands in another one of the same party of
    several already.
    """
    return dict.fromkeys(_doubled(pack, parties), "")


def _doubled(pack: Pack, parties: Mapping[str, str]) -> Iterator[str]:
    for role in (party.id for party in pack.parties.values() if party.several):
        places = [
            place
            for place in sorted(parties)
            if parties[place] and role_of(place) == role
        ]
        codes = [parties[place] for place in places]
        yield from (
            place
            for number, place in enumerate(places)
            if codes[number] in codes[:number]
        )


def _both(apart: Apart, parties: Mapping[str, str]) -> set[str]:
    return set(members(parties, apart.party)) & set(members(parties, apart.beside))
