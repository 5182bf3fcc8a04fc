"""Intake: a matter is filed, further contacts join it, the office registers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import consent, law_access, numbers
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.basis.found_organs import receiver_of
from huiyin.casework.chapters.intake import files, linking, signatories
from huiyin.casework.chapters.intake.contacts import (
    TEXT_LIMIT,
    as_taken,
    keep_identity,
)
from huiyin.casework.chapters.intake.receipts import Filed, code_of, filed_with
from huiyin.casework.matter import participants
from huiyin.casework.matter.command import Act, Command, checked_text, perform
from huiyin.casework.matter.contacts import (
    Petition,
    unclear,
)
from huiyin.casework.matter.opening import Opening
from huiyin.casework.matter.work import NO_DATA
from huiyin.casework.models import Participant
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.ruling import Ruling
from huiyin.ledger.bulk import insert
from huiyin.organisations import reads as organs

TITLE_LIMIT = 100
CLAIM_LIMIT = 10
REGISTER = "register"


def _claims(petition: Petition) -> list[str]:
    claims = [
        checked_text("claims", claim, required=False, limit=2000)
        for claim in petition.claims
    ]
    claims = [claim for claim in claims if claim]
    if len(claims) > CLAIM_LIMIT:
        raise Invalid(
            "claims",
            _("at most %s requests can be made in one matter") % CLAIM_LIMIT,
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

    For what an office takes down, and for other acts: doors by which people hand
    something in themselves call ``hand_in``.

    ``token`` makes a repeated submission of the same form return the same matter;
    ``draft`` names the uploads to take along; ``under`` is another pack than that of
    petitions. Refuses (Refused) what the law does not let through, and (Invalid)
    unusable input; NotFound for staff who do not register in this office. Who or how
    many come is no reason (R22 Art 20, 22). When this returns, everything is written;
    when it raises, nothing is.
    """
    if by.staff is not None and not by.may("case.register", office):
        raise NotFound("there is no such office")
    existing = filed_with(token)
    if existing is not None:
        return existing
    pack = under or law_access.pack_on(
        petition.arrived_on or law_access.office_day(at)
    )
    asked = _asked(petition, pack, office=office, by=by, at=at)
    code = code_of(token, sealed=asked.opening.sealed)
    if numbers.WAITS_FOR_NOBODY[connection.vendor]:
        asked.opening.give_number(at, code=code)
    try:
        with transaction.atomic():
            if not asked.opening.number:
                asked.opening.give_number(at, code=code)
            return _file(
                asked, office=office, by=by, at=at, token=token, draft=draft
            )
    except IntegrityError:
        # The same form handed in twice at the same moment: the other one won.
        existing = filed_with(token)
        if existing is None:
            raise
        return existing


def hand_in(
    *,
    petition: Petition,
    office: str,
    by: Actor,
    at: datetime,
    token: str = "",
    draft: str = "",
) -> Filed:
    """File what somebody hands in themselves, by whatever door.

    ``office`` is where they hand it in, or for a sealed kind the organ that they chose.
    A sealed kind goes straight to a competent organ, whatever the door says, and never
    to one that it is about (``receiver_of``; R22 Art 22, 30, 46 (5)). Raises what
    ``file_petition`` raises.
    """
    pack = law_access.pack_on(petition.arrived_on or law_access.office_day(at))
    receiver = receiver_of(
        pack, petition.category, office=office, accused=petition.accused
    )
    return file_petition(
        petition=petition,
        office=receiver,
        by=by,
        at=at,
        token=token,
        draft=draft,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A filing that the law has been asked about and nothing is written of: the
    petition as it is taken, its checked words, and the ruling.
    """

    petition: Petition
    opening: Opening
    text: str
    args: Mapping[str, Any]
    ruling: Ruling


def _asked(
    petition: Petition, pack: Pack, *, office: str, by: Actor, at: datetime
) -> _Asked:
    title = checked_text(
        "title", petition.title, required=True, limit=TITLE_LIMIT
    )
    text = checked_text("text", petition.text, required=True, limit=TEXT_LIMIT)
    linking.check(petition.follows, by=by)
    opening = Opening(
        pack, category=petition.category, accused=petition.accused
    )
    opening.entitle(title)
    args = filing_args(petition, office=office)
    ruling = opening.rule(args, by=by, at=at)
    if ruling.refused:
        raise Refused(ruling.refusals)
    return _Asked(as_taken(petition, ruling), opening, text, args, ruling)


def _file(
    asked: _Asked,
    *,
    office: str,
    by: Actor,
    at: datetime,
    token: str,
    draft: str,
) -> Filed:
    petition, opening, text = asked.petition, asked.opening, asked.text
    ruling = asked.ruling
    attached = files.claim_drafts(
        draft=draft, case_id=opening.case_id, sealed_key=opening.sealed_key
    )
    identity = keep_identity(
        petition, office=office, at=at, sealed=opening.sealed
    )
    together = _signed(petition, opening, filer=identity, office=office, at=at)
    opening.claim(_claims(petition))
    opening.bring(
        petition, text=text, office=office, identity=identity, token=token
    )
    opening.locate(petition.place)
    opening.tell(
        {"files": files.digests(attached), **participants.data_of(together)}
    )
    values = _values(petition, opening.pack, together=bool(together))
    opening.take(asked.args, by=by, at=at, values=values, ruling=ruling)
    state = opening.write()
    insert(together)
    files.bind(attached, seq=1)
    number, code = opening.number, opening.query_code
    return Filed(opening.case_id, number, code, state, asks=ruling.asks)


def _signed(
    petition: Petition,
    opening: Opening,
    *,
    filer: str,
    office: str,
    at: datetime,
) -> list[Participant]:
    """The unsaved rows of those who sign it together, whoever filed it first; none for
    one person.
    """
    return signatories.keep(
        petition,
        filer=filer,
        case_id=opening.case_id,
        office=office,
        pack=opening.pack,
        at=at,
    )


def _values(
    petition: Petition, pack: Pack, *, together: bool
) -> dict[str, str | bool]:
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
    agrees = (petition.online_service or petition.anonymous) and consent.known(
        pack
    )
    return {consent.ONLINE: True} if agrees else {}


class Registering(Act):
    """Enter a filed matter in the register with its class (R22 Art 21-23); opens the
    duty to route or to notify.

    ``follows`` is the id of a matter that has ended, to which this one brings new facts
    (R22 Art 36).
    """

    def args(self) -> Mapping[str, Any]:
        """Raises Invalid where the matter that it follows has not ended, or is not known."""
        follows = str(self.told.get("follows") or "")
        linking.check(follows, by=self.by, case_id=self.work.start.case_id)
        return NO_DATA


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
    if (
        filed.repeated
        or REGISTER not in law_access.pack(filed.state.pack).steps
    ):
        return filed
    told = {
        "category": petition.category,
        "topic": petition.topic,
        "area": petition.area,
    }
    entering = Command(
        step=REGISTER, case=filed.case_id, told=told, act=Registering
    )
    return replace(filed, state=perform(entering, by=by, at=at))
