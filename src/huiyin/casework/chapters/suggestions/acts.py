"""Suggestions of petition offices to organs (三项建议, R22 Art 40): improve work, improve
policy, hold responsible.

A suggestion is a file in a register of its own, with a pack of its own. It may rest on
several matters, by number; it names units and duties, never a person. After it is sent,
it is answered and carried out by ``handling.acts.take``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access, registers
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.suggestions.reads import REGISTER
from huiyin.casework.events import CaseState
from huiyin.casework.matter.command import checked_text
from huiyin.casework.matter.opening import Opening
from huiyin.organisations import reads as organs

TITLE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested: its kind (a term of the pack), to which organ, the words, and
    the matters it rests on.

    ``refers`` are numbers of matters; ``answer_by`` the day of the answer, None for the
    pack's own limit.
    """

    kind: str
    to: str
    title: str
    text: str
    refers: str = ""
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A suggestion as it was sent."""

    case_id: str
    number: str
    state: CaseState


@transaction.atomic
def send(*, suggestion: Suggestion, by: Actor, at: datetime) -> Sent:
    """Make a suggestion to an organ, which then owes a written answer on its adoption
    (R22 Art 14 (6), 40).

    Only for staff who supervise. Refuses (Refused) what the law does not let through,
    such as a suggestion on policy to a department, and (Invalid) where the
    installation's law knows no suggestions.
    """
    pack = registers.pack_on(REGISTER, law_access.office_day(at))
    if pack is None:
        raise Invalid(
            "kind",
            _("the law of this installation knows no suggestions of this kind"),
        )
    title = checked_text(
        "title", suggestion.title, required=True, limit=TITLE_LIMIT
    )
    text = checked_text("text", suggestion.text, required=True)
    to = organs.organ(suggestion.to)
    args: dict[str, Any] = {
        "office": by.organ,
        "kind": suggestion.kind,
        "to": to.code,
        "to_kind": to.kind,
        "text": text,
        "refers": checked_text(
            "refers", suggestion.refers, required=False, limit=200
        )
        or None,
        "answer_by": suggestion.answer_by,
    }
    opening = Opening(pack)
    opening.entitle(title)
    opening.note(text=text)
    opening.take(args, by=by, at=at)
    state = opening.write()
    return Sent(opening.case_id, opening.number, state)
