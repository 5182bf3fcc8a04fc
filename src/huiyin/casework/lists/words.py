"""Words looked for in titles, without looking at titles one by one.

The follower ``spelled`` keeps by which signs matters are found. They only name candidates:
whoever asks puts their own conditions to each, the words among them, so that a row that
is behind, or that another text shares, never comes into a list. What happened behind the
follower's cursor is looked at as it stands, so that nothing is missed that was filed a
moment ago.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.casework.lists import grams
from huiyin.casework.lists.spelled import WORDS, matters_of
from huiyin.casework.models import Case, Duty, TitleTerm
from huiyin.casework.sealing.visibility import titled
from huiyin.ledger import follow
from huiyin.ledger import reads as ledger
from huiyin.ledger.snapshots import once

MOST_EVENTS: Final = 2000
MOST_BESIDE: Final = 500
"""So many matters, and events of them and others, may be there that the follower has not
come to: those matters are looked at one by one. Behind more, all are.
"""
MOST_WEIGHED: Final = 12
"""Grams of a long text that are weighed."""
WEIGHED_TO: Final = 256
"""So many matters of a gram are counted: behind that it is a common one."""
MOST_MET: Final = 3
"""Grams that a candidate must have; the words themselves say the rest."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The matters of an organ that may have some words.

    ``terms``: those of the words, of which a candidate has all, the rarest first.
    ``beside``: the matters behind the follower's cursor; each is a candidate.
    """

    terms: Sequence[int]
    beside: Sequence[str]

    def rows(self) -> QuerySet[TitleTerm]:
        """One row for each candidate that is not ``beside``, in the order of days and
        matters where that is asked for.
        """
        first, *others = self.terms
        rows = TitleTerm.objects.filter(term=first)
        for term in others:
            same = TitleTerm.objects.filter(
                term=term, day=OuterRef("day"), case_id=OuterRef("case_id")
            )
            rows = rows.filter(Exists(same))
        return rows.exclude(case__in=self.beside) if self.beside else rows


def candidates(text: str, *, scope: str, organ: str) -> Candidates | None:
    """Who may have a text in their title, among the matters of an organ: in all
    (``grams.TAKEN_IN``), or in the titles and numbers of those in which it owes
    something (``grams.OWED``).

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


def not_found_yet() -> list[str] | None:
    """The matters that have events behind the follower's cursor; None where it cannot be
    used: not whole yet, or with too much behind it.
    """
    position = follow.position(WORDS)
    if position is None:
        return None
    streams = ledger.streams_after(position, limit=MOST_EVENTS + 1)
    if len(streams) > MOST_EVENTS:
        return None
    matters = matters_of(streams)
    return matters if len(matters) <= MOST_BESIDE else None


def duties(rows: QuerySet[Duty], text: str, *, owner: str) -> QuerySet[Duty]:
    """Those of the open duties of an organ whose matter has a text in its title, or a
    number that begins with it. Of a sealed matter the title is not searched.
    """
    meant = rows.filter(Q(case__number__istartswith=text) | titled(text))
    found = candidates(text, scope=grams.OWED, organ=owner)
    if found is None:
        return meant
    named = found.rows().values("case_id")
    if found.beside:
        beside = Case.objects.filter(pk__in=found.beside).order_by()
        named = named.union(beside.values("pk"), all=True)
    return meant.filter(case_id__in=named)


def _rarest(terms: Sequence[int]) -> list[int]:
    """Some of the terms, those of the fewest matters first. One query where there are
    several.
    """
    if len(terms) == 1:
        return list(terms)
    step = -(-len(terms) // MOST_WEIGHED)
    weighed = terms[::step]
    one = (
        "(SELECT COUNT(*) FROM (SELECT 1 FROM casework_titleterm WHERE term = %s"
        f" LIMIT {WEIGHED_TO}) AS few)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([one] * len(weighed))}",  # noqa: S608 - marks alone
            weighed,
        )
        weights = cursor.fetchone()
    in_order = sorted(zip(weights, weighed, strict=True))
    return [term for _weight, term in in_order[:MOST_MET]]
