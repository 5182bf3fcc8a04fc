"""Who reads an organ's sealed reports: the head proposes, a second person approves;
both on one page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.sealed import acts
from huiyin.organisations import readers, staff_reads
from huiyin.organisations.readers import Proposed
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
    """Show who reads, who is proposed; propose, answer, end.

    404 for organs that keep no sealed reports; 422 where what was asked cannot be done.
    """
    if not navigation.keeps_sealed(request):
        raise Http404
    proving.require(request)
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _do(request))
        except (InvalidRegister, Invalid, ValueError):
            problem = _(
                "This could not be done. Look at who is named and who is proposed, and try again."
            )
        else:
            log.warning(
                "readers.changed",
                staff=request.info.id,
                organ=request.actor.organ,
                what=request.POST.get("do", "").partition(":")[0],
            )
            return redirect("officer:readers")
    context = {
        "side": navigation.of(request),
        "problem": problem,
        "keys": acts.can_be_named(),
        **_staff(request),
    }
    return render(
        request, "officer/readers.html", context, status=422 if problem else 200
    )


def _staff(request: OfficeRequest) -> dict[str, Any]:
    """Who reads, who is proposed, and who else could be."""
    colleagues = staff_reads.staff_of(request.actor.organ, request.today)
    named = [
        person for person in colleagues if Post.SEALED_READER in person.posts
    ]
    proposals = readers.waiting(request.actor.organ)
    head = readers.may_propose(request.info)
    if head:
        may_end = {person.id for person in named}
    else:
        may_end = {
            person.id for person in named if person.id == request.info.id
        }
    taken = {proposal.staff for proposal in proposals} | {
        reader.id for reader in named
    }
    others = [person for person in colleagues if person.id not in taken]
    return {
        "named": named,
        "may_end": may_end,
        "waiting": _waiting(request, proposals),
        "others": others if head else [],
        "head": head,
    }


def _waiting(
    request: OfficeRequest, proposals: Iterable[Proposed]
) -> list[Waiting]:
    """The proposals with the names of those concerned; one query."""
    known = list(proposals)
    ids = {proposal.staff for proposal in known}
    ids |= {proposal.proposed_by for proposal in known}
    names = staff_reads.names_of(ids)
    return [
        Waiting(
            proposal.id,
            names.get(proposal.staff, ""),
            names.get(proposal.proposed_by, ""),
            proposal.proposed_at,
            readers.may_answer(request.info, proposal),
        )
        for proposal in known
    ]


def _id(text: str) -> int:
    number = whole_number(text, 1, LARGEST)
    if number is None:
        raise ValueError(text)
    return number


def _do(request: OfficeRequest) -> str:
    what, _colon, which = request.POST.get("do", "").partition(":")
    if what == "propose":
        readers.propose(
            staff=_id(request.POST.get("staff", "")),
            by=request.info,
            at=request.at,
        )
        return _("Proposed. A second person of your organ must approve it.")
    if what == "end":
        acts.end_reader(staff=_id(which), by=request.info, at=request.at)
        return _("This person reads no sealed reports any more.")
    if what not in {"approve", "decline"}:
        raise ValueError(what)
    acts.answer_proposal(
        proposal=_id(which),
        approve=what == "approve",
        by=request.info,
        at=request.at,
    )
    return _("Approved.") if what == "approve" else _("Declined.")
