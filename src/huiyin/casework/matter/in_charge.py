"""Who is in charge of a matter (承办人) and who helps (协办), within the organ that handles
it: assigned by its head, taken on, given back.

No steps of a pack: no law speaks of it, and neither state nor date nor duty moves. Each
change is an event of the matter. Who stands aside in a matter is never in charge of it,
and of a sealed one only those who work on sealed ones there (``may_be``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import named_staff
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.charge import (
    ASSIGNED,
    GIVEN_BACK,
    HELPER_ADDED,
    HELPER_REMOVED,
    NOBODY,
    TAKEN,
    Charge,
)
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads
from huiyin.casework.matter.command import Notes, checked_text
from huiyin.casework.matter.rulings import facts_of
from huiyin.casework.matter.work import NO_DATA, Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Note
from huiyin.casework.sealing.visibility import works_on_sealed
from huiyin.law.engine import procedure
from huiyin.law.rules.pack import Pack
from huiyin.organisations import staff_reads
from huiyin.organisations.info import StaffInfo

HANDLE, HEAD = "case.handle", "case.head"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an actor may do about who is in charge of a matter: give it to anybody, take
    it on, give it back, say who helps.
    """

    assign: bool = False
    take: bool = False
    give_back: bool = False
    helpers: bool = False

    @property
    def change(self) -> bool:
        """Whether there is anything that they may change."""
        return self.assign or self.take or self.give_back or self.helpers


def organ_of(state: CaseState) -> str:
    """The organ within which somebody is in charge: the one that handles the matter."""
    return state.parties.get("handler", "")


def allowed(by: Actor, state: CaseState) -> Allowed:
    """What the actor, who was let through to the matter, may do about it: the head of
    the organ that handles it everything; whoever handles there takes a free one and
    gives back their own. Nothing once it has ended.
    """
    organ, charge = organ_of(state), state.charge
    if state.final or by.organ != organ:
        return Allowed()
    heads, mine = by.may(HEAD, organ), charge.of == by.name
    handles = by.may(HANDLE, organ)
    if state.values.get("sealed") and not works_on_sealed(by):
        return Allowed()
    return Allowed(
        assign=heads,
        take=handles and not charge,
        give_back=bool(charge) and (heads or mine),
        helpers=bool(charge) and (heads or mine),
    )


def may_be(person: StaffInfo, organ: str, *, sealed: bool = False) -> bool:
    """Whether somebody, as they stand on a day, may be in charge in an organ, or help:
    who handles matters there, and of sealed ones who works on those.
    """
    actor = Actor.of_staff(person)
    if person.organ != organ or not actor.may(HANDLE, organ):
        return False
    return works_on_sealed(actor) if sealed else True


def possible(
    organ: str,
    on: date,
    *,
    pack: Pack | None = None,
    state: CaseState | None = None,
) -> tuple[StaffInfo, ...]:
    """Who may be in charge in an organ on a day, by username; with a matter (``pack``
    and ``state``) without those who stand aside in it, and of a sealed one only those
    who work on sealed ones. One query.
    """
    sealed = bool(state and state.values.get("sealed"))
    people = [
        person
        for person in staff_reads.staff_of(organ, on)
        if may_be(person, organ, sealed=sealed)
    ]
    if pack is not None and state is not None:
        people = [
            person
            for person in people
            if not _kept_away(pack, state, person.actor)
        ]
    return tuple(people)


def _kept_away(pack: Pack, state: CaseState, person: str) -> bool:
    organ = organ_of(state)
    facts = facts_of(state)
    return bool(procedure.kept_away(pack, facts, person, organ=organ))


@transaction.atomic
def change(
    *, case_id: str, to: str, by: Actor, at: datetime, reason: str = ""
) -> CaseState:
    """Put somebody (``to``, "staff:7") in charge of a matter, or nobody (""), and return
    how it stands then.

    Whoever handles takes a free matter by naming themselves, and gives their own back;
    the head of the organ does both for anybody. Where it is taken from somebody, or
    given back, a ``reason`` is asked for: it is kept beside the event. Nobody is put in
    charge of what they are in charge of already: nothing happens.

    Raises NotFound where the actor may not know the matter, StandsAside where they have
    nothing to do with it, Invalid on "to" or "reason" for what cannot be done.
    """
    work = _locked(case_id, by)
    may, before = allowed(by, work.state), work.state.charge
    if to == before.of:
        return work.state
    if not (may.assign or (may.give_back and not to) or _takes(may, to, by)):
        raise Invalid("to", _refusal(to, work.state, by))
    if to:
        _check(work, "to", to, at=at, by=by)
    words = checked_text("reason", reason, required=False)
    if before and not words:
        raise Invalid(
            "reason",
            _("Say why: the matter is taken from whoever is in charge of it"),
        )
    kind = _kind(to, before, by)
    after = before.given_to(to) if to else NOBODY
    return write(work, kind, after, by=by, at=at, reason=words)


def _takes(may: Allowed, to: str, by: Actor) -> bool:
    return may.take and to == by.name


def _kind(to: str, before: Charge, by: Actor) -> str:
    if not to:
        return GIVEN_BACK
    return TAKEN if to == by.name and not before else ASSIGNED


def _refusal(to: str, state: CaseState, by: Actor) -> str:
    """Why the actor may not change who is in charge."""
    if state.final:
        return _("This matter has ended: nobody is in charge of it any more")
    if by.organ != organ_of(state):
        return _("Another organ handles this matter")
    if to == by.name and state.charge:
        return _(
            "Somebody is in charge already; the head of the organ can change that"
        )
    return _("Only the head of the organ says who is in charge")


def _check(work: Work, field: str, to: str, *, at: datetime, by: Actor) -> None:
    """Raise Invalid on ``field`` for somebody who cannot be in charge, or help."""
    said = problem(work, to, at=at, by=by)
    if said:
        raise Invalid(field, said)


def problem(work: Work, to: str, *, at: datetime, by: Actor) -> str:
    """Why somebody (``to``, "staff:7") cannot be in charge of this matter, or help in
    it; "" where they can.
    """
    state, organ = work.state, organ_of(work.state)
    person = person_of(to, work.day(at, by=by))
    if person is None or not may_be(person, organ):
        return not_here()
    if state.values.get("sealed") and not may_be(person, organ, sealed=True):
        return _(
            "This person does not work on sealed reports here; choose another"
        )
    if _kept_away(work.pack, state, to):
        return _("This person stands aside in this matter; choose another")
    return ""


def not_here() -> str:
    """Said of somebody who handles no matters in the organ."""
    return _(
        "This person handles no matters in this organ today; choose another"
    )


def person_of(reference: str, on: date) -> StaffInfo | None:
    """A member of staff as they stand on a day, by how events name them; None for
    nobody, and for whoever has left.
    """
    for number in named_staff.numbers([reference]):
        return staff_reads.staff_info(number, on)
    return None


@transaction.atomic
def add_helper(
    *, case_id: str, helper: str, by: Actor, at: datetime
) -> CaseState:
    """Let somebody (``helper``, "staff:7") help whoever is in charge of a matter, and
    return how it stands then. The head of the organ says so, or who is in charge.

    Raises as ``change``, Invalid on "helper".
    """
    work = _locked(case_id, by)
    charge = work.state.charge
    if helper in charge.helpers:
        return work.state
    if not charge:
        raise Invalid("helper", _("Nobody is in charge yet: first say who is"))
    if not allowed(by, work.state).helpers:
        raise Invalid(
            "helper",
            _("Only the head of the organ and who is in charge say who helps"),
        )
    if helper == charge.of:
        raise Invalid(
            "helper", _("This person is in charge of the matter already")
        )
    _check(work, "helper", helper, at=at, by=by)
    after = charge.with_helper(helper)
    return write(work, HELPER_ADDED, after, by=by, at=at)


@transaction.atomic
def remove_helper(
    *, case_id: str, helper: str, by: Actor, at: datetime
) -> CaseState:
    """Let somebody (``helper``, "staff:7") no longer help, and return how the matter
    stands then. The head of the organ says so, who is in charge, or they themselves.

    Raises as ``change``, Invalid on "helper".
    """
    work = _locked(case_id, by)
    charge = work.state.charge
    if helper not in charge.helpers:
        return work.state
    if by.name != helper and not allowed(by, work.state).helpers:
        raise Invalid(
            "helper",
            _("Only the head of the organ and who is in charge say who helps"),
        )
    after = charge.without_helpers({helper})
    return write(work, HELPER_REMOVED, after, by=by, at=at)


def _locked(case_id: str, by: Actor) -> Work:
    if by.staff is None:
        raise NotFound("this is the office's own")
    return Work.load(reads.lock_case(by=by, case_id=case_id))


def write(
    work: Work,
    kind: str,
    charge: Charge,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    data: Mapping[str, str] = NO_DATA,
) -> CaseState:
    """Write that from now on ``charge`` holds, by an event of this ``kind``, and return
    how the matter stands then. For casework's own use, on a locked matter; ``data``
    goes into the event beside the ``reason``'s commitment.
    """
    kept = Notes(work, reason=reason)
    said = work.unmoved(at, by=by, data={**data, **kept.data()}, charge=charge)
    work.add(kind, said, grounds=(), by=by, at=at)
    rows = kept.rows(work.state.case_id, work.state.event_seq)
    if rows:
        Note.objects.bulk_create(rows)
    return commit(work)
