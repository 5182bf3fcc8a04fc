"""Opening an identity: with a purpose, logged, and shown this once."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake import counter
from huiyin.casework.chapters.sealed import identity as sealed
from huiyin.casework.matter import agents, keeping, participants, reads
from huiyin.casework.matter.views import CaseView
from huiyin.people import reads as people
from huiyin.web.kit import labels, navigation, proving
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.pages import case
from huiyin.web.sections import erasures as erasure_words


@officer
def reveal(
    request: OfficeRequest, case_id: str, contact_id: str
) -> HttpResponse:
    """Ask for the purpose, then open who made a contact. Every opening is written to
    the log before it is shown.

    404 where there is no name or it is not the reader's to open, 409 where the law does
    not let it be opened now, 410 where it was erased, 422 without a purpose.
    """
    view = reads.access_case(by=request.actor, case_id=case_id)
    contact = next(
        (
            contact
            for contact in view.contacts
            if contact.id == contact_id and contact.has_identity
        ),
        None,
    )
    if contact is None or not case.may_reveal(request, view):
        raise Http404
    proving.require(request)
    if view.state.values.get("sealed"):
        return _sealed(request, view, contact_id)
    return _opened(
        request,
        view,
        contact.identity,
        correct=reverse("officer:correct", args=[case_id, contact_id]),
    )


@officer
def signatory(
    request: OfficeRequest, case_id: str, position: int
) -> HttpResponse:
    """The same for one of several who signed, by number; never where the matter is sealed.

    404 for a signatory who is not there, 409, 410 and 422 as above.
    """
    view = reads.access_case(by=request.actor, case_id=case_id)
    signed = next(
        (
            signed_by
            for signed_by in participants.of(view)
            if signed_by.position == position
        ),
        None,
    )
    if (
        signed is None
        or view.state.values.get("sealed")
        or not case.may_reveal(request, view)
    ):
        raise Http404
    proving.require(request)
    correct = reverse("officer:correct_signatory", args=[case_id, position])
    return _opened(
        request, view, signed.identity, correct="" if signed.left else correct
    )


@officer
def agent(request: OfficeRequest, case_id: str, position: int) -> HttpResponse:
    """The same for somebody who acts for the petitioner; never where the matter is sealed.

    404 for an agent who is not there, 409, 410 and 422 as above.
    """
    view = reads.access_case(by=request.actor, case_id=case_id)
    acting = next(
        (
            acting_now
            for acting_now in agents.of(view, request.today)
            if acting_now.position == position
        ),
        None,
    )
    if (
        acting is None
        or view.state.values.get("sealed")
        or not case.may_reveal(request, view)
    ):
        raise Http404
    proving.require(request)
    return _opened(request, view, acting.identity)


def _opened(
    request: OfficeRequest, view: CaseView, identity: str, *, correct: str = ""
) -> HttpResponse:
    may_correct = counter.may_correct(request.actor, view.state.parties)
    context = {
        "side": navigation.of(request),
        "view": view,
        "purposes": case.PURPOSES,
        "correct": correct if may_correct else "",
    }
    if request.method != "POST":
        return _page(request, context)
    purposes = {str(code): label for code, label in case.PURPOSES}
    purpose = request.POST.get("purpose", "")
    if purpose not in purposes:
        return _page(request, {**context, "missing": True}, status=422)
    kept = keeping.held_back(view.case_id, identity, view.state, request.today)
    if kept is not None:
        words = erasure_words.only_kept(kept)
        return _page(request, {**context, "gone": words}, status=409)
    try:
        person = people.reveal(
            identity,
            purpose=purpose,
            by=request.actor,
            at=request.at,
            towards=reads.towards(view),
        )
    except people.UnknownIdentity:
        return _page(request, {**context, "gone": _erased()}, status=410)
    return _page(
        request, {**context, "person": person, "purpose": purposes[purpose]}
    )


def _page(
    request: OfficeRequest, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, "officer/identity.html", context, status=status)


def _erased() -> str:
    return _("This identity was erased; nobody can open it any more.")


def _sealed(
    request: OfficeRequest, view: CaseView, contact_id: str
) -> HttpResponse:
    """Who brought a sealed report: only once a second person has approved; the reporter
    sees that it was opened.
    """
    context: dict[str, Any] = {
        "side": navigation.of(request),
        "view": view,
        "sealed": True,
    }
    if request.method != "POST":
        return _page(request, context | _ruled(request, view))
    try:
        person = sealed.open_identity(
            case_id=view.case_id,
            contact_id=contact_id,
            by=request.actor,
            at=request.at,
        )
    except Refused as refused:
        refusals = labels.refusals_short(refused.grounds)
        return _page(request, {**context, "refusals": refusals}, status=409)
    except people.UnknownIdentity:
        return _page(request, {**context, "gone": _erased()}, status=410)
    except Invalid as invalid:
        return _page(
            request, {**context, "gone": _(invalid.message)}, status=409
        )
    purpose = _(
        "as a second person approved; whoever made the report sees this"
    )
    return _page(request, {**context, "person": person, "purpose": purpose})


def _ruled(request: OfficeRequest, view: CaseView) -> dict[str, Any]:
    """Why a sealed identity cannot be opened yet, and whether one may ask for it."""
    opening = reads.work_on(view).rule(
        sealed.STEP, {}, by=request.actor, at=request.at
    )
    asking = reads.work_on(view).rule(
        "ask_identity", {"reason": "-"}, by=request.actor, at=request.at
    )
    return {
        "refusals": labels.refusals_short(opening.refusals),
        "may_ask": opening.refused and asking.allowed,
    }
