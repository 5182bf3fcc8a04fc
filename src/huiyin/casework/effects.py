"""What an event does to a matter, as a typed object: written and read here and nowhere
else, so that the two ends cannot disagree. Pure: no framework, no clock, no database.

An event's payload is plain JSON with short keys, kept for ever; :class:`Effects` is what
it means. What says nothing is left out of the payload. Payloads written before a key
existed are read as if it said nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from huiyin.casework.charge import Charge
from huiyin.casework.limits import (
    Json,
    Limit,
    Moved,
    Opened,
    RightOpened,
    day_of,
)

EMPTY: Mapping[str, Any] = MappingProxyType({})
# In an event's data: the days of receipt and posting that somebody said, "arrived_on"
# and "posted_on"
CAME = "came"
# The date of a pack that says when the matter came, where that is not the day of its
# filing
RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Estimate:
    """The last day, as estimated, of a way outside petitioning."""

    route: str
    last_day: date
    provisional: bool

    def entry(self) -> Json:
        """The estimate as a payload keeps it."""
        return {
            "route": self.route,
            "last": self.last_day.isoformat(),
            "provisional": self.provisional,
        }

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Estimate:
        """The estimate of a payload's entry."""
        return cls(
            entry["route"],
            date.fromisoformat(entry["last"]),
            entry["provisional"],
        )


class Letter(NamedTuple):
    """A letter that an event owes: its kind in the pack, and to whom it goes
    ("petitioner", "organ:<code>" or a word of the pack).
    """

    kind: str
    addressee: str


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything that follows from one event.

    ``state`` is the state reached, ``final`` whether the matter has ended in it (None
    where an event of old does not say). ``resolved`` says that the matter counts as
    dealt with; ``ending`` how, where that is not by an answer (None: not said).
    ``discharges``, ``unrecorded`` (done, on a day that an old ledger does not know),
    ``cancels`` and ``stops`` are the references of duties; ``reassigns`` pairs of a
    reference and the new owner. ``remedies`` are all estimates anew, None where nothing
    was estimated. ``number`` and ``pack`` are said when a matter is opened, and when it
    goes over to another version of the law. ``charge`` is who is in charge from now on,
    None where that stays as it was. ``data`` are ids and commitments: never a word that
    somebody wrote, never a name.
    """

    day: date
    state: str
    final: bool | None = None
    resolved: bool = False
    ending: str | None = None
    discharges: tuple[str, ...] = ()
    unrecorded: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    reassigns: tuple[tuple[str, str], ...] = ()
    moves: tuple[Moved, ...] = ()
    opens: tuple[Opened, ...] = ()
    rights_opened: tuple[RightOpened, ...] = ()
    rights_closed: tuple[str, ...] = ()
    parties: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    dates: Mapping[str, date] = field(default_factory=lambda: EMPTY)
    values: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    data: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    remedies: tuple[Estimate, ...] | None = None
    letters: tuple[Letter, ...] = ()
    charge: Charge | None = None
    number: str = ""
    pack: str = ""

    @property
    def touched(self) -> frozenset[str]:
        """The references of the duties that the event closes, moves, stops or hands over."""
        return frozenset(
            (
                *self.discharges,
                *self.unrecorded,
                *self.cancels,
                *self.stops,
                *(move.ref for move in self.moves),
                *(ref for ref, _owner in self.reassigns),
            )
        )

    @property
    def answers_claims(self) -> bool:
        """Whether the event answers claims one by one, whatever the pack calls it: a
        decision, a proposal, a response.
        """
        return answers_claims(self.data)

    @property
    def brings_contact(self) -> bool:
        """Whether the event brings a contact (件次) to the matter."""
        return "contact" in self.data

    @property
    def arrived_date(self) -> date:
        """When what the event records came to the office: the day that was said, else
        the day it was written down.
        """
        return arrived_date(self.data) or self.day

    @property
    def posted_date(self) -> date | None:
        """When what the event records was posted; None where nobody said so."""
        return day_of(self.data.get(CAME, EMPTY).get("posted_on"))

    @property
    def received_date(self) -> date:
        """When a matter was received, from its filing: the day that the law counts from,
        else the day of the filing.
        """
        return self.dates.get(RECEIVED) or self.day

    def payload(self) -> Json:
        """The effects as an event keeps them."""
        said: Json = {
            "discharges": list(self.discharges),
            "unrecorded": list(self.unrecorded),
            "cancels": list(self.cancels),
            "stops": list(self.stops),
            "reassigns": [list(pair) for pair in self.reassigns],
            "moves": _entries(self.moves),
            "opens": _entries(self.opens),
            "rights_opened": _entries(self.rights_opened),
            "rights_closed": list(self.rights_closed),
            "parties": dict(self.parties),
            "dates": {
                name: day.isoformat() for name, day in self.dates.items()
            },
            "values": dict(self.values),
            "data": dict(self.data),
            "letters": [list(letter) for letter in self.letters],
            "number": self.number,
            "pack": self.pack,
            "resolved": self.resolved,
        }
        payload: Json = {"day": self.day.isoformat(), "to": self.state}
        # What says nothing is left out: events are kept for ever.
        payload |= {key: value for key, value in said.items() if value}
        if self.final is not None:
            payload["final"] = self.final
        if self.ending is not None:
            payload["ending"] = self.ending
        if self.remedies is not None:
            payload["remedies"] = _entries(self.remedies)
        if self.charge is not None:
            payload["charge"] = self.charge.entry()
        return payload


def answers_claims(data: Mapping[str, Any]) -> bool:
    """Whether an event with these data answers claims one by one."""
    return any(isinstance(entry, Mapping) for entry in data.get("claims", ()))


def arrived_date(data: Mapping[str, Any]) -> date | None:
    """The day on which somebody said that what an event with these data records came to
    the office; None where nobody did, and it is the day of the event.
    """
    return day_of(data.get(CAME, EMPTY).get("arrived_on"))


def _entries(
    parts: Iterable[Limit | Opened | Moved | RightOpened | Estimate],
) -> list[Json]:
    return [part.entry() for part in parts]


def read(payload: Mapping[str, Any]) -> Effects:
    """The effects of an event's payload, however old it is.

    Raises KeyError or ValueError for a payload that is not one of a matter's.
    """
    get = payload.get
    dates = get("dates", EMPTY)
    return Effects(
        day=date.fromisoformat(payload["day"]),
        state=payload["to"],
        final=get("final"),
        resolved=get("resolved", False),
        ending=get("ending"),
        discharges=tuple(get("discharges", ())),
        unrecorded=tuple(get("unrecorded", ())),
        cancels=tuple(get("cancels", ())),
        stops=tuple(get("stops", ())),
        reassigns=tuple((ref, owner) for ref, owner in get("reassigns", ())),
        moves=tuple(map(Moved.read, get("moves", ()))),
        opens=tuple(map(Opened.read, get("opens", ()))),
        rights_opened=tuple(map(RightOpened.read, get("rights_opened", ()))),
        rights_closed=tuple(get("rights_closed", ())),
        parties=get("parties", EMPTY),
        dates={name: date.fromisoformat(day) for name, day in dates.items()},
        values=get("values", EMPTY),
        data=get("data", EMPTY),
        remedies=_estimates(get("remedies")),
        letters=letters_owed(payload),
        charge=Charge.read(payload["charge"]) if "charge" in payload else None,
        number=get("number", ""),
        pack=get("pack", ""),
    )


def _estimates(
    entries: Iterable[Mapping[str, Any]] | None,
) -> tuple[Estimate, ...] | None:
    return None if entries is None else tuple(map(Estimate.read, entries))


def letters_owed(payload: Mapping[str, Any]) -> tuple[Letter, ...]:
    """The letters that an event says are owed; none before December 2026, and in what
    an old ledger records.
    """
    return tuple(
        Letter(str(kind), str(addressee))
        for kind, addressee in payload.get("letters", ())
    )
