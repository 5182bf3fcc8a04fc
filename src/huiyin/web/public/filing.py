"""The wizard: one question a page, then check your answers, then hand in."""

from __future__ import annotations

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake.acts import CLAIM_LIMIT
from huiyin.casework.chapters.intake.contacts import TEXT_LIMIT
from huiyin.reading import LARGEST, whole_number
from huiyin.web.kit import errors, limits
from huiyin.web.public import drafts, expired, receipts, steps, uploads
from huiyin.web.public.answers import summary
from huiyin.web.public.context import PublicContext, page, with_public_context
from huiyin.web.public.drafts import Draft
from huiyin.web.public.forms import (
    NAMED,
    ClaimsForm,
    QuestionForm,
    may_stay_anonymous,
)
from huiyin.web.public.steps import Step
from huiyin.web.public.submission import refused, submit

BACK_TO_CHECK = "check"


def _address(step: Step | None) -> str:
    return (
        reverse("public:question", args=[step.name])
        if step is not None
        else reverse("public:check")
    )


def _to(step: Step | None) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(step))


@require_safe
@never_cache
@with_public_context
def begin(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """Go to the first question; somebody who has begun already is asked whether to go
    on or to start anew.
    """
    draft = drafts.load(request, public.at)
    if draft is None or not (draft.done or draft.answers.get("follows")):
        return _to(steps.STEPS[0])
    following = steps.first_open(draft, public.pack)
    until = draft.started_at + drafts.LIFE
    return page(
        request,
        public,
        "file/resume.html",
        {"onward": _address(following), "until": until},
    )


@require_POST
@with_public_context
def discard(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """Throw away what was written, files too."""
    draft = drafts.load(request, public.at)
    if draft is not None:
        uploads.drop_all(draft.token)
        drafts.discard(request)
    return redirect("public:start")


def _form(
    step: Step,
    public: PublicContext,
    draft: Draft,
    given: QueryDict | None = None,
) -> QuestionForm:
    """The form of a step: over what is handed in now, over what could not be taken
    before, or over the answers.
    """
    if step.form is None:
        raise Http404
    options: dict[str, Any] = {"pack": public.pack, "answers": draft.answers}
    tried = draft.tried.get(step.name)
    if step.form is ClaimsForm:
        options["shown"] = _number((given or tried or {}).get("shown"))
    if given is not None:
        return step.form(given, **options)
    if tried is not None and not tried.get("unjudged"):
        return step.form(tried, **options)
    return step.form(
        initial=draft.answers if tried is None else tried, **options
    )


def _number(text: str | None) -> int:
    return min(whole_number(text, 0, LARGEST) or 0, CLAIM_LIMIT)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_public_context
def question(
    request: HttpRequest, public: PublicContext, name: str
) -> HttpResponse:
    """One question of the wizard, by its name; 404 for a name that no question has, 409
    where the draft has run out.
    """
    step = steps.find(name)
    if step is None:
        raise Http404
    draft = drafts.load(request, public.at)
    if draft is None:
        if step is not steps.STEPS[0]:
            return expired.answer(request, public, step)
        draft = drafts.start(public.at)
    if not step.applies(public.pack, draft.answers):
        return _to(steps.after(step, public.pack, draft.answers))
    if step.name == steps.FILES:
        return _files(request, public, step, draft)
    if request.method != "POST":
        return _page(
            request, public, step, draft, {"form": _form(step, public, draft)}
        )
    form = _form(step, public, draft, request.POST)
    do = request.POST.get("do", "")
    if isinstance(form, ClaimsForm) and do != "next":
        draft.tried[step.name] = _rearranged(request.POST, form.shown, do)
    elif form.is_valid():
        return _taken(request, public, step, draft, form)
    else:
        draft.tried[step.name] = {
            name: request.POST[name]
            for name in form.fields
            if name in request.POST
        }
    # Back to the question by a redirect, so that the browser's back button never meets
    # a form to be sent again.
    drafts.save(request, draft)
    return HttpResponseRedirect(request.get_full_path())


def _rearranged(given: QueryDict, shown: int, do: str) -> dict[str, str]:
    """The requests with one more, or one fewer, without losing or judging what was written."""
    written = [
        given.get(f"claim_{number}", "") for number in range(1, shown + 1)
    ]
    if do.startswith("remove-") and 0 < _number(do[7:]) <= len(written):
        del written[_number(do[7:]) - 1]
    elif do == "add" and len(written) < CLAIM_LIMIT:
        written.append("")
    claims = {
        f"claim_{number}": text for number, text in enumerate(written, start=1)
    }
    return {**claims, "shown": str(len(written)), "unjudged": "1"}


def _taken(
    request: HttpRequest,
    public: PublicContext,
    step: Step,
    draft: Draft,
    form: QuestionForm,
) -> HttpResponse:
    answers = dict(form.cleaned_data)
    if isinstance(form, ClaimsForm):
        gone = range(1, CLAIM_LIMIT + 1)
        answers = {**{f"claim_{number}": "" for number in gone}, **answers}
    draft.take(step.name, answers)
    if not may_stay_anonymous(public.pack, steps.category(draft.answers)):
        draft.answers["who"] = (
            NAMED  # the kind was changed to one that asks for a name
        )
    drafts.save(request, draft)
    if request.GET.get("back") == BACK_TO_CHECK:
        return _to(steps.first_open(draft, public.pack))
    return _to(steps.after(step, public.pack, draft.answers))


def _page(
    request: HttpRequest,
    public: PublicContext,
    step: Step,
    draft: Draft,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    way = steps.path(public.pack, draft.answers)
    form = context.get("form")
    back = steps.before(step, public.pack, draft.answers)
    checking = request.GET.get("back") == BACK_TO_CHECK
    extra = {
        "step": step,
        "number": way.index(step) + 1,
        "total": len(way),
        "back": _address(None)
        if checking
        else _address(back)
        if back
        else reverse("public:start"),
        "begun": bool(draft.done or draft.answers.get("follows")),
        "follows_number": draft.answers.get("follows_number", ""),
        "hints": form.hints() if form is not None else {},
        "text_limit": TEXT_LIMIT,
        "sealed": steps.is_sealed(public.pack, draft.answers),
        **context,
    }
    return page(request, public, f"file/{step.name}.html", extra, status=status)


def _files(
    request: HttpRequest, public: PublicContext, step: Step, draft: Draft
) -> HttpResponse:
    if request.method == "POST":
        return _files_given(request, public, step, draft)
    context = {
        "kept": uploads.kept(draft.token),
        "problems": draft.tried.get(step.name, {}).get("problems", ()),
        "accept": uploads.accept_attribute(),
        "kinds": uploads.accepted(),
    }
    return _page(request, public, step, draft, context)


def _files_given(
    request: HttpRequest, public: PublicContext, step: Step, draft: Draft
) -> HttpResponse:
    do = request.POST.get("do", "")
    draft.tried.pop(step.name, None)
    if do.startswith("drop-"):
        uploads.drop(draft.token, do[5:])
    elif uploads.given(request):
        problems = uploads.keep(request, token=draft.token, at=public.at)
        draft.uploads = True
        if problems:
            draft.tried[step.name] = {"problems": problems}
    onward = do == "next" and step.name not in draft.tried
    if onward:
        draft.take(step.name, {})
    drafts.save(request, draft)
    if not onward:
        return HttpResponseRedirect(request.get_full_path())
    checking = request.GET.get("back") == BACK_TO_CHECK
    return _to(
        None if checking else steps.after(step, public.pack, draft.answers)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_public_context
def check(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """Check your answers, and hand them in.

    409 where the draft has run out, was handed in before, or the law refuses it; 429
    where too much was handed in from one address.
    """
    draft = drafts.load(request, public.at)
    before = expired.submitted_before(request, draft, request.POST)
    if before is not None:
        return before
    if draft is None:
        return expired.answer(request, public)
    missing = steps.first_open(draft, public.pack)
    if missing is not None:
        return _to(missing)
    context: dict[str, Any] = {"token": draft.token}
    if request.method == "POST":
        answer = _submitted(request, public, draft, context)
        if answer is not None:
            return answer
    context |= {
        "rows": summary(
            public.pack,
            draft.answers,
            uploads.kept(draft.token) if draft.uploads else (),
        ),
        "back": _address(steps.path(public.pack, draft.answers)[-1]),
    }
    return page(request, public, "file/check.html", context)


def _submitted(
    request: HttpRequest,
    public: PublicContext,
    draft: Draft,
    context: dict[str, Any],
) -> HttpResponse | None:
    """The receipt; None, with the reason in ``context``, where it could not be handed in."""
    if request.POST.get("token", draft.token) != draft.token:
        context["problem"] = _(
            "You have begun another petition since that page was drawn. This is the one you are at."
        )
        return None
    if limits.exceeded(request, "file"):
        return errors.too_many(request)
    try:
        filed = submit(
            draft.answers, public=public, token=draft.token, files=draft.uploads
        )
    except Refused as refusal:
        context["refusals"] = refused(refusal.grounds)
        return None
    except Invalid:
        context["problem"] = _(
            "Something you wrote could not be taken. Look at each answer once more."
        )
        return None
    drafts.discard(request)
    return receipts.issue_receipt(request, filed)
