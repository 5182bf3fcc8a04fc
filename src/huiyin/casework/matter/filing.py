"""Opening a file of any register, from what its pack asks in the step by which it
begins: a register needs no act of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.casework.basis import law_access, registers
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.events import CaseState
from huiyin.casework.matter.command import checked_text
from huiyin.casework.matter.fillers import Known, completed, trimmed
from huiyin.casework.matter.opening import FILE, Opening
from huiyin.law.rules.pack import Pack

TITLE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as it was opened, with its number."""

    case_id: str
    number: str
    state: CaseState


def pack_for(key: str, *, at: datetime) -> Pack:
    """The rules of a kind of file today. Raises NotFound where the installation has none."""
    pack = registers.pack_on(key, law_access.office_day(at))
    if pack is None:
        raise NotFound("there is no such register")
    return pack


def _told(
    pack: Pack, args: Mapping[str, Any], *, by: Actor, at: datetime
) -> dict[str, Any]:
    known = Known(
        pack, CaseState(case_id=""), by, law_access.local_day(pack, at)
    )
    return completed(pack.step(FILE), trimmed(args), known)


@transaction.atomic
def open_file(
    *, key: str, title: str, args: Mapping[str, Any], by: Actor, at: datetime
) -> OpenedFile:
    """Open a file in a register beside the petitions, and return its id, its number and
    how it stands.

    ``key`` names the kind of file as the head of its pack does, ``title`` is what it is
    called in lists, ``args`` are what the pack's step ``file`` asks; words among them
    are kept beside the event. Raises Refused with the law's grounds, Invalid for
    unusable input, NotFound where there is no such register; then nothing is written.
    """
    pack = pack_for(key, at=at)
    told = _told(pack, args, by=by, at=at)
    opening = Opening(pack, category=str(told.get("category") or ""))
    opening.entitle(
        checked_text("title", title, required=True, limit=TITLE_LIMIT)
    )
    for arg in pack.step(FILE).asked:
        if arg.note:
            words = str(told.get(arg.name) or "")
            opening.note(
                **{arg.name: checked_text(arg.name, words, required=False)}
            )
    opening.take(told, by=by, at=at)
    state = opening.write()
    return OpenedFile(opening.case_id, opening.number, state)
