"""Names that go because the office's term is over: what goes, what stays, and proposing
it to the head, who confirms as on request.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import erasing
from huiyin.casework.matter import erasures, keeping, reads
from huiyin.casework.matter.views import CaseView
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
    status = 422 if problem else 200
    context = _context(request, view, places) | {"problem": problem}
    return render(request, "officer/erasure_term.html", context, status=status)


def _context(
    request: OfficeRequest, view: CaseView, places: tuple[str, ...]
) -> dict[str, Any]:
    """Which of the names that are there go and which a law has kept, until when and by
    what.
    """
    today = request.today
    kept = keeping.by_law(erasures.of(view.case_id), today)
    going = erasing.due_of(places, kept)
    stands = keeping.against(view.pack, view.state, today)
    if stands is None and not going:
        stands = keeping.named_day(kept, places)
    term = keeping.term(view.pack, view.state)
    return {
        "side": navigation.of(request),
        "view": view,
        "ended": view.state.closed_date,
        "term": term,
        "source": erasure_words.term_source(view, term) if term else "",
        "whose": [erasure_words.place(view, place) for place in going],
        "kept": [
            (erasure_words.place(view, place), kept[place])
            for place in places
            if place in kept
        ],
        "why": erasure_words.why(stands) if stands is not None else "",
        "may_propose": erasures.may_propose(
            request.actor, view.state.parties["receiver"]
        ),
    }


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
