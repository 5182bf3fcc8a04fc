"""One step of the pack as an act, with the words that are kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.casework.basis.actors import Actor
from huiyin.casework.events import CaseState
from huiyin.casework.matter.command import Files, perform
from huiyin.casework.matter.work import NO_DATA
from huiyin.organisations import reads as organs


def take_step(
    step: str,
    case_id: str,
    by: Actor,
    at: datetime,
    args: Mapping[str, Any] = NO_DATA,
    *,
    files: Files = (),
    **notes: str,
) -> CaseState:
    return perform(
        case_id=case_id, step=step, args=args, by=by, at=at, notes=notes, files=files
    )


def named_organ(organ: str) -> dict[str, Any]:
    found = organs.organ(organ)
    return {"to": found.code, "to_kind": found.kind}
