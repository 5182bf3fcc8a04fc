"""Further contacts about a matter, and material that is added to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake import files
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads
from huiyin.casework.matter.command import Command, checked_text, perform
from huiyin.casework.matter.contacts import (
    Petition,
    contact_data,
    contact_row,
    sealed_person,
)
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Attachment, Contact
from huiyin.law.terms.ruling import Ground, Ruling
from huiyin.people import acts as people

TEXT_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Contacted:
    """A further contact as recorded: the matter after it, and what whoever took it down
    is asked to do about it.
    """

    state: CaseState
    asks: tuple[Ground, ...] = ()


def contact_args(contact: Petition) -> dict[str, Any]:
    """What the law is told of a further contact."""
    return {
        "channel": contact.channel,
        "persons": contact.persons,
        "representatives": contact.representatives,
        **contact.days(),
    }


@transaction.atomic
def record_contact(
    *,
    case_id: str,
    contact: Petition,
    office: str,
    by: Actor,
    at: datetime,
    draft: str = "",
) -> Contacted:
    """Record a repeat contact on a matter (件次, not 件) and return what came of it: it
    joins the matter and opens no new one.

    ``office`` is the one whose register the contact stands in, ``draft`` names the
    files handed in with it. Of more than five representatives of a visit five are
    recorded as such (R22 Art 20). Allowed on closed matters too: they came. NotFound
    where the actor may not know the matter; Invalid without words, Refused where the
    law does not allow it.
    """
    text = checked_text("text", contact.text, required=True, limit=TEXT_LIMIT)
    case = reads.lock_case(by=by, case_id=case_id)
    work = Work.load(case)
    public = work.sealed_key
    # In whose register a sealed report stands, whoever takes it down
    office = case.handler if public else office
    text = work.kept(text, "contact")
    attached = files.claim_drafts(
        draft=draft, case_id=case_id, sealed_key=public
    )
    identity = keep_identity(contact, office=office, at=at, sealed=bool(public))
    args = contact_args(contact)
    ruling = work.rule("contact", args, by=by, at=at)
    taken = as_taken(contact, ruling)
    row = contact_row(
        taken,
        case_id=case_id,
        seq=work.state.event_seq + 1,
        office=office,
        day=taken.arrived_on or work.day(at, by=by),
        text=text,
        salt=commitments.new_salt(),
        identity=identity,
        repeat=True,
    )
    data = _recorded(taken, row, attached)
    work.take("contact", args, by=by, at=at, data=data, ruling=ruling)
    state = commit(work)
    row.save(force_insert=True)
    files.bind(attached, seq=row.event_seq)
    return Contacted(state, ruling.asks)


def _recorded(
    contact: Petition, row: Contact, attached: Sequence[Attachment]
) -> dict[str, Any]:
    """What the event keeps of a further contact and the files handed in with it."""
    told = contact_data(contact, row)
    return {"contact": told, "files": files.digests(attached)}


@transaction.atomic
def add_material(
    *,
    case_id: str,
    text: str,
    by: Actor,
    at: datetime,
    draft: str = "",
    arrived_on: date | None = None,
) -> CaseState:
    """Add material to an open matter (words, files, or both) and return how it stands
    then. It changes no date; ``arrived_on`` is the day on which it came to the office,
    where that was not the day on which it is written down.

    Invalid without words and files; otherwise raises as ``perform``.
    """
    kept = checked_text("text", text, required=not draft, limit=TEXT_LIMIT)
    public = str(
        reads.access_row(by=by, case_id=case_id).values.get("sealed_key") or ""
    )
    attached = files.claim_drafts(
        draft=draft, case_id=case_id, sealed_key=public
    )
    if not kept and not attached:
        raise Invalid("text", _("write something or hand in a file"))
    adding = Command(
        step="supplement",
        case=case_id,
        told={"arrived_on": arrived_on, "text": kept},
        files=files.digests(attached),
    )
    state = perform(adding, by=by, at=at)
    files.bind(attached, seq=state.event_seq)
    return state


def keep_identity(
    petition: Petition, *, office: str, at: datetime, sealed: bool = False
) -> str:
    """Keep who it is and return the identity's id, "" for nobody. Of a ``sealed``
    matter it is kept in a box of its own, apart from what was said.
    """
    person = petition.person
    if petition.anonymous or person.is_empty():
        return ""
    person = sealed_person(person) if sealed else person
    return people.record_identity(
        office=office,
        name=person.name,
        phone=person.phone,
        address=person.address,
        email=person.email,
        at=at,
        sealed=sealed,
    )


def as_taken(petition: Petition, ruling: Ruling) -> Petition:
    """The petition as the law takes it: of more than five representatives of a visit,
    five (R22 Art 20).
    """
    representatives = ruling.takes.get("representatives")
    if not isinstance(representatives, int):
        return petition
    return replace(petition, representatives=representatives)
