"""Words of a sealed matter: put into boxes before they are written, and what existed
before sealed or opened.

What stands in a table is a box in the place of the words, and the commitments in the
events are to the boxes: everybody can verify that nothing was exchanged, and only
readers learn what it says.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.models import (
    Agent,
    Attachment,
    Case,
    Claim,
    Contact,
    EarlierDecision,
    Note,
    Participant,
)
from huiyin.casework.sealing import hpke, keyring, locked_files
from huiyin.casework.sealing.hpke import Pair
from huiyin.organisations import reads as organs
from huiyin.people import acts as people

DECISION = ("facts", "basis", "reply")


def place(case_id: str, what: str) -> str:
    """Where a box belongs: to a matter, and to one kind of words in it."""
    return f"{case_id}/{what}"


def kept(words: str, public: str, case_id: str, what: str) -> str:
    """Words as they are written to a table: themselves, or a box under the matter's public key."""
    if not public:
        return words
    return hpke.put_words(words, public=public, place=place(case_id, what))


def barred_mark(case_id: str, organ: str) -> str:
    """What is kept of an organ that a report is about: enough to keep the matter from
    it, and not its name.
    """
    message = f"barred\n{case_id}\n{organ}".encode()
    return hmac.new(
        settings.HUIYIN_LOOKUP_KEY.encode(), message, hashlib.sha256
    ).hexdigest()[:32]


def is_barred(case_id: str, organ: str, marks: Iterable[str]) -> bool:
    """Whether an organ is one that the report is about, or stands under one (R22 Art
    22, 30, 46 (5)).
    """
    known = set(marks)
    if not known or not organ:
        return False
    codes = [organ]
    if organ in organs.organs([organ]):
        codes.extend(above.code for above in organs.ancestors(organ))
    return any(barred_mark(case_id, code) in known for code in codes)


def beside_of(row: Contact) -> str:
    """What stands on a contact's row beside its words, in the form that is committed to."""
    return commitments.beside(row.office, row.identity, row.external_number)


@dataclass(frozen=True, slots=True)
class Turned:
    """What a turn leaves to be written: commitments for its event, and columns of the case row."""

    data: dict[str, Any]
    columns: dict[str, str]


def turn(case: Case, *, public: str, pair: Pair | None) -> Turned:
    """Seal everything that exists of a matter under the public key ``public``, or open
    it all with the key ``pair`` of a reader where ``public`` is "".

    Writes the rows and returns the commitments to what stands there now, for the event
    that turns it, and the columns of the case row, which is written with that event.
    Raises Invalid without a key. The clear words are overwritten; SQLite wipes freed
    pages, its log is emptied after the commit.
    """
    if not public and pair is None:
        said = _(
            "only a named reader of the competent organ can say that this is no "
            "report of wrongdoing"
        )
        raise Invalid("category", said)
    convert = _sealer(case.pk, public) if public else _opener(case.pk, pair)
    salt, title = commitments.new_salt(), convert(case.title, "title")
    contacts = dict(_texts(Contact, case.pk, "contact", convert))
    claims = dict(_texts(Claim, case.pk, "claim", convert))
    notes = dict(_texts(Note, case.pk, "note", convert))
    beside = _beside_contacts(case.pk)
    _turn_persons(case.pk, sealed=bool(public))
    # After the claims, whose new salts the decisions on them share
    decisions = dict(_decisions(case.pk, convert))
    files = dict(_files(case.pk, public, pair))
    resealed = {
        "title": commitments.commit(salt, title),
        "contacts": contacts,
        "claims": claims,
        "notes": notes,
        "beside": beside,
        "decisions": decisions,
        "files": files,
        "about_files": _about_files(case.pk),
    }
    if connection.vendor == "sqlite":
        transaction.on_commit(_empty_log)
    return Turned({"resealed": resealed}, {"title": title, "title_salt": salt})


def _beside_contacts(case_id: str) -> dict[str, str]:
    """Commitments to what stands beside the words of contacts, by their events."""
    return {
        str(row.event_seq): commitments.commit(row.salt, beside_of(row))
        for row in Contact.objects.filter(case_id=case_id)
    }


def _about_files(case_id: str) -> dict[str, str]:
    """Commitments to what files are called and said to be, by their ids."""
    return {
        row.id: commitments.commit(row.salt, locked_files.about(row))
        for row in Attachment.objects.filter(case_id=case_id)
    }


def _turn_persons(case_id: str, *, sealed: bool) -> None:
    """Put the particulars of everybody whom a matter names into boxes, or take them
    out. Agents are found by no telephone number, whichever it is.
    """
    convert = keyring.person_box if sealed else keyring.person_of
    people.turn_sealed(
        identities=sorted(
            {*_identities(Contact, case_id), *_identities(Participant, case_id)}
            - {""}
        ),
        sealed=sealed,
        turn=convert,
    )
    people.turn_sealed(
        identities=_identities(Agent, case_id),
        sealed=sealed,
        turn=convert,
        findable=False,
    )


def _identities(model: Any, case_id: str) -> list[str]:
    return list(
        model.objects.filter(case_id=case_id).values_list("identity", flat=True)
    )


Convert = Callable[[str, str], str]


def _sealer(case_id: str, public: str) -> Convert:
    return lambda words, what: kept(words, public, case_id, what)


def _opener(case_id: str, pair: Pair | None) -> Convert:
    if pair is None:  # pragma: no cover - checked by the caller
        raise ValueError("no key")
    return lambda box, what: hpke.take_words(
        box, private=pair.private, place=place(case_id, what)
    )


def _texts(
    model: Any, case_id: str, what: str, convert: Convert
) -> Iterator[tuple[str, str]]:
    rows = list(model.objects.filter(case_id=case_id).order_by("id"))
    for row in rows:
        row.text, row.salt = convert(row.text, what), commitments.new_salt()
        yield row.id.partition(".")[2], commitments.commit(row.salt, row.text)
    model.objects.bulk_update(rows, ["text", "salt"])


def _decisions(case_id: str, convert: Convert) -> Iterator[tuple[str, str]]:
    """The commitments to the decisions, by event (0 for those that stand with the
    claims) and position, once the rows are written.
    """
    claims = list(Claim.objects.filter(case_id=case_id).order_by("id"))
    earlier = list(
        EarlierDecision.objects.filter(case_id=case_id).order_by("id")
    )
    salts = {claim.position: claim.salt for claim in claims}
    decided: list[Any] = [*claims, *earlier]
    for row in decided:
        for name in DECISION:
            setattr(row, name, convert(getattr(row, name), "decision"))
        if row.outcome:
            seq = row.event_seq if isinstance(row, EarlierDecision) else 0
            words = commitments.decision_words(
                row.outcome, row.facts, row.basis, row.reply
            )
            yield (
                f"{seq}.{row.position}",
                commitments.commit(salts[row.position], words),
            )
    Claim.objects.bulk_update(claims, DECISION)
    EarlierDecision.objects.bulk_update(earlier, DECISION)


def _files(
    case_id: str, public: str, pair: Pair | None
) -> Iterator[tuple[str, str]]:
    rows = list(Attachment.objects.filter(case_id=case_id).order_by("id"))
    for row in rows:
        meta = locked_files.meta_of(row, pair)
        if meta is None:
            raise Invalid("category", _("a file of this matter does not open"))
        meta = locked_files.as_stored(row, meta) if public else meta
        locked_files.describe(row, meta, public=public, case_id=case_id)
        row.salt = commitments.new_salt()
        yield row.id, commitments.commit(row.salt, row.sha256)
    Attachment.objects.bulk_update(
        rows, (*locked_files.COLUMNS, "path", "salt")
    )


def _empty_log() -> None:
    """Move SQLite's log into the file and empty it: the words as they were stand there
    until then.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
