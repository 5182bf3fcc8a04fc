"""A name that was recorded in a matter by mistake: whose may go and whose stay, what
follows, and proposing it to the head, who confirms it as on request.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import mistaken
from huiyin.casework.matter import erasures, reads
from huiyin.web.kit import error_words, navigation, proving
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms.erasures import MistakeForm
from huiyin.web.sections import erasures as erasure_words


@officer
def page(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Which names may have been recorded by mistake, and the proposal that they go.

    404 for whoever is none of the two persons of the organ that received the matter,
    for a sealed one, and where no name is left; 422 for mistakes in the form.
    """
    view = reads.access_case(by=request.actor, case_id=case_id)
    organ = view.state.parties["receiver"]
    if not erasures.may_answer(request.actor, organ):
        raise Http404
    there = mistaken.places(case_id, request.today)
    if view.state.values.get("sealed") or not (there.may_go or there.stay):
        raise Http404
    form = MistakeForm(request.POST or None, label_suffix="")
    form.offer(view, there.may_go)
    if request.method == "POST" and _proposed(request, case_id, form):
        messages.success(
            request, _("Proposed. Another person, the head, confirms it.")
        )
        return redirect("officer:case", case_id=case_id)
    context = {
        "side": navigation.of(request),
        "view": view,
        "form": form,
        "may_go": there.may_go,
        "stay": [
            (erasure_words.place(view, place), erasure_words.taking_part(part))
            for place, part in there.stay.items()
        ],
        "may_propose": erasures.may_propose(request.actor, organ),
    }
    return render(
        request,
        "officer/erasure_mistake.html",
        context,
        status=422 if form.errors else 200,
    )


def _proposed(request: OfficeRequest, case_id: str, form: MistakeForm) -> bool:
    """Propose it; False, with the reason in the form, where it cannot be."""
    proving.require(request)
    if not form.is_valid():
        return False
    try:
        mistaken.propose(
            case_id=case_id,
            by=request.actor,
            at=request.at,
            **form.cleaned_data,
        )
    except NotFound as theirs:
        raise Http404 from theirs
    except Invalid as invalid:
        error_words.refuse(form, invalid)
        return False
    return True
