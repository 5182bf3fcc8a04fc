"""Which sealed matters somebody can know of, as a condition of the query itself.

A matter that the actor may not know is never fetched: the database answers as for one
that does not exist, with the same statement, so that neither the page nor its timing
tells the two apart (R22 Art 22, 30, 46 (5)).
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.casework.basis.actors import Actor
from huiyin.casework.models import Case, Duty
from huiyin.organisations import reads as organs
from huiyin.organisations.vocabulary import Post


def works_on_sealed(by: Actor) -> bool:
    """Whether the actor works on sealed matters of their own organ at all.

    Where an organ has named readers they alone do; elsewhere whoever registers or
    handles, without reading the words.
    """
    if by.staff is None or not (
        by.may("case.register", by.organ) or by.may("case.handle", by.organ)
    ):
        return False
    return Post.SEALED_READER in by.staff.posts or not organs.has_readers(by.organ)


def stands_aside(by: Actor) -> QuerySet[Case]:
    """The matters in which the actor stands aside (回避): left out of their lists; asked
    of nobody but themselves.
    """
    return Case.objects.exclude(aside="").filter(aside__contains=f"|{by.name}|")


def known(by: Actor, matters: QuerySet[Case]) -> QuerySet[Case]:
    """The matters without those sealed ones of which the actor must not know.

    Known to the organ that is responsible now, to one it was offered to, and to one
    that owes something in it; no longer to the office that took it in once it is
    forwarded. Never to those who supervise: the accused unit may be among them or above
    them.
    """
    if by.staff is None:
        return matters  # the system, or a petitioner, who is held to their own matter
    if not works_on_sealed(by):
        return matters.filter(sealed=False)
    owed = Duty.objects.filter(case=OuterRef("pk"), status="open", owner=by.organ)
    return matters.filter(
        Q(sealed=False) | Q(handler=by.organ) | Q(offered=by.organ) | Exists(owed)
    )
