"""The receipt: number and query code, what was said, and until when the office must do what.

The query code is nowhere on the server. It travels once, sealed, in the cookie
``huiyin_receipt`` of the visitor's own browser, which lives for half an hour, so that
the page can be printed, saved and loaded again in that time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.casework.basis.errors import NotFound
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.matter.views import CaseView
from huiyin.organisations.translated import law_text, organ_name
from huiyin.people import acts as people
from huiyin.web.kit import cookies, office
from huiyin.web.kit.labels import term_title
from huiyin.web.public import access, remedies
from huiyin.web.public.answers import summary_of
from huiyin.web.public.context import PublicContext, page, with_public_context
from huiyin.web.public.presenter import duties, in_code_groups
from huiyin.web.public.start import way

COOKIE = "huiyin_receipt"
PURPOSE = "public.receipt"
LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Held:
    """What the cookie holds; ``code`` is "" when a form was handed in twice and the
    first answer was lost.
    """

    number: str
    code: str


def held_number(request: HttpRequest) -> str:
    """The number of what this browser handed in within the last half hour, "" without."""
    held = _held(request)
    return held.number if held is not None else ""


def _held(request: HttpRequest) -> Held | None:
    sealed = request.COOKIES.get(cookies.name(COOKIE), "")
    if not sealed:
        return None
    try:
        kept = json.loads(people.open_sealed(sealed, PURPOSE))
        return Held(number=kept["number"], code=kept["code"])
    except (people.SealBroken, ValueError, KeyError, TypeError):
        return None


def issue_receipt(request: HttpRequest, filed: Filed) -> HttpResponse:
    """Go to the receipt of what was filed."""
    response = HttpResponseRedirect(reverse("public:receipt"))
    if filed.repeated and not filed.query_code:
        held = _held(request)
        if held is not None and held.number == filed.number:
            return response
    sealed = people.seal(
        json.dumps({"number": filed.number, "code": filed.query_code}).encode(),
        PURPOSE,
    )
    response.set_cookie(
        cookies.name(COOKIE),
        sealed,
        max_age=int(LIFE.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _context(
    public: PublicContext, held: Held, view: CaseView
) -> dict[str, Any]:
    entries = timeline(view, petitioner=True)
    return {
        "number": held.number,
        "code": in_code_groups(held.code),
        "matter": view,
        "received_at": entries[0].at,
        "channel": term_title(
            view.pack, "channels", str(view.state.values.get("channel", ""))
        ),
        "organ_name": organ_name(view.state.parties.get("receiver", "")),
        "duties": duties(view, public.today),
        "rows": summary_of(view, view.attachments),
        "way": way(view.pack),
        "law": law_text(view.pack.title),
        "contact": office.contact(),
        "other_ways": remedies.section(public, view),
        "advice": [law_text(advice.text) for advice in view.pack.advice],
    }


def _matter(held: Held) -> CaseView | None:
    try:
        return (
            reads.access_own(number=held.number, query_code=held.code)
            if held.code
            else None
        )
    except NotFound:
        return None


@require_safe
@never_cache
@with_public_context
def receipt(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """The receipt of what was just filed."""
    held = _held(request)
    if held is None:
        return page(request, public, "receipt/none.html")
    view = _matter(held)
    if view is None:
        return page(
            request, public, "receipt/again.html", {"number": held.number}
        )
    return page(
        request, public, "receipt/receipt.html", _context(public, held, view)
    )


@require_safe
@never_cache
@with_public_context
def save(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """The receipt as a text file."""
    held = _held(request)
    view = _matter(held) if held is not None else None
    if held is None or view is None:
        return redirect("public:receipt")
    context = {
        "public": public,
        "office_name": organ_name(public.office.code),
        "ways_address": request.build_absolute_uri(reverse("public:ways")),
        "follow_address": request.build_absolute_uri(reverse("public:follow")),
        **_context(public, held, view),
    }
    text = render_to_string("public/receipt/receipt.txt", context, request)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="{held.number}.txt"'
    )
    return response


@require_POST
@never_cache
@with_public_context
def follow(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """Go on to the matter without typing number and code."""
    held = _held(request)
    view = _matter(held) if held is not None else None
    if held is None or view is None:
        return redirect("public:follow")
    opened = access.open_matter(request, view, held.code, public.at)
    if request.POST.get("then") == "ways":
        opened["Location"] = reverse("public:own_ways")
    return opened


@require_POST
def close(_request: HttpRequest) -> HttpResponse:
    """The petitioner has kept number and code: forget the receipt in this browser."""
    response = redirect("public:start")
    response.delete_cookie(cookies.name(COOKIE), samesite="Lax")
    return response
