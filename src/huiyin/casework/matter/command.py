"""The one way in which a matter changes: lock it, let the law rule, write event, row
and duties together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.events import CaseState
from huiyin.casework.matter import agents, reads, succession
from huiyin.casework.matter.work import NO_DATA, Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Note
from huiyin.casework.sealing import envelope, keyring
from huiyin.reading import visible

NOTE_LIMIT = 20_000
PLACE_LIMIT = 200


def checked_text(
    field: str, text: str, *, required: bool, limit: int = NOTE_LIMIT
) -> str:
    """A text as it will be kept: trimmed, not empty where it is required, not beyond
    ``limit`` characters.

    Without invisible signs: they only hide what stands there, or turn its direction.
    """
    cleaned = visible(text.replace("\x00", "")).strip()
    if required and not cleaned:
        raise Invalid(field, _("must not be empty"))
    if len(cleaned) > limit:
        raise Invalid(
            field,
            _("is %(length)s characters long; at most %(limit)s can be taken")
            % {"length": len(cleaned), "limit": limit},
        )
    return cleaned


Files = Sequence[
    Mapping[str, str]
]  # ids and salted digests of files, as an event keeps them


def files_data(files: Files) -> dict[str, Any]:
    """What goes into an event's data of the files that were handed in with an act;
    nothing where there are none.
    """
    return {"files": [dict(one) for one in files]} if files else {}


class Notes:
    """Words to be kept beside an event, and their commitments inside it; in boxes where
    the matter is sealed.
    """

    def __init__(self, work: Work, **texts: str) -> None:
        case_id, public = work.start.case_id, work.sealed_key
        self.texts = {
            key: envelope.kept(text, public, case_id, "note")
            for key, text in texts.items()
            if text
        }
        self.salts = {key: commitments.new_salt() for key in self.texts}

    def data(self) -> dict[str, Any]:
        """What goes into the event's data."""
        if not self.texts:
            return {}
        return {
            "notes": {
                key: commitments.commit(self.salts[key], text)
                for key, text in self.texts.items()
            }
        }

    def rows(self, case_id: str, seq: int) -> list[Note]:
        """The rows to write once the event has its number."""
        return [
            Note(
                id=f"{case_id}.{seq}.{key}",
                case_id=case_id,
                event_seq=seq,
                key=key,
                text=text,
                salt=self.salts[key],
            )
            for key, text in self.texts.items()
        ]


def _through(
    work: Work, step: str, args: Mapping[str, Any], agent: int, at: datetime
) -> Mapping[str, Any]:
    """What the event says of the agent at the window; refuses what the law would refuse
    that agent.
    """
    if not agent:
        return NO_DATA
    standing = agents.at_window(case_id=work.start.case_id, position=agent, at=at)
    ruling = work.rule(step, args, by=standing, at=at)
    if ruling.refused:
        raise Refused(ruling.refusals)
    return {agents.THROUGH: agent}


@transaction.atomic
def perform(
    *,
    case_id: str,
    step: str,
    args: Mapping[str, Any],
    by: Actor,
    at: datetime,
    notes: Mapping[str, str] = NO_DATA,
    data: Mapping[str, Any] = NO_DATA,
    agent: int = 0,
    files: Files = (),
) -> CaseState:
    """Take one step of the procedure on a matter, in one transaction.

    ``args`` are what the pack asks for, ``notes`` the words that belong to the step
    (kept outside the event, which holds their commitments), ``data`` further ids for
    the event, ``files`` what it keeps of signed papers that were scanned. ``agent`` is
    the position of the agent who stood at the window while an office records it: what
    they may not do, the office does not record for them. Raises NotFound where the
    actor may not know the matter, Refused with the law's grounds, Invalid for unusable
    input; then nothing is changed.
    """
    case, work = _locked(case_id, step, by=by, at=at)
    checked = {
        name: checked_text(name, text, required=False) for name, text in notes.items()
    }
    kept = Notes(work, **checked)
    told = {
        **data,
        **files_data(files),
        **kept.data(),
        **_through(work, step, args, agent, at),
    }
    work.take(step, args, by=by, at=at, data=told)
    note_rows = kept.rows(case_id, work.state.event_seq)
    if note_rows:
        Note.objects.bulk_create(note_rows)
    if not work.sealing_turned:
        return commit(work)
    # Sorted as a report of wrongdoing only now, or found to be none: what exists of it
    # turns with the event.
    pair = None if work.sealed_key else keyring.pair_for(by, case_id)
    turned = envelope.turn(case, public=work.sealed_key, pair=pair)
    work.tell(turned.data)
    return commit(work, outside=turned.columns)


def _locked(case_id: str, step: str, *, by: Actor, at: datetime) -> tuple[Case, Work]:
    """The matter, locked, as a piece of work. A closed one stays with an organ that
    ended, until somebody is asked for a step beside its procedure: it goes over first.
    """
    case = reads.lock_case(by=by, case_id=case_id)
    work = Work.load(case)
    if case.final and step in work.pack.steps and work.pack.step(step).track:
        succession.catch_up(case, at=at)
        case = reads.lock_case(by=by, case_id=case_id)
        work = Work.load(case)
    return case, work
