"""Names that go because the office's term is over: what goes, what stays, and proposing
it to the head, who confirms as on request.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import erasing
from huiyin.casework.matter import erasures, reads
from huiyin.web.kit import navigation, proving
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.sections import erasures as erasure_words


@officer
def page(request: OfficeRequest, case_id: str) -> HttpResponse:
    """What would go, and the proposal that it does.

    404 for whoever is none of the two persons of the organ that received the matter,
    for a sealed one, and where no name is left; where a request waits already, it is
    shown instead. 422 where something stands against it by now.
    """
    view = reads.access_case(by=request.actor, case_id=case_id)
    organ = view.state.parties["receiver"]
    places = erasing.places_of(case_id)
    if not erasures.may_answer(request.actor, organ):
        raise Http404
    if not places or view.state.values.get("sealed"):
        raise Http404
    waiting = next(
        (known for known in erasures.of(case_id) if known.waits), None
    )
    if waiting is not None:
        return redirect("officer:erasure", case_id=case_id, asked=waiting.seq)
    problem = _proposed(request, case_id) if request.method == "POST" else ""
    if problem is None:
        messages.success(
            request, _("Proposed. Another person, the head, confirms it.")
        )
        return redirect("officer:erasures")
    stands = erasures.against(view.pack, view.state, request.today)
    context = {
        "side": navigation.of(request),
        "view": view,
        "ended": view.state.closed_date,
        "whose": [erasure_words.place(view, place) for place in places],
        "why": erasure_words.why(stands) if stands is not None else "",
        "may_propose": erasures.may_propose(request.actor, organ),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "officer/erasure_term.html", context, status=status)


def _proposed(request: OfficeRequest, case_id: str) -> str | None:
    """Propose it; returns why that could not be done, None where it was."""
    proving.require(request)
    try:
        erasing.propose_due(case_id=case_id, by=request.actor, at=request.at)
    except NotFound as theirs:
        raise Http404 from theirs
    except Invalid as invalid:
        return invalid.message
    return None
