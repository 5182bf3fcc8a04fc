"""Opening identities. Every opening is written to the ledger before the name is handed
out; there is no other way.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from huiyin.ledger import reads as ledger
from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.people import telephones, vault
from huiyin.people.models import Identity
from huiyin.people.particulars import Particulars, RevealedIdentity, mask
from huiyin.people.vocabulary import ErasureReason, Purpose

__all__ = [
    "ApprovalMissing",
    "Erased",
    "ErasureReason",
    "LookupRefused",
    "NotEntitled",
    "Opening",
    "Purpose",
    "PurposeMissing",
    "RevealedIdentity",
    "Towards",
    "UnknownIdentity",
    "lookup_phone",
    "mask",
    "may_open",
    "openings",
    "reveal",
    "take_out",
]

OPENING_TYPES = (
    "identity.revealed",
    "identity.looked_up",
    "identity.amended",
    "identity.erased",
    "access.taken_out",
)


class UnknownIdentity(LookupError):
    """No identity has this id."""


class Erased(UnknownIdentity):
    """The identity was erased; nobody can open it any more."""


class PurposeMissing(ValueError):
    """An identity is opened for a purpose of ``Purpose`` or not at all."""


class ApprovalMissing(PermissionError):
    """The identity of whoever brought a sealed report is opened with a second person's
    approval or not at all.
    """


class LookupRefused(ValueError):
    """A number is looked up at the person's own recorded request or not at all."""


class NotEntitled(PermissionError):
    """Staff open identities in matters of their own organ or not at all."""


class Opener(Protocol):
    """A member of staff who opens (``casework.basis.actors.Actor`` is one)."""

    @property
    def name(self) -> str:
        """How the ledger writes them: "staff:7", never a name."""
        ...

    @property
    def organ(self) -> str:
        """The organ they serve in."""
        ...

    def may(self, permission: str, organ: str, /) -> bool:
        """Whether their posts allow it towards this organ."""
        ...


@dataclass(frozen=True, slots=True)
class Towards:
    """The matter for which an identity is opened: its id, and the organs that keep it.
    Casework alone makes one, of a matter that the opener may read
    (``casework.matter.reads.towards``).
    """

    case_id: str
    organs: tuple[str, ...]


def may_open(by: Opener, towards: Towards) -> bool:
    """Whether somebody may open identities in this matter: asked towards the organs
    that keep it, never towards the opener's own.
    """
    return any(by.may("people.reveal", organ) for organ in towards.organs)


@dataclass(frozen=True, slots=True)
class Opening:
    """One line of the access log: who opened, looked up, amended or erased which
    identity, when and why.

    ``hits`` is how many identities a look-up found, ``lines`` how many lines of the log
    somebody took out as a table.
    """

    id: int
    type: str
    at: datetime
    actor: str
    organ: str
    identity: str
    purpose: str
    case_id: str
    hits: int | None
    lines: int | None


@transaction.atomic(durable=True)
def reveal(
    identity_id: str,
    *,
    purpose: str,
    by: str | Opener,
    at: datetime,
    towards: Towards | None = None,
    organ: str = "",
    approval: str = "",
) -> RevealedIdentity:
    """Open an identity: write who opens it and why, then return name, phone, address
    and mail.

    ``purpose`` is a code of ``Purpose`` (PurposeMissing otherwise); ``by`` a member of
    staff, or "petitioner" or "system"; ``organ`` the organ they act for (their own when
    empty). Staff say ``towards`` which matter they open it for, and need the permission
    there: NotEntitled otherwise. ``approval`` names the event by which a second
    person's approval was used up: ApprovalMissing for a sealed identity without one.
    UnknownIdentity and Erased for what is not there. Runs in a transaction of its own
    and refuses to be part of a larger one: an opening that is rolled back would be an
    opening that nobody sees.
    """
    _refuse_unless_entitled(by, towards)
    if purpose not in Purpose.values:
        raise PurposeMissing(f"say why: one of {', '.join(Purpose.values)}")
    row = _openable(identity_id, approval=approval)
    payload = {
        "identity": row.id,
        "purpose": purpose,
        "case": towards.case_id if towards else "",
    }
    where = organ or _organ_of(by) or row.office
    if row.sealed:
        # A stream of its own: the log that auditors read must not tell that there is a report.
        _log(
            "identity.revealed",
            {**payload, "approval": approval},
            by=by,
            organ=where,
            at=at,
            log="sealed-access",
        )
    else:
        _log("identity.revealed", payload, by=by, organ=where, at=at)
    data_key = vault.unwrap(row.wrapped_key, owner=row.id)
    return Particulars.unpack(
        vault.decrypt(bytes(row.ciphertext), data_key=data_key, owner=row.id)
    )


def _openable(identity_id: str, *, approval: str) -> Identity:
    """The row of an identity that may be opened; a sealed one with an approval only."""
    row = Identity.objects.filter(pk=identity_id).first()
    if row is None:
        raise UnknownIdentity(identity_id)
    if row.erased_at is not None:
        raise Erased(identity_id)
    if row.sealed and not approval:
        raise ApprovalMissing(
            "nobody opens this alone: ask, and let a second person approve"
        )
    return row


@transaction.atomic
def lookup_phone(
    *,
    office: str,
    phone: str,
    by: str | Opener,
    organ: str,
    at: datetime,
    request_recorded: bool,
) -> list[str]:
    """The ids of identities recorded by ``office`` under exactly this phone number,
    however it is spelt, oldest first.

    Only at the person's own request, which the caller has recorded
    (``request_recorded``); LookupRefused otherwise. The look-up is written to the
    ledger with the number of hits, without the phone number. Names are not opened.
    """
    if not request_recorded:
        raise LookupRefused(
            "a number is looked up only at the person's own recorded request"
        )
    hashes = [
        vault.phone_hash(digits, office=office)
        for digits in telephones.sought(phone)
    ]
    ids: list[str] = []
    if hashes:
        either = Q(phone_hash__in=hashes) | Q(second_phone_hash__in=hashes)
        rows = Identity.objects.filter(
            either, office=office, erased_at__isnull=True
        )
        ids = list(
            rows.order_by("created_at", "pk").values_list("pk", flat=True)
        )
    _log(
        "identity.looked_up",
        {"office": office, "found": len(ids)},
        by=by,
        organ=organ,
        at=at,
    )
    return ids


def kept() -> QuerySet[Identity, str]:
    """The ids of all identities that were not erased, for a query of another room to
    stand in: whose they are is not asked.
    """
    return Identity.objects.filter(erased_at__isnull=True).values_list(
        "pk", flat=True
    )


def erased(identities: Collection[str]) -> set[str]:
    """Those of some identities that were erased; whose they were is not asked."""
    return set(
        Identity.objects.filter(
            pk__in=list(identities), erased_at__isnull=False
        ).values_list("pk", flat=True)
    )


def keys_in_use() -> dict[str, int]:
    """How many identities lie under each vault key, by the key's name."""
    rows = Identity.objects.exclude(wrapped_key="").annotate(
        name=Substr("wrapped_key", 1, vault.NAME_LENGTH)
    )
    return dict(rows.values_list("name").annotate(Count("pk")).order_by("name"))


def key_names() -> tuple[str, ...]:
    """The names of the vault keys on this machine, the one that encrypts first."""
    return vault.names()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the access log is narrowed to: who opened ("staff:7"), from when, until
    before when, and why.

    Never whose identity it was: the log tells of staff, and is no way to look at a person.
    """

    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None
    purpose: str = ""


def openers(organs: Sequence[str]) -> tuple[str, ...]:
    """Everybody who stands in the access log of some organs ("staff:7")."""
    return ledger.actors([f"access:{organ}" for organ in organs])


def openings(
    organs: Sequence[str],
    *,
    before_id: int | None = None,
    limit: int = 50,
    asked: Asked | None = None,
) -> tuple[Opening, ...]:
    """The access log of some organs, newest first; ``before_id`` (of the last line
    seen) continues the page.
    """
    narrowed = asked or Asked()
    said = {"purpose": narrowed.purpose} if narrowed.purpose else {}
    entries = ledger.latest(
        [f"access:{organ}" for organ in organs],
        before_id=before_id,
        limit=limit,
        types=OPENING_TYPES,
        sought=ledger.Sought(
            narrowed.actor, narrowed.since, narrowed.until, said
        ),
    )
    return tuple(
        Opening(
            id=entry.id,
            type=entry.event.type,
            at=entry.event.at,
            actor=entry.event.actor,
            organ=entry.event.organ,
            identity=str(entry.event.payload.get("identity", "")),
            purpose=str(
                entry.event.payload.get(
                    "purpose", entry.event.payload.get("reason", "")
                )
            ),
            case_id=str(entry.event.payload.get("case", "")),
            hits=entry.event.payload.get("found"),
            lines=entry.event.payload.get("lines"),
        )
        for entry in entries
    )


@transaction.atomic
def take_out(
    organs: Sequence[str],
    *,
    by: Opener,
    at: datetime,
    limit: int,
    asked: Asked | None = None,
) -> tuple[Opening, ...]:
    """The access log of some organs to be taken out as a table, the newest ``limit`` lines.

    That it was taken out, by whom and how many lines, is written to the log itself.
    Raises NotEntitled towards an organ whose log is not theirs to read.
    """
    if not all(by.may("audit.read", organ) for organ in (by.organ, *organs)):
        raise NotEntitled("the log is read by the auditor")
    openings_found = openings(organs, limit=limit, asked=asked)
    _log(
        "access.taken_out",
        {"lines": len(openings_found)},
        by=by,
        organ=by.organ,
        at=at,
    )
    return openings_found


def _refuse_unless_entitled(by: str | Opener, towards: Towards | None) -> None:
    if isinstance(by, str):
        if by in {"petitioner", "system"}:
            return
    elif towards is not None and may_open(by, towards):
        return
    raise NotEntitled(
        "staff open identities in matters of their own organ or not at all"
    )


def _actor(by: str | Opener) -> str:
    return by if isinstance(by, str) else by.name


def _organ_of(by: str | Opener) -> str:
    return "" if isinstance(by, str) else by.organ


def _log(
    kind: str,
    payload: dict[str, Any],
    *,
    by: str | Opener,
    organ: str,
    at: datetime,
    log: str = "access",
) -> None:
    draft = EventDraft(
        type=kind, at=at, actor=_actor(by), organ=organ, payload=payload
    )
    append_next(stream=f"{log}:{organ}", drafts=[draft])
