"""Rights of petitioners that lapse soon: other lawful ways that close within 30, 15 or
5 days in matters still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.casework.basis import law_access
from huiyin.casework.lists import closing_remedies
from huiyin.casework.lists.closing_remedies import WARNED, Lapse
from huiyin.organisations import permissions, translated
from huiyin.organisations import reads as organs
from huiyin.reading import whole_number
from huiyin.web.kit import navigation
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.components import Count, State
from huiyin.web.kit.office_request import OfficeRequest

TONES: dict[int, State] = {5: "overdue", 15: "today", 30: "intime"}


@dataclass(frozen=True, slots=True)
class Line:
    """One way that closes soon."""

    case_id: str
    number: str
    title: str
    way: str
    last_day: date
    provisional: bool


@require_safe
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The ways that close soon in matters of the actor's organ, or of one they
    supervise, the next first.
    """
    require(request, "case.read")
    organ = request.GET.get("organ", "").strip()[:100]
    given = request.GET.get("within", "")
    within = whole_number(given, min(WARNED), max(WARNED))
    within = within if within in WARNED else max(WARNED)
    after = request.GET.get("after", "")
    closing = closing_remedies.lapsing(
        by=request.actor,
        today=request.today,
        within=within,
        organ=organ,
        after=after,
    )
    counted = closing_remedies.lapse_counts(
        by=request.actor, today=request.today, organ=organ
    )
    supervised = permissions.reachable(request.info, "case.supervise")
    context = {
        "side": navigation.of(request),
        "counts": [
            _count(organ, days, counted[days], within) for days in WARNED
        ],
        "lines": [_line(item) for item in closing.items],
        "next": _address(organ, within, after=closing.next)
        if closing.next
        else "",
        "first": _address(organ, within) if after else "",
        "choices": [
            (organ_below.code, organ_below.name(translated.language()))
            for organ_below in organs.organs(supervised).values()
        ],
        "organ": organ,
        "within": within,
        "whose": translated.organ_name(organ or request.actor.organ),
    }
    return render(request, "officer/lapses.html", context)


def _address(organ: str, within: int, *, after: str = "") -> str:
    given = {
        "organ": organ,
        "within": within if within != max(WARNED) else "",
        "after": after,
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return (
        f"{reverse('officer:lapses')}?{query}"
        if query
        else reverse("officer:lapses")
    )


def _count(organ: str, days: int, number: int, within: int) -> Count:
    return Count(
        label=_("Within %(days)d days") % {"days": days},
        number=number,
        href=_address(organ, days),
        state=TONES[days] if number else "",
        current=days == within,
    )


def _line(item: Lapse) -> Line:
    route = law_access.pack(item.pack).routes.get(item.route)
    return Line(
        case_id=item.case_id,
        number=item.number,
        title=item.title,
        way=capfirst(translated.law_text(route.title)) if route else item.route,
        last_day=item.last_day,
        provisional=item.provisional,
    )
