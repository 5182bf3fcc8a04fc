"""Erasing a name on request: taking the request down at the counter, answering it, and
doing it, which takes two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import counter, erasing
from huiyin.casework.chapters.intake.erasing_events import against
from huiyin.casework.events import CaseState
from huiyin.casework.lists import terms_over
from huiyin.casework.matter import erasures, keeping, reads
from huiyin.casework.matter.erasures import PROPOSED, Against, Request
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.matter.views import CaseView
from huiyin.organisations import translated
from huiyin.web.kit import error_words, navigation, proving
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms.erasures import (
    AskForm,
    BackForm,
    ProposeForm,
    RefuseForm,
    offer,
)
from huiyin.web.sections import erasures as erasure_words

DONE = {
    "propose": gettext_lazy("Proposed. Another person, the head, confirms it."),
    "refuse": gettext_lazy(
        "Answered. The petitioner sees the reason on the page of the matter."
    ),
    "send_back": gettext_lazy(
        "Sent back. The request waits for another answer."
    ),
    "confirm": gettext_lazy("Erased. Nobody can open the name any more."),
}


# The answers whose forms keep what was written into them.
KEEPING_WORDS = ("may_refuse", "may_send_back")


@require_safe
@officer
def waiting(request: OfficeRequest) -> HttpResponse:
    """The requests that the actor's organ has to answer, the next due first, and the
    matters whose names are due to be erased without one.

    404 for those who answer no such requests.
    """
    actor = request.actor
    if not erasures.may_answer(actor, actor.organ):
        raise Http404
    after = request.GET.get("after", "")
    over = terms_over.over(actor, today=request.today, after=after)
    here = reverse("officer:erasures")
    context = {
        "side": navigation.of(request),
        "lines": erasures.waiting(actor),
        "whose": translated.organ_name(actor.organ),
        "years": settings.HUIYIN_KEEP_IDENTITIES_YEARS,
        "over": over,
        "due": [
            (line, erasure_words.kept_by_law(line.kept) if line.kept else "")
            for line in over.items
        ],
        "first": here if after else "",
        "next": f"{here}?{urlencode({'after': over.next})}"
        if over.next
        else "",
    }
    return render(request, "officer/erasures.html", context)


def _view(request: OfficeRequest, case_id: str) -> CaseView:
    view = reads.access_case(by=request.actor, case_id=case_id)
    if view.state.values.get("sealed"):
        raise Http404
    return view


@officer
def ask(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Take a request down at the counter; what stands against it is answered at once.

    404 where there is no name to erase, or the reader may not take it down; 422 for
    mistakes in the form.
    """
    view = _view(request, case_id)
    places = erasing.places_of(case_id)
    if not places or not counter.may_correct(request.actor, view.state.parties):
        raise Http404
    proving.require(request)
    form = AskForm(request.POST or None, label_suffix="")
    form.offer(view, places)
    if request.method == "POST" and _taken_down(request, case_id, form):
        messages.success(
            request, _("Recorded. What the petitioner is answered stands here.")
        )
        return redirect(
            "officer:erasure",
            case_id=case_id,
            asked=erasures.of(case_id)[-1].seq,
        )
    stands = keeping.against(view.pack, view.state, request.today)
    context = {
        "side": navigation.of(request),
        "view": view,
        "form": form,
        **_told(stands),
    }
    return render(
        request,
        "officer/erasure_ask.html",
        context,
        status=422 if form.errors else 200,
    )


def _taken_down(request: OfficeRequest, case_id: str, form: AskForm) -> bool:
    """Record a request; False, with the reason in the form, where it cannot be."""
    if not form.is_valid():
        return False
    try:
        erasing.ask(
            case_id=case_id,
            by=request.actor,
            at=request.at,
            **form.cleaned_data,
        )
    except Invalid as invalid:
        error_words.refuse(form, invalid)
        return False
    return True


def _told(stands: Against | None) -> dict[str, str]:
    """Why not, and what the petitioner can do, in words; empty where nothing stands against it."""
    if stands is None:
        return {"why": "", "then": ""}
    return {
        "why": erasure_words.why(stands),
        "then": erasure_words.what_then(stands),
    }


@officer
def answer(request: OfficeRequest, case_id: str, asked: int) -> HttpResponse:
    """One request: what was asked, what stands against it, and the answer, by whoever
    may give it.

    404 for a request that is not there or not the reader's; 422 where the answer cannot
    be given.
    """
    view = _view(request, case_id)
    asking = next(
        (known for known in erasures.of(case_id) if known.seq == asked), None
    )
    if asking is None or not _concerns(request, view, asking):
        raise Http404
    answers = _forms(request, view, asking)
    problem = ""
    if request.method == "POST":
        proving.require(request)
        do = request.POST.get("do", "")
        problem = _answered(request, case_id, asked, answers.get(do))
        if not problem:
            messages.success(request, DONE[do])
            return redirect("officer:case", case_id=case_id)
    return render(
        request,
        "officer/erasure.html",
        _context(request, view, asking, answers) | {"problem": problem},
        status=422 if problem else 200,
    )


def _answered(
    request: OfficeRequest, case_id: str, asked: int, form: forms.Form | None
) -> str:
    """Give the answer that was sent; returns why it could not be given, "" where it was."""
    do = request.POST.get("do", "")
    if do not in DONE or (form is not None and not form.is_valid()):
        return _("Choose what is done, and look at what you wrote")
    try:
        _take(request, case_id, asked, do, form)
    except Invalid as invalid:
        if form is not None and invalid.field in form.fields:
            form.add_error(invalid.field, invalid.message)
        return invalid.message
    return ""


def _concerns(
    request: OfficeRequest, view: CaseView, asked_for: Request
) -> bool:
    actor = request.actor
    recording = counter.may_correct(actor, view.state.parties)
    return recording or erasures.may_answer(actor, asked_for.organ)


def _forms(
    request: OfficeRequest, view: CaseView, asked_for: Request
) -> dict[str, forms.Form]:
    """The forms of the answers; the one that was sent has what was written into it."""
    do = request.POST.get("do", "")
    made = {"propose": ProposeForm, "refuse": RefuseForm, "send_back": BackForm}
    held: dict[str, forms.Form] = {
        name: kind(
            request.POST if do == name else None,
            auto_id=f"{name}_%s",
            label_suffix="",
        )
        for name, kind in made.items()
    }
    if asked_for.mistaken:
        held["refuse"].fields["reason"].label = _("Why the name belongs here")
        del held["refuse"].fields["until"]
    free = [
        place
        for place in erasing.places_of(view.case_id)
        if place.startswith(erasures.CONTACT)
    ]
    offer(
        held["propose"].fields["also"],
        view,
        tuple(place for place in free if place not in asked_for.places),
    )
    return held


def _take(
    request: OfficeRequest,
    case_id: str,
    asked: int,
    do: str,
    form: forms.Form | None,
) -> None:
    given = form.cleaned_data if form is not None else {}
    told: dict[str, Any] = {
        "case_id": case_id,
        "asked": asked,
        "by": request.actor,
        "at": request.at,
        **given,
    }
    acts: dict[str, Callable[..., CaseState]] = {
        "propose": erasing.propose,
        "refuse": erasing.refuse,
        "send_back": erasing.send_back,
        "confirm": erasing.confirm,
    }
    try:
        acts[do](**told)
    except NotFound as theirs:
        raise Invalid(
            "asked",
            _(
                "This is done by somebody else: the organ that answers, or its head"
            ),
        ) from theirs


def _context(
    request: OfficeRequest,
    view: CaseView,
    asked_for: Request,
    held: dict[str, forms.Form],
) -> dict[str, Any]:
    stands = against(view.pack, view.state, asked_for, request.today)
    answered = (
        Against(asked_for.reason, asked_for.until) if asked_for.reason else None
    )
    may = _may(request, asked_for, ready=stands is None and asked_for.waits)
    written_into = f"may_{request.POST.get('do', '')}"
    kept = may.get(written_into, False) and written_into in KEEPING_WORDS
    return {
        # No word is lost where somebody else was faster, and the form that it was
        # written into is gone.
        "written": "" if kept else request.POST.get("reason", ""),
        "side": navigation.of(request),
        "view": view,
        "erasure": asked_for,
        "organ": translated.organ_name(asked_for.organ),
        "whose": [
            erasure_words.place(view, place) for place in asked_for.places
        ],
        "asking": erasure_words.asking(asked_for),
        "how": erasure_words.how_asked(asked_for),
        **_words(view, asked_for),
        "forms": held,
        **may,
        **_told(stands if asked_for.waits else answered),
    }


def _words(view: CaseView, asked_for: Request) -> dict[str, str]:
    """What was written with a request: how it is known that a name was recorded by
    mistake, and the words of the answer.
    """
    notes = {entry.seq: entry.notes for entry in timeline(view)}
    known = notes[asked_for.seq] if asked_for.mistaken else {}
    return {
        "told": known.get("reason", ""),
        "answered": notes.get(asked_for.answered_seq, {}).get("reason", ""),
    }


def _may(
    request: OfficeRequest, asked_for: Request, *, ready: bool
) -> dict[str, bool]:
    """What the reader of the page may do with a request.

    Args:
        asked_for: the request.
        ready: whether it waits for an answer and nothing stands against erasing.
    """
    actor = request.actor
    proposes = erasures.may_propose(actor, asked_for.organ)
    confirms = erasures.may_confirm(actor, asked_for.organ)
    proposed = asked_for.state == PROPOSED
    # Whoever had a hand in it, by proposing or recording it, does not confirm it.
    took_part = actor.name in {asked_for.proposed_by, asked_for.recorded_by}
    second = confirms and proposed and not took_part
    return {
        "may_propose": ready and proposes and not proposed,
        "may_confirm": ready and second,
        "took_part": confirms and proposed and took_part,
        "may_refuse": asked_for.waits and (proposes or confirms),
        "may_send_back": second,
    }
