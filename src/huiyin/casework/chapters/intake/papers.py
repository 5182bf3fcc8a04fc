"""Signed papers (the opinion, the record of service) that are handed in as scans with
the act that they belong to.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import files
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads
from huiyin.casework.matter.command import Command, perform


@transaction.atomic
def perform_with(
    command: Command, *, draft: str, by: Actor, at: datetime
) -> CaseState:
    """Perform a command together with the files that were kept under the token ``draft``.

    The act's event holds ids and salted digests of them, and they are bound to it; all
    of it or nothing. Without files it is the act alone. They are papers of the organ:
    the petitioner's pages do not list them. Raises as ``perform`` does.
    """
    row = reads.access_row(by=by, case_id=command.case)
    public = str(row.values.get("sealed_key") or "")
    attached = files.claim_drafts(
        draft=draft, case_id=row.pk, sealed_key=public
    )
    with_files = replace(command, files=files.digests(attached))
    state = perform(with_files, by=by, at=at)
    files.bind(attached, seq=state.event_seq)
    return state
