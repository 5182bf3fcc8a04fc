"""For the auditor: who opened which identity, looked a number up, corrected or erased,
when and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.casework.matter import reads as cases
from huiyin.organisations import permissions, staff_reads, translated
from huiyin.people import reads as people
from huiyin.people.vocabulary import ErasureReason, Purpose, Seen
from huiyin.reading import LARGEST, whole_number
from huiyin.web.kit import labels, navigation, tables
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms.access_log import OpeningsForm

PAGE = 50
MOST = 10_000  # lines of an export
TYPES = {
    "identity.revealed": gettext_lazy("Opened"),
    "identity.looked_up": gettext_lazy("Phone number looked up"),
    "identity.amended": gettext_lazy("Corrected"),
    "identity.erased": gettext_lazy("Erased"),
    "access.taken_out": gettext_lazy("This log taken out as a table"),
}
PURPOSES = {
    **dict(Purpose.choices),
    **dict(ErasureReason.choices),
    **dict(Seen.choices),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log."""

    at: datetime
    what: str
    who: str
    organ: str
    purpose: str
    matter: str
    hits: str


@require_safe
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The log of opened identities for the auditor's organ and those under it, the latest first."""
    require(request, "audit.read")
    reach = permissions.reachable(request.info, "audit.read")
    form = _narrowed_by(request.GET, reach)
    asked = (
        form.asked() if form.is_bound and form.is_valid() else people.Asked()
    )
    before = whole_number(request.GET.get("before", ""), 1, LARGEST)
    opened = people.openings(
        reach, before_id=before, limit=PAGE + 1, asked=asked
    )
    shown = opened[:PAGE]
    narrowed = {
        name: request.GET.get(name, "")
        for name in form.fields
        if request.GET.get(name)
    }
    context = {
        "side": navigation.of(request),
        "form": form,
        "lines": _lines(shown, reach),
        "next": _address({**narrowed, "before": str(shown[-1].id)})
        if len(opened) > PAGE
        else "",
        "first": _address(narrowed) if before else "",
        "narrowed": narrowed,
        "may_take_out": bool(shown) and not form.errors,
        "most": MOST,
        "whose": translated.organ_name(
            permissions.base_of(request.actor.organ)
        ),
    }
    return render(request, "officer/openings.html", context)


@require_POST
@officer
def take_out(request: OfficeRequest) -> HttpResponse:
    """The same lines as a table, the newest first; no name of a petitioner is in it.
    Taking it out is logged.
    """
    require(request, "audit.read")
    reach = permissions.reachable(request.info, "audit.read")
    form = _narrowed_by(request.POST, reach)
    if form.is_bound and not form.is_valid():
        return redirect(
            _address({name: request.POST.get(name, "") for name in form.fields})
        )
    opened = people.take_out(
        reach,
        by=request.actor,
        at=request.at,
        limit=MOST,
        asked=form.asked() if form.is_bound else None,
    )
    headings = (
        _("When"),
        _("What was done"),
        _("Who"),
        _("Organ"),
        _("Why"),
        _("Matter"),
        _("Found"),
    )
    write = (
        tables.as_xlsx if request.POST.get("as") == "xlsx" else tables.as_csv
    )
    return write(
        "openings", headings, (_cells(line) for line in _lines(opened, reach))
    )


def _narrowed_by(given: QueryDict, reach: tuple[str, ...]) -> OpeningsForm:
    form = OpeningsForm(given or None, label_suffix="")
    form.offer(reach)
    return form


def _address(given: dict[str, str]) -> str:
    """The page narrowed like this."""
    address = reverse("officer:openings")
    return f"{address}?{urlencode(given)}" if given else address


def _cells(line: Line) -> tuple[str, ...]:
    at = line.at.astimezone(timezone.get_default_timezone()).isoformat(
        timespec="seconds"
    )
    return (
        at,
        line.what,
        line.who,
        line.organ,
        line.purpose,
        line.matter,
        line.hits,
    )


def _lines(
    opened: tuple[people.Opening, ...], reach: tuple[str, ...]
) -> list[Line]:
    staff = staff_reads.names_of(
        labels.staff_ids(opening.actor for opening in opened)
    )
    numbers = cases.numbers_of(
        {opening.case_id for opening in opened if opening.case_id},
        organs_read=reach,
    )
    return [
        Line(
            at=opening.at,
            what=str(TYPES.get(opening.type, opening.type)),
            who=labels.actor_name(opening.actor, staff),
            organ=translated.organ_name(opening.organ),
            purpose=str(PURPOSES.get(opening.purpose, opening.purpose)),
            matter=numbers.get(opening.case_id, ""),
            hits=_number(opening),
        )
        for opening in opened
    ]


def _number(opening: people.Opening) -> str:
    """What a look-up found, or how many lines were taken out."""
    if opening.lines is not None:
        return ngettext(
            "%(number)d line", "%(number)d lines", opening.lines
        ) % {"number": opening.lines}
    if opening.hits is None:
        return ""
    if not opening.hits:
        return _("nothing found")
    return ngettext("%(number)d found", "%(number)d found", opening.hits) % {
        "number": opening.hits
    }
