"""The organs that handle a matter together, as officers see them: who leads, and where
each opinion stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.casework.matter import joint_organs
from huiyin.casework.matter.joint_organs import JointOrgan
from huiyin.casework.matter.timeline import Entry
from huiyin.casework.matter.views import CaseView
from huiyin.organisations import translated

GIVEN = "matter.joint_opinion_given"


@dataclass(frozen=True, slots=True)
class Member:
    """A joint organ: ``day`` is when its opinion is due, or came; ``opinion`` is what
    it said last.
    """

    organ: str
    own: bool
    status: str
    said: str
    day: date | None
    provisional: bool
    late: bool
    signs: bool
    opinion: str


@dataclass(frozen=True, slots=True)
class Together:
    """The lead organ and those that join in; the one time limit is the lead's."""

    lead: str
    members: tuple[Member, ...]


def of(
    view: CaseView, entries: Iterable[Entry], *, own: str, today: date
) -> Together | None:
    """The organs of a matter that is handled by several; None where one handles it alone."""
    together = joint_organs.organs_of(view)
    if not together:
        return None
    opinions = {
        entry.organ: entry.notes.get("opinion", "")
        for entry in entries
        if entry.type == GIVEN
    }
    lead = translated.organ_name(view.state.parties.get("handler", ""))
    return Together(
        lead, tuple(_member(organ, opinions, own, today) for organ in together)
    )


def _member(
    organ: JointOrgan, opinions: dict[str, str], own: str, today: date
) -> Member:
    late = (
        organ.status == "awaited"
        and organ.day is not None
        and organ.day < today
    )
    said = {
        "named": _("to be asked once the matter is accepted"),
        "awaited": _("no opinion, and its time is over")
        if late
        else _("opinion awaited"),
        "given": _("opinion given"),
        "without": _("no opinion came in time: decided without it"),
    }[organ.status]
    opinion = opinions.get(organ.code, "") if organ.status == "given" else ""
    return Member(
        organ=translated.organ_name(organ.code),
        own=organ.code == own,
        status=organ.status,
        said=said,
        day=organ.day,
        provisional=organ.provisional,
        late=late,
        signs=organ.signs,
        opinion=opinion,
    )
