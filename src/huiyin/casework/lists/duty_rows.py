"""Open duties as a list shows them, read as plain values: a list of fifty builds no rows
of two tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from huiyin.casework.basis import paging
from huiyin.casework.models import Duty
from huiyin.organisations import staff_reads

UNDER_SUPERVISION = ("asked", "asked_again", "answered", "escalated")


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One open duty with what the list shows of its matter."""

    id: str
    case_id: str
    number: str
    title: str
    pack: str
    kind: str
    owner: str
    article: str
    verified: bool
    due_date: date
    provisional: bool
    topic: str
    area: str
    state: str
    stopped_date: date | None
    supervised: bool = False
    handler: str = ""
    receiver: str = ""
    in_charge: str = ""
    """The name of who is in charge in the organ that handles the matter, "" for nobody."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of duties and the cursor of the next, "" on the last one."""

    items: tuple[DutyItem, ...]
    next: str = ""


COLUMNS = (
    "id",
    "case_id",
    "case__number",
    "case__title",
    "case__pack",
    "kind",
    "owner",
    "article",
    "verified",
    "due_date",
    "provisional",
    "case__topic",
    "case__area",
    "case__state",
    "stopped_date",
)
"""The first fields of ``DutyItem``, in its order."""

TITLE = COLUMNS.index("case__title")

Row = tuple[Any, ...]


def shown(duties: QuerySet[Duty], limit: int) -> QuerySet[Duty, Row]:
    """So many duties and one more, the next due first, as rows for ``page_of``."""
    in_order = paging.in_order(duties, day="due_date")
    rows = in_order.values_list(
        *COLUMNS,
        "case__sealed",
        KeyTextTransform("supervision", "case__values"),
        "case__handler",
        "case__receiver",
        staff_reads.name_of("case__in_charge"),
    )
    return rows[: limit + 1]


def page_of(rows: list[Row], limit: int) -> Page:
    """The page that rows of ``shown`` make, and where the next one begins."""
    listed = [_item(row) for row in rows]
    page, following = paging.cut(
        listed, limit=limit, where=lambda item: (item.due_date, item.id)
    )
    return Page(items=tuple(page), next=following)


def paged(duties: QuerySet[Duty], *, after: str, limit: int) -> Page:
    """A page of some duties by due date; for casework's own use, on what the reader was
    let through to. One query.
    """
    duties = paging.behind(duties, day="due_date", after=after)
    return page_of(list(shown(duties, limit)), limit)


def _item(row: Row) -> DutyItem:
    *columns, sealed, supervision, handler, receiver, in_charge = row
    columns[TITLE] = heading(columns[TITLE], sealed=sealed)
    columns += [supervision in UNDER_SUPERVISION, handler, receiver]
    columns.append(in_charge or "")
    return DutyItem(*columns)


def heading(title: str, *, sealed: bool) -> str:
    """What a list shows of a matter: its title, and of a sealed one only that it is
    sealed, also to its readers.
    """
    return _("Sealed report") if sealed else title
