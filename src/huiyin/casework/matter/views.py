"""A matter as somebody sees it who was let through to it: contacts, claims, files, duties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access, rows
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.commitments import commit
from huiyin.casework.basis.rows_read import RowsRead, once
from huiyin.casework.events import CaseState, DutyState
from huiyin.casework.models import Attachment, Case, Claim, Contact, Duty
from huiyin.casework.sealing import envelope, keyring, locked_files
from huiyin.casework.sealing.hpke import Pair
from huiyin.compiled import Compiled
from huiyin.law.rules.pack import Pack


@dataclass(frozen=True, slots=True)
class ContactView:
    """One contact about the matter, without who made it: identity is opened only
    through the vault.
    """

    id: str
    event_seq: int
    channel: str
    contact_date: date
    office: str
    repeat: bool
    persons: int
    representatives: int
    spoken: bool
    text: str
    has_identity: bool
    identity: str
    external_number: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One thing asked for and what was decided on it."""

    position: int
    text: str
    outcome: str
    facts: str
    basis: str
    reply: str


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file handed in."""

    id: str
    event_seq: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class CaseView:
    """A matter as somebody entitled sees it. Contacts, claims and files are read when
    they are asked for: most acts look at none of them.
    """

    case_id: str
    number: str
    title: str
    pack: Pack
    state: CaseState
    pair: Pair | None = field(default=None, repr=False)
    """The key of a sealed matter, where the reader may open it."""
    code_mark: str = field(default="", repr=False)
    """Says whether the query code is still the same, and nothing else."""
    by: Actor | None = field(default=None, repr=False)
    """Whom it was read for."""
    rows: RowsRead = field(default_factory=dict, repr=False)
    """Rows of the matter that were read, for whoever needs them again."""

    @cached_property
    def contacts(self) -> tuple[ContactView, ...]:
        """Letters, visits, calls and submissions, the oldest first. One query."""
        rows = CONTACTS.rows(case=self.case_id)
        return tuple(_contact(row, self.words) for row in rows)

    @cached_property
    def claims(self) -> tuple[ClaimView, ...]:
        """What was asked for, and what was decided on it. One query."""
        claims = claims_of(self.case_id, self.rows)
        return tuple(_claim(row, self.words) for row in claims)

    @cached_property
    def attachments(self) -> tuple[AttachmentView, ...]:
        """The files that were handed in, the oldest first. One query."""
        rows = ATTACHMENTS.rows(case=self.case_id)
        return tuple(_attachment(row, self.pair) for row in rows)

    def words(self, text: str, what: str) -> str:
        """Words of this matter as the reader sees them: of a sealed one opened, or that
        they are sealed.
        """
        return shown(self.state.values, self.case_id, self.pair, text, what)

    @property
    def readable(self) -> bool:
        """Whether what was said can be read here."""
        return self.pair is not None or not self.state.values.get("sealed_key")

    @property
    def duties(self) -> tuple[DutyState, ...]:
        """All duties, open and closed, in the order they were opened."""
        return self.state.duties

    @property
    def open_duties(self) -> tuple[DutyState, ...]:
        """The open duties, the next one due first."""
        return tuple(
            sorted(
                self.state.open_duties,
                key=lambda duty: (duty.due_date, duty.ref),
            )
        )


def shown(
    values: Mapping[str, Any],
    case_id: str,
    pair: Pair | None,
    text: str,
    what: str,
) -> str:
    """Words of a matter: themselves, or what is in their box for whoever has the key."""
    if not values.get("sealed_key"):
        return text
    return keyring.shown_to(pair, text, envelope.place(case_id, what))


DUTIES = Compiled(
    lambda case: Duty.objects.filter(case_id=case).order_by("event_seq", "id"),
    case=str,
)
CONTACTS = Compiled(
    lambda case: Contact.objects.filter(case_id=case).order_by("event_seq"),
    case=str,
)
CLAIMS = Compiled(
    lambda case: Claim.objects.filter(case_id=case).order_by("position"),
    case=str,
)
ATTACHMENTS = Compiled(
    lambda case: Attachment.objects.filter(case_id=case).order_by(
        "event_seq", "id"
    ),
    case=str,
)


def claims_of(case_id: str, rows: RowsRead) -> list[Claim]:
    """The claims of a matter by position; one query, unless ``rows`` has them."""
    return once(rows, "claims", lambda: CLAIMS.rows(case=case_id))


def view_of(
    case: Case, pair: Pair | None = None, *, by: Actor | None = None
) -> CaseView:
    """What the pages show of a matter; one query, and one more for each kind of thing
    that is looked at, however much there is. ``pair`` opens a sealed one; ``by`` is
    whom it was read for.
    """
    duties = sorted(DUTIES.rows(case=case.pk), key=_place_of)
    return CaseView(
        case_id=case.pk,
        number=case.number,
        title=shown(case.values, case.pk, pair, case.title, "title"),
        pack=law_access.pack(case.pack),
        state=rows.state_of(case, duties),
        pair=pair,
        code_mark=commit(case.pk, case.query_hash)[:16],
        by=by,
    )


def _place_of(duty: Duty) -> tuple[int, ...]:
    """Where a duty stands in its matter: event and number in it ("3.2")."""
    return tuple(int(part) for part in duty.ref.split("."))


Words = Callable[[str, str], str]


def _contact(row: Contact, words: Words) -> ContactView:
    return ContactView(
        id=row.pk,
        event_seq=row.event_seq,
        channel=row.channel,
        contact_date=row.contact_date,
        office=row.office,
        repeat=row.repeat,
        persons=row.persons,
        representatives=row.representatives,
        spoken=row.spoken,
        text=words(row.text, "contact"),
        has_identity=bool(row.identity),
        identity=row.identity,
        external_number=row.external_number or "",
    )


def _claim(row: Claim, words: Words) -> ClaimView:
    return ClaimView(
        position=row.position,
        text=words(row.text, "claim"),
        outcome=row.outcome,
        facts=words(row.facts, "decision"),
        basis=words(row.basis, "decision"),
        reply=words(row.reply, "decision"),
    )


def _attachment(row: Attachment, pair: Pair | None) -> AttachmentView:
    meta = locked_files.meta_of(row, pair)
    if meta is None:
        return AttachmentView(
            id=row.pk,
            event_seq=row.event_seq,
            name=_("Sealed file"),
            media_type="",
            size=row.size,
        )
    return AttachmentView(
        id=row.pk,
        event_seq=row.event_seq,
        name=meta["name"],
        media_type=meta["media_type"],
        size=meta["size"],
    )
