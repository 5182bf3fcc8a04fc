"""Who reads an organ's sealed reports: the head proposes, a second person approves;
both on one page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.sealed import acts
from huiyin.casework.sealing import keyring
from huiyin.organisations import readers, staff_reads
from huiyin.organisations.recording import InvalidRegister
from huiyin.organisations.vocabulary import Post
from huiyin.reading import LARGEST, whole_number
from huiyin.web.kit import navigation, proving
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest

log = structlog.get_logger("huiyin.security")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with names; ``mine`` says whether the reader of the page may answer it."""

    id: int
    whom: str
    by: str
    at: datetime
    mine: bool


@officer
def page(request: OfficeRequest) -> HttpResponse:
    """Show who reads, who is proposed; propose, answer, end."""
    if not navigation.keeps_sealed(request):
        raise Http404
    proving.require(request)
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _do(request))
            what = request.POST.get("do", "").partition(":")[0]
            log.warning(
                "readers.changed",
                staff=request.info.id,
                organ=request.actor.organ,
                what=what,
            )
        except (InvalidRegister, Invalid, ValueError):
            problem = _(
                "This could not be done. Look at who is named and who is proposed, and try again."
            )
        else:
            return redirect("officer:readers")
    there = staff_reads.staff_of(request.actor.organ, request.today)
    named = [one for one in there if Post.SEALED_READER in one.posts]
    waiting = readers.waiting(request.actor.organ)
    asked = {one.staff for one in waiting}
    names = staff_reads.names_of(
        {one.staff for one in waiting} | {one.proposed_by for one in waiting}
    )
    head = readers.may_propose(request.info)
    context = {
        "side": navigation.of(request),
        "problem": problem,
        "named": named,
        "may_end": {one.id for one in named if head or one.id == request.info.id},
        "waiting": [
            Waiting(
                one.id,
                names.get(one.staff, ""),
                names.get(one.proposed_by, ""),
                one.proposed_at,
                readers.may_answer(request.info, one),
            )
            for one in waiting
        ],
        "others": [one for one in there if one not in named and one.id not in asked]
        if head
        else [],
        "head": head,
        "keys": keyring.present(),
    }
    return render(
        request, "officer/readers.html", context, status=422 if problem else 200
    )


def _id(text: str) -> int:
    found = whole_number(text, 1, LARGEST)
    if found is None:
        raise ValueError(text)
    return found


def _do(request: OfficeRequest) -> str:
    what, _colon, which = request.POST.get("do", "").partition(":")
    if what == "propose":
        readers.propose(
            staff=_id(request.POST.get("staff", "")), by=request.info, at=request.at
        )
        return _("Proposed. A second person of your organ must approve it.")
    if what == "end":
        acts.end_reader(staff=_id(which), by=request.info, at=request.at)
        return _("This person reads no sealed reports any more.")
    if what not in {"approve", "decline"}:
        raise ValueError(what)
    acts.answer_proposal(
        proposal=_id(which), approve=what == "approve", by=request.info, at=request.at
    )
    return _("Approved.") if what == "approve" else _("Declined.")
