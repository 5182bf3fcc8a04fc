"""What the petitioner does in a matter that stands: add material, write again, rate, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.casework import acts
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.chapters.intake import contacts as intake_contacts
from huiyin.casework.matter import command as commands
from huiyin.casework.matter import reads
from huiyin.casework.matter.contacts import Petition
from huiyin.casework.matter.views import CaseView
from huiyin.web.kit.labels import grounds_full
from huiyin.web.public import access, uploads
from huiyin.web.public.context import PublicContext, page
from huiyin.web.public.matter_forms import (
    ContactForm,
    MaterialForm,
    RateForm,
    WithdrawForm,
)
from huiyin.web.public.presenter import duties
from huiyin.web.public.submission import refused

Do = Callable[[], object]


def _carry_out(act: Do, context: dict[str, Any]) -> bool:
    """Carry an act out; the law's refusal or unusable input goes into the page's
    context instead.
    """
    try:
        act()
    except Refused as no:
        context["refusals"] = refused(no.grounds)
    except Invalid:
        context["problem"] = _(
            "What you wrote could not be taken. Look at it once more."
        )
    else:
        return True
    return False


def _must_know(view: CaseView, step: str) -> None:
    """Answer 404 where the rules of this matter have no such step (a report of
    retaliation is never withdrawn).
    """
    if step not in view.pack.steps:
        raise Http404


def _message(
    request: HttpRequest,
    public: PublicContext,
    view: CaseView,
    *,
    form: forms.Form,
    template: str,
    act: Callable[[str, str], object],
    done: str,
) -> HttpResponse:
    """A page on which words and files are handed in; ``act`` takes the words and the
    token of the files.
    """
    token = uploads.token_of(request)
    context: dict[str, Any] = {}
    if request.method == "POST":
        do = request.POST.get("do", "")
        problems = uploads.keep(request, token=token, at=public.at)
        if do.startswith("drop-"):
            uploads.drop(token, do[5:])
        kept = uploads.kept_before(request, token)
        if do == "send" and form.is_valid() and not problems:
            text = form.cleaned_data["text"].strip()
            if not text and not kept:
                form.add_error("text", _("Write something or choose a file"))
            elif _carry_out(lambda: act(text, token if kept else ""), context):
                messages.success(request, done)
                return redirect("public:matter")
        context |= {"problems": problems, "kept": kept}
    context.setdefault("kept", uploads.kept_before(request, token))
    context |= {
        "form": form,
        "matter": view,
        "token": token,
        "accept": uploads.accept_attribute(),
        "kinds": uploads.accepted(),
        "text_limit": intake_contacts.TEXT_LIMIT,
    }
    return page(request, public, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.represented
def supplement(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Add material to an open matter; it moves no date. 404 where the rules of the
    matter know no such step.
    """
    _must_know(view, "supplement")

    def add(text: str, token: str) -> object:
        return contacts.add_material(
            case_id=view.case_id,
            text=text,
            by=public.by,
            at=public.at,
            draft=token,
        )

    form = MaterialForm(request.POST or None, label_suffix="")
    template, done = "follow/supplement.html", _("Your material was added.")
    return _message(
        request, public, view, form=form, template=template, act=add, done=done
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.represented
def contact(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Write again about the same matter: a further contact, no new matter. 404 where
    the rules of the matter know none.
    """
    _must_know(view, "contact")

    def record(text: str, token: str) -> object:
        said = Petition(title=view.title, text=text)
        return contacts.record_contact(
            case_id=view.case_id,
            contact=said,
            office=public.office.code,
            by=public.by,
            at=public.at,
            draft=token,
        )

    form = ContactForm(request.POST or None, label_suffix="")
    template, done = (
        "follow/contact.html",
        _("Your message was recorded with the matter."),
    )
    return _message(
        request,
        public,
        view,
        form=form,
        template=template,
        act=record,
        done=done,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.represented
def withdraw(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Say what follows from withdrawing, and withdraw when that is confirmed; 404 where
    the pack knows no such step.
    """
    _must_know(view, "withdraw")
    form = WithdrawForm(request.POST or None, label_suffix="")
    context: dict[str, Any] = {"form": form, "matter": view}
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    wanted = acts.command("withdraw", view.case_id, given)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return acts.perform(wanted, by=public.by, at=public.at)

        if _carry_out(act, context):
            messages.success(request, _("You withdrew the matter."))
            return redirect("public:matter")
    work = reads.work_on(view)
    ruling = commands.preview(wanted, work=work, by=public.by, at=public.at)
    if ruling is not None and ruling.refused:
        context["refusals"] = refused(ruling.refusals)
    context["ending"] = [duty.sentence for duty in duties(view, public.today)]
    context["ground"] = grounds_full(
        view.pack, view.pack.steps["withdraw"].grounds
    )
    return page(request, public, "follow/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.own_matter
def rate(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Say, once, how satisfied you are; 404 where the pack knows no such step."""
    _must_know(view, "rate")
    form = RateForm(request.POST or None, pack=view.pack)
    context: dict[str, Any] = {"form": form, "matter": view}
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            wanted = acts.command("rate", view.case_id, form.cleaned_data)
            return acts.perform(wanted, by=public.by, at=public.at)

        if _carry_out(act, context):
            messages.success(request, _("Thank you. Your rating was recorded."))
            return redirect("public:matter")
    possible = {
        option.step: option.ruling
        for option in reads.options(view=view, by=public.by, at=public.at)
    }
    if "rate" not in possible or possible["rate"].refused:
        context.setdefault(
            "refusals",
            refused(possible["rate"].refusals if "rate" in possible else ()),
        )
        context["closed"] = True
    return page(request, public, "follow/rate.html", context)
