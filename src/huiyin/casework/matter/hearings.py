"""The hearing that is to be held in a matter (听证): when, and who chairs and sits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.casework.basis import named_staff
from huiyin.casework.matter.timeline import Entry
from huiyin.casework.matter.views import CaseView

DUTY = "hold_hearing"
NAMING = (
    "matter.hearing_ordered",
    "matter.rereview_hearing_ordered",
    "matter.hearing_members_replaced",
)


@dataclass(frozen=True, slots=True)
class Hearing:
    """``chair`` and ``members`` are ids of staff, ``outside`` the words about members
    from elsewhere.
    """

    organ: str
    day: date
    chair: int | None
    members: tuple[int, ...]
    outside: str

    @property
    def staff(self) -> tuple[int, ...]:
        """All of the staff who chair or sit."""
        return (*(() if self.chair is None else (self.chair,)), *self.members)


def of_matter(view: CaseView, entries: Sequence[Entry]) -> Hearing | None:
    """The hearing that is due; None where none is. ``entries`` is the matter's timeline
    as the reader may see it.
    """
    duty = next((duty for duty in view.open_duties if duty.kind == DUTY), None)
    if duty is None:
        return None
    values = view.state.values
    chair = named_staff.numbers((values.get("hearing_chair"),))
    named = [entry for entry in entries if entry.type in NAMING]
    return Hearing(
        organ=duty.owner,
        day=view.state.dates.get("hearing_on", duty.due_date),
        chair=chair[0] if chair else None,
        members=named_staff.numbers(values.get("hearing_officers")),
        outside=named[-1].notes.get("members", "") if named else "",
    )
