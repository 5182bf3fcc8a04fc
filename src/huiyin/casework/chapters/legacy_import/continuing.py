"""A second file, a month later: what it says more of a matter is carried on, what it
says otherwise is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language

from huiyin.casework.basis import law_access
from huiyin.casework.basis.errors import CaseworkError
from huiyin.casework.chapters.legacy_import.mapping import PERSONAL
from huiyin.casework.chapters.legacy_import.outcomes import (
    ENDED_BY,
    check_days,
    go_on,
)
from huiyin.casework.chapters.legacy_import.reading import VOCABULARIES
from huiyin.casework.chapters.legacy_import.records import (
    Carried,
    Difference,
    LegacyMatter,
    Problem,
)
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Claim, Contact
from huiyin.law.packs import NoPackInForce
from huiyin.ledger.bulk import insert
from huiyin.organisations import reads as organs

CARRIED = "accepted"
"""The state in which an open matter of an old ledger stands until something is done on it."""


def carry_on(
    matters: Sequence[LegacyMatter], *, result: Carried, today: date
) -> None:
    """Compare matters with the register, in the caller's transaction, and note in
    ``result`` what became of each.

    Where a matter stands as an old ledger left it and the row says what came of it,
    that is taken over by the same steps as of a new one. Everything else that a row
    says otherwise than the register is a difference: the register stays as it is. A row
    that says less than the register differs in nothing.
    """
    numbers = [matter.number for matter in matters]
    cases = {
        case.number: case for case in Case.objects.filter(number__in=numbers)
    }
    claims = {
        claim.case_id: claim
        for claim in Claim.objects.filter(case__number__in=numbers, position=1)
    }
    contacts = {
        contact.external_number: contact
        for contact in Contact.objects.filter(
            external_number__in=numbers, repeat=False
        )
    }
    for matter in matters:
        case = cases[matter.number]
        claim = claims.get(case.id)
        if claim is not None and _goes_on(case, matter):
            case = _take(matter, claim, result=result, today=today)
        result.differences.extend(
            _differences(matter, case, claim, contacts.get(matter.number))
        )


def _goes_on(case: Case, matter: LegacyMatter) -> bool:
    """Whether a matter stands open as an old ledger left it, and the row says what came of it."""
    untouched = case.state == CARRIED and case.values.get("legacy") is True
    return (
        untouched
        and matter.answered_on is not None
        and case.handler == matter.handler
    )


def _take(
    matter: LegacyMatter, claim: Claim, *, result: Carried, today: date
) -> Case:
    """Carry on one matter; its row as it is then."""
    case = Case.objects.select_for_update(no_key=True).get(number=matter.number)
    work = Work.load(case)
    try:
        check_days(matter, today=today)
        notes = go_on(work, matter, claim=claim, today=today)
    except (CaseworkError, NoPackInForce) as error:
        result.problems.append(Problem.of(matter.number, error))
        result.present.remove(matter.number)
        return case
    commit(work)
    claim.save(update_fields=["outcome", "reply"])
    insert(notes)
    result.changed.append(matter.number)
    return Case.objects.get(pk=case.pk)


def _differences(
    matter: LegacyMatter,
    case: Case,
    claim: Claim | None,
    contact: Contact | None,
) -> list[Difference]:
    """Where the row says something, and something else than the register."""
    known = _known(case, claim, contact)
    differences = []
    for field, value in known.items():
        said = getattr(matter, field)
        if said and value is not None and said != value:
            differences.append(
                Difference(
                    matter.number,
                    field,
                    "" if field in PERSONAL else _told(case, field, value),
                )
            )
    return differences


def _known(
    case: Case, claim: Claim | None, contact: Contact | None
) -> dict[str, Any]:
    """What the register has, by field; None where it cannot be compared, because it is
    sealed or was never there.
    """
    ended = case.ending if case.ending in ENDED_BY else ""
    day = case.dates.get("concluded" if ended else "decided", "")
    known: dict[str, Any] = {
        "answered_on": date.fromisoformat(day) if day else "",
        "outcome": ended or case.outcome,
        "channel": case.channel,
        "category": case.category,
        "topic": case.topic,
        "area": case.area,
        "persons": contact.persons if contact else None,
    }
    if not case.sealed:
        known["title"] = case.title
        known["text"] = contact.text if contact else None
        known["reply"] = claim.reply if claim and not ended else None
    if case.values.get("legacy"):
        known["handler"] = case.handler
    return known


def _told(case: Case, field: str, value: Any) -> str:
    """What the register has, in words of the pack where it is one of its terms."""
    vocabulary = VOCABULARIES.get(field, "")
    terms = law_access.pack(case.pack).terms
    term = (
        terms[vocabulary].terms.get(str(value)) if vocabulary in terms else None
    )
    if term is not None:
        return term.title.in_language(get_language() or "zh-hans")
    if field == "handler":
        return organs.organ(str(value)).name_zh
    return str(value)
