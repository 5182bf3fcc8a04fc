"""What a matter's pages say of recusal (回避): when it was raised, what was decided, who
stands aside in this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.casework.basis import named_staff
from huiyin.casework.basis.rows import ASIDE
from huiyin.casework.matter.views import CaseView

DUTY = "decide_recusal"


@dataclass(frozen=True, slots=True)
class Recusal:
    """Where it stands. ``owner`` owes the decision by ``due_date`` while it is to be
    made; ``aside`` are ids of staff.

    ``status`` is "asked", "declared", "granted" or "declined".
    """

    status: str
    asked_date: date
    decided_date: date | None = None
    owner: str = ""
    due_date: date | None = None
    aside: tuple[int, ...] = ()


def of_matter(view: CaseView) -> Recusal | None:
    """The recusal raised last in a matter; None where there was none. The caller was
    let through to the view.
    """
    values, dates = view.state.values, view.state.dates
    if "recusal_asked" not in dates:
        return None
    aside: dict[int, None] = {}  # each once, in order
    for name in ASIDE:
        aside |= dict.fromkeys(named_staff.numbers(values.get(name)))
    owed = next((duty for duty in view.open_duties if duty.kind == DUTY), None)
    return Recusal(
        status=str(values.get("recusal") or ""),
        asked_date=dates["recusal_asked"],
        decided_date=None if owed else dates.get("recusal_decided"),
        owner=owed.owner if owed else "",
        due_date=owed.due_date if owed else None,
        aside=tuple(aside),
    )
