"""All questions on one page, for those who know what they want to say; the same forms,
the same law.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake.acts import CLAIM_LIMIT
from huiyin.casework.chapters.intake.contacts import TEXT_LIMIT
from huiyin.web.kit import errors, limits
from huiyin.web.kit.components import Row
from huiyin.web.kit.kept import middleware as kept_words
from huiyin.web.public import receipts, uploads
from huiyin.web.public.answers import summary
from huiyin.web.public.context import PublicContext, page, with_public_context
from huiyin.web.public.forms import ALONE, NAMED, ClaimsForm, QuestionForm
from huiyin.web.public.steps import STEPS
from huiyin.web.public.submission import refused, submit

SHOWN_CLAIMS = 3
AGAIN = ("add", "edit")  # the page again, without judging it
NOT_ANSWERS = ("csrfmiddlewaretoken", "do")


def _forms(
    request: HttpRequest, public: PublicContext, shown: int
) -> dict[str, QuestionForm]:
    """The forms of all steps over one submission."""
    by_step = {}
    for step in STEPS:
        if step.form is None:
            continue
        options: dict[str, Any] = (
            {"shown": shown} if step.form is ClaimsForm else {}
        )
        if request.method == "POST":
            form = step.form(
                request.POST,
                pack=public.pack,
                answers=request.POST.dict(),
                **options,
            )
        else:
            form = step.form(
                initial={"who": NAMED, "together": ALONE},
                pack=public.pack,
                answers={},
                **options,
            )
        by_step[step.name] = form
    return by_step


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_public_context
def everything(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """The whole petition on one page; what was written is looked at once more before it
    is handed in.

    ``do`` says which button was pressed: ``check`` looks, ``send`` (or none) hands in,
    ``edit`` goes back to the page. 409 where the law refused what was sent, 429 where
    too much was handed in from one address.
    """
    token = uploads.token_of(request)
    do = request.POST.get("do", "")
    many = do == "add" or bool(
        kept_words.given(request, f"claim_{SHOWN_CLAIMS + 1}")
    )
    shown = CLAIM_LIMIT if many else SHOWN_CLAIMS
    forms = _forms(request, public, shown)
    context: dict[str, Any] = {}
    if request.method == "POST":
        problems = (
            uploads.keep(request, token=token, at=public.at)
            if request.FILES
            else []
        )
        if do.startswith("drop-"):
            uploads.drop(token, do[5:])
        elif do not in AGAIN and not problems and _valid(forms):
            answer = _answer(request, public, forms, token, context)
            if answer is not None:
                return answer
        if do in AGAIN or do.startswith("drop-"):
            forms = _unjudged(request, public, shown)
        context["problems"] = problems
        context["kept"] = uploads.kept(token)
    context.setdefault("kept", uploads.kept_before(request, token))
    context |= {
        "forms": forms,
        "token": token,
        "text_limit": TEXT_LIMIT,
        "accept": uploads.accept_attribute(),
        "kinds": uploads.accepted(),
        "errors_in": list(forms.values()),
        "hints": forms["kind"].hints(),
    }
    return page(request, public, "file/all.html", context)


def _valid(forms: dict[str, QuestionForm]) -> bool:
    return all(form.is_valid() for form in forms.values())


def _answer(
    request: HttpRequest,
    public: PublicContext,
    forms: dict[str, QuestionForm],
    token: str,
    context: dict[str, Any],
) -> HttpResponse | None:
    """What follows on a form without mistakes: a last look, or the receipt.

    None, with the reason in ``context``, where it could not be handed in.
    """
    if request.POST.get("do", "") == "check":
        return _looked_over(request, public, forms, token)
    if limits.exceeded(request, "file"):
        return errors.too_many(request)
    try:
        return _submitted(request, public, forms, token)
    except Refused as refusal:
        context["refusals"] = refused(refusal.grounds)
    except Invalid:
        context["problem"] = _(
            "Something you wrote could not be taken. Look at each answer once more."
        )
    return None


def _answers(forms: dict[str, QuestionForm]) -> dict[str, Any]:
    """The answers to all questions together."""
    answers: dict[str, Any] = {}
    for form in forms.values():
        answers.update(form.cleaned_data)
    return answers


def _looked_over(
    request: HttpRequest,
    public: PublicContext,
    forms: dict[str, QuestionForm],
    token: str,
) -> HttpResponse:
    """Everything that was written, to be looked at; it travels on with the page, and
    nothing of it is kept.
    """
    kept = uploads.kept(token)
    rows = [
        Row(row.key, row.value)
        for row in summary(public.pack, _answers(forms), kept)
    ]
    given = {
        name: value
        for name, value in request.POST.items()
        if name not in NOT_ANSWERS
    }
    given |= {"token": token} | ({"has_files": "1"} if kept else {})
    return page(
        request, public, "file/all_check.html", {"rows": rows, "given": given}
    )


def _submitted(
    request: HttpRequest,
    public: PublicContext,
    forms: dict[str, QuestionForm],
    token: str,
) -> HttpResponse:
    answers = _answers(forms)
    # Files may have come with this submission or with an earlier one that had a mistake in it.
    files = bool(request.FILES) or request.POST.get("has_files") == "1"
    # A token that was made just now cannot have been handed in before: nobody needs to look it up.
    known = token if files or request.POST.get("token") == token else ""
    return receipts.issue_receipt(
        request, submit(answers, public=public, token=known, files=files)
    )


def _unjudged(
    request: HttpRequest, public: PublicContext, shown: int
) -> dict[str, QuestionForm]:
    """The same forms as they were written, without judging what is still missing."""
    given = request.POST.dict()
    return {
        step.name: step.form(
            initial=given,
            pack=public.pack,
            answers=given,
            **({"shown": shown} if step.form is ClaimsForm else {}),
        )
        for step in STEPS
        if step.form is not None
    }
