"""Intake: a matter is filed, further contacts join it, the office registers it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments, consent, law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import files, linking, signatories
from huiyin.casework.events import CaseState
from huiyin.casework.matter import participants, reads
from huiyin.casework.matter.command import checked_text, perform
from huiyin.casework.matter.contacts import (
    Petition,
    contact_data,
    contact_row,
    unclear,
)
from huiyin.casework.matter.opening import Opening
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Contact
from huiyin.casework.sealing import envelope, keyring
from huiyin.law.packs import Pack
from huiyin.law.terms.ruling import Ground, Ruling
from huiyin.ledger.bulk import insert
from huiyin.organisations import reads as organs
from huiyin.people import acts as people

__all__ = [
    "Contacted",
    "Filed",
    "Petition",
    "add_material",
    "file_petition",
    "receive",
    "record_contact",
    "register",
]

TITLE_LIMIT = 100
TEXT_LIMIT = 20_000
CLAIM_LIMIT = 10
TOKEN_LENGTH = 22  # 128 bits in the URL-safe alphabet


@dataclass(frozen=True, slots=True)
class Filed:
    """The receipt: the number, the query code (shown this once, kept only as a hash),
    and the matter as filed.
    """

    case_id: str
    number: str
    query_code: str
    state: CaseState
    repeated: bool = False
    asks: tuple[Ground, ...] = ()
    """What whoever takes it down is asked to do about it: nothing depends on it."""


@dataclass(frozen=True, slots=True)
class Contacted:
    """A further contact as recorded: the matter after it, and what whoever took it down
    is asked to do about it.
    """

    state: CaseState
    asks: tuple[Ground, ...] = ()


def _claims(petition: Petition) -> list[str]:
    claims = [
        checked_text("claims", claim, required=False, limit=2000)
        for claim in petition.claims
    ]
    claims = [claim for claim in claims if claim]
    if len(claims) > CLAIM_LIMIT:
        raise Invalid(
            "claims", _("at most %s requests can be made in one matter") % CLAIM_LIMIT
        )
    return claims or [
        checked_text("title", petition.title, required=True, limit=TITLE_LIMIT)
    ]


def filing_args(petition: Petition, *, office: str) -> dict[str, Any]:
    """What the law is told of a filing."""
    organ = organs.organ(office)
    link = {"follows": petition.follows} if petition.follows else {}
    return link | {
        "channel": petition.channel,
        "category": petition.category or None,
        "anonymous": petition.anonymous,
        "identity_unclear": petition.anonymous or unclear(petition.person),
        "persons": petition.persons,
        "representatives": petition.representatives,
        "receiver": organ.code,
        "receiver_kind": organ.kind,
        **petition.days(),
    }


def file_petition(
    *,
    petition: Petition,
    office: str,
    by: Actor,
    at: datetime,
    token: str = "",
    draft: str = "",
    under: Pack | None = None,
) -> Filed:
    """File a matter with an office: its first contact, its number and query code, and
    the office's first duty.

    ``token`` makes a repeated submission of the same form return the same matter;
    ``draft`` names the uploads to take along; ``under`` is another pack than that of
    petitions. Refuses (Refused) what the law does not let through, and (Invalid)
    unusable input; who or how many come is no reason (R22 Art 20, 22). When this
    returns, everything is written; when it raises, nothing is.
    """
    if by.staff is not None and not by.may("case.register", office):
        raise NotFound("there is no such office")
    existing = filed_with(token)
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            pack = under or law_access.pack_on(
                petition.arrived_on or law_access.office_day(at)
            )
            return _file(
                petition, pack, office=office, by=by, at=at, token=token, draft=draft
            )
    except IntegrityError:
        # The same form handed in twice at the same moment: the other one won.
        existing = filed_with(token)
        if existing is None:
            raise
        return existing


def filed_with(token: str) -> Filed | None:
    """What was filed by the form with this token, with its query code where the token
    leads to it; None for nothing.
    """
    known = (
        Contact.objects.filter(token=commitments.token_key(token)).values_list(
            "case_id", flat=True
        )
        if token
        else ()
    )
    for case_id in known:
        case = Case.objects.get(pk=case_id)
        code = _query_code(
            token, sealed=case.sealed and keyring.known_to_reporter(case_id)
        )
        code = (
            code if reads.query_hash(case.number, code) == case.query_hash else ""
        )  # another was given out since
        return Filed(
            case_id, case.number, code, reads.view_of(case).state, repeated=True
        )
    return None


def _query_code(token: str, *, sealed: bool) -> str:
    """The matter's code: the same again for the same form, so that an answer lost on
    the way can be asked for again.

    Only for tokens that nobody can guess; a short one gives a fresh code, and none when
    the form comes again.
    """
    if len(token) < TOKEN_LENGTH:
        return ""
    return commitments.derived_query_code(
        token, settings.HUIYIN_LOOKUP_KEY, _code_length(sealed=sealed)
    )


def _code_of(token: str, *, sealed: bool) -> str:
    """The matter's code: that of the form, else a fresh one."""
    return _query_code(token, sealed=sealed) or commitments.new_query_code(
        _code_length(sealed=sealed)
    )


def _code_length(*, sealed: bool) -> int:
    return commitments.SEALED_LENGTH if sealed else commitments.QUERY_LENGTH


def _file(
    petition: Petition,
    pack: Pack,
    *,
    office: str,
    by: Actor,
    at: datetime,
    token: str,
    draft: str,
) -> Filed:
    title = checked_text("title", petition.title, required=True, limit=TITLE_LIMIT)
    text = checked_text("text", petition.text, required=True, limit=TEXT_LIMIT)
    linking.check(petition.follows, by=by)
    opening = Opening(pack, category=petition.category, accused=petition.accused)
    args = filing_args(petition, office=office)
    ruling = opening.rule(args, by=by, at=at)
    petition = _as_taken(petition, ruling)
    opening.entitle(title)
    attached = files.claim_drafts(
        draft=draft, case_id=opening.case_id, sealed_key=opening.sealed_key
    )
    identity = _identity(petition, office=office, at=at, sealed=opening.sealed)
    together = signatories.keep(
        petition,
        filer=identity,
        case_id=opening.case_id,
        office=office,
        pack=pack,
        at=at,
    )
    opening.claim(_claims(petition))
    opening.bring(petition, text=text, office=office, identity=identity, token=token)
    opening.locate(petition.place)
    opening.tell({"files": files.digests(attached), **participants.data_of(together)})
    opening.give_number(at, code=_code_of(token, sealed=opening.sealed))
    values = _values(petition, pack, together=bool(together))
    opening.take(args, by=by, at=at, values=values, ruling=ruling)
    state = opening.write()
    insert(together)
    files.bind(attached, seq=1)
    return Filed(
        opening.case_id,
        opening.number,
        opening.query_code,
        state,
        asks=ruling.asks,
    )


def _as_taken(petition: Petition, ruling: Ruling) -> Petition:
    """The petition as the law takes it: of more than five representatives of a visit,
    five (R22 Art 20).
    """
    representatives = ruling.takes.get("representatives")
    return (
        replace(petition, representatives=representatives)
        if isinstance(representatives, int)
        else petition
    )


def _values(petition: Petition, pack: Pack, *, together: bool) -> dict[str, str | bool]:
    """What is known of the matter itself beside what the step says."""
    return {
        "topic": petition.topic,
        "area": petition.area,
        "together": together,
        **_consented(petition, pack),
    }


def _consented(petition: Petition, pack: Pack) -> dict[str, bool]:
    """Consent to service online. Whoever stays anonymous has chosen to read the answer
    with number and code: no other way reaches them.
    """
    agrees = (petition.online_service or petition.anonymous) and consent.known(pack)
    return {consent.ONLINE: True} if agrees else {}


def _identity(
    petition: Petition, *, office: str, at: datetime, sealed: bool = False
) -> str:
    """Keep who it is; of a sealed matter in a box of its own, apart from what was said."""
    person = petition.person
    if petition.anonymous or person.is_empty():
        return ""
    person = keyring.person_box(person) if sealed else person
    return people.record_identity(
        office=office,
        name=person.name,
        phone=person.phone,
        address=person.address,
        email=person.email,
        at=at,
        sealed=sealed,
    )


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
    """Record a repeat contact on a matter (件次, not 件): it joins the matter and opens no new one.

    Of more than five representatives of a visit five are recorded as such. Allowed on
    closed matters too: they came.
    """
    text = checked_text("text", contact.text, required=True, limit=TEXT_LIMIT)
    case = reads.lock_case(by=by, case_id=case_id)
    work = Work.load(case)
    public = work.sealed_key
    office = (
        case.handler if public else office
    )  # whose register a sealed report stands in, whoever takes it down
    text = envelope.kept(text, public, case_id, "contact")
    attached = files.claim_drafts(draft=draft, case_id=case_id, sealed_key=public)
    identity = _identity(contact, office=office, at=at, sealed=bool(public))
    salt = commitments.new_salt()
    args = contact_args(contact)
    ruling = work.rule("contact", args, by=by, at=at)
    contact = _as_taken(contact, ruling)
    beside = commitments.beside(office, identity, None)
    data = {
        "contact": contact_data(
            contact, text=text, salt=salt, repeat=True, beside=beside
        ),
        "files": files.digests(attached),
    }
    day = contact.arrived_on or work.day(at, by=by)
    work.take("contact", args, by=by, at=at, data=data, ruling=ruling)
    seq = work.state.event_seq
    state = commit(work)
    row = contact_row(
        contact,
        case_id=case_id,
        seq=seq,
        office=office,
        day=day,
        text=text,
        salt=salt,
        identity=identity,
        repeat=True,
    )
    row.save(force_insert=True)
    files.bind(attached, seq=seq)
    return Contacted(state, ruling.asks)


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
    """Add material to an open matter: words, files, or both. It changes no date;
    ``arrived_on`` is the day on which it came to the office, where that was not the day
    on which it is written down.
    """
    kept = checked_text("text", text, required=not draft, limit=TEXT_LIMIT)
    public = str(
        reads.access_row(by=by, case_id=case_id).values.get("sealed_key") or ""
    )
    attached = files.claim_drafts(draft=draft, case_id=case_id, sealed_key=public)
    if not kept and not attached:
        raise Invalid("text", _("write something or hand in a file"))
    state = perform(
        case_id=case_id,
        step="supplement",
        args={"arrived_on": arrived_on} if arrived_on else {},
        by=by,
        at=at,
        notes={"text": kept},
        data={"files": files.digests(attached)},
    )
    files.bind(attached, seq=state.event_seq)
    return state


def register(
    *,
    case_id: str,
    category: str,
    topic: str,
    area: str,
    by: Actor,
    at: datetime,
    follows: str = "",
) -> CaseState:
    """Enter a filed matter in the register with its class (R22 Art 21-23); opens the
    duty to route or to notify.

    ``follows`` is the id of a matter that has ended, to which this one brings new facts
    (R22 Art 36). Refuses a class that the pack does not know and a matter that is
    registered already; Invalid where that matter has not ended.
    """
    linking.check(follows, by=by, case_id=case_id)
    args: dict[str, Any] = {
        "category": category,
        "topic": topic or None,
        "area": area or None,
    }
    if follows:
        args["follows"] = follows
    return perform(case_id=case_id, step="register", args=args, by=by, at=at)


@transaction.atomic
def receive(
    *,
    petition: Petition,
    office: str,
    by: Actor,
    at: datetime,
    token: str = "",
    draft: str = "",
) -> Filed:
    """What a window clerk does in one go: file the matter for the person at the window
    and register it.

    A pack without registration has nothing more to do here.
    """
    filed = file_petition(
        petition=petition, office=office, by=by, at=at, token=token, draft=draft
    )
    if filed.repeated or "register" not in law_access.pack(filed.state.pack).steps:
        return filed
    state = register(
        case_id=filed.case_id,
        category=petition.category,
        topic=petition.topic,
        area=petition.area,
        by=by,
        at=at,
    )
    return replace(filed, state=state)
