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

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments, law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import CaseworkError, Invalid
from huiyin.casework.chapters.legacy_import.building import (
    TEXT_LIMIT,
    Built,
    Order,
    build,
    is_there,
    write_built,
)
from huiyin.casework.chapters.legacy_import.continuing import carry_on
from huiyin.casework.chapters.legacy_import.outcomes import at_noon
from huiyin.casework.chapters.legacy_import.records import (
    Carried,
    LegacyContact,
    LegacyMatter,
    Problem,
)
from huiyin.casework.matter.command import checked_text
from huiyin.casework.matter.contacts import (
    Petition,
    contact_data,
    contact_row,
)
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit_many
from huiyin.casework.models import Case, Contact
from huiyin.ledger.bulk import insert
from huiyin.organisations import reads as organs


@dataclass(frozen=True, slots=True)
class Lookup:
    """Matters of an old ledger beside the register: ``present`` are the days of receipt
    of those numbers that are there, ``order`` is what is to be built of the others.
    """

    matters: Sequence[LegacyMatter]
    present: Mapping[str, date]
    order: Order


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
    known = look_up(matters, office=office, at=at)
    return land(known, build(known.order))


def look_up(
    matters: Sequence[LegacyMatter], *, office: str, at: datetime
) -> Lookup:
    """What the register knows of matters already; see ``carry_over``. Raises
    ``UnknownOrgan`` for the office or the handler of a new one.
    """
    numbers = [matter.number for matter in matters]
    present = dict(
        Case.objects.filter(number__in=numbers).values_list(
            "number", "received_date"
        )
    )
    new = [matter for matter in matters if matter.number not in present]
    codes = {office, *(matter.handler for matter in new)}
    kinds = {code: organs.organ(code).kind for code in codes}
    return Lookup(matters, present, Order(tuple(new), office, at, kinds))


@transaction.atomic
def land(known: Lookup, built: Built) -> Carried:
    """Write what was built of the order of ``known``, carry on what was there, and
    return what became of each.

    Raises ``IntegrityError`` or ``Conflict`` where somebody has written one of the
    numbers since they were looked up; nothing is written then.
    """
    result = Carried()
    there: list[LegacyMatter] = []
    fates = iter(built.fates)
    for matter in known.matters:
        fate = (
            next(fates)
            if matter.number not in known.present
            else _fate_of_present(matter, known.present)
        )
        if isinstance(fate, Problem):
            result.problems.append(fate)
        elif fate is None:
            result.taken.append(matter.number)
        else:
            result.present.append(matter.number)
            there.append(matter)
    write_built(built, order=known.order)
    carry_on(
        [matter for matter in there if matter.number in known.present],
        result=result,
        today=law_access.office_day(known.order.at),
    )
    return result


def _fate_of_present(
    matter: LegacyMatter, present: Mapping[str, date]
) -> Problem | bool:
    try:
        return not is_there(matter.number, matter.received_on, present)
    except Invalid as error:
        return Problem.of(matter.number, error)


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
            if is_there(contact.number, contact.on, present):
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
    commit_many(work for work in works.values() if work.drafts)
    insert(joined)
    return result


def _works(numbers: Collection[str]) -> dict[str, Work]:
    """The matters with these numbers, locked in a fixed order, as work to go on with."""
    cases = (
        Case.objects.select_for_update(no_key=True)
        .filter(number__in=numbers)
        .order_by("id")
    )
    return {work.state.number: work for work in Work.load_many(list(cases))}


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
