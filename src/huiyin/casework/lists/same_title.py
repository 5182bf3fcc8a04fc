"""Open matters that are called the same: so that a further letter joins its matter and
opens no second one.

Only what matters are called is compared. Who brought them is not looked at: nobody
finds a person's matters here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.casework.basis.actors import Actor
from huiyin.casework.models import Case
from huiyin.casework.sealing.visibility import visible
from huiyin.law.rules.registers import PETITION

LOOK_BACK = timedelta(days=180)
MOST = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """An open matter with the same title that the actor's own office took in."""

    case_id: str
    number: str
    title: str
    received_date: date


def open_ones(*, by: Actor, title: str, today: date) -> tuple[Alike, ...]:
    """The open matters of the actor's own office that were received in the last half
    year and bear this title, the latest first; one query, none without a title. Sealed
    matters are never among them.
    """
    sought = " ".join(title.split())
    if not sought or not by.may("case.register", by.organ):
        return ()
    unresolved = Case.objects.filter(
        final=False,
        resolved_date=None,
    )
    rows = visible(unresolved, by=by, register=PETITION)
    rows = rows.filter(
        receiver=by.organ,
        received_date__gte=today - LOOK_BACK,
        title__iexact=sought,
    )
    latest = rows.order_by("-received_date", "-id").values_list(
        "pk", "number", "title", "received_date"
    )[:MOST]
    return tuple(Alike(*row) for row in latest)
