"""Finding a matter again by words of its title, whatever became of it: open, refused,
passed on or closed.

By what the matter is about, never by who brought it: names lie in the vault, and
nothing searches there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.paging import page_of
from huiyin.casework.models import Case
from huiyin.casework.sealing.visibility import visible

PAGE = 50
SHORTEST = 2
"""Signs that must be given: one sign fits half the register."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A matter that was found, as a list shows it."""

    case_id: str
    number: str
    title: str
    pack: str
    state: str
    received_date: date
    closed_date: date | None


@dataclass(frozen=True, slots=True)
class TitledPage:
    """A page of matters, the latest first, and the cursor of the next one, "" on the last."""

    items: tuple[Titled, ...] = ()
    next: str = ""


def by_title(
    *, by: Actor, words: str, after: str = "", limit: int = PAGE
) -> TitledPage:
    """The matters that the actor's organ took in or handles and whose title has these
    words; one query.

    Sealed matters have no title that could be searched, and are not among them; nor are
    those in which the actor stands aside. Nothing for whoever may not read the matters
    of their organ, or for a single sign.
    """
    sought = words.strip()
    if len(sought) < SHORTEST or not by.may("case.read", by.organ):
        return TitledPage()
    own = Q(handler=by.organ) | Q(receiver=by.organ)
    rows = visible(Case.objects.filter(own, title__icontains=sought), by=by)
    matters, following = page_of(
        rows, day="received_date", after=after, limit=limit, latest_first=True
    )
    return TitledPage(
        items=tuple(
            Titled(
                row.pk,
                row.number,
                row.title,
                row.pack,
                row.state,
                row.received_date,
                row.closed_date,
            )
            for row in matters
        ),
        next=following,
    )
