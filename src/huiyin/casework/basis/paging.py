"""Lists that are read page by page: by a day and the row's id, from where the page before ended."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from huiyin.reading import keepable

Row = TypeVar("Row", bound=Model)


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
    way, beyond, up_to = (
        ("-", "lte", "gte") if latest_first else ("", "gte", "lte")
    )
    rows = rows.order_by(f"{way}{day}", f"{way}id")
    cursor = read_cursor(after)
    if cursor is not None:
        ended, last = cursor
        rows = rows.filter(**{f"{day}__{beyond}": ended}).exclude(
            **{day: ended, f"id__{up_to}": last}
        )
    first_rows = list(rows[: limit + 1])
    page = first_rows[:limit]
    return page, write_cursor(getattr(page[-1], day), str(page[-1].pk)) if len(
        first_rows
    ) > limit else ""


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
