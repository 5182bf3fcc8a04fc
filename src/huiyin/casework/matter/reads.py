"""Reading one matter: always through a permission check, deny by default."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.casework.basis import consent, law_access, numbers, rows, timing
from huiyin.casework.basis.actors import AGENT, Actor, keepers, roles
from huiyin.casework.basis.commitments import commit, normalise_code
from huiyin.casework.basis.errors import NotFound, StandsAside
from huiyin.casework.basis.rows import PETITION
from huiyin.casework.events import CaseState, DutyState
from huiyin.casework.matter.rulings import facts_of
from huiyin.casework.matter.work import Work
from huiyin.casework.models import Agent, Attachment, Case, Claim, Contact, Duty
from huiyin.casework.sealing import envelope, hpke, keyring, visibility
from huiyin.casework.sealing.hpke import Pair
from huiyin.law.engine import procedure
from huiyin.law.packs import Pack
from huiyin.law.rules.pack import Step
from huiyin.law.terms.ruling import Option
from huiyin.ledger.timing import not_before
from huiyin.organisations import reads as organs
from huiyin.people.reads import Towards


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


@dataclass(frozen=True, slots=True)
class CaseView:
    """A matter as somebody entitled sees it."""

    case_id: str
    number: str
    title: str
    pack: Pack
    state: CaseState
    contacts: tuple[ContactView, ...] = ()
    claims: tuple[ClaimView, ...] = ()
    attachments: tuple[AttachmentView, ...] = ()
    pair: Pair | None = field(default=None, repr=False)
    """The key of a sealed matter, where the reader may open it."""
    code_mark: str = field(default="", repr=False)
    """Says whether the query code is still the same, and nothing else."""

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
            sorted(self.state.open_duties, key=lambda duty: (duty.due_date, duty.ref))
        )


def shown(
    values: Mapping[str, Any], case_id: str, pair: Pair | None, text: str, what: str
) -> str:
    """Words of a matter: themselves, or what is in their box for whoever has the key."""
    return (
        keyring.shown_to(pair, text, envelope.place(case_id, what))
        if values.get("sealed_key")
        else text
    )


def query_hash(number: str, code: str) -> str:
    """The keyed hash under which a query code is kept."""
    message = f"{number}\n{normalise_code(code)}".encode()
    return hmac.new(
        settings.HUIYIN_LOOKUP_KEY.encode(), message, hashlib.sha256
    ).hexdigest()


def may_read(by: Actor, case: Case) -> bool:
    """Whether the actor may know this matter.

    The petitioner: the one matter that their number and code have opened; an agent the
    same, unless it is sealed, as long as the authority was not ended. Staff: with
    case.read in an organ that is or was entrusted with it, or with case.supervise over
    the organ that handles it. A sealed matter (检举控告) has come through
    ``visibility.known``: to everybody else its row does not exist (R22 Art 30).
    """
    if by.kind == "system":
        return True
    if by.kind == AGENT:
        standing = Agent.objects.filter(
            case_id=by.own_case, position=by.position, ended_seq=0
        )
        return by.own_case == case.pk and not case.sealed and standing.exists()
    if by.staff is None:
        return by.kind == "petitioner" and by.own_case == case.pk
    if case.sealed:
        return visibility.works_on_sealed(by)
    entrusted = set(map(organs.heir_code, case.parties.values()))
    if any(by.may("case.read", organ) for organ in entrusted & {by.organ}):
        return True  # its own, or that of an organ whose place it took
    return any(
        by.may("case.supervise", organ) for organ in {case.handler, case.receiver}
    )


def may(by: Actor, permission: str, view: CaseView) -> bool:
    """Whether the actor has a permission towards this matter: in one of the organs that
    keep it, or that reach it.

    What somebody may do in their own organ says nothing about a matter that they see
    because they supervise.
    """
    return any(by.may(permission, organ) for organ in keepers(view.state.parties))


def towards(view: CaseView) -> Towards:
    """The matter as the vault knows it, for opening an identity in it."""
    return Towards(view.case_id, keepers(view.state.parties))


def access_row(
    *, by: Actor, case_id: str, queryset: QuerySet[Case] | None = None
) -> Case:
    """The row of a matter, for casework's own use; NotFound where the actor may not know it.

    StandsAside where they may, but have nothing to do with it (回避, R22 Art 28).
    """
    case = (
        visibility.known(by, Case.objects.all() if queryset is None else queryset)
        .filter(pk=case_id)
        .first()
    )
    if case is None or not may_read(by, case):
        raise NotFound("there is no such matter")
    if case.aside and by.staff is not None:
        facts = facts_of(rows.state_of(case, ()))
        grounds = procedure.kept_away(
            law_access.pack(case.pack), facts, by.name, organ=by.organ
        )
        if grounds:
            raise StandsAside(case.number, grounds)
    return case


def lock_case(*, by: Actor, case_id: str) -> Case:
    """The row of a matter, locked until the transaction ends.

    ``no_key``: other tables may still refer to the row meanwhile.
    """
    return access_row(
        by=by, case_id=case_id, queryset=Case.objects.select_for_update(no_key=True)
    )


def access_case(*, by: Actor, case_id: str) -> CaseView:
    """A matter with its contacts, claims, attachments and duties, for staff entitled to it.

    The words of a sealed matter are there for its named readers only; others who work
    on it see that they are sealed.
    """
    case = access_row(by=by, case_id=case_id)
    return view_of(case, keyring.pair_for(by, case.pk) if case.sealed else None)


def access_pair(*, by: Actor, case_id: str) -> Pair | None:
    """The key of a sealed matter, for an actor who may know the matter and open its
    words; None where there is none.
    """
    case = access_row(by=by, case_id=case_id)
    return keyring.pair_for(by, case.pk) if case.sealed else None


def access_own(*, number: str, query_code: str) -> CaseView:
    """The petitioner's own matter, by number and query code (R22 Art 21); NotFound when
    they do not fit.
    """
    meant = (*numbers.spellings(number), *numbers.of_running_digits(number))
    known = {
        row.number: row
        for row in Case.objects.filter(number__in=meant, register=PETITION)
    }
    case = None
    for spelling in meant:
        # Compared in constant time and also without a case, so that the answer's timing
        # tells nothing.
        row = known.get(spelling)
        kept = row.query_hash if row else "0" * 64
        if hmac.compare_digest(query_hash(spelling, query_code), kept) and case is None:
            case = row
    if case is None:
        raise NotFound("number and query code do not fit")
    if not case.sealed:
        return view_of(case)
    return view_of(
        case,
        keyring.pair_for(
            Actor.petitioner(case.pk, unlock_of(case.number, query_code)), case.pk
        ),
    )


def unlock_of(number: str, query_code: str) -> str:
    """The key that follows from a sealed matter's query code; slow on purpose."""
    return hpke.text_of(hpke.pair_of_code(number, normalise_code(query_code)).private)


def find_number(*, by: Actor, number: str) -> str:
    """The id of a matter by its number, however it is typed, for staff entitled to it.

    NotFound otherwise, also where the running digits alone ("503") fit several matters
    that the actor may read.
    """
    found = find_numbers(by=by, number=number)
    if len(found) != 1:
        raise NotFound("no such matter in your office's register")
    return found[0][0]


def find_numbers(*, by: Actor, number: str) -> list[tuple[str, str]]:
    """The matters that a number may mean to staff entitled to them, as (id, number):
    the one that it names, or those whose running digits were typed, the latest year
    first.
    """
    named = _readable(by, numbers.spellings(number))[:1]
    return named or _readable(by, numbers.of_running_digits(number))


def _readable(by: Actor, meant: Sequence[str]) -> list[tuple[str, str]]:
    if not meant:
        return []
    known = visibility.known(by, Case.objects.all()).filter(number__in=meant)
    found = {row.number: row.pk for row in known if may_read(by, row)}
    return [(found[number], number) for number in meant if number in found]


def numbers_of(
    case_ids: Iterable[str], *, organs_read: Sequence[str]
) -> dict[str, str]:
    """The numbers of matters that some organs took in or handle, for a log that names
    matters by id; one query.

    Sealed matters (检举控告) are left out: a log must not tell that they exist.
    """
    rows = Case.objects.filter(pk__in=list(case_ids), sealed=False)
    rows = rows.filter(Q(handler__in=organs_read) | Q(receiver__in=organs_read))
    return dict(rows.values_list("pk", "number"))


@dataclass(frozen=True, slots=True)
class Linked:
    """A matter that another one follows, or that follows it: new facts or reasons were
    brought (R22 Art 36).
    """

    case_id: str
    number: str
    received_date: date


def _following(case_id: str) -> QuerySet[Case]:
    """The matters that follow one.

    A database looks into a partial index only where its condition is said again, and
    PostgreSQL, whose plan may be made before the parameters are known, only where it is
    said without one.
    """
    condition = Func(
        F("follows"), template="NOT (%(expressions)s = '')", output_field=BooleanField()
    )
    return Case.objects.filter(condition, follows=case_id).order_by()


LINKS_SHOWN = 20
"""How many matters that follow another are told on its page."""


def linked(
    *, view: CaseView, by: Actor
) -> tuple[tuple[Linked, ...], tuple[Linked, ...]]:
    """The matter that this one follows, and those that follow it, as far as the actor
    may know them.

    The caller has been let through to the view. At most twenty of those that follow are
    told, the oldest first. One query where nothing is linked, two otherwise: asked in
    one, PostgreSQL takes the way through every matter.
    """
    before = str(view.state.values.get("follows") or "")
    after = visibility.known(by, _following(view.case_id)).values_list(
        "received_date", "pk"
    )
    ids = [case_id for _day, case_id in sorted(after)[:LINKS_SHOWN]]
    if before:
        ids.append(before)
    if not ids:
        return (), ()
    found = visibility.known(by, Case.objects.filter(pk__in=ids))
    known = sorted(
        (row for row in found if may_read(by, row)),
        key=lambda row: (row.received_date, row.pk),
    )
    told = [
        (row.pk == before, Linked(row.pk, row.number, row.received_date))
        for row in known
    ]
    return tuple(one for earlier, one in told if earlier), tuple(
        one for earlier, one in told if not earlier
    )


def followed(*, view: CaseView) -> tuple[bool, int]:
    """For the petitioner: whether this matter follows an earlier one, and how many
    follow it. No numbers.

    Each matter is followed with a number and code of its own; one that is sealed is not
    told here either.
    """
    after = _following(view.case_id).filter(sealed=False).count()
    return bool(view.state.values.get("follows")), after


def view_of(case: Case, pair: Pair | None = None) -> CaseView:
    """Everything the pages show of a matter; four queries, however much there is.
    ``pair`` opens a sealed one.
    """

    def words(text: str, what: str) -> str:
        return shown(case.values, case.pk, pair, text, what)

    duties: Sequence[Duty] = list(case.duties.order_by("event_seq", "id"))
    return CaseView(
        case_id=case.pk,
        number=case.number,
        title=words(case.title, "title"),
        pack=law_access.pack(case.pack),
        state=rows.state_of(
            case, sorted(duties, key=lambda duty: tuple(map(int, duty.ref.split("."))))
        ),
        contacts=tuple(
            _contact(row, words) for row in case.contact_rows.order_by("event_seq")
        ),
        claims=tuple(_claim(row, words) for row in case.claims.order_by("position")),
        attachments=tuple(
            _attachment(row, pair)
            for row in case.attachments.order_by("event_seq", "id")
        ),
        pair=pair,
        code_mark=commit(case.pk, case.query_hash)[:16],
    )


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
    meta = envelope.file_meta(row, pair)
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


def options(*, view: CaseView, by: Actor, at: datetime) -> tuple[Option, ...]:
    """Every step of the procedure for this matter today: what would follow, or why it
    cannot be taken.

    Steps that name one of several signatories are left out where one person brought the
    matter, and those that name an agent where there never was one; where several
    signed, nobody is asked to consent to service online for the others.
    """
    held, facts = roles(by, view.state.parties), facts_of(view.state)
    when = timing.instants(
        view.pack, at, not_before(at, view.state.event_at, actor=by.name)
    )
    found = timing.merged(
        [
            procedure.available(view.pack, facts, held, one, by.name, organ=by.organ)
            for one in when
        ]
    )
    values = view.state.values
    absent = [
        name
        for name, value in (("signatory", "together"), ("agent", "agents"))
        if not values.get(value)
    ]
    if values.get("together"):
        found = tuple(one for one in found if one.step != consent.AGREES)
    return tuple(
        one
        for one in found
        if not any(_of_one(view.pack.step(one.step), name) for name in absent)
    )


def _of_one(step: Step, name: str) -> bool:
    arg = step.arg(name)
    return arg is not None and arg.required


def work_on(view: CaseView) -> Work:
    """The matter as a piece of work, for rulings in memory (previews on a page that has
    the view already).
    """
    return Work(view.state, view.pack)
