"""Where it is not clear who takes an ended organ's place: the organ above has the
matter, and names one (Art 24).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import active_organs
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.events import SUCCESSOR_NAMED, CaseState
from huiyin.casework.matter import reads, succession
from huiyin.casework.matter.command import Notes, checked_text
from huiyin.casework.matter.views import CaseView
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Note
from huiyin.organisations import info
from huiyin.organisations import reads as organs
from huiyin.organisations.vocabulary import Kind


def ended_organ(view: CaseView, by: Actor) -> str:
    """The organ for which the actor's own organ stands in and may name a successor; ""
    where there is none.
    """
    return _of(view.state, by)[0]


def _of(state: CaseState, by: Actor) -> tuple[str, list[str]]:
    told: Mapping[str, Any] = state.values.get("succession") or {}
    places = [
        place
        for place in told.get("places", ())
        if state.parties.get(place) == by.organ
    ]
    if (
        state.final
        or told.get("by") != by.organ
        or not places
        or not by.may("case.handle", told["by"])
    ):
        return "", []
    return str(told["of"]), places


@transaction.atomic
def name_successor(
    *, case_id: str, to: str, reason: str, by: Actor, at: datetime
) -> CaseState:
    """Name the organ that takes the place of one that ended, in a matter for which the
    actor's organ stood in.

    What the actor's organ took over goes there with every date; what it has in the
    matter in its own right stays. Raises NotFound, and Invalid where there is nothing
    to name, where no reason is given, or where ``to`` does not exist, is a petition
    office, or must not have the matter (R22 Art 24, 30).
    """
    case = reads.lock_case(by=by, case_id=case_id)
    work = Work.load(case)
    _old, places = _of(work.state, by)
    if not places:
        raise Invalid(
            "to",
            _("your organ does not stand in for another one in this matter"),
        )
    after = _checked(case, to, by)
    kept = Notes(work, reason=checked_text("reason", reason, required=True))
    effects = succession.effects_of(
        work, by.organ, after, by=by, at=at, places=places
    ) or work.unmoved(at, by=by)
    effects = replace(
        effects,
        values={**effects.values, "succession": {}},
        data={**effects.data, **kept.data()},
    )
    work.add(
        SUCCESSOR_NAMED,
        effects,
        grounds=succession.grounds_of(work),
        by=by,
        at=at,
    )
    Note.objects.bulk_create(kept.rows(case_id, work.state.event_seq))
    return commit(work)


def _checked(case: Case, to: str, by: Actor) -> info.OrganInfo:
    after = organs.organs([to]).get(to)
    if after is None:
        raise Invalid("to", _("there is no such organ"))
    if not after.active:
        raise Invalid("to", active_organs.ended(after))
    if (
        after.code == by.organ
        or after.kind == Kind.PETITION_OFFICE
        or not succession.fits(case, after)
    ):
        raise Invalid(
            "to",
            _("this organ cannot take the matter over; choose another one"),
        )
    return after
