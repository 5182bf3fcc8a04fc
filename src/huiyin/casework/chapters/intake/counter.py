"""What is put right at the counter once it is known who stands there: particulars that
were recorded wrongly, and a new query code for one that was lost. Neither is a step of
a procedure; both stand in the matter's history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments
from huiyin.casework.basis.actors import Actor, keepers
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.events import CODE_RENEWED, CORRECTED, CaseState
from huiyin.casework.matter import participants, reads
from huiyin.casework.matter.command import Notes, checked_text
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Contact, Note
from huiyin.people import acts as people
from huiyin.people import reads as vault
from huiyin.people.vocabulary import Seen

TOKEN_LENGTH = 22  # 128 bits in the URL-safe alphabet
SHORTEST_REASON = 2


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right; None stays as it is. The mail address and the rest of who somebody
    is, never what they said.
    """

    name: str | None = None
    phone: str | None = None
    address: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Renewed:
    """A new query code, shown this once; the one before it opens nothing any more."""

    number: str
    code: str
    state: CaseState


def may_correct(by: Actor, parties: Mapping[str, str]) -> bool:
    """Whether the actor may correct particulars, and give a new code, in a matter with
    these parties: whoever may both register and open identities in one of the organs
    that keep it.
    """
    return any(
        by.may("people.reveal", organ) and by.may("case.register", organ)
        for organ in keepers(parties)
    )


@transaction.atomic
def correct(
    *,
    case_id: str,
    given: Correction,
    seen: str,
    reason: str,
    by: Actor,
    at: datetime,
    contact_id: str = "",
    signatory: int = 0,
) -> CaseState:
    """Correct name, telephone, address or mail of whoever made a contact
    (``contact_id``), or of one of several who signed (``signatory``, a position);
    returns how the matter stands then.

    ``seen`` is a code of ``Seen``: on what ground it is known to be right. The event
    says which fields changed, the log of openings who did it, and neither what they
    held; the earlier words stay sealed in the vault. NotFound where the actor may not;
    Invalid for a sealed matter, without a ground or reason, and where nothing would
    change.
    """
    case = _let_through(case_id, by, seen)
    identity, about = _whose(case, contact_id, signatory)
    work = Work.load(case)
    why = checked_text("reason", reason, required=True)
    if len(why) < SHORTEST_REASON:
        raise Invalid("reason", _("say why it is corrected"))
    kept = Notes(work, reason=why)
    fields = _amend(identity, given, case_id=case_id, ground=seen, by=by, at=at)
    if not fields:
        raise Invalid("name", _("nothing differs from what is recorded"))
    data = {**about, "fields": list(fields), "seen": seen, **kept.data()}
    work.add(
        CORRECTED, work.unmoved(at, by=by, data=data), grounds=(), by=by, at=at
    )
    state = commit(work)
    Note.objects.bulk_create(kept.rows(case_id, state.event_seq))
    return state


def _amend(
    identity: str,
    given: Correction,
    *,
    case_id: str,
    ground: str,
    by: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """Write what is right into the vault; returns the fields that are others now."""
    try:
        return people.amend(
            identity_id=identity,
            by=by.name,
            organ=by.organ,
            at=at,
            case=case_id,
            ground=ground,
            name=given.name,
            phone=given.phone,
            address=given.address,
            email=given.email,
        )
    except people.InvalidIdentity as unusable:
        said = _("nothing would be left, or this identity was erased")
        raise Invalid("name", said) from unusable


@transaction.atomic
def renew_code(
    *, case_id: str, seen: str, by: Actor, at: datetime, token: str
) -> Renewed:
    """Give whoever filed the matter a new query code and return it, once it is known
    that it is they; the old one is void.

    ``token`` is the form's, that nobody can guess: the same form again gives the same
    code and no second event. NotFound where the actor may not; Invalid for a sealed
    matter, whose words the code opens, and for an anonymous one.
    """
    case = _let_through(case_id, by, seen)
    if seen == Seen.OWN_MISTAKE:
        # A reason to correct what was written, and no way to know who asks
        raise Invalid("seen", _("say how you know who it is"))
    if len(token) < TOKEN_LENGTH:
        raise Invalid("seen", _("open this page again"))
    if not known_by_name(case_id):
        raise Invalid(
            "seen",
            _(
                "nobody is recorded here of whom it could be known that it is they"
            ),
        )
    code = commitments.derived_query_code(token, settings.HUIYIN_LOOKUP_KEY)
    hashed = reads.query_hash(case.number, code)
    work = Work.load(case)
    if case.query_hash == hashed:
        return Renewed(case.number, code, work.state)
    data = {"code": commitments.commit(case_id, hashed), "seen": seen}
    work.add(
        CODE_RENEWED,
        work.unmoved(at, by=by, data=data),
        grounds=(),
        by=by,
        at=at,
    )
    return Renewed(
        case.number, code, commit(work, outside={"query_hash": hashed})
    )


def known_by_name(case_id: str) -> bool:
    """Whether it can be known who filed the matter: they gave a name, and it was not erased."""
    filed = Contact.objects.filter(case_id=case_id, repeat=False).exclude(
        identity=""
    )
    identities = set(filed.values_list("identity", flat=True))
    return bool(identities - vault.erased(identities))


def _let_through(case_id: str, by: Actor, seen: str) -> Case:
    case = reads.lock_case(by=by, case_id=case_id)
    if not may_correct(by, case.parties):
        raise NotFound("this is not yours to correct")
    if case.sealed:
        raise Invalid(
            "seen",
            _(
                "in a report of wrongdoing neither can be done: nobody here knows who made it"
            ),
        )
    if seen not in Seen.values:
        raise Invalid("seen", _("say how you know who it is"))
    return case


def _whose(
    case: Case, contact_id: str, signatory: int
) -> tuple[str, dict[str, Any]]:
    """The identity that is corrected, and how the event names it."""
    if signatory:
        for row in participants.signing(case.pk):
            if row.position == signatory:
                return row.identity, {"signatory": signatory}
    contact = (
        Contact.objects.filter(pk=contact_id, case=case)
        .exclude(identity="")
        .first()
    )
    if contact is None:
        raise NotFound("there is nobody whose particulars could be corrected")
    return contact.identity, {"corrected": contact.event_seq}
