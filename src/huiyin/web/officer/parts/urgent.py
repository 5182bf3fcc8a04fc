"""A matter that was found to be major or urgent, at a glance: why, and how far the
reports are (R22 Art 22, 25).
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.matter.views import CaseView
from huiyin.organisations import translated
from huiyin.web.kit import labels
from huiyin.web.kit.components import Row

STANDS = {
    "marked": gettext_lazy("still to be reported"),
    "reported": gettext_lazy("reported"),
    "directed": gettext_lazy("reported, and decided on"),
}


def rows(view: CaseView) -> list[Row]:
    """What happened and where the report stands; nothing where nobody found the matter
    to be major or urgent.
    """
    values, terms = view.state.values, view.pack.terms.get("urgent_grounds")
    stands = STANDS.get(str(values.get("urgent") or ""))
    ground = (
        terms.terms.get(str(values.get("urgent_ground"))) if terms else None
    )
    if stands is None or ground is None:
        return []
    told = translated.organ_name(view.state.parties.get("urgent_authority", ""))
    said = f"{labels.law_title(ground.title)} – {stands}" + (
        f" ({told})" if told else ""
    )
    return [Row(_("Major or urgent"), said)]
