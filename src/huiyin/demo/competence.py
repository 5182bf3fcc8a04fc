"""Whose a matter is: the organ that should handle it in the end, and what offices say
where another holds that it does not.
"""

from __future__ import annotations

from datetime import datetime

from huiyin.casework import acts
from huiyin.casework.events import CaseState, DutyState
from huiyin.demo.district import DISCIPLINE
from huiyin.demo.world import Matter, World


def answer_objection(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    """Whoever sent a matter takes it back, mostly, or says why not."""
    by = world.desk(duty.owner).officer
    if world.chance(0.72):
        return acts.take("agree_return", case_id=matter.case_id, by=by, at=at)
    reason = world.teller.word("returns_declined")
    return acts.take(
        "decline_return", case_id=matter.case_id, reason=reason, by=by, at=at
    )


def decide_competence(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    """The superior gives the matter to the organ that should handle it."""
    reason = world.teller.word("competence_decided")
    return acts.take(
        "decide_competence",
        case_id=matter.case_id,
        to=matter.right,
        reason=reason,
        by=world.desk(duty.owner).head,
        at=at,
    )


def right_organ(world: World, topic: str, category: str, town: str) -> str:
    """The organ that should handle a matter in the end: for accusations the discipline
    organ, otherwise the competent one for ``topic`` in ``town``.
    """
    return (
        DISCIPLINE
        if category == "accusation"
        else world.district.organ_for(topic, town)
    )
