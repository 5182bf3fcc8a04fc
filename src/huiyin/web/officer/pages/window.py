"""The window: register who comes, writes or calls, in one page; the queue of what was
filed online stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huiyin.casework.basis import law_access
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.events import CaseState
from huiyin.casework.lists import same_title, worklist
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.matter.contacts import Petition
from huiyin.casework.matter.reads import work_on, work_on_new
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.pack import Pack
from huiyin.organisations import translated
from huiyin.web.kit import error_words, labels, navigation, organs_field
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms import uploads
from huiyin.web.officer.forms.window import WindowForm
from huiyin.web.officer.pages import receipt
from huiyin.web.officer.parts import consequences
from huiyin.web.officer.parts.consequences import Following

QUEUE = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter filed online that waits to be registered."""

    number: str
    title: str
    href: str
    due_date: date


@officer
def page(request: OfficeRequest) -> HttpResponse:
    """Show the page; check what will follow; register and lead to the receipt.

    422 for mistakes in the form.
    """
    require(request, "case.register")
    said: Any = {
        "pack": law_access.pack_on(request.today),
        "by": request.actor,
        "today": request.today,
    }
    if request.method != "POST":
        return _show(request, WindowForm(**said))
    form = WindowForm(request.POST, request.FILES, **said)
    form.is_valid()
    do = request.POST.get("do", "confirm")
    if request.partial:
        return render(
            request,
            "officer/parts/window_following.html",
            _ahead(request, form),
        )
    uploads.take(form, request)
    if do != "confirm":
        fresh = WindowForm(initial=request.POST.dict(), **said)
        return _show(request, fresh, sent=form)
    if not form.is_valid():
        return _show(request, form, sent=form, status=422)
    return _register(request, form)


def _register(request: OfficeRequest, form: WindowForm) -> HttpResponse:
    token = uploads.token(form)
    try:
        filed = intake.receive(
            petition=form.petition(),
            office=request.actor.organ,
            by=request.actor,
            at=request.at,
            token=token,
            draft=token,
        )
    except Refused as refused:
        reasons = Following(
            refusals=tuple(labels.refusals_short(refused.grounds))
        )
        return _show(request, form, sent=form, refused=reasons, status=409)
    except Invalid as invalid:
        error_words.refuse(form, invalid)
        return _show(request, form, sent=form, status=422)
    receipt.remember(request, filed)
    consequences.tell_asked(request, filed.asks)
    return redirect("officer:receipt", case_id=filed.case_id)


def _show(
    request: OfficeRequest,
    form: WindowForm,
    *,
    sent: WindowForm | None = None,
    refused: Following | None = None,
    status: int = 200,
) -> HttpResponse:
    ahead = _ahead(request, sent)
    if refused is not None:
        ahead["following"] = refused
    context = {
        "side": navigation.of(request),
        "form": form,
        "kept": uploads.kept(sent) if sent is not None else [],
        "queue": queue(request),
        "office": translated.organ_name(request.actor.organ),
        **ahead,
    }
    return render(request, "officer/window.html", context, status=status)


def _ahead(
    request: OfficeRequest, form: WindowForm | None
) -> dict[str, object]:
    """What will follow from registering this, and who may be competent for it."""
    if form is None:
        return {"following": Following(), "suggested": (), "alike": ()}
    given = form.cleaned_data
    suggested = organs_field.suggestions(
        pack=form.pack,
        category=given.get("category") or "",
        topic=given.get("topic") or "",
        area=given.get("area") or "",
        barred=form.petition().accused,
    )
    same = same_title.open_ones(
        by=request.actor, title=given.get("title") or "", today=request.today
    )
    return {
        "following": foresee(request, form.petition()),
        "suggested": suggested,
        "alike": same,
    }


def foresee(request: OfficeRequest, petition: Petition) -> Following:
    """Rule on filing and registering in memory: the duties that this office will have,
    or why it cannot be taken.
    """
    pack = law_access.pack_on(petition.arrived_on or request.today)
    work = work_on_new(pack, petition.accused)
    try:
        args = intake.filing_args(petition, office=request.actor.organ)
        asks = tuple(
            consequences.asked(
                pack, work.take("file", args, by=request.actor, at=request.at)
            )
        )
        if "register" not in pack.steps:
            view = _not_filed_yet(pack, CaseState(case_id="-", pack=pack.key))
            return consequences.of(
                view,
                work_on(view).rule(
                    "file", args, by=request.actor, at=request.at
                ),
                today=request.today,
            )
        if petition.category:
            view = _not_filed_yet(pack, work.state)
            args = {
                "category": petition.category,
                "topic": petition.topic or None,
                "area": petition.area or None,
            }
            ruling = work.rule(
                "register", args, by=request.actor, at=request.at
            )
            following = consequences.of(view, ruling, today=request.today)
            return replace(following, items=(*asks, *following.items))
    except Refused as refused:
        return Following(refusals=tuple(labels.refusals_short(refused.grounds)))
    return Following(items=asks)


def _not_filed_yet(pack: Pack, state: CaseState) -> CaseView:
    """A matter that is ruled on in memory only: no number, no title."""
    return CaseView(case_id="-", number="", title="", pack=pack, state=state)


def queue(request: OfficeRequest) -> list[Waiting]:
    """What was filed and waits for its first step in this office, the next due first; one query."""
    pack = law_access.pack_on(request.today)
    kind = pack.step("file").opens[0].kind
    first = next(
        step.id
        for step in pack.steps.values()
        if kind in step.discharges and "receiver" in step.by
    )
    owed = worklist.my_duties(
        by=request.actor,
        filters=Filters(kind=kind),
        today=request.today,
        limit=QUEUE,
    )
    return [
        Waiting(
            number=item.number,
            title=item.title,
            href=reverse(
                "officer:act", kwargs={"case_id": item.case_id, "step": first}
            ),
            due_date=item.due_date,
        )
        for item in owed.items
    ]
