"""Building the matters of an old ledger in memory: the law's rulings, the events, the
rows. Nothing is asked of the database and nothing written, so that another process can
do it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import CaseworkError, Invalid
from huiyin.casework.chapters.legacy_import.outcomes import (
    at_noon,
    check_days,
    go_on,
)
from huiyin.casework.chapters.legacy_import.records import (
    LegacyMatter,
    Problem,
)
from huiyin.casework.matter.command import PLACE_LIMIT, checked_text
from huiyin.casework.matter.contacts import Petition, sealed_person
from huiyin.casework.matter.opening import (
    Opening,
    ReadyFiles,
    prepare_many,
    write_many,
)
from huiyin.law.packs import NoPackInForce
from huiyin.ledger.bulk import Ready, write
from huiyin.people import acts as people
from huiyin.people.particulars import Particulars

TITLE_LIMIT = 200
TEXT_LIMIT = 50_000

Named = tuple[str, Particulars]
"""The id of an identity, and who it is."""


@dataclass(frozen=True, slots=True)
class Order:
    """Matters to build, with everything that another process has to know for it.

    ``office`` is the receiving office, ``at`` the present instant, ``kinds`` are the
    kinds of the organs concerned, by code.
    """

    matters: tuple[LegacyMatter, ...]
    office: str
    at: datetime
    kinds: Mapping[str, str]


@dataclass(slots=True)
class Built:
    """What became of each matter of an order: None of one that is built, why it cannot
    be taken, or False of one whose number stood in the order before; and all that is
    built, ready to be written.

    ``sealed`` are those who brought sealed matters: what is kept of them goes into a
    box of its own, whose key lies in the database.
    """

    fates: list[Problem | bool | None] = field(default_factory=list)
    files: ReadyFiles | None = None
    persons: Ready | None = None
    sealed: list[Named] = field(default_factory=list)


def build(order: Order) -> Built:
    """Build the matters of an order; those that cannot be taken are told, not raised."""
    built, openings, named = Built(), list[Opening](), list[Named]()
    seen: dict[str, date] = {}
    for matter in order.matters:
        try:
            if is_there(matter.number, matter.received_on, seen):
                built.fates.append(False)
                continue
            identity = "" if matter.person.is_empty() else people.new_id()
            opening = _build(matter, order, identity=identity)
        except (CaseworkError, NoPackInForce) as error:
            built.fates.append(Problem.of(matter.number, error))
            continue
        seen[matter.number] = matter.received_on
        built.fates.append(None)
        openings.append(opening)
        if identity:
            told = built.sealed if opening.sealed else named
            told.append((identity, matter.person))
    built.files = prepare_many(openings)
    built.persons = people.prepare_many(
        office=order.office,
        people=[person for _identity, person in named],
        at=order.at,
        ids=[identity for identity, _person in named],
    )
    return built


def is_there(number: str, day: date, present: Mapping[str, date]) -> bool:
    """Whether this number is there already; Invalid when it stands there for another day."""
    if number not in present:
        return False
    if present[number] != day:
        raise Invalid(
            "number",
            _("stands in the register for something else, received on %s")
            % present[number],
        )
    return True


def write_built(built: Built, *, order: Order) -> None:
    """Write what was built, in the caller's transaction: persons, events, rows, words."""
    if built.persons is not None:
        write(built.persons)
    people.record_many(
        office=order.office,
        people=[sealed_person(person) for _identity, person in built.sealed],
        at=order.at,
        sealed=True,
        ids=[identity for identity, _person in built.sealed],
    )
    if built.files is not None:
        write_many(built.files)


def _build(matter: LegacyMatter, order: Order, *, identity: str) -> Opening:
    today = law_access.office_day(order.at)
    check_days(matter, today=today)
    opening = _opened(matter, order, identity=identity)
    args = {
        "to": matter.handler,
        "to_kind": order.kinds[matter.handler],
        "category": matter.category,
        "topic": matter.topic or None,
        "area": matter.area or None,
    }
    received = at_noon(matter.received_on)
    opening.work.take(
        "carry_over",
        args,
        by=Actor.old_ledger(order.office),
        at=received,
        unrecorded=True,
    )
    opening.keep(
        go_on(opening.work, matter, claim=opening.claims[0], today=today)
    )
    return opening


def _opened(matter: LegacyMatter, order: Order, *, identity: str) -> Opening:
    """The matter as it was filed then, with the number that it had."""
    title = checked_text("title", matter.title, required=True, limit=TEXT_LIMIT)
    title = title[:TITLE_LIMIT]
    text = checked_text("text", matter.text, required=True, limit=TEXT_LIMIT)
    opening = Opening(
        law_access.pack_on(matter.received_on), category=matter.category
    )
    opening.entitle(title)
    opening.claim([title])
    contact = Petition(
        title=title, text=text, channel=matter.channel, persons=matter.persons
    )
    opening.bring(
        contact,
        text=text,
        office=order.office,
        identity=identity,
        external_number=matter.number,
    )
    opening.locate(matter.place[:PLACE_LIMIT])
    received = at_noon(matter.received_on)
    opening.give_number(received, number=matter.number)
    args = _filing_args(matter, order)
    opening.take(args, by=Actor.old_ledger(order.office), at=received)
    return opening


def _filing_args(matter: LegacyMatter, order: Order) -> dict[str, Any]:
    return {
        "channel": matter.channel,
        "category": matter.category,
        "anonymous": False,
        # The old ledger does not say; no notice is claimed to be owed or to have been
        # given
        "identity_unclear": True,
        "persons": matter.persons,
        "representatives": 0,
        "receiver": order.office,
        "receiver_kind": order.kinds[order.office],
        "legacy": True,
    }
