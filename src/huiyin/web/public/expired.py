"""A petition whose earlier pages are gone, handed in or timed out: it is said, and what
was written is not lost.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.casework.chapters.intake.receipts import filed_with
from huiyin.web.kit.kept import middleware as kept_words
from huiyin.web.public import drafts, receipts, steps
from huiyin.web.public.context import PublicContext, page
from huiyin.web.public.drafts import Draft
from huiyin.web.public.steps import Step


def answer(
    request: HttpRequest, public: PublicContext, step: Step | None = None
) -> HttpResponse:
    """What somebody is told who comes to a page of the wizard (``step``, None for the
    last) without a draft.

    What they wrote on this page waits in a new draft; the middleware shows it on the page too.
    """
    number = receipts.held_number(request)
    if number:
        return page(
            request,
            public,
            "file/handed_in.html",
            {"number": number},
            status=409,
        )
    written = _written(request, step)
    if not written:
        messages.warning(
            request,
            _(
                "What you began earlier is no longer there: its time is over. Begin anew here."
            ),
        )
        return redirect("public:file")
    draft = drafts.start(public.at)
    if step is not None:
        draft.tried[step.name] = written
    drafts.save(request, draft)
    return page(
        request, public, "file/expired.html", {"step": step}, status=409
    )


def _written(request: HttpRequest, step: Step | None) -> dict[str, str]:
    """What was written on this page, as a draft keeps what could not be taken yet."""
    words = kept_words.of(request)
    fields = dict(words.fields) if words is not None else request.POST.dict()
    if step is None or step.form is None or step.name == steps.STEPS[0].name:
        return {}
    known = {
        name: value
        for name, value in fields.items()
        if name in step.form.base_fields or name[:6] == "claim_"
    }
    return {**known, "unjudged": "1"} if any(known.values()) else {}


def submitted_before(
    request: HttpRequest, draft: Draft | None, given: QueryDict
) -> HttpResponse | None:
    """The receipt of what was handed in already with the page that is sent now; None
    where it is the first time.
    """
    token = given.get("token", "")
    if not drafts.is_token(token) or (
        draft is not None and draft.token == token
    ):
        return None
    filed = filed_with(token)
    return receipts.issue_receipt(request, filed) if filed is not None else None
