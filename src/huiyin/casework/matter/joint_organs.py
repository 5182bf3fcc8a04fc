"""The organs that handle a matter together: one leads, the others give it their opinion
(R22 Art 24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.casework.events import CANCELLED, DISCHARGED, OPEN, DutyState
from huiyin.casework.matter.views import CaseView
from huiyin.law.terms.party_slots import members

OPINION = "joint_opinion"


@dataclass(frozen=True, slots=True)
class JointOrgan:
    """One joint organ and where its opinion stands.

    ``status`` is "named" (no opinion asked for yet), "awaited", "given", or "without":
    its time went by, and the lead decided. ``day`` is the day it is due, was given, or
    was no longer waited for. ``signs``: it signs the answer too.
    """

    code: str
    status: str
    day: date | None
    provisional: bool
    signs: bool


def organs_of(view: CaseView) -> tuple[JointOrgan, ...]:
    """The joint organs of a matter that the reader has been let through to, in the
    order of their places.
    """
    parties = view.state.parties
    signing = members(parties, "cosigner")
    latest = {duty.owner: duty for duty in view.duties if duty.kind == OPINION}
    return tuple(
        _organ(code, latest.get(code), signs=code in signing)
        for code in members(parties, "joint")
    )


def _organ(code: str, duty: DutyState | None, *, signs: bool) -> JointOrgan:
    if duty is None:
        return JointOrgan(code, "named", None, provisional=False, signs=signs)
    status = {OPEN: "awaited", DISCHARGED: "given", CANCELLED: "without"}.get(
        duty.status, "named"
    )
    day = duty.due_date if duty.status == OPEN else duty.closed_date
    return JointOrgan(
        code,
        status,
        day,
        provisional=duty.status == OPEN and duty.provisional,
        signs=signs,
    )
