"""Ask that one's name is erased, from the page of one's own matter; see the answer,
take the request back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake import erasing
from huiyin.casework.events import ERASURE
from huiyin.casework.matter import erasures, keeping
from huiyin.casework.matter.erasures import REFUSED, Against, Request
from huiyin.casework.matter.timeline import Entry, timeline
from huiyin.casework.matter.views import CaseView
from huiyin.organisations.translated import organ_name
from huiyin.web.kit import dates
from huiyin.web.public import access
from huiyin.web.public.context import PublicContext, page
from huiyin.web.sections import erasures as erasure_words


@dataclass(frozen=True, slots=True)
class Section:
    """What the petitioner sees of their own name: that it can be asked for, that a
    request waits, or that it is gone.

    ``refused`` is the last answer, ``why`` and ``then`` its words and what can be done.
    """

    shown: bool = False
    gone: str = ""
    waiting: Request | None = None
    may_take_back: bool = False
    organ: str = ""
    refused: Request | None = None
    why: str = ""
    then: str = ""


def section(view: CaseView, entries: Sequence[Entry]) -> Section:
    """The state of the petitioner's own name; nothing of a sealed report, or where
    nobody gave one.
    """
    own = _own_places(view, entries)
    if view.state.values.get("sealed") or not own:
        return Section()
    requests = [
        request
        for request in erasures.requests(entries)
        if not set(own).isdisjoint(request.places)
    ]
    done = erasures.erased_places(requests)
    if set(own) <= set(done):
        return Section(shown=True, gone=erasure_words.gone_on(done[own[0]]))
    return _asked(requests, entries)


def _asked(requests: Sequence[Request], entries: Sequence[Entry]) -> Section:
    """What became of what the petitioner asked; what the office proposes of itself
    stands in the history.
    """
    requests = [request for request in requests if not request.own]
    waiting = next((request for request in requests if request.waits), None)
    if waiting is not None:
        return Section(
            shown=True,
            waiting=waiting,
            may_take_back=not waiting.seen,
            organ=organ_name(waiting.organ),
        )
    if not requests or requests[-1].state != REFUSED:
        return Section(shown=True)
    return _refused(requests[-1], entries)


def _own_places(view: CaseView, entries: Sequence[Entry]) -> Sequence[str]:
    """The places in the matter where the petitioner's own name stands."""
    known = [
        f"{erasures.CONTACT}:{contact.event_seq}"
        for contact in view.contacts
        if contact.has_identity
    ]
    return erasures.own_places(entries, known)


def _refused(last: Request, entries: Sequence[Entry]) -> Section:
    """The answer that the name is not erased now: its reason, and the words with it."""
    stands = Against(last.reason, last.until)
    reasons = [erasure_words.why(stands)]
    for entry in entries:
        if entry.seq == last.answered_seq:
            reasons.append(entry.notes.get("reason", ""))
            break
    why = " ".join(filter(None, reasons))
    return Section(
        shown=True, refused=last, why=why, then=erasure_words.what_then(stands)
    )


def lines(entry: Entry) -> list[str]:
    """What the history says of it: what mistake it was that a name was recorded, why
    one was not erased, and what can be done.
    """
    said = entry.payload.get("data", {}).get(ERASURE, {})
    if "mistake" in said:
        return [
            erasure_words.mistake(said["mistake"]),
            _("Your own name and query code stay as they are."),
        ]
    stands = erasures.stood_against(said)
    if stands is None:
        return []
    return [erasure_words.why(stands), erasure_words.what_then(stands)]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.own_matter
def ask(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Say what goes and what stays, whether it can be done now and why not; then ask,
    or take the request back.

    404 where there is no name of one's own to erase; 409 where it cannot be asked now.
    """
    shown = section(view, timeline(view, petitioner=True))
    if not shown.shown:
        raise Http404
    stands = keeping.against(view.pack, view.state, public.today)
    context: dict[str, Any] = {
        "matter": view,
        "shown": shown,
        "against": erasure_words.why(stands) if stands else "",
    }
    if request.method == "POST":
        try:
            _done(request, public, view, shown)
        except Invalid as invalid:
            context["problem"] = invalid.message
        else:
            return redirect("public:erasing")
    return page(
        request,
        public,
        "follow/erasing.html",
        context,
        status=409 if "problem" in context else 200,
    )


def _done(
    request: HttpRequest, public: PublicContext, view: CaseView, shown: Section
) -> None:
    if request.POST.get("do") == "take_back" and shown.waiting is not None:
        erasing.take_back(
            case_id=view.case_id,
            asked=shown.waiting.seq,
            by=public.by,
            at=public.at,
        )
        messages.success(request, _("Taken back: your name stays as it is."))
        return
    erasing.ask(case_id=view.case_id, by=public.by, at=public.at)
    last = erasures.of(view.case_id)[-1]
    if last.waits:
        words = _("Asked on %(day)s. You get an answer here until %(due)s.")
        told = {
            "day": dates.say_full(last.asked_date),
            "due": dates.say_full(last.due_date),
        }
        messages.success(request, words % told)
    else:
        messages.success(
            request,
            _(
                "Asked and answered: the answer and its reason stand below and in the history."
            ),
        )
