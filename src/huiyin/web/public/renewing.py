"""New facts or reasons after a matter has ended: a new petition that names the old one
(R22 Art 36).
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.ruling import Ground
from huiyin.web.kit.labels import citation_full
from huiyin.web.public import access, drafts, uploads
from huiyin.web.public.context import PublicContext, page

# What the new petition starts with. Nothing of the person: who files says anew who they are.
KEPT = ("category", "topic", "area")


def possible(view: CaseView, pack: Pack) -> bool:
    """Whether the matter has ended and the law in force today lets a new one of its
    kind follow it.
    """
    kind = str(view.state.values.get("category") or "")
    known = not kind or kind in pack.terms["categories"].terms
    return (
        view.state.final
        and known
        and pack.step("file").arg("follows") is not None
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.own_matter
def begin(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Say what a new petition means, and begin one that names this matter.

    404 where the matter cannot be followed by a new one.
    """
    if not possible(view, public.pack):
        raise Http404
    begun = drafts.load(request, public.at)
    if request.method == "POST":
        if begun is not None:
            uploads.drop_all(begun.token)
        draft = drafts.start(public.at)
        values = view.state.values
        draft.answers = {name: str(values.get(name) or "") for name in KEPT}
        draft.answers |= {
            "title": view.title,
            "follows": view.case_id,
            "follows_number": view.number,
        }
        drafts.save(request, draft)
        return redirect("public:question", name="kind")
    ground = _ground(public.pack) or public.pack.step("file").ground
    context = {
        "matter": view,
        "begun": begun is not None and bool(begun.done),
        "ground": citation_full(ground.instrument, ground.article),
    }
    return page(request, public, "follow/renew.html", context)


def _ground(pack: Pack) -> Ground | None:
    """The citation that says what may not be brought again, and with it what may."""
    refuse = pack.steps.get("refuse")
    grounds = (
        (
            requirement.ground
            for requirement in refuse.requirements
            if requirement.id == "only_the_same_facts"
        )
        if refuse
        else ()
    )
    return next(iter(grounds), None)
