"""Looking at supervision: how a matter's stands. Organs and duties only; nothing here
knows a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.casework.matter.views import CaseView

DUTIES = frozenset(
    {"answer_supervision", "examine_answer", "answer_escalation"}
)
WATCHED = DUTIES | {"answer_complaint"}
"""What organs owe beside a matter: answers to supervision, and to the petitioner who
complained of a delay.
"""


@dataclass(frozen=True, slots=True)
class Supervision:
    """The latest supervision of a matter: who asked whom, why, since when, until when,
    and how far it is.

    ``circumstance`` and ``form`` are terms of the pack; ``status`` is asked, answered,
    asked_again, escalated, settled or withdrawn; ``superior`` is the organ above that
    was asked, "" for none. ``running``: somebody still owes something.
    """

    status: str
    circumstance: str
    form: str
    supervisor: str
    supervised: str
    superior: str
    asked_date: date
    due_date: date
    running: bool


def of_matter(view: CaseView) -> Supervision | None:
    """The latest supervision of a matter that the caller was let through to; None where
    there never was one.
    """
    values, parties, dates = (
        view.state.values,
        view.state.parties,
        view.state.dates,
    )
    status = str(values.get("supervision") or "")
    if not status:
        return None
    running = [duty for duty in view.open_duties if duty.kind in DUTIES]
    owed = [duty for duty in running if duty.kind == "answer_supervision"]
    return Supervision(
        status=status,
        circumstance=str(values.get("circumstance") or ""),
        form=str(values.get("supervision_form") or ""),
        supervisor=parties.get("supervisor", ""),
        supervised=owed[0].owner if owed else parties.get("supervised", ""),
        superior=parties.get("supervised_superior", "")
        if status == "escalated"
        else "",
        asked_date=dates["supervised"],
        due_date=owed[0].due_date if owed else dates["answer_by"],
        running=bool(running),
    )
