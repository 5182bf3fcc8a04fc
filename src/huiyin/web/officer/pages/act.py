"""The page of one act, whichever it is: what is asked, what will follow, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework import acts
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.sealed.identity import STEP as OPENING
from huiyin.casework.events import CaseState
from huiyin.casework.matter import command as commands
from huiyin.casework.matter import reads
from huiyin.casework.matter.command import Command
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.steps import Step
from huiyin.law.terms.ruling import Ground, Option, Ruling
from huiyin.organisations import translated
from huiyin.web.kit import dates, error_words, labels, navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms import uploads
from huiyin.web.officer.forms.act_registry import Act, act_of
from huiyin.web.officer.forms.base import ActForm
from huiyin.web.officer.forms.decision import DecideForm
from huiyin.web.officer.forms.subject import Matter
from huiyin.web.officer.parts import (
    consequences,
    history,
    joint_organs,
    matter,
    open_duties,
    statute,
)
from huiyin.web.officer.parts.consequences import Following

ADOPT = "adopt:"  # the button that takes a suggested organ, with its code


@officer
def page(request: OfficeRequest, case_id: str, step: str) -> HttpResponse:
    """Show an act's questions beside what will follow; do it once what follows has been
    on the page. 404 for an act that the matter's law does not know.
    """
    view = reads.access_case(by=request.actor, case_id=case_id)
    if step not in view.pack.steps:
        raise Http404
    elsewhere = _page_elsewhere(request, view, step)
    if elsewhere is not None:
        return elsewhere
    act = act_of(view.pack.step(step))
    matter = Matter(view, request.actor, request.today, step)
    if request.method != "POST":
        form = act.form(matter=matter)
    else:
        form = act.form(_answers(request), request.FILES, matter=matter)
        form.is_valid()
    wanted = form.command()
    shown = preview(request, form, wanted)
    if isinstance(shown, HttpResponse):
        return shown
    if request.method != "POST":
        return _show(request, act, form, shown, view)
    if form.papers:
        uploads.take(form, request)
    if request.POST.get("do", "").startswith(("preview", ADOPT, uploads.DROP)):
        if request.partial:
            return render(
                request,
                "officer/parts/following.html",
                {"following": shown, "live": True},
            )
        return _show(request, act, form.unbound(), shown, view)
    return _confirm(request, act, form, wanted, shown)


def _answers(request: OfficeRequest) -> QueryDict:
    """What was answered; a suggested organ that was taken stands in the place of the one chosen."""
    do = request.POST.get("do", "")
    if not do.startswith(ADOPT):
        return request.POST
    answers = request.POST.copy()
    answers["to"] = do.removeprefix(ADOPT)
    return answers


def _page_elsewhere(
    request: OfficeRequest, view: CaseView, step: str
) -> HttpResponse | None:
    """The page on which a step is taken instead of here, where it has one; None for most."""
    if step == OPENING:
        return _to_identity(view)
    each_step = (
        open_duties.each_of(step, view) if request.method != "POST" else ""
    )
    return (
        redirect("officer:act", case_id=view.case_id, step=each_step)
        if each_step
        else None
    )


def _to_identity(view: CaseView) -> HttpResponse:
    """An identity is opened where it is shown: an approval is used up by one opening."""
    identified = next(
        (contact for contact in view.contacts if contact.has_identity), None
    )
    if identified is None:
        raise Http404
    return redirect(
        "officer:identity", case_id=view.case_id, contact_id=identified.id
    )


def option_of(
    request: OfficeRequest, view: CaseView, step: str
) -> Option | None:
    """The step as it stands for this matter and this actor; None where it does not concern them."""
    options = reads.options(view=view, by=request.actor, at=request.at)
    return next((option for option in options if option.step == step), None)


def standing(
    request: OfficeRequest, view: CaseView, step: str
) -> tuple[Ground, ...]:
    """Why a step does not concern this actor at all."""
    return (
        reads.work_on(view)
        .rule(step, {}, by=request.actor, at=request.at)
        .refusals
    )


def preview(
    request: OfficeRequest, form: ActForm, wanted: Command
) -> Following | HttpResponse:
    """What will follow with the answers so far; without the ones it depends on, what is
    known already. The page that says why, where the step cannot be taken now at all.
    """
    view = form.matter.view
    try:
        ruling = _foreseen(request, form, wanted)
    except Refused as refused:
        return Following(refusals=tuple(labels.refusals_short(refused.grounds)))
    if ruling is None or ruling.refused:
        option = option_of(request, view, wanted.step)
        if option is None or option.ruling.refused:
            grounds = (
                option.ruling.refusals
                if option
                else standing(request, view, wanted.step)
            )
            return impossible(request, view, wanted.step, grounds)
        ruling = ruling or option.ruling
    following = consequences.of(view, ruling, today=request.today)
    term = form.term()
    if term is None or following.refusals:
        return following
    return Following(
        items=(*following.items, *consequences.of_term(term)),
        articles=following.articles,
    )


def _foreseen(
    request: OfficeRequest, form: ActForm, wanted: Command
) -> Ruling | None:
    """The law's ruling on what is wanted; None while it depends on what is not said yet,
    or where the step has nothing to do with this matter.
    """
    view = form.matter.view
    if not reads.concerns(view, view.pack.step(wanted.step)):
        return None
    return commands.preview(
        wanted,
        work=reads.work_on(view),
        by=request.actor,
        at=request.at,
        needs=form.further,
    )


def _confirm(
    request: OfficeRequest,
    act: Act,
    form: ActForm,
    wanted: Command,
    shown: Following,
) -> HttpResponse:
    view = form.matter.view
    if not form.is_valid():
        return _show(request, act, form, shown, view, status=422)
    as_it_was = (
        request.POST.get("as_of") == _as_of(request, view)
        or request.POST.get("seen") == shown.digest
    )
    if not shown.refusals and not as_it_was:
        return _show(request, act, form, shown, view, changed=True)
    draft = uploads.token(form) if form.papers and uploads.kept(form) else ""
    try:
        state = acts.perform(
            wanted, by=request.actor, at=request.at, draft=draft, seen=view
        )
    except Refused as refused:
        reasons = Following(
            refusals=tuple(labels.refusals_short(refused.grounds))
        )
        return _show(request, act, form, reasons, view, status=409)
    except Invalid as invalid:
        error_words.refuse(form, invalid)
        return _show(request, act, form, shown, view, status=422)
    return finished(request, view, act.step, state)


def _as_of(request: OfficeRequest, view: CaseView) -> str:
    """How the matter stood when the page was drawn: what follows then changes with the
    answers alone, as they know.
    """
    return f"{view.state.event_seq}.{request.today.isoformat()}"


def _show(
    request: OfficeRequest,
    act: Act,
    form: ActForm,
    shown: Following,
    view: CaseView,
    *,
    status: int = 200,
    changed: bool = False,
) -> HttpResponse:
    deciding = isinstance(form, DecideForm)
    context = {
        "side": navigation.of(request),
        "view": view,
        "act": act,
        **_about(view, view.pack.step(act.step)),
        "form": form,
        "kept": uploads.kept(form) if form.papers else (),
        "following": shown,
        "changed": changed,
        "as_of": _as_of(request, view),
        "suggested": _suggested(form, view.pack.step(act.step)),
        "owed": open_duties.duties(view),
        "own": request.actor.organ,
        "elsewhere": None,
        "answered": None,
    }
    if act.step == "forward":
        context["elsewhere"] = matter.elsewhere(view, request.today)
    if answers := view.pack.step(act.step).answers:
        context["answered"] = history.latest(view, answers)
    if deciding:
        context["joint_organs"] = joint_organs.of(
            view, timeline(view), own=request.actor.organ, today=request.today
        )
    template = "officer/decide.html" if deciding else "officer/act.html"
    return render(request, template, context, status=status)


def _about(view: CaseView, step: Step) -> dict[str, Any]:
    """What the page says of the step itself."""
    return {
        "step": step,
        "title": translated.law_text(step.title),
        "plain": translated.law_text(step.plain),
        "note": translated.law_text(step.note),
        "citation": labels.grounds_short(view.pack, step.grounds),
        "statute": statute.cited(step.grounds),
    }


def _suggested(form: ActForm, step: Step) -> Sequence[Any]:
    """The organs that the competence table names, where any organ can be chosen."""
    asked = step.arg("to")
    narrowed = asked is not None and (asked.among or asked.find)
    return form.matter.suggested if "to" in form.fields and not narrowed else ()


def impossible(
    request: OfficeRequest, view: CaseView, step: str, reasons: Sequence[Ground]
) -> HttpResponse:
    """The page for an act that cannot be done now: why, on which article, and what can
    be done instead.
    """
    context = {
        "side": navigation.of(request),
        "view": view,
        "title": translated.law_text(view.pack.step(step).title),
        "reasons": labels.refusals_short(reasons),
        "buttons": open_duties.buttons(
            view, reads.options(view=view, by=request.actor, at=request.at)
        ),
    }
    return render(request, "officer/impossible.html", context, status=409)


def finished(
    request: OfficeRequest, view: CaseView, step: str, state: CaseState
) -> HttpResponse:
    """Say what was done, what is next and when; back to the matter, or to the list
    where it is no longer ours.
    """
    done = _("Done: %(act)s.") % {
        "act": translated.law_text(view.pack.step(step).title)
    }
    messages.success(
        request, f"{done} {next_words(request, view, state)}".strip()
    )
    if not reads.still_knows(request.actor, state):
        return redirect("officer:duties")
    return redirect("officer:case", case_id=view.case_id)


def next_words(request: OfficeRequest, view: CaseView, state: CaseState) -> str:
    """What is owed next in this matter, by whom and until when."""
    coming = sorted(
        state.open_duties, key=lambda duty: (duty.due_date, duty.ref)
    )
    if not coming:
        return _("The matter is closed.") if state.final else ""
    return _("Next: %(duty)s by %(organ)s, until %(date)s (%(left)s).") % {
        "duty": labels.duty_title(view.pack, coming[0].kind),
        "organ": translated.organ_name(coming[0].owner),
        "date": dates.say_day(coming[0].due_date, request.today),
        "left": dates.say_left(coming[0].due_date, request.today),
    }
