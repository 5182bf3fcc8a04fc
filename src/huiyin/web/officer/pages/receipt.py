"""The receipt to print: number, query code, and the dates the office must meet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.matter import reads, visits
from huiyin.casework.matter.views import CaseView
from huiyin.organisations import translated
from huiyin.people import acts as people
from huiyin.web.kit import dates, labels, navigation, office
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.parts import open_duties

KEY = "officer_receipt"
PURPOSE = "window receipt"


@dataclass(frozen=True, slots=True)
class Promise:
    """What an organ must do, in a sentence, and under which article."""

    text: str
    citation: str


def remember(request: OfficeRequest, filed: Filed) -> None:
    """Keep the query code, sealed, until the next receipt: it can be printed again, and
    read nowhere else.
    """
    if not filed.query_code:
        return  # the same form came twice; the first receipt is still there
    told = json.dumps(
        {"case": filed.case_id, "code": filed.query_code}
    ).encode()
    request.session[KEY] = people.seal(told, purpose=PURPOSE)


def _code(request: OfficeRequest, case_id: str) -> str:
    sealed = request.session.get(KEY)
    if not sealed:
        return ""
    try:
        told = json.loads(people.open_sealed(sealed, purpose=PURPOSE))
    except people.SealBroken:
        return ""
    return str(told["code"]) if told["case"] == case_id else ""


@require_safe
@officer
def page(request: OfficeRequest, case_id: str) -> HttpResponse:
    """The receipt of a matter that was registered at this window just now."""
    require(request, "case.register")
    view = reads.access_case(by=request.actor, case_id=case_id)
    options = reads.options(view=view, by=request.actor, at=request.at)
    address = request.build_absolute_uri(reverse("public:follow"))
    competent = visits.competent_elsewhere(view)
    context = {
        "side": navigation.of(request),
        "view": view,
        "code": _code(request, case_id),
        "office": translated.organ_name(request.actor.organ),
        "received": dates.say_full(view.state.received_date)
        if view.state.received_date
        else "—",
        "clerk": request.info.name or request.info.username,
        "contact": office.contact(),
        "qr": office.qr_code(
            address, _("The page on which you follow your matter")
        ),
        "address": address,
        "promises": promises(view, request.today),
        "competent": competent.name(translated.language()) if competent else "",
        "buttons": open_duties.buttons(view, options),
    }
    return render(request, "officer/receipt.html", context)


def promises(view: CaseView, today: date) -> list[Promise]:
    """What is owed to the petitioner now, in the plain words of the law's pack."""
    promised = []
    for duty in view.open_duties:
        rule = view.pack.duties.get(duty.kind)
        if rule is None:
            continue
        said = translated.law_text(rule.plain).format(
            organ=translated.organ_name(duty.owner),
            date=dates.say_day(duty.due_date, today),
        )
        promised.append(
            Promise(
                said, labels.citation_short(view.pack.cited(rule), duty.article)
            )
        )
    return promised
