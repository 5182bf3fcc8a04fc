"""Matters that follow one another: new facts or reasons were brought (R22 Art 36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, F, Func, QuerySet

from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter.reads import may_read
from huiyin.casework.matter.views import CaseView
from huiyin.casework.models import Case
from huiyin.casework.sealing import visibility


@dataclass(frozen=True, slots=True)
class Linked:
    """A matter that another one follows, or that follows it: new facts or reasons were
    brought (R22 Art 36).
    """

    case_id: str
    number: str
    received_date: date


def _following(case_id: str) -> QuerySet[Case]:
    """The matters that follow one.

    A database looks into a partial index only where its condition is said again, and
    PostgreSQL, whose plan may be made before the parameters are known, only where it is
    said without one.
    """
    condition = Func(
        F("follows"),
        template="NOT (%(expressions)s = '')",
        output_field=BooleanField(),
    )
    return Case.objects.filter(condition, follows=case_id).order_by()


FOLLOWING = visibility.Asked(
    lambda case_id: _following(case_id).values_list("received_date", "pk")
)

LINKS_SHOWN = 20
"""How many matters that follow another are told on its page."""


def linked(
    *, view: CaseView, by: Actor
) -> tuple[tuple[Linked, ...], tuple[Linked, ...]]:
    """The matter that this one follows (one or none), and those that follow it, as far
    as the actor may know them.

    The caller has been let through to the view. At most twenty of those that follow are
    told, the oldest first. One query where nothing is linked, two otherwise: asked in
    one, PostgreSQL takes the way through every matter.
    """
    before = str(view.state.values.get("follows") or "")
    after = FOLLOWING.rows(by, view.case_id)
    ids = [case_id for _day, case_id in sorted(after)[:LINKS_SHOWN]]
    if before:
        ids.append(before)
    if not ids:
        return (), ()
    rows = visibility.known(by, Case.objects.filter(pk__in=ids))
    known = [
        Linked(row.pk, row.number, row.received_date)
        for row in rows
        if may_read(by, row)
    ]
    known.sort(key=lambda linked: (linked.received_date, linked.case_id))
    followed = tuple(linked for linked in known if linked.case_id == before)
    following = tuple(linked for linked in known if linked.case_id != before)
    return followed, following


def followed(*, view: CaseView) -> tuple[bool, int]:
    """For the petitioner: whether this matter follows an earlier one, and how many
    follow it. No numbers.

    Each matter is followed with a number and code of its own; one that is sealed is not
    told here either.
    """
    after = visibility.told_to_all(_following(view.case_id)).count()
    return bool(view.state.values.get("follows")), after
