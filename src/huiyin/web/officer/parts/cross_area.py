"""A matter that crosses areas or departments, at a glance: what kind, which areas, and
who is competent.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.casework.matter.views import CaseView
from huiyin.organisations import reads as organs
from huiyin.organisations import translated
from huiyin.web.kit import labels
from huiyin.web.kit.components import Row

MOST = 3


def rows(view: CaseView) -> list[Row]:
    """What an officer has to know of it; nothing where nobody has said that the matter
    crosses anything.

    The organ of the place where it arose handles it (R22 Art 22); where organs dispute
    it, the one above them decides (Art 24). The table of competence suggests, a person
    decides.
    """
    values = view.state.values
    if not values.get("crossing"):
        return []
    term = view.pack.terms["crossings"].terms.get(str(values["crossing"]))
    arose, also, topic = (
        str(values.get(name) or "") for name in ("arose_in", "also_in", "topic")
    )
    here, there = (
        _competent(topic, arose),
        _competent(topic, also) if also else [],
    )
    told = []
    # What was said of a household register is not shown any more.
    if term is not None:
        custom = "" if term.verified else _(" (a customary notion)")
        told.append(Row(_("Crosses"), labels.law_title(term.title) + custom))
    told.append(Row(_("Arose in"), translated.area_name(arose)))
    if also:
        told.append(Row(_("Other area concerned"), translated.area_name(also)))
    told.append(
        Row(
            _("Competent where it arose"),
            labels.listed(map(translated.organ_name, here)) if here else "—",
        )
    )
    handler = view.state.parties.get("handler", "")
    told.append(_deciding({*here[:1], *there[:1], handler} - {""}))
    return told


def _deciding(concerned: set[str]) -> Row:
    """Who decides where the organs concerned dispute which of them is competent."""
    above = organs.superior_of_all(concerned)
    return Row(
        _("Decides where it is disputed"),
        translated.organ_name(above.code)
        if above
        else _("the joint conference"),
    )


def _competent(topic: str, area: str) -> list[str]:
    """The organs that the table names for a topic in an area, the most particular first."""
    named = organs.competent(topic, area) if topic else []
    return [competent.organ.code for competent in named[:MOST]]
