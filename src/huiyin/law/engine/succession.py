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
class SuccessionEffects:
    """What follows when a successor takes an organ's place: parties and values set,
    duties handed over (reference and new owner) and cancelled.

    ``places`` are those in which the successor now stands for the old organ.
    """

    places: tuple[str, ...]
    parties: Mapping[str, str]
    values: Mapping[str, str]
    reassigns: tuple[tuple[str, str], ...]
    cancels: tuple[str, ...]


def rule_of(pack: Pack) -> Succession | None:
    """The pack's rule on organs that no longer exist; None where its instrument has none."""
    return next(iter(pack.successions.values()), None)


def succeed(
    pack: Pack,
    facts: Facts,
    predecessor: str,
    successor: str,
    *,
    kind: str = "",
    places: Collection[str] | None = None,
) -> SuccessionEffects | None:
    """What follows when ``successor`` takes the place of ``predecessor`` in a matter.

    Args:
        pack: the version that governs the matter.
        facts: the matter as it stands.
        predecessor: code of the organ that is replaced.
        successor: code of the organ that takes its place.
        kind: the kind of ``successor``, for the values that hold the kind of a party.
        places: only these places of ``predecessor`` and what it owes in them; all, and
            everything it owes, when None.

    Returns:
        What follows; None where ``predecessor`` has no part in the matter.
    """
    held = _held(facts, predecessor, places)
    owed = _owed(pack, facts, predecessor, None if places is None else held)
    if not held and not owed:
        return None
    rule = rule_of(pack)
    parties = _replaced(pack, facts, held, successor)
    cancels: dict[str, None] = {}
    for apart in rule.apart if rule else ():
        now = {**facts.parties, **parties}
        if successor in _both(apart, now):
            parties |= _freed(now, apart.party, successor)
            organs = {predecessor, successor}
            cancels |= dict.fromkeys(_owed_to_itself(facts, apart, organs))
    return SuccessionEffects(
        places=tuple(place for place in held if parties[place]),
        parties=parties,
        values=_kinds(rule, facts, held, kind),
        reassigns=tuple(
            (duty.id, successor) for duty in owed if duty.id not in cancels
        ),
        cancels=tuple(cancels),
    )


def _held(
    facts: Facts, organ: str, places: Collection[str] | None
) -> list[str]:
    """The places that an organ has in the matter, of those named."""
    held = [place for place, code in facts.parties.items() if code == organ]
    return (
        held if places is None else [place for place in held if place in places]
    )


def _owed(
    pack: Pack, facts: Facts, organ: str, places: Collection[str] | None
) -> list[OpenDuty]:
    """What an organ owes, in these places where some are named."""
    owed = [duty for duty in facts.duties if duty.owner == organ]
    return [duty for duty in owed if _is_owed_in(pack, duty, places)]


def _is_owed_in(
    pack: Pack, duty: OpenDuty, places: Collection[str] | None
) -> bool:
    """Whether a duty is owed in one of these places; always where none are named."""
    if places is None:
        return True
    rule = pack.duties.get(duty.kind)
    return rule is not None and rule.owner in {
        role_of(place) for place in places
    }


def _replaced(
    pack: Pack, facts: Facts, held: Collection[str], successor: str
) -> dict[str, str]:
    """The places with the successor in them, and without it where it stands in another
    one of the same party of several already.
    """
    parties = dict.fromkeys(held, successor)
    doubled = _doubled(pack, {**facts.parties, **parties})
    return parties | dict.fromkeys(doubled, "")


def _freed(parties: Mapping[str, str], role: str, organ: str) -> dict[str, str]:
    """The places of a role that an organ gives up."""
    return {
        place: ""
        for place, code in parties.items()
        if code == organ and role_of(place) == role
    }


def _owed_to_itself(
    facts: Facts, apart: Apart, organs: Collection[str]
) -> list[str]:
    """Ids of the duties that fall away because one organ would owe them to itself."""
    duties = (duty for duty in facts.duties if duty.kind in apart.cancels)
    return [duty.id for duty in duties if duty.owner in organs]


def _kinds(
    rule: Succession | None, facts: Facts, held: Collection[str], kind: str
) -> dict[str, str]:
    """The values that hold the kind of a party whose organ is another now."""
    party_of = rule.kinds if rule else {}
    return {
        value: kind
        for value, party in party_of.items()
        if party in held and value in facts.values
    }


def _doubled(pack: Pack, parties: Mapping[str, str]) -> Iterator[str]:
    """Places to give up, because the organ stands in another one of the same party of
    several already.
    """
    for role in (party.id for party in pack.parties.values() if party.several):
        seen: set[str] = set()
        for place in sorted(parties):
            code = parties[place]
            if not code or role_of(place) != role:
                continue
            if code in seen:
                yield place
            seen.add(code)


def _both(apart: Apart, parties: Mapping[str, str]) -> set[str]:
    """The organs that are both parties of the pair."""
    return set(members(parties, apart.party)) & set(
        members(parties, apart.beside)
    )
