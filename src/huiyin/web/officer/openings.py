"""For the auditor: who opened which identity, looked a number up, corrected or erased, when and why."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
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
from huiyin.web.officer.gate import officer, require
from huiyin.web.officer.openings_form import OpeningsForm
from huiyin.web.officer.request import OfficeRequest

PAGE = 50
MOST = 10_000  # lines of an export
BOM = "\ufeff"  # by which Excel knows that it is UTF-8
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
    form = OpeningsForm(request.GET or None, label_suffix="")
    form.offer(reach)
    asked = form.asked() if form.is_bound and form.is_valid() else people.Asked()
    if "export" in request.GET and not form.errors:
        return _exported(people.openings(reach, limit=MOST, asked=asked), reach)
    before = whole_number(request.GET.get("before", ""), 1, LARGEST)
    found = people.openings(reach, before_id=before, limit=PAGE + 1, asked=asked)
    shown = found[:PAGE]
    narrowed = {name: request.GET.get(name, "") for name in form.fields if request.GET.get(name)}
    context = {
        "side": side.of(request),
        "form": form,
        "lines": _lines(shown, reach),
        "next": _address({**narrowed, "before": str(shown[-1].id)}) if len(found) > PAGE else "",
        "first": _address(narrowed) if before else "",
        "export": _address({**narrowed, "export": "1"}) if shown else "",
        "narrowed": bool(narrowed),
        "whose": words.organ(permissions.base_of(request.actor.organ)),
    }
    return render(request, "officer/openings.html", context)


def _address(given: dict[str, str]) -> str:
    """The page narrowed like this."""
    address = reverse("officer:openings")
    return f"{address}?{urlencode(given)}" if given else address


def _exported(found: tuple[people.Opening, ...], reach: tuple[str, ...]) -> HttpResponse:
    """The same lines as a table for Excel, the newest first; no name of a petitioner is in it."""
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="openings.csv"'
    rows = csv.writer(response)
    rows.writerow([_("When"), _("What was done"), _("Who"), _("Organ"), _("Why"), _("Matter")])
    for line in _lines(found, reach):
        said = (line.what, line.who, line.organ, line.purpose, line.matter)
        at = line.at.astimezone(timezone.get_default_timezone())
        rows.writerow([at.isoformat(timespec="seconds"), *map(_harmless, said)])
    return response


def _harmless(text: str) -> str:
    """A cell that no program takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


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
