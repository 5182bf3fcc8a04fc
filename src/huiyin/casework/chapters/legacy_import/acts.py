"""Carrying over an office's legacy ledger (旧账转入): true dates, the same rulings, the
same events, many at a time.

What an old ledger does not know (when a matter was passed on, or the petitioner told)
is not invented: the duties in between are closed as "unrecorded" and count neither as
in time nor as late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments, law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import CaseworkError, Invalid
from huiyin.casework.chapters.legacy_import.continuing import carry_on
from huiyin.casework.chapters.legacy_import.outcomes import (
    at_noon,
    check_days,
    go_on,
)
from huiyin.casework.chapters.legacy_import.records import (
    Carried,
    LegacyContact,
    LegacyMatter,
    Problem,
)
from huiyin.casework.matter.command import PLACE_LIMIT, checked_text
from huiyin.casework.matter.contacts import (
    Petition,
    contact_data,
    contact_row,
    sealed_person,
)
from huiyin.casework.matter.opening import Opening, write_many
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Contact
from huiyin.law.packs import NoPackInForce
from huiyin.ledger.bulk import insert
from huiyin.organisations import reads as organs
from huiyin.people import acts as people
from huiyin.people.particulars import Particulars

TITLE_LIMIT = 200
TEXT_LIMIT = 50_000


@dataclass(slots=True)
class _Built:
    """A matter of the ledger that is ready to be written, and who brought it."""

    opening: Opening
    person: Particulars
    identity: str


def carry_over(
    *, matters: Sequence[LegacyMatter], office: str, at: datetime
) -> Carried:
    """Carry over new matters in one transaction, carry on those that are there; returns
    what became of each, also rows that cannot be taken.

    ``office`` is the receiving office, ``at`` the present instant: nothing is dated
    after it, and a matter answered long enough ago lapses as the law says. A number
    that stands in the register for a matter of another day is a problem: two ledgers
    may have counted alike. A matter that is there and stands open goes on where its row
    says what came of it; everything else that a row says otherwise than the register is
    told as a difference. All good rows of the call land together.
    """
    result = Carried()
    today = law_access.office_day(at)
    numbers = [matter.number for matter in matters]
    present = dict(
        Case.objects.filter(number__in=numbers).values_list(
            "number", "received_date"
        )
    )
    built: list[_Built] = []
    there: list[LegacyMatter] = []
    with transaction.atomic():
        for matter in matters:
            try:
                if _is_there(matter.number, matter.received_on, present):
                    result.present.append(matter.number)
                    there.append(matter)
                    continue
                built.append(_build(matter, office=office, at=at))
            except (CaseworkError, NoPackInForce) as error:
                result.problems.append(Problem.of(matter.number, error))
                continue
            present[matter.number] = matter.received_on
            result.taken.append(matter.number)
        _write(built, office=office, at=at)
        carry_on(
            [matter for matter in there if matter.number not in result.taken],
            result=result,
            today=today,
        )
    return result


def _is_there(number: str, day: date, present: Mapping[str, date]) -> bool:
    """Whether the register has this number already; Invalid when it stands there for
    another day.
    """
    if number not in present:
        return False
    if present[number] != day:
        raise Invalid(
            "number",
            _("stands in the register for something else, received on %s")
            % present[number],
        )
    return True


def _write(built: Sequence[_Built], *, office: str, at: datetime) -> None:
    if not built:
        return
    for sealed in (False, True):
        _keep_persons(built, office=office, at=at, sealed=sealed)
    write_many([matter.opening for matter in built])


def _keep_persons(
    built: Sequence[_Built], *, office: str, at: datetime, sealed: bool
) -> None:
    """Put those who are named into the vault: of sealed matters each in a box of its own."""
    named = [
        matter
        for matter in built
        if matter.identity and matter.opening.sealed is sealed
    ]
    persons = [matter.person for matter in named]
    if sealed:
        persons = [sealed_person(person) for person in persons]
    ids = [matter.identity for matter in named]
    people.record_many(
        office=office, people=persons, at=at, sealed=sealed, ids=ids
    )


def _build(matter: LegacyMatter, *, office: str, at: datetime) -> _Built:
    today = law_access.office_day(at)
    check_days(matter, today=today)
    identity = "" if matter.person.is_empty() else people.new_id()
    opening = _opened(matter, office=office, identity=identity)
    handler = organs.organ(matter.handler)
    args = {
        "to": handler.code,
        "to_kind": handler.kind,
        "category": matter.category,
        "topic": matter.topic or None,
        "area": matter.area or None,
    }
    received = at_noon(matter.received_on)
    opening.work.take(
        "carry_over",
        args,
        by=Actor.old_ledger(office),
        at=received,
        unrecorded=True,
    )
    opening.keep(
        go_on(opening.work, matter, claim=opening.claims[0], today=today)
    )
    return _Built(opening=opening, person=matter.person, identity=identity)


def _opened(matter: LegacyMatter, *, office: str, identity: str) -> Opening:
    """The matter as it was filed then, with the number that it had."""
    title = checked_text("title", matter.title, required=True, limit=TEXT_LIMIT)
    title = title[:TITLE_LIMIT]
    text = checked_text("text", matter.text, required=True, limit=TEXT_LIMIT)
    opening = Opening(
        law_access.pack_on(matter.received_on), category=matter.category
    )
    opening.entitle(title)
    opening.claim([title])
    contact = Petition(
        title=title, text=text, channel=matter.channel, persons=matter.persons
    )
    opening.bring(
        contact,
        text=text,
        office=office,
        identity=identity,
        external_number=matter.number,
    )
    opening.locate(matter.place[:PLACE_LIMIT])
    received = at_noon(matter.received_on)
    opening.give_number(received, number=matter.number)
    args = _filing_args(matter, office=office)
    opening.take(args, by=Actor.old_ledger(office), at=received)
    return opening


def _filing_args(matter: LegacyMatter, *, office: str) -> dict[str, Any]:
    receiver = organs.organ(office)
    return {
        "channel": matter.channel,
        "category": matter.category,
        "anonymous": False,
        # The old ledger does not say; no notice is claimed to be owed or to have been
        # given
        "identity_unclear": True,
        "persons": matter.persons,
        "representatives": 0,
        "receiver": receiver.code,
        "receiver_kind": receiver.kind,
        "legacy": True,
    }


@transaction.atomic
def carry_contacts(
    *, contacts: Iterable[LegacyContact], office: str
) -> Carried:
    """Join the old ledger's repeat contacts (重复件) to their matters in one transaction
    and return what became of each; those there are left alone.

    The contacts of one matter are taken in the order of their days. All good rows of
    the call land together.
    """
    result = Carried()
    todo = sorted(contacts, key=lambda contact: (contact.on, contact.number))
    numbers = [contact.number for contact in todo]
    known = Contact.objects.filter(external_number__in=numbers).values_list(
        "external_number", "contact_date"
    )
    present = {number: day for number, day in known if number}
    works = _works({contact.matter_number for contact in todo})
    joined: list[Contact] = []
    for contact in todo:
        try:
            if _is_there(contact.number, contact.on, present):
                result.present.append(contact.number)
                continue
            joined.append(
                _join(contact, works.get(contact.matter_number), office=office)
            )
        except CaseworkError as error:
            result.problems.append(Problem.of(contact.number, error))
            continue
        present[contact.number] = contact.on
        result.taken.append(contact.number)
    for work in works.values():
        if work.drafts:
            commit(work)
    insert(joined)
    return result


def _works(numbers: Collection[str]) -> dict[str, Work]:
    """The matters with these numbers, locked in a fixed order, as work to go on with."""
    cases = (
        Case.objects.select_for_update(no_key=True)
        .filter(number__in=numbers)
        .order_by("id")
    )
    return {case.number: Work.load(case) for case in cases}


def _join(contact: LegacyContact, work: Work | None, *, office: str) -> Contact:
    if work is None:
        said = _("there is no matter %s to which it could belong")
        raise Invalid("repeat_of", said % contact.matter_number)
    received = work.state.received_date
    if received is None or contact.on < received:
        said = _("is before the matter was received on %s")
        raise Invalid("received_on", said % received)
    text = checked_text("text", contact.text, required=True, limit=TEXT_LIMIT)
    text = work.kept(text, "contact")
    facts = Petition(
        title="", text=text, channel=contact.channel, persons=contact.persons
    )
    row = contact_row(
        facts,
        case_id=work.state.case_id,
        seq=work.state.event_seq + 1,
        office=office,
        day=contact.on,
        text=text,
        salt=commitments.new_salt(),
        repeat=True,
        external_number=contact.number,
    )
    told = contact_data(facts, row)
    args = {
        "channel": contact.channel,
        "persons": contact.persons,
        "representatives": 0,
        "legacy": True,
    }
    by, at = Actor.old_ledger(office), at_noon(contact.on)
    work.take("contact", args, by=by, at=at, data={"contact": told})
    return row
