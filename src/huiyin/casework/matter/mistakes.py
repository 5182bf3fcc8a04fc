"""Names that were recorded in a matter by mistake (PIPL 47, first paragraph, 1 and 4):
which of them may go at any time, and why others may not.

A name has no place in a matter whose owner takes no part in it. Whoever takes part has
a name that is corrected where it is wrong (PIPL 46), and erased when they ask or the
term is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huiyin.casework.matter import agents, erasures
from huiyin.casework.matter.erasures import AGENT, SIGNATORY, Told
from huiyin.casework.matter.participants import SIGNING
from huiyin.casework.models import Participant

FILED, OWN, SIGNS, ACTS = "filed", "own", "signs", "acts"
"""How somebody takes part, so that their name cannot be there by mistake: they filed
the matter; they brought it themselves, with the code; they stand behind the matter;
they act for the petitioner.
"""


def part_taken(
    case_id: str, events: Iterable[Told], today: date
) -> dict[str, str]:
    """How those whose names stand in a matter take part in it on ``today``, by their
    places; without those whose names may have been recorded by mistake.

    ``events`` are all of the matter. Who signed takes part until they left, an agent as
    long as the authority lasts.
    """
    places = tuple(erasures.identities(case_id))
    own = erasures.own_places(events, places)
    parts = dict.fromkeys(own, OWN)
    if own and own[0] == f"{erasures.CONTACT}:1":
        parts[own[0]] = FILED
    signing = Participant.objects.filter(
        case_id=case_id, role__in=SIGNING, ended_seq=0
    ).values_list("position", flat=True)
    parts |= {f"{SIGNATORY}:{position}": SIGNS for position in signing}
    acting = agents.standing(today, begun=False).filter(case_id=case_id)
    parts |= {
        f"{AGENT}:{position}": ACTS
        for position in acting.values_list("position", flat=True)
    }
    return {place: parts[place] for place in places if place in parts}
