"""Results of re-reviews that were published (R22 Art 36): a list for everybody, in
which nobody can be recognised.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.casework.matter import published
from huiyin.organisations.translated import law_text, organ_name
from huiyin.reading import LARGEST, whole_number
from huiyin.web.kit import dates
from huiyin.web.kit.labels import grounds_full
from huiyin.web.public.context import PublicContext, page, with_public_context


@require_safe
@with_public_context
def listing(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """The newest first, a page at a time."""
    listed = published.published(
        before=whole_number(request.GET.get("before", ""), 1, LARGEST)
    )
    step = public.pack.steps.get("publish_result")
    context = {
        "results": [
            {
                "heading": result.heading,
                "text": result.text,
                "organ": organ_name(result.organ),
                "outcome": law_text(result.outcome),
                "day": dates.say_day(result.on, public.today),
            }
            for result in listed.items
        ],
        "before": listed.before,
        "ground": grounds_full(public.pack, step.grounds) if step else "",
    }
    return page(request, public, "results.html", context)
