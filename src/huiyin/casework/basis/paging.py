"""Lists that are read page by page: by a day and the row's id, from where the page before ended."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from huiyin.reading import keepable

Row = TypeVar("Row", bound=Model)
Found = TypeVar("Found")


def page_of(
    rows: QuerySet[Row],
    *,
    day: str,
    after: str,
    limit: int,
    latest_first: bool = False,
) -> tuple[list[Row], str]:
    """At most ``limit`` rows by the day in the column ``day``, the earliest or
    ``latest_first``, and the next page's cursor ("" on the last); one query.

    ``after`` is the cursor of the page before, "" for the first one.
    """
    rows = in_order(rows, day=day, latest_first=latest_first)
    rows = behind(rows, day=day, after=after, latest_first=latest_first)
    return cut(
        list(rows[: limit + 1]),
        limit=limit,
        where=lambda row: (getattr(row, day), str(row.pk)),
    )


def in_order(
    rows: QuerySet[Any, Found], *, day: str, latest_first: bool = False
) -> QuerySet[Any, Found]:
    """The rows by the day in the column ``day`` and by id, the earliest or
    ``latest_first``.
    """
    way = "-" if latest_first else ""
    return rows.order_by(f"{way}{day}", f"{way}id")


def behind(
    rows: QuerySet[Any, Found],
    *,
    day: str,
    after: str,
    latest_first: bool = False,
) -> QuerySet[Any, Found]:
    """The rows that come after the page whose cursor is ``after``, in a list of the
    earliest first, or ``latest_first``; all for "".
    """
    cursor = read_cursor(after)
    if cursor is None:
        return rows
    ended, last = cursor
    return beyond(
        rows, day=day, ended=ended, last=last, latest_first=latest_first
    )


def beyond(
    rows: QuerySet[Any, Found],
    *,
    day: str,
    ended: date,
    last: str,
    latest_first: bool = False,
) -> QuerySet[Any, Found]:
    """The rows that come after the one with the day ``ended`` and the id ``last``, in a
    list of the earliest first, or ``latest_first``.
    """
    further, up_to = ("lte", "gte") if latest_first else ("gte", "lte")
    return rows.filter(**{f"{day}__{further}": ended}).exclude(
        **{day: ended, f"id__{up_to}": last}
    )


def cut(
    rows: list[Found],
    *,
    limit: int,
    where: Callable[[Found], tuple[date, str]],
) -> tuple[list[Found], str]:
    """The first ``limit`` of rows of which one more was read, and the next page's
    cursor ("" on the last). ``where`` says the day and the id of a row.
    """
    page = rows[:limit]
    if len(rows) <= limit:
        return page, ""
    return page, write_cursor(*where(page[-1]))


def write_cursor(day: date, last: str) -> str:
    """Where a page ended, for the address bar: at the row with the id ``last`` on this
    ``day``.
    """
    return base64.urlsafe_b64encode(
        json.dumps([day.isoformat(), last]).encode()
    ).decode()


def read_cursor(text: str) -> tuple[date, str] | None:
    """The day and the id where a page ended, from the address bar; None, and so the
    beginning, for what cannot be read.
    """
    if not text:
        return None
    try:
        day, last = json.loads(base64.urlsafe_b64decode(text.encode()))
        where = date.fromisoformat(day), str(last)
    except (ValueError, TypeError, RecursionError, binascii.Error):
        return None
    return where if keepable(where[1]) else None
