"""Open duties by organ, the age of the stock, and what is overdue now: read in ten seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.casework.basis import law_access
from huiyin.casework.lists import worklist
from huiyin.casework.lists.duty_rows import DutyItem
from huiyin.organisations import permissions, translated
from huiyin.oversight import overview, words
from huiyin.oversight.overview import Overview
from huiyin.oversight.scope import Scope
from huiyin.web.kit import navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.components import Chart, Count, Series
from huiyin.web.kit.labels import article_short, source_short
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.kit.unchanged import while_unchanged
from huiyin.web.supervisor import scope as access
from huiyin.web.supervisor.offering import NONE, Offer, offers

PERMISSION = "case.supervise"


@dataclass(frozen=True, slots=True)
class Overdue:
    """One overdue duty of the list."""

    case_id: str
    number: str
    title: str
    duty: str
    organ: str
    due_date: date
    provisional: bool
    article: str
    instrument: str
    offer: Offer


@require_safe
@officer
@while_unchanged
def page(request: OfficeRequest) -> HttpResponse:
    """Everything open under the reader's supervision; each bar leads to the duties behind it."""
    scope = access.scope_of(request, PERMISSION)
    seen = overview.look(scope=scope, today=request.today)
    codes = (
        scope.codes
        if scope.codes is not None
        else permissions.reachable(request.info, PERMISSION)
    )
    after = request.GET.get("after", "")
    overdue = worklist.overdue_under(
        by=request.actor, organs=codes, today=request.today, after=after
    )
    offer = offers(request.actor)
    context = {
        "side": navigation.of(request),
        "covers": words.covers(scope),
        "scope": scope,
        "choices": access.choices(request, PERMISSION),
        "offers": "supervise" in law_access.pack_on(request.today).steps,
        "counts": _counts(seen),
        "duties": _duties(seen),
        "ages": _ages(seen),
        "lapses": [
            (translated.organ_name(code), number, _lapses(code))
            for code, number in seen.lapses
        ],
        "stock": sum(band.matters for band in seen.ages),
        "lines": [line(item, offer(item)) for item in overdue.items],
        "following": _address(scope, after=overdue.next)
        if overdue.next
        else "",
        "previous": _address(scope) if after else "",
    }
    return render(request, "supervisor/overview.html", context)


def _address(scope: Scope, *, after: str = "") -> str:
    query = urlencode(
        {
            name: value
            for name, value in (("organ", scope.organ), ("after", after))
            if value
        }
    )
    address = reverse("supervisor:overview")
    return f"{address}?{query}#overdue" if query else f"{address}#overdue"


def _counts(seen: Overview) -> list[Count]:
    return [
        Count(
            _("Overdue"),
            seen.overdue,
            "#overdue",
            "overdue" if seen.overdue else "",
        ),
        Count(
            _("Due within seven days"),
            seen.week,
            "#duties-by-organ-title",
            "today" if seen.week else "",
        ),
        Count(
            _("Due later"),
            seen.later,
            "#duties-by-organ-title",
            "intime" if seen.later else "",
        ),
    ]


def _behind(organ: str, bucket: str = "") -> str:
    """The address of the open duties of an organ: what a bar opens."""
    query = {"organ": organ}
    if bucket:
        query["bucket"] = bucket
    return f"{reverse('officer:duties')}?{urlencode(query)}"


def _lapses(organ: str) -> str:
    """The address of the ways that close soon in an organ's matters."""
    return f"{reverse('officer:lapses')}?{urlencode({'organ': organ, 'within': 15})}"


def _duties(seen: Overview) -> Chart:
    lines = seen.organs
    return Chart(
        id="duties-by-organ",
        title=_("Open duties by organ"),
        note=_(
            "In the order of the organs, not of the numbers. A bar opens the duties behind it."
        ),
        categories=tuple(translated.organ_name(line.organ) for line in lines),
        series=(
            Series(
                _("Overdue"),
                tuple(line.overdue for line in lines),
                "overdue",
                tuple(_behind(line.organ, "overdue") for line in lines),
            ),
            Series(
                _("Due within seven days"),
                tuple(line.week for line in lines),
                "today",
                tuple(_behind(line.organ, "week") for line in lines),
            ),
            Series(
                _("Due later"),
                tuple(line.later for line in lines),
                "intime",
                tuple(_behind(line.organ) for line in lines),
            ),
        ),
    )


def _ages(seen: Overview) -> Chart:
    return Chart(
        id="age-of-stock",
        title=_("Unresolved matters by age"),
        note=_("Days since receipt."),
        categories=tuple(words.age(band) for band in seen.ages),
        series=(
            Series(
                _("Matters"), tuple(band.matters for band in seen.ages), "plain"
            ),
        ),
        kind="bar",
    )


def line(item: DutyItem, offer: Offer = NONE) -> Overdue:
    """A duty as the lists of supervisors show it."""
    pack = law_access.pack(item.pack)
    rule = pack.duties.get(item.kind)
    return Overdue(
        case_id=item.case_id,
        number=item.number,
        title=item.title,
        duty=words.duty(item.kind),
        organ=translated.organ_name(item.owner),
        due_date=item.due_date,
        provisional=item.provisional,
        article=source_short(pack, rule.ground)
        if rule
        else article_short(item.article),
        instrument=pack.cited(rule).in_language(get_language() or "zh-hans"),
        offer=offer,
    )
