"""Contacts and claims: what is brought, by whom, and the rows and commitments that keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.casework.basis import commitments
from huiyin.casework.models import Claim, Contact
from huiyin.casework.sealing import envelope, keyring
from huiyin.people.particulars import Particulars

NOBODY = Particulars()


def unclear(person: Particulars) -> bool:
    """Whether name or address is unclear: then no written notice is owed on a direct
    matter (R22 Art 23 para 2).
    """
    return not (person.name.strip() and person.address.strip())


@dataclass(frozen=True, slots=True)
class Petition:
    """What is brought: the words, and the facts the law asks for.

    ``persons`` counts the people behind it, ``representatives`` those who speak for
    them (a visit: at most 5). ``follows`` is the id of a matter that has ended, to
    which this one brings new facts or reasons (R22 Art 36). ``accused`` are codes of
    organs that a report is about: they, and those under them, can never be handed it.
    ``signatories`` are the others who sign, beside ``person``; the first
    ``representatives`` of all speak for them. ``arrived_on`` is the day it came to the
    office, where that is not the day on which it is written down (R22 Art 22, 23:
    organs' time runs from receipt); ``posted_on`` the day it was posted. Only an office
    says either. ``online_service`` says that they agree to have answers served online
    (CPL Art 90); it is never presumed. ``place`` says in their own words where exactly
    it is: part of what is said, never of who says it. ``category`` may be left to the
    office. ``spoken`` marks an oral statement recorded by the office (R22 Art 19).
    """

    title: str
    text: str
    claims: Sequence[str] = ()
    channel: str = "online"
    category: str = ""
    topic: str = ""
    area: str = ""
    place: str = ""
    anonymous: bool = False
    persons: int = 1
    representatives: int = 0
    spoken: bool = False
    person: Particulars = NOBODY
    follows: str = ""
    accused: Sequence[str] = ()
    signatories: Sequence[Particulars] = ()
    arrived_on: date | None = None
    posted_on: date | None = None
    online_service: bool = False

    def days(self) -> dict[str, date]:
        """The days that somebody said, by the names under which the law is told of them."""
        said = {"arrived_on": self.arrived_on, "posted_on": self.posted_on}
        return {name: day for name, day in said.items() if day is not None}


def claim_rows_of(
    case_id: str, claims: Sequence[str], *, sealed_key: str = ""
) -> list[Claim]:
    """The unsaved rows of the claims; with ``sealed_key`` their words are in boxes."""
    return [
        Claim(
            id=f"{case_id}.{position}",
            case_id=case_id,
            position=position,
            text=envelope.kept(claim, sealed_key, case_id, "claim"),
            salt=commitments.new_salt(),
        )
        for position, claim in enumerate(claims, start=1)
    ]


def sealed_person(person: Particulars) -> Particulars:
    """Who brought a sealed report, in a box of its own apart from what was said."""
    return keyring.person_box(person)


def contact_data(petition: Petition, row: Contact) -> dict[str, Any]:
    """What the event keeps of a contact: counts, and commitments to the words of its
    row and to what stands beside them.

    Nothing of the person; who it is is committed to by the id of the identity alone.
    """
    return {
        "channel": petition.channel,
        "persons": petition.persons,
        "representatives": petition.representatives,
        "spoken": petition.spoken,
        "repeat": row.repeat,
        "identified": bool(row.identity),
        "text": commitments.commit(row.salt, row.text),
        "beside": commitments.commit(row.salt, envelope.beside_of(row)),
    }


def contact_row(
    petition: Petition,
    *,
    case_id: str,
    seq: int,
    office: str,
    day: date,
    text: str,
    salt: str,
    identity: str = "",
    token: str = "",
    external_number: str = "",
    repeat: bool = False,
) -> Contact:
    """The unsaved row of the contact that event ``seq`` brought on ``day``, in the
    register of ``office``; ``repeat`` where it joined a matter that was there.

    ``identity`` is who made it, in the vault; ``token`` that of the form,
    ``external_number`` that of an old ledger.
    """
    return Contact(
        id=f"{case_id}.{seq}",
        case_id=case_id,
        event_seq=seq,
        channel=petition.channel,
        contact_date=day,
        office=office,
        repeat=repeat,
        persons=petition.persons,
        representatives=petition.representatives,
        spoken=petition.spoken,
        text=text,
        salt=salt,
        identity=identity,
        token=commitments.token_key(token) if token else None,
        external_number=external_number or None,
    )
