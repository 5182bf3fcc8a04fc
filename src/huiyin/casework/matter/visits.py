"""What was brought in a visit: told on the spot where that is possible (R22 Art 23),
and where visits go (Art 20).
"""

from __future__ import annotations

from datetime import date

from huiyin.casework.events import CaseState
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.pack import Pack
from huiyin.organisations import reads as organs
from huiyin.organisations.info import OrganInfo


def in_person(pack: Pack, state: CaseState) -> bool:
    """Whether the matter was brought in a visit."""
    vocabulary = pack.terms.get("channels")
    channel = (
        vocabulary.terms.get(str(state.values.get("channel") or ""))
        if vocabulary
        else None
    )
    return channel is not None and bool(channel.attributes.get("in_person"))


def brought_today(pack: Pack, state: CaseState, today: date) -> bool:
    """Whether a visitor brought it today to the organ that has it now: then its notice
    can be handed over at once.
    """
    here = state.parties.get("receiver") == state.parties.get("handler")
    return (
        here and state.dates.get("received") == today and in_person(pack, state)
    )


def competent_elsewhere(view: CaseView) -> OrganInfo | None:
    """The organ that the table of competence names, where the visit went neither to its
    level nor to the one above.

    None where it did, where nobody is named, or for a sealed matter. The matter is
    registered all the same: this is what the visitor is told.
    """
    values = view.state.values
    topic = str(values.get("topic") or "")
    if (
        "guide_visit" not in view.pack.steps
        or values.get("sealed")
        or not topic
        or not in_person(view.pack, view.state)
    ):
        return None
    named = organs.competent(topic, str(values.get("area") or "") or None)
    competent = named[0].organ if named else None
    receiver = view.state.parties.get("receiver", "")
    return (
        competent
        if competent is not None
        and receiver not in organs.visit_places(competent.code)
        else None
    )
