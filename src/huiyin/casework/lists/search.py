"""Finding a matter again by words of its title, whatever became of it: open, refused,
passed on or closed.

By what the matter is about, never by who brought it: names lie in the vault, and
nothing searches there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.paging import page_of, write_cursor
from huiyin.casework.lists.grams import TAKEN_IN
from huiyin.casework.lists.words import Candidates, candidates
from huiyin.casework.models import Case
from huiyin.casework.sealing.visibility import visible
from huiyin.ledger.snapshots import one_moment

Row = TypeVar("Row", bound=Model)

PAGE = 50
SHORTEST = 2
"""Signs that must be given: one sign fits half the register."""


SHOWN = (
    "number",
    "title",
    "pack",
    "state",
    "received_date",
    "closed_date",
)
"""The columns that the list shows."""


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
    words; four queries, two more for words of several signs and while matters are not
    yet found by their words.

    Sealed matters have no title that could be searched, and are not among them; nor are
    those in which the actor stands aside. Nothing for whoever may not read the matters
    of their organ, or for a single sign.
    """
    sought = words.strip()
    if len(sought) < SHORTEST or not by.may("case.read", by.organ):
        return TitledPage()
    with one_moment():
        found = candidates(sought, scope=TAKEN_IN, organ=by.organ)
        asked = _Asked(by, sought, after, limit)
        return asked.one_by_one() if found is None else asked.among(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page of what has some words, for an actor."""

    by: Actor
    words: str
    after: str
    limit: int

    def one_by_one(self) -> TitledPage:
        """By looking at every title of the organ."""
        return _page(*self._matters(Case.objects.all()))

    def among(self, found: Candidates) -> TitledPage:
        """By looking at candidates, in the order of the list and as far as it goes; and
        at the matters beside them, which are few.
        """
        rows = self._meant(found.rows(), path="case__").select_related("case")
        named, following = page_of(
            rows.only(*(f"case__{name}" for name in SHOWN)),
            day="day",
            key="case_id",
            after=self.after,
            limit=self.limit,
            latest_first=True,
        )
        matters = [row.case for row in named]
        if not found.beside:
            return _page(matters, following)
        beside = Case.objects.filter(pk__in=found.beside)
        lately, more = self._matters(beside)
        both = sorted([*matters, *lately], key=_place, reverse=True)
        page = both[: self.limit]
        if following or more or len(both) > len(page):
            return _page(page, write_cursor(*_place(page[-1])))
        return _page(page, "")

    def _matters(self, rows: QuerySet[Case]) -> tuple[list[Case], str]:
        return page_of(
            self._meant(rows, path="").only(*SHOWN),
            day="received_date",
            after=self.after,
            limit=self.limit,
            latest_first=True,
        )

    def _meant(self, rows: QuerySet[Row], *, path: str) -> QuerySet[Row]:
        """Those of some rows whose matter is the organ's and has the words; ``path``
        leads from the rows to the matter.
        """
        organ = self.by.organ
        handled = Q(**{f"{path}handler": organ})
        taken_in = Q(**{f"{path}receiver": organ})
        titled = Q(**{f"{path}title__icontains": self.words})
        return visible(rows.filter(handled | taken_in, titled), by=self.by)


def _place(matter: Case) -> tuple[date, str]:
    return matter.received_date, matter.pk


def _page(matters: list[Case], following: str) -> TitledPage:
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
