"""Several people bring one matter (联名): who signs, who leaves, who agrees to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.events import CaseState
from huiyin.casework.matter import participants
from huiyin.casework.matter.command import EMPTY_ANSWERS, Act
from huiyin.casework.matter.contacts import Petition
from huiyin.casework.matter.work import NO_DATA, Work
from huiyin.casework.models import Contact, Participant
from huiyin.law.rules.pack import Pack
from huiyin.ledger.bulk import insert
from huiyin.people import acts as people
from huiyin.people.particulars import Particulars


def _sealed() -> Invalid:
    """A sealed report has no signatories: nobody learns from one report who made
    another (R22 Art 30).
    """
    return Invalid(
        "signatories",
        _("each who reports wrongdoing files a report of their own"),
    )


def checked(
    persons: Sequence[Particulars], *, already: int
) -> tuple[Particulars, ...]:
    """The signatories as they are kept, beside ``already`` so many; Invalid where one
    has no name or there are too many.
    """
    if any(not person.name.strip() for person in persons):
        raise Invalid("signatories", _("every signatory needs a name"))
    if already + len(persons) > participants.MOST:
        raise Invalid(
            "signatories",
            _("at most %s persons can be recorded in one matter")
            % participants.MOST,
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
            "signatories",
            _("the law in force for this matter knows no signatories"),
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
            "signatories",
            _("there are more names than persons: check the number"),
        )
    identities = (
        filer,
        *people.record_many(office=office, people=persons, at=at),
    )
    return participants.rows_of(
        case_id,
        identities,
        seq=1,
        first=1,
        representatives=petition.representatives,
    )


class Adding(Act):
    """Record who else brings the matter (``persons``), before it is decided; the first
    ``representatives`` of them represent it.

    At most five represent it in all (R22 Art 20); whoever is named beyond that signs
    like the others. Whoever filed is position 1. The answer will be served on each. The
    number of persons stays that of the contact.
    """

    OWN = frozenset({"persons"})

    def __init__(
        self, work: Work, told: Mapping[str, Any], *, by: Actor, at: datetime
    ) -> None:
        super().__init__(work, told, by=by, at=at)
        case_id = work.start.case_id
        known = Participant.objects.filter(case_id=case_id).order_by("position")
        self.known = list(known)
        self.given: tuple[Particulars, ...] = tuple(told.get("persons") or ())
        self.representatives = int(told.get("representatives") or 0)
        self.rows: list[Participant] = []

    def args(self) -> Mapping[str, Any]:
        """How many they are, with the representatives that are there already. Raises
        Invalid for somebody without a name, for too many, and for a report of
        wrongdoing.
        """
        if self.work.state.values.get("sealed"):
            raise _sealed()
        checked(self.given, already=len(self.known))
        representing = min(self.representatives, len(self.given))
        there = sum(map(_represents, self.known))
        if not self.given:
            return NO_DATA
        return {
            "added": len(self.given),
            "representatives": there + representing,
        }

    def take(
        self, step: str, args: Mapping[str, Any], data: Mapping[str, Any]
    ) -> None:
        """Whoever is named as a representative beyond the most that the law takes signs
        like the others. Refused with the grounds where the law takes none of them.
        """
        ruling = self.rule(step, args)
        if ruling.refused:
            raise Refused(ruling.refusals)
        self.rows = _further(
            self.work,
            self.known,
            self.given,
            self.representatives,
            at=self.at,
        )
        representing = [
            row for row in (*self.known, *self.rows) if _represents(row)
        ]
        most = ruling.takes.get("representatives")
        if isinstance(most, int):
            for row in representing[most:]:
                row.role = participants.SIGNATORY
        self.work.take(
            step,
            args,
            by=self.by,
            at=self.at,
            data={**data, **participants.data_of(self.rows)},
            values={"together": True},
            ruling=ruling,
        )

    def write(self, state: CaseState) -> None:  # noqa: ARG002  # the rows know it already
        """Who they are."""
        insert(self.rows)


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
    filed = (
        Contact.objects.filter(case_id=case_id).order_by("event_seq").first()
    )
    office = filed.office if filed else work.state.parties["receiver"]
    start = max((row.position for row in known), default=0) + 1
    filer = [filed.identity] if filed and filed.identity and not known else []
    rows = participants.rows_of(
        case_id, filer, seq=seq, first=start, representatives=0
    )
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


class OfOne(Act):
    """What is about one of those who signed (``signatory``, a position)."""

    def args(self) -> Mapping[str, Any]:
        """Raises Invalid for a position that nobody has who stands behind the matter now."""
        signatory = self.told.get("signatory")
        if signatory in EMPTY_ANSWERS:
            return NO_DATA
        participants.expect_signing(self.work.start.case_id, [signatory])
        return NO_DATA


class Leaving(OfOne):
    """One signatory leaves by their own wish, for themselves only; the matter goes on
    for the others.
    """

    def data(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Which of them."""
        return {"left": args["signatory"]}

    def write(self, state: CaseState) -> None:
        """From this event on they do not stand behind the matter."""
        left = Participant.objects.filter(
            case_id=state.case_id, position=self.told["signatory"]
        )
        left.update(ended_seq=state.event_seq)


class Agreeing(OfOne):
    """One signatory agrees to withdraw; once all have, whoever filed can withdraw the
    matter.
    """

    def data(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Which of them."""
        return {"agreed": args["signatory"]}
