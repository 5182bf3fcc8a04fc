"""Keeping, correcting and erasing identities. Events about them carry ids and codes only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest
from uuid import uuid4

from django.db import transaction

from huiyin.ledger.append import append_next
from huiyin.ledger.bulk import Ready, ready, write
from huiyin.ledger.event import EventDraft
from huiyin.people import mail, spelling, telephones, vault
from huiyin.people.models import Identity
from huiyin.people.particulars import Particulars, earlier_in
from huiyin.people.vocabulary import ErasureReason

__all__ = [
    "InvalidIdentity",
    "Particulars",
    "SealBroken",
    "amend",
    "erase",
    "new_id",
    "open_sealed",
    "prepare_many",
    "record_identity",
    "record_many",
    "seal",
    "turn_sealed",
]


class InvalidIdentity(ValueError):
    """The identity cannot be kept or found; the message never repeats what was given."""


SealBroken = vault.VaultError
"""What ``open_sealed`` raises: the token was altered, is older than the keys, or was
made for another purpose.
"""


def record_identity(
    *,
    office: str,
    name: str,
    phone: str,
    address: str,
    at: datetime,
    email: str = "",
    sealed: bool = False,
) -> str:
    """Keep who somebody is, encrypted under a key of their own, and return the
    identity's id (32 hex digits).

    ``office`` is the code of the organ whose register the matter stands in: only it can
    find the phone number again. ``sealed``: what is given is a box that the vault's
    keys do not open, it is opened with an approval only, and no phone number finds it.
    Refuses an identity in which everything is empty: an anonymous matter simply has
    none.
    """
    particulars = Particulars(
        name=name, phone=phone, address=address, email=email
    )
    return record_many(
        office=office, people=[particulars], at=at, sealed=sealed
    )[0]


def new_id() -> str:
    """An id for an identity that is going to be recorded: an event can commit to it before."""
    return uuid4().hex


def record_many(
    *,
    office: str,
    people: Sequence[Particulars],
    at: datetime,
    sealed: bool = False,
    findable: bool = True,
    ids: Sequence[str] = (),
) -> tuple[str, ...]:
    """The same for many people in one insert, in their order; for carrying over old
    ledgers.

    ``sealed`` are those of a matter that is sealed, whose particulars come in a box
    already. Whoever is not ``findable`` is found by no phone number: somebody who acts
    for others in their matters. ``ids`` are those that ``new_id`` gave, one for each;
    without them they are made here.
    """
    names = tuple(ids) or tuple(new_id() for _person in people)
    write(
        prepare_many(
            office=office,
            people=people,
            at=at,
            sealed=sealed,
            findable=findable,
            ids=names,
        )
    )
    return names


def prepare_many(
    *,
    office: str,
    people: Sequence[Particulars],
    at: datetime,
    ids: Sequence[str],
    sealed: bool = False,
    findable: bool = True,
) -> Ready:
    """The same (``sealed`` and ``findable`` too) as encrypted rows that ``bulk.write``
    inserts, in this process or another one; asks the database nothing.
    """
    return ready(
        Identity,
        [
            _row(name, office, person, at, sealed=sealed, findable=findable)
            for name, person in zip(ids, people, strict=True)
        ],
    )


def _row(
    identity_id: str,
    office: str,
    given: Particulars,
    at: datetime,
    *,
    sealed: bool,
    findable: bool,
) -> Identity:
    person = given if sealed else _tidy(given)
    if person.is_empty():
        raise InvalidIdentity(
            "nothing was given: leave an anonymous matter without an identity"
        )
    data_key = vault.new_data_key()
    return Identity(
        id=identity_id,
        office=office,
        wrapped_key=vault.wrap(data_key, owner=identity_id),
        ciphertext=vault.encrypt(
            person.pack(), data_key=data_key, owner=identity_id
        ),
        created_at=at,
        sealed=sealed,
        **phone_hashes(person.phone if findable and not sealed else "", office),
    )


def phone_hashes(phone: str, office: str) -> dict[str, str | None]:
    """The columns by which the telephone numbers of a row are found; None for what is not there."""
    digits = telephones.kept(phone)[1] if phone else ()
    hashes = [vault.phone_hash(number, office=office) for number in digits]
    columns = ("phone_hash", "second_phone_hash")
    return dict(zip_longest(columns, hashes))


def _find_by(row: Identity, hashes: dict[str, str | None]) -> None:
    row.phone_hash, row.second_phone_hash = (
        hashes["phone_hash"],
        hashes["second_phone_hash"],
    )


def _tidy(given: Particulars) -> Particulars:
    return Particulars(
        name=spelling.tidy(given.name),
        phone=telephones.kept(given.phone)[0] if given.phone else "",
        address=spelling.tidy(given.address),
        email=mail.tidy(given.email) if given.email else "",
    )


@transaction.atomic
def amend(
    *,
    identity_id: str,
    by: str,
    at: datetime,
    organ: str = "",
    name: str | None = None,
    phone: str | None = None,
    address: str | None = None,
    email: str | None = None,
    case: str = "",
    ground: str = "",
) -> tuple[str, ...]:
    """Correct what was recorded; what is None stays. Returns the fields that changed,
    none where nothing differs.

    The event says which, and for which ``case`` and on what ``ground`` (a code of
    ``Seen``) where they are given; never what they hold. What stood there before stays
    beside it, under the same key, and nothing shows it. InvalidIdentity for an unknown
    or erased identity, a sealed one, and a correction that leaves nothing.
    """
    row = _locked(identity_id)
    if row.sealed:
        raise InvalidIdentity("what is in a box of its own is not corrected")
    data_key = vault.unwrap(row.wrapped_key, owner=row.id)
    packed = vault.decrypt(
        bytes(row.ciphertext), data_key=data_key, owner=row.id
    )
    old = Particulars.unpack(packed)
    given = {"name": name, "phone": phone, "address": address, "email": email}
    new = _corrected(old, given)
    # An earlier release kept other spellings: these are no correction.
    before = _tidy(old)
    changed = tuple(
        field
        for field in given
        if getattr(before, field) != getattr(new, field)
    )
    if not changed:
        return ()
    replaced = {field: getattr(old, field) for field in changed}
    replaced["until"] = at.isoformat()
    packed = new.pack((*earlier_in(packed), replaced))
    row.ciphertext = vault.encrypt(packed, data_key=data_key, owner=row.id)
    _find_by_new_phone(row, old.phone, new.phone)
    row.save(update_fields=["ciphertext", "phone_hash", "second_phone_hash"])
    payload: dict[str, object] = {"identity": row.id, "fields": list(changed)}
    reasons = {"case": case, "purpose": ground}
    payload |= {name: code for name, code in reasons.items() if code}
    _record(row, "identity.amended", payload, by=by, at=at, organ=organ)
    return changed


def _find_by_new_phone(row: Identity, old: str, new: str) -> None:
    """Let an identity be found by its new number, unless it was kept from being found."""
    hidden = (
        row.phone_hash is None
        and phone_hashes(old, row.office)["phone_hash"] is not None
    )
    _find_by(row, phone_hashes("" if hidden else new, row.office))


def _corrected(
    old: Particulars, given: Mapping[str, str | None]
) -> Particulars:
    """What was recorded with what is given in its place, tidied. Raises
    ``InvalidIdentity`` where nothing would be left.
    """
    new = _tidy(
        replace(
            old,
            **{
                field: value
                for field, value in given.items()
                if value is not None
            },
        )
    )
    if new.is_empty():
        raise InvalidIdentity(
            "nothing would be left: erase the identity instead"
        )
    return new


Turn = Callable[[Particulars], Particulars]


@transaction.atomic
def turn_sealed(
    *,
    identities: Sequence[str],
    sealed: bool,
    turn: Turn,
    findable: bool = True,
) -> None:
    """Seal identities whose matter was sealed after they were recorded, or open them
    again: ``turn`` puts what was given into a box, or takes it out. Sealed ones are
    found by no phone number; opened ones are again, where they are ``findable``. The
    event that tells of it is the matter's; erased identities are left alone.
    """
    for row in Identity.objects.select_for_update(no_key=True).filter(
        pk__in=identities, erased_at__isnull=True
    ):
        data_key = vault.unwrap(row.wrapped_key, owner=row.id)
        person = turn(
            Particulars.unpack(
                vault.decrypt(
                    bytes(row.ciphertext), data_key=data_key, owner=row.id
                )
            )
        )
        row.ciphertext = vault.encrypt(
            person.pack(), data_key=data_key, owner=row.id
        )
        _find_by(
            row,
            phone_hashes(
                person.phone if findable and not sealed else "", row.office
            ),
        )
        row.sealed = sealed
        row.save(
            update_fields=[
                "ciphertext",
                "phone_hash",
                "second_phone_hash",
                "sealed",
            ]
        )


@transaction.atomic
def erase(
    *,
    identity_id: str,
    by: str,
    at: datetime,
    reason: str,
    organ: str = "",
    case: str = "",
) -> None:
    """Destroy the key of an identity, so that no copy of the table opens again. What
    happened in the matter stays.

    ``reason`` is a code of ``ErasureReason``, ``case`` the matter for which it is done,
    if for one. InvalidIdentity for an unknown or already erased identity and an unknown
    reason.
    """
    if reason not in ErasureReason.values:
        raise InvalidIdentity(
            f"unknown reason; known: {', '.join(ErasureReason.values)}"
        )
    row = _locked(identity_id)
    told: dict[str, object] = {
        "identity": row.id,
        "reason": reason,
        **({"case": case} if case else {}),
    }
    erased_at = _record(row, "identity.erased", told, by=by, at=at, organ=organ)
    _find_by(row, phone_hashes("", row.office))
    row.wrapped_key, row.ciphertext, row.erased_at = "", b"", erased_at
    row.save(
        update_fields=[
            "wrapped_key",
            "ciphertext",
            "phone_hash",
            "second_phone_hash",
            "erased_at",
        ]
    )


def seal(data: bytes, purpose: str) -> str:
    """Encrypt something that a session or cookie keeps for a while (a draft); opens for
    the same purpose only.
    """
    return vault.seal(data, purpose=purpose)


def open_sealed(token: str, purpose: str) -> bytes:
    """What ``seal`` was given for ``purpose``. Raises ``SealBroken``."""
    return vault.open_sealed(token, purpose=purpose)


def _locked(identity_id: str) -> Identity:
    row = (
        Identity.objects.select_for_update(no_key=True)
        .filter(pk=identity_id, erased_at__isnull=True)
        .first()
    )
    if row is None:
        raise InvalidIdentity("there is no such identity, or it was erased")
    return row


def _record(
    row: Identity,
    kind: str,
    payload: dict[str, object],
    *,
    by: str,
    at: datetime,
    organ: str,
) -> datetime:
    """Write it; returns when it happened, as the ledger has it."""
    draft = EventDraft(
        type=kind, at=at, actor=by, organ=organ or row.office, payload=payload
    )
    (event,) = append_next(
        stream=f"access:{organ or row.office}", drafts=[draft]
    )
    return event.at
