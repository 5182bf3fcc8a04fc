"""Looking at suggestions: the list of those who supervise, and how many were adopted.

What a suggestion is about, who answers and by when is data; that the annual report counts
how many were adopted (R22 Art 41 (3)) is of this register alone, and so are the outcomes
that it counts. This module alone knows the register by name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.casework.basis import registers
from huiyin.casework.basis.actors import Actor
from huiyin.casework.lists.files import newest, owed_next
from huiyin.casework.models import Case, Duty
from huiyin.law.rules.vocabularies import Term

REGISTER = "advice"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One suggestion of the list: kind, state and adoption are the pack's; what is owed
    next, by when.
    """

    case_id: str
    number: str
    title: str
    pack: str
    kind: str
    office: str
    organ: str
    state: str
    adoption: str
    sent_date: date
    duty: str
    due_date: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of suggestions, and the cursor of the next, "" on the last one."""

    items: tuple[Item, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Adoption:
    """The suggestions of one kind made in a period: how many, and how each stands by now."""

    kind: str
    made: int
    adopted: int
    partly: int
    not_adopted: int
    unanswered: int


def listed(
    *, by: Actor, organs: Collection[str], after: str = "", limit: int = PAGE
) -> Page:
    """The suggestions of those of the offices that the actor supervises, the newest
    first; two queries, keyset.
    """
    offices = [organ for organ in organs if by.may("case.supervise", organ)]
    sent = Case.objects.filter(register=REGISTER, receiver__in=offices)
    shown, following = newest(sent, after=after, limit=limit)
    owed = owed_next(shown)
    return Page(tuple(_item(row, owed.get(row.pk)) for row in shown), following)


def _item(row: Case, duty: Duty | None) -> Item:
    return Item(
        case_id=row.pk,
        number=row.number,
        title=row.title,
        pack=row.pack,
        kind=row.category,
        office=row.receiver,
        organ=row.handler,
        state=row.state,
        adoption=row.outcome,
        sent_date=row.received_date,
        duty=duty.kind if duty else "",
        due_date=duty.due_date if duty else None,
    )


def kinds(day: date) -> Mapping[str, Term]:
    """The kinds of suggestions in the law of a day, by their codes; none where it knows
    no suggestions.
    """
    pack = registers.pack_on(REGISTER, day)
    return pack.terms["categories"].terms if pack is not None else {}


def adoptions(counted: Mapping[tuple[str, str], int]) -> list[Adoption]:
    """The suggestions made in a period, by kind and adoption (R22 Art 41 (3)), from how
    many there are of each kind and outcome; those that were taken back are not among them.
    """
    by_kind: dict[str, dict[str, int]] = {}
    for (kind, outcome), number in counted.items():
        by_kind.setdefault(kind, {})[outcome] = number
    return [
        Adoption(
            kind,
            sum(outcomes.values()),
            outcomes.get("adopted", 0),
            outcomes.get("partly_adopted", 0),
            outcomes.get("not_adopted", 0),
            outcomes.get("", 0),
        )
        for kind, outcomes in sorted(by_kind.items())
    ]
