"""Finding a matter again by words of its title, whatever became of it: open, refused,
passed on or closed.

By what the matter is about, never by who brought it: names lie in the vault, and
nothing searches there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.paging import page_of, read_cursor, write_cursor
from huiyin.casework.lists.grams import TAKEN_IN
from huiyin.casework.lists.words import Candidates, candidates
from huiyin.casework.models import Case
from huiyin.casework.sealing.visibility import visible
from huiyin.ledger.snapshots import one_moment

PAGE = 50
SHORTEST = 2
"""Signs that must be given: one sign fits half the register."""


SHOWN = (
    "pk",
    "number",
    "title",
    "pack",
    "state",
    "received_date",
    "closed_date",
)
"""The columns that the list shows, as ``Titled`` has them."""


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
        likely = candidates(sought, scope=TAKEN_IN, organ=by.organ)
        asked = _Asked(by, sought, after, limit)
        return asked.one_by_one() if likely is None else asked.among(likely)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page of what has some words, for an actor."""

    by: Actor
    words: str
    after: str
    limit: int

    def one_by_one(self) -> TitledPage:
        """By looking at every title of the organ."""
        organ = self.by.organ
        rows = Case.objects.filter(Q(handler=organ) | Q(receiver=organ))
        matters, following = page_of(
            self._titled(rows).only(*SHOWN),
            day="received_date",
            after=self.after,
            limit=self.limit,
            latest_first=True,
        )
        shown = map(attrgetter(*SHOWN), matters)
        items = tuple(Titled(*row) for row in shown)
        return TitledPage(items, following)

    def among(self, likely: Candidates) -> TitledPage:
        """By looking at candidates, in the order of the list and as far as it goes; and
        at the matters beside them, which are few.
        """
        ended = read_cursor(self.after)
        matters: list[Titled] = []
        for ids in likely.latest_first(ended, self.limit + 1):
            matters += sorted(self._of(ids), key=_place, reverse=True)
            if len(matters) > self.limit:
                break
        if likely.beside:
            lately = [
                matter
                for matter in self._of(likely.beside)
                if ended is None or _place(matter) < ended
            ]
            matters = sorted([*matters, *lately], key=_place, reverse=True)
        page = matters[: self.limit]
        more = len(matters) > len(page)
        following = write_cursor(*_place(page[-1])) if more else ""
        return TitledPage(tuple(page), following)

    def _of(self, ids: Collection[str]) -> list[Titled]:
        """Those of some matters that are meant. The organs are compared as expressions,
        so that both databases look at these and not at all that the organ has.
        """
        organ = self.by.organ
        rows = Case.objects.filter(pk__in=ids).order_by()
        rows = rows.alias(
            handled=Coalesce("handler", Value("")),
            taken_in=Coalesce("receiver", Value("")),
        )
        own = rows.filter(Q(handled=organ) | Q(taken_in=organ))
        return [Titled(*row) for row in self._titled(own).values_list(*SHOWN)]

    def _titled(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        return visible(rows.filter(title__icontains=self.words), by=self.by)


def _place(matter: Titled) -> tuple[date, str]:
    return matter.received_date, matter.case_id
