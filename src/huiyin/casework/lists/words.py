"""Words looked for in titles, without looking at titles one by one.

The follower ``spelled`` keeps by which signs matters are found. They only name candidates:
whoever asks puts their own conditions to each, the words among them, so that a row that
is behind, or that another text shares, never comes into a list. What happened behind the
follower's cursor is looked at as it stands, so that nothing is missed that was filed a
moment ago.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from huiyin.casework.lists import facts, grams
from huiyin.casework.lists.spelled import WORDS
from huiyin.casework.models import Duty, TitleTerm
from huiyin.casework.sealing.visibility import titled
from huiyin.ledger import follow
from huiyin.ledger import reads as ledger
from huiyin.ledger.snapshots import once, one_moment

MOST_EVENTS: Final = 2000
MOST_BESIDE: Final = 500
"""So many matters, and events of them and others, may be there that the follower has not
come to: those matters are looked at one by one. Behind more, all are.
"""
MOST_OWED: Final = 1000
"""Behind so many candidates an organ's open duties are read in their own order instead."""
MOST_WEIGHED: Final = 12
"""Grams of a long text that are weighed."""
WEIGHED_TO: Final = 1000
"""So many matters of a gram are counted: behind that it is a common one."""
MOST_AT_ONCE: Final = 2000
"""Candidates that are looked at together, where those before were none of them meant."""

_WEIGHT: Final = (
    "(SELECT COUNT(*) FROM (SELECT 1 FROM casework_titleterm"
    " WHERE term = %s LIMIT %s) AS few)"
)

Place = tuple[date, str]
"""Where a matter stands in a list: by the day on which it came, and its id."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The matters of an organ that may have some words.

    ``term`` is the rarest of the words: grams overlap, so that the one where two common
    words meet hardly stands anywhere else. ``beside`` are the matters behind the
    follower's cursor; each is a candidate.
    """

    term: int
    beside: Collection[str]

    def latest_first(
        self, after: Place | None, limit: int
    ) -> Iterator[list[str]]:
        """Ids of candidates that are not ``beside``, behind a place, in the order of a
        list of matters: at first ``limit``, then more at once. A query for each time.
        """
        at_once = limit
        while True:
            rows = TitleTerm.objects.filter(term=self.term)
            rows = rows.order_by("-day", "-case_id")
            if after is not None:
                day, last = after
                rows = rows.filter(day__lte=day).exclude(
                    day=day, case_id__gte=last
                )
            named = list(rows.values_list("day", "case_id")[:at_once])
            yield [key for _day, key in named if key not in self.beside]
            if len(named) < at_once:
                return
            after, at_once = named[-1], min(4 * at_once, MOST_AT_ONCE)

    def all(self, most: int) -> list[str] | None:
        """The ids of all candidates, those ``beside`` among them; None where there are
        more than ``most`` others. One query.
        """
        rows = TitleTerm.objects.filter(term=self.term).order_by()
        keys = rows.values_list("case_id", flat=True)
        named = list(keys[: most + 1])
        if len(named) > most:
            return None
        return list({*named, *self.beside})


def candidates(text: str, *, scope: str, organ: str) -> Candidates | None:
    """Who may have a text in their title, among the matters of an organ: in all
    (``grams.TAKEN_IN``), or in the titles and numbers of those in which it owes
    something (``grams.OWED``). In one moment (``snapshots``) with reading them.

    None where titles have to be looked at one by one: the text has no two signs that
    are kept, or the follower is not there or far behind. Two queries, and one more to
    weigh a text of several grams.
    """
    cut = grams.grams(text)
    if not cut:
        return None
    beside = once("casework.words", not_found_yet)
    if beside is None:
        return None
    return Candidates(_rarest(grams.terms(scope, organ, cut)), beside)


def not_found_yet() -> frozenset[str] | None:
    """The matters that have events behind the follower's cursor; None where it cannot be
    used: not whole yet, or with too much behind it.
    """
    position = follow.position(WORDS)
    if position is None:
        return None
    streams = ledger.streams_after(position, limit=MOST_EVENTS + 1)
    if len(streams) > MOST_EVENTS:
        return None
    matters = facts.matters_of(streams)
    return frozenset(matters) if len(matters) <= MOST_BESIDE else None


def open_duties(text: str, *, owner: str) -> QuerySet[Duty]:
    """The open duties of an organ whose matter has a text in its title, or a number that
    begins with it. Of a sealed matter the title is not searched.

    Of candidates the owner is compared as an expression: both databases then read what
    the candidates have, and not all that the organ owes.
    """
    rows = Duty.objects.filter(status="open")
    rows = rows.filter(Q(case__number__istartswith=text) | titled(text))
    named = _named(text, owner)
    if named is None:
        return rows.filter(owner=owner)
    compared = Coalesce("owner", Value(""))
    return rows.alias(organ=compared).filter(organ=owner, case_id__in=named)


def _named(text: str, owner: str) -> list[str] | None:
    def ask() -> list[str] | None:
        likely = candidates(text, scope=grams.OWED, organ=owner)
        return None if likely is None else likely.all(MOST_OWED)

    with one_moment():
        return once(f"casework.words:{owner}:{text}", ask)


def _rarest(terms: Sequence[int]) -> int:
    """The term of the fewest matters. One query where there are several."""
    if len(terms) == 1:
        return terms[0]
    step = -(-len(terms) // MOST_WEIGHED)
    weighed = terms[::step]
    given: list[int] = []
    for term in weighed:
        given += (term, WEIGHED_TO)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([_WEIGHT] * len(weighed))}", given)
        weights = cursor.fetchone()
    _weight, rarest = min(zip(weights, weighed, strict=True))
    return int(rarest)
