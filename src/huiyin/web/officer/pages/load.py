"""How much lies with whom: open matters and duties of the organ by who is in charge, for
its head, who assigns. Numbers of what has to be done, never of what somebody did.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.casework.lists import load
from huiyin.casework.lists.duty_shapes import UNASSIGNED
from huiyin.casework.lists.load import Load
from huiyin.organisations import translated
from huiyin.web.kit import navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest


@dataclass(frozen=True, slots=True)
class Line:
    """A row: whose, how much, and where the lists behind the numbers are."""

    name: str
    load: Load
    all: str
    overdue: str
    week: str


@require_safe
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The board; 404 for whoever does not head the organ."""
    if not load.may_look(request.actor):
        raise Http404
    loads = load.of_organ(by=request.actor, today=request.today)
    context = {
        "side": navigation.of(request),
        "whose": translated.organ_name(request.actor.organ),
        "lines": list(map(_line, loads)),
    }
    return render(request, "officer/load.html", context)


def _line(person: Load) -> Line:
    whose = person.who or UNASSIGNED
    return Line(
        name=person.name or _("Nobody is in charge"),
        load=person,
        all=_address(whose=whose),
        overdue=_address(bucket="overdue", whose=whose),
        week=_address(bucket="week", whose=whose),
    )


def _address(**narrowed: str) -> str:
    return f"{reverse('officer:duties')}?{urlencode(narrowed)}"
