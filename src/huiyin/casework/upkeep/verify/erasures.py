"""Requests to erase a name: those that wait stand in the rows as the events say, and
what was erased is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from huiyin.casework.matter import erasures
from huiyin.casework.matter.erasures import PROPOSED, Request
from huiyin.casework.matter.work import stream as stream_of
from huiyin.casework.models import Case, ErasureWaiting
from huiyin.casework.upkeep.verify.report import Problem
from huiyin.ledger.event import Event
from huiyin.people import reads as people

Kept = tuple[str, int, str, date, date, bool]


def check(
    case: Case, history: Sequence[Event], rows: Sequence[ErasureWaiting]
) -> Iterator[Problem]:
    """Compare one matter's requests with its events, and the vault with what was said
    to be erased.

    ``history`` are all events of the matter in order, ``rows`` all its requests that
    wait; yields a problem where they differ, and one for each name that is still there.
    """
    requests = erasures.requests(history)
    told = {_told(case.pk, request) for request in requests if request.waits}
    kept = {
        (
            row.pk,
            row.event_seq,
            row.organ,
            row.asked_date,
            row.due_date,
            row.proposed,
        )
        for row in rows
    }
    if told != kept:
        yield Problem(
            stream_of(case.pk),
            0,
            _(
                "the requests to erase that wait are not those that the events say"
            ),
        )
    done = erasures.erased_places(requests)
    if done:
        yield from _still_there(case, done)


def _told(case_id: str, request: Request) -> Kept:
    return (
        f"{case_id}.{request.seq}",
        request.seq,
        request.organ,
        request.asked_date,
        request.due_date,
        request.state == PROPOSED,
    )


def _still_there(case: Case, done: dict[str, date]) -> Iterator[Problem]:
    identities = erasures.identities(case.pk)
    gone = people.erased(
        [identities[place] for place in done if place in identities]
    )
    for place in done:
        if identities.get(place) not in gone:
            said = _(
                "the name of %(place)s was erased, says the history, and the vault still holds it"
            )
            yield Problem(stream_of(case.pk), 0, said % {"place": place})
