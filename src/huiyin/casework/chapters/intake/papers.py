"""Signed papers (the opinion, the record of service) that are handed in as scans with
the act that they belong to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import files
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads


@transaction.atomic
def with_papers(
    do: Callable[..., CaseState],
    *,
    case_id: str,
    draft: str,
    by: Actor,
    at: datetime,
    **told: Any,
) -> CaseState:
    """Do an act (``do``, with ``told``) together with the files that were kept under
    the token ``draft``.

    The act's event holds ids and salted digests of them, and they are bound to it; all
    of it or nothing. Without files it is the act alone. They are papers of the organ:
    the petitioner's pages do not list them.
    """
    public = str(
        reads.access_row(by=by, case_id=case_id).values.get("sealed_key") or ""
    )
    attached = files.claim_drafts(draft=draft, case_id=case_id, sealed_key=public)
    if not attached:
        return do(case_id=case_id, by=by, at=at, **told)
    state = do(case_id=case_id, by=by, at=at, files=files.digests(attached), **told)
    files.bind(attached, seq=state.event_seq)
    return state
