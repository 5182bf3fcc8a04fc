"""Whether a list may offer to supervise: where it works, the address of the notice;
otherwise what is said instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.lists.duty_rows import DutyItem
from huiyin.organisations import reads as organs
from huiyin.organisations import translated
from huiyin.organisations.translated import law_text


@dataclass(frozen=True, slots=True)
class Offer:
    """``address`` leads to the notice of supervision; where it is "", ``why_not`` says
    why, and who can.
    """

    address: str = ""
    why_not: str = ""


NONE = Offer()


def offers(by: Actor) -> Callable[[DutyItem], Offer]:
    """What the lists of this actor offer for each open duty; asks once, where it
    matters, which organ is above the actor's own.

    Nobody supervises their own organ: the authority that directs it does, or the
    petition office above (R22 Art 43).
    """

    @cache
    def own() -> str:
        above = organs.superior(by.organ)
        if above is None:
            return _(
                "Your own office owes this: an organ above it can supervise it."
            )
        return _(
            "Your own office owes this. %(organ)s, which is above it, can supervise it."
        ) % {"organ": translated.organ_name(above.code)}

    def offer(item: DutyItem) -> Offer:
        step = law_access.pack(item.pack).steps.get("supervise")
        if step is None:
            return Offer()
        if item.supervised:
            return Offer(why_not=_("Under supervision"))
        if item.state not in step.sources:
            return Offer(why_not=law_text(step.needs))
        if item.owner == by.organ or {item.handler, item.receiver} == {
            by.organ
        }:
            return Offer(why_not=own())
        if not any(
            by.may("case.supervise", organ)
            for organ in (item.handler, item.receiver)
        ):
            return Offer(
                why_not=_(
                    "Neither the organ responsible nor the one that received it is "
                    "under your office."
                )
            )
        return Offer(
            address=reverse("officer:act", args=[item.case_id, "supervise"])
        )

    return offer
