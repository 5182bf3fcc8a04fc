"""Officers sort by law what has another way, so that the sample district shows last
days and rights that lapse soon.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from huiyin.casework import acts
from huiyin.casework.events import CaseState
from huiyin.demo.world import Matter, World


def sort(
    world: World, matter: Matter, state: CaseState, at: datetime
) -> CaseState:
    """The matter after its officer has sorted it; as it was, where its story names no
    kind of claim.

    Days are taken from the matter itself and not drawn, so that the same seed still
    tells the same year.
    """
    template, received = matter.story.template, state.received_date
    if (
        "claim_kind" not in template
        or received is None
        or state.values.get("category") != "appeal"
    ):
        return state
    days = template["known_days"] + received.toordinal() % 30
    args = {
        "claim_kind": template["claim_kind"],
        "known_on": received - timedelta(days=days),
    }
    by = world.desk(state.parties["handler"]).officer
    return acts.take(
        "sort_by_law", case_id=matter.case_id, **args, by=by, at=at
    )
