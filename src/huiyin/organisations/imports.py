"""Saying in an office's own stream that an old ledger was carried over into its register."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft


@transaction.atomic
def record_import(
    *,
    organ: str,
    digest: str,
    mapping: str,
    matters: int,
    contacts: int,
    problems: int,
    by: str,
    at: datetime,
) -> None:
    """Record that a file was imported: its SHA-256, the mapping it was read by, and
    what came of its rows.

    ``matters`` and ``contacts`` count rows that were taken, ``problems`` those that
    were not. The name of the file is not kept, because people put names into it.
    """
    payload = {
        "digest": digest,
        "mapping": mapping,
        "matters": matters,
        "contacts": contacts,
        "problems": problems,
    }
    draft = EventDraft(
        type="organ.ledger_imported",
        at=at,
        actor=by,
        organ=organ,
        payload=payload,
    )
    append_next(stream=f"organ:{organ}", drafts=[draft])
