"""Opening who brought a sealed report: for a reason, approved by a second person, and
seen by whoever brought it.
"""

from __future__ import annotations

from datetime import datetime

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.matter import reads
from huiyin.casework.matter.command import Command, perform
from huiyin.casework.sealing import keyring
from huiyin.people import reads as people
from huiyin.people.particulars import Particulars
from huiyin.people.vocabulary import Purpose

STEP = "open_identity"


def open_identity(
    *, case_id: str, contact_id: str, by: Actor, at: datetime
) -> Particulars:
    """Open who made a contact in a sealed matter, once for each approval and within its
    days, and return what was given.

    First the step that uses the approval up is written, which whoever brought the
    report sees on their page; then the identity is opened. Raises NotFound for whoever
    is no named reader of the matter, Refused without an approval that stands, and what
    ``people.reads.reveal`` raises.
    """
    view = reads.access_case(by=by, case_id=case_id)
    named = {
        contact.id: contact for contact in view.contacts if contact.has_identity
    }
    contact = named.get(contact_id)
    if contact is None or view.pair is None or by.staff is None:
        raise NotFound("there is nobody to open")
    if not people.may_open(by, reads.towards(view)):
        raise NotFound("there is nobody to open")
    opening = Command(step=STEP, case=case_id, told={})
    state = perform(opening, by=by, at=at)
    kept = people.reveal(
        contact.identity,
        purpose=Purpose.HANDLE,
        by=by,
        at=at,
        towards=reads.towards(view),
        approval=f"{case_id}.{state.event_seq}",
    )
    return keyring.person_of(kept)
