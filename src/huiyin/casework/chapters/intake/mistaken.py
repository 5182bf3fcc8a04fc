"""Proposing that a name goes which was recorded in a matter by mistake (PIPL 47, first
paragraph, 1 and 4). The head confirms it as what was asked for (``erasing``).

Neither an open matter nor a term stands against it: keeping the name of somebody who
has nothing to do with a matter serves no purpose, on no day (PIPL 6, 19).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake.erasing_events import (
    add,
    locked,
    wait,
    why,
)
from huiyin.casework.events import ERASURE_MISTAKEN, CaseState
from huiyin.casework.matter import erasures, mistakes
from huiyin.casework.matter.command import Notes
from huiyin.casework.matter.work import Work, stream
from huiyin.casework.models import Note
from huiyin.ledger import reads as ledger
from huiyin.people import reads as vault
from huiyin.people.vocabulary import Mistake


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a matter whose names are there: those that may have been recorded
    by mistake, and the others with how their owners take part (a code of
    ``mistakes``).
    """

    may_go: tuple[str, ...]
    stay: dict[str, str]


def places(case_id: str, today: date) -> Places:
    """What a page offers to whoever was let through to the matter, and what it says of
    the rest.
    """
    held = erasures.identities(case_id)
    gone = vault.erased(held.values())
    told = ledger.events(stream(case_id))
    parts = mistakes.part_taken(case_id, told, today)
    there = [place for place, identity in held.items() if identity not in gone]
    return Places(
        may_go=tuple(place for place in there if place not in parts),
        stay={place: parts[place] for place in there if place in parts},
    )


@transaction.atomic
def propose(
    *,
    case_id: str,
    whose: Sequence[str],
    mistake: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> CaseState:
    """Propose that names go which were recorded by mistake. The first of two persons;
    returns how the matter stands then.

    ``whose`` are places in the matter, ``mistake`` a code of ``Mistake``, ``reason``
    words that stay among the offices. NotFound where the actor may not propose. Invalid
    for a sealed matter, for the name of somebody who takes part in it, for one that is
    gone or about which a request waits, and without mistake or reason.
    """
    case, earlier = locked(case_id, by)
    organ = case.parties["receiver"]
    if not erasures.may_propose(by, organ):
        raise NotFound("this is not yours to propose")
    work = Work.load(case)
    today = work.day(at, by=by)
    wanted = list(dict.fromkeys(whose))
    if not wanted or not set(wanted) <= set(places(case_id, today).may_go):
        raise Invalid(
            "whose",
            _("say whose name it is; whoever takes part in the matter stays"),
        )
    waits: set[str] = set()
    for known in earlier:
        if known.waits:
            waits.update(known.places)
    if not waits.isdisjoint(wanted):
        raise Invalid(
            "whose", _("it was asked for already, and waits for an answer")
        )
    if mistake not in Mistake.values:
        raise Invalid("mistake", _("say what mistake it was"))
    kept = Notes(work, reason=why(reason))
    said: dict[str, Any] = {
        "places": wanted,
        "due": erasures.answer_by(today).isoformat(),
        "organ": organ,
        "mistake": mistake,
    }
    add(work, ERASURE_MISTAKEN, said, by=by, at=at, more=kept.data())
    state = wait(work, organ, today, proposed=True)
    Note.objects.bulk_create(kept.rows(case_id, state.event_seq))
    return state
