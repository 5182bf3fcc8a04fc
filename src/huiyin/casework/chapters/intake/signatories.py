"""Several people bring one matter (联名): who signs, who leaves, who agrees to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.events import CaseState
from huiyin.casework.matter import participants, reads
from huiyin.casework.matter.command import Notes, checked_text
from huiyin.casework.matter.contacts import Petition
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Contact, Note, Participant
from huiyin.law.rules.pack import Pack
from huiyin.ledger.bulk import insert
from huiyin.people import acts as people
from huiyin.people.particulars import Particulars


def _sealed() -> Invalid:
    """A sealed report has no signatories: nobody learns from one report who made
    another (R22 Art 30).
    """
    return Invalid(
        "signatories", _("each who reports wrongdoing files a report of their own")
    )


def checked(persons: Sequence[Particulars], *, already: int) -> tuple[Particulars, ...]:
    """The signatories as they are kept; Invalid where one has no name or there are too many."""
    if any(not person.name.strip() for person in persons):
        raise Invalid("signatories", _("every signatory needs a name"))
    if already + len(persons) > participants.MOST:
        raise Invalid(
            "signatories",
            _("at most %s persons can be recorded in one matter") % participants.MOST,
        )
    return tuple(persons)


def keep(
    petition: Petition,
    *,
    filer: str,
    case_id: str,
    office: str,
    pack: Pack,
    at: datetime,
) -> list[Participant]:
    """Unsaved rows for a new matter, whoever filed first; the identities go into the
    vault of the ``office``. None for nobody.

    ``filer`` is the identity of whoever filed, "" for an anonymous one. Raises Invalid
    where the pack knows no signatories, for a report of wrongdoing (R22 Art 30), for an
    anonymous filer, and for more names than persons.
    """
    persons = checked(petition.signatories, already=1)
    if not persons:
        return []
    if "add_signatories" not in pack.steps:
        raise Invalid(
            "signatories", _("the law in force for this matter knows no signatories")
        )
    if law_access.sealed(pack, petition.category):
        raise _sealed()
    if not filer:
        raise Invalid(
            "signatories",
            _("whoever brings a matter for others gives their own name too"),
        )
    if len(persons) >= petition.persons:
        raise Invalid(
            "signatories", _("there are more names than persons: check the number")
        )
    identities = (filer, *people.record_many(office=office, people=persons, at=at))
    return participants.rows_of(
        case_id, identities, seq=1, first=1, representatives=petition.representatives
    )


@transaction.atomic
def add_signatories(
    *,
    case_id: str,
    persons: Sequence[Particulars],
    by: Actor,
    at: datetime,
    representatives: int = 0,
) -> CaseState:
    """Record who else brings the matter, before it is decided; the first
    ``representatives`` of them represent it.

    At most five represent it in all (R22 Art 20); whoever is named beyond that signs
    like the others. Whoever filed is position 1. The answer will be served on each. The
    number of persons stays that of the contact. Invalid for somebody without a name,
    for too many, and for a report of wrongdoing; Refused where the law does not allow
    it now.
    """
    work = Work.load(reads.lock_case(by=by, case_id=case_id))
    if work.state.values.get("sealed"):
        raise _sealed()
    known = list(Participant.objects.filter(case_id=case_id).order_by("position"))
    given = checked(persons, already=len(known))
    rows = _further(work, known, given, representatives, at=at)
    representing = [row for row in (*known, *rows) if _represents(row)]
    args = {"added": len(given), "representatives": len(representing)}
    ruling = work.rule("add_signatories", args, by=by, at=at)
    most = ruling.takes.get("representatives")
    if isinstance(most, int):
        for row in representing[most:]:
            row.role = participants.SIGNATORY
    work.take(
        "add_signatories",
        args,
        by=by,
        at=at,
        data=participants.data_of(rows),
        values={"together": True},
        ruling=ruling,
    )
    state = commit(work)
    insert(rows)
    return state


def _further(
    work: Work,
    known: Sequence[Participant],
    given: Sequence[Particulars],
    representatives: int,
    *,
    at: datetime,
) -> list[Participant]:
    """Unsaved rows for those who sign from the next event on: before them whoever
    filed, where nobody signed until now. The identities go into the vault.
    """
    case_id, seq = work.state.case_id, work.state.event_seq + 1
    filed = Contact.objects.filter(case_id=case_id).order_by("event_seq").first()
    office = filed.office if filed else work.state.parties["receiver"]
    start = max((row.position for row in known), default=0) + 1
    filer = [filed.identity] if filed and filed.identity and not known else []
    rows = participants.rows_of(case_id, filer, seq=seq, first=start, representatives=0)
    identities = people.record_many(office=office, people=given, at=at)
    rows += participants.rows_of(
        case_id,
        identities,
        seq=seq,
        first=start + len(filer),
        representatives=representatives,
    )
    return rows


def _represents(row: Participant) -> bool:
    return row.role == participants.REPRESENTATIVE and not row.ended_seq


def _signatory(case_id: str, signatory: int) -> tuple[Participant, list[Participant]]:
    """The signatory at a position, and the others who stand behind the matter now."""
    standing = participants.signing(case_id)
    others = [row for row in standing if row.position != signatory]
    for row in standing:
        if row.position == signatory:
            return row, others
    raise Invalid(
        "signatory", _("there is no signatory with this number, or they have left")
    )


@transaction.atomic
def leave(
    *,
    case_id: str,
    signatory: int,
    own_wish: bool,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> CaseState:
    """One signatory leaves by their own wish, for themselves only; the matter goes on
    for the others.
    """
    work = Work.load(reads.lock_case(by=by, case_id=case_id))
    row, others = _signatory(case_id, signatory)
    notes = Notes(work, reason=checked_text("reason", reason, required=False))
    args: dict[str, Any] = {
        "signatory": signatory,
        "own_wish": own_wish,
        "remaining": len(others),
    }
    work.take("leave", args, by=by, at=at, data={"left": signatory, **notes.data()})
    state = commit(work)
    Participant.objects.filter(pk=row.pk).update(ended_seq=state.event_seq)
    Note.objects.bulk_create(notes.rows(case_id, state.event_seq))
    return state


@transaction.atomic
def agree_withdrawal(
    *, case_id: str, signatory: int, own_wish: bool, by: Actor, at: datetime
) -> CaseState:
    """Record that one signatory agrees to withdraw; once all have, whoever filed can
    withdraw the matter.
    """
    work = Work.load(reads.lock_case(by=by, case_id=case_id))
    _signatory(case_id, signatory)
    args = {"signatory": signatory, "own_wish": own_wish}
    work.take("agree_withdrawal", args, by=by, at=at, data={"agreed": signatory})
    return commit(work)
