"""For the auditor: who opened which identity, looked a number up, corrected or erased, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from huiyin.casework.cases import reads as cases
from huiyin.organisations import permissions
from huiyin.organisations import reads as organs
from huiyin.people import reads as people
from huiyin.people.vocabulary import ErasureReason, Purpose
from huiyin.reading import LARGEST, whole_number
from huiyin.web.officer import side, words
from huiyin.web.officer.gate import OfficeRequest, officer, require

PAGE = 50
TYPES = {
    "identity.revealed": gettext_lazy("Opened"),
    "identity.looked_up": gettext_lazy("Phone number looked up"),
    "identity.amended": gettext_lazy("Corrected"),
    "identity.erased": gettext_lazy("Erased"),
}
PURPOSES = {**dict(Purpose.choices), **dict(ErasureReason.choices)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log."""

    at: datetime
    what: str
    who: str
    organ: str
    purpose: str
    matter: str
    found: str


@require_safe
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The log of opened identities for the auditor's organ and those under it, the latest first."""
    require(request, "audit.read")
    reach = permissions.reachable(request.info, "audit.read")
    given = request.GET.get("before", "")
    before = whole_number(given, 1, LARGEST)
    found = people.openings(reach, before_id=before, limit=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "side": side.of(request),
        "lines": _lines(shown, reach),
        "next": f"{reverse('officer:openings')}?before={shown[-1].id}" if len(found) > PAGE else "",
        "first": reverse("officer:openings") if before else "",
        "whose": words.organ(permissions.base_of(request.actor.organ)),
    }
    return render(request, "officer/openings.html", context)


def _lines(found: tuple[people.Opening, ...], reach: tuple[str, ...]) -> list[Line]:
    staff = organs.names_of(words.staff_ids(one.actor for one in found))
    numbers = cases.numbers_of({one.case_id for one in found if one.case_id}, organs_read=reach)
    return [
        Line(
            at=one.at,
            what=str(TYPES.get(one.type, one.type)),
            who=words.actor(one.actor, staff),
            organ=words.organ(one.organ),
            purpose=str(PURPOSES.get(one.purpose, one.purpose)),
            matter=numbers.get(one.case_id, ""),
            found=_hits(one.found),
        )
        for one in found
    ]


def _hits(found: int | None) -> str:
    if found is None:
        return ""
    if not found:
        return _("nothing found")
    return ngettext("%(number)d found", "%(number)d found", found) % {"number": found}
