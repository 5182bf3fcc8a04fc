"""Everything under supervision now: what was asked of which organ, by whom or by a
petitioner who complained of a delay, and the day on which the answer is due.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from huiyin.casework.basis.actors import Actor
from huiyin.casework.lists.duty_rows import Page, paged
from huiyin.casework.lists.worklist import PAGE
from huiyin.casework.matter.supervision import WATCHED
from huiyin.casework.models import Duty
from huiyin.casework.sealing.visibility import visible
from huiyin.law.rules.registers import PETITION


def running(
    *, by: Actor, organs: Collection[str], after: str = "", limit: int = PAGE
) -> Page:
    """The open duties of supervision, the next answer first; one query.

    Those of the organs that the actor supervises, and those that the actor's own organ
    owes as the one that asked (to look at an answer). Sealed matters are not in it.
    """
    owners = [organ for organ in organs if by.may("case.supervise", organ)]
    if not owners:
        return Page(())
    own = Q(owner=by.organ, kind="examine_answer")
    duties = Duty.objects.filter(
        Q(owner__in=owners) | own, status="open", kind__in=WATCHED
    )
    shown = visible(duties, by=by, register=PETITION)
    return paged(shown, after=after, limit=limit)
