"""A party that several organs can be at once: each has a place of its own, "joint.1",
"joint.2" and so on.

Facts and events so keep one organ for each name, and whoever looks through all parties
finds every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from huiyin.law.terms.facts import Value
from huiyin.reading import LARGEST, whole_number


def role_of(place: str) -> str:
    """The party that a place belongs to: "joint" for "joint.2", and any other party for itself."""
    return place.split(".", maxsplit=1)[0]


def members(parties: Mapping[str, str], role: str) -> tuple[str, ...]:
    """The codes of all organs that are this party now, in the order of their places;
    one, for an ordinary party.
    """
    named = {
        place: code
        for place, code in parties.items()
        if code and role_of(place) == role
    }
    return tuple(named[place] for place in sorted(named, key=_number))


def appended(before: Value, more: Value) -> tuple[str, ...]:
    """A value that holds several ids, with more of them; each is there once, in the
    order in which it came.
    """
    ids: dict[str, None] = {}
    for value in (before, more):
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, str) and item:
                ids[item] = None
    return tuple(ids)


def _number(place: str) -> int:
    number = place.partition(".")[2]
    return whole_number(number, 0, LARGEST) or 0


def enter(
    parties: Mapping[str, str], role: str, organ: str, most: int
) -> dict[str, str] | None:
    """What to set so that an organ is this party too, codes by the name of the party's
    place: nothing where it is one already, None where none of the ``most`` places is
    free.
    """
    if organ in members(parties, role):
        return {}
    free = next(
        (place for place in _places(role, most) if not parties.get(place)), None
    )
    return None if free is None else {free: organ}


def leave(parties: Mapping[str, str], role: str, organ: str) -> dict[str, str]:
    """What to set, by the name of the party's place, so that an organ is this party no
    longer.
    """
    return {
        place: ""
        for place, code in parties.items()
        if code == organ and role_of(place) == role
    }


def _places(role: str, most: int) -> Iterator[str]:
    return (f"{role}.{number}" for number in range(1, most + 1))
