"""The page of one act, whichever it is: what is asked, what will follow, and doing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid, NotFound, Refused, StandsAside
from huiyin.casework.chapters.intake import papers
from huiyin.casework.chapters.sealed.identity import STEP as OPENING
from huiyin.casework.events import CaseState
from huiyin.casework.matter import agents, reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Value
from huiyin.law.terms.ruling import Ground, Option, Ruling
from huiyin.organisations import translated
from huiyin.web.kit import dates, labels, navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms import uploads
from huiyin.web.officer.forms.act_registry import ANSWERS, Act, act_of
from huiyin.web.officer.forms.any_step import AnyForm
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
    on the page.
    """
    view = reads.access_case(by=request.actor, case_id=case_id)
    if step not in view.pack.steps:
        raise Http404
    elsewhere = _page_elsewhere(request, view, step)
    if elsewhere is not None:
        return elsewhere
    act = act_of(view.pack.step(step))
    option = option_of(request, view, step)
    if option is None or option.ruling.refused:
        reasons = option.ruling.refusals if option else standing(request, view, step)
        return impossible(request, view, step, reasons)
    matter = Matter(view, request.actor, request.today, step)
    if request.method != "POST":
        form = act.form(matter=matter)
        return _show(request, act, form, preview(request, form, option), view)
    form = act.form(_answers(request), request.FILES, matter=matter)
    form.is_valid()
    if form.papers:
        uploads.take(form, request)
    shown = preview(request, form, option)
    if request.POST.get("do", "").startswith(("preview", ADOPT, uploads.DROP)):
        if request.partial:
            return render(
                request,
                "officer/parts/following.html",
                {"following": shown, "live": True},
            )
        # What was written stays; what is still missing is not yet a mistake.
        fresh = act.form(initial=form.written(), matter=matter)
        return _show(request, act, fresh, shown, view)
    return _confirm(request, act, form, shown, view)


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
    each = open_duties.each_of(step, view) if request.method != "POST" else ""
    return redirect("officer:act", case_id=view.case_id, step=each) if each else None


def _to_identity(view: CaseView) -> HttpResponse:
    """An identity is opened where it is shown: an approval is used up by one opening."""
    identified = next((one for one in view.contacts if one.has_identity), None)
    if identified is None:
        raise Http404
    return redirect("officer:identity", case_id=view.case_id, contact_id=identified.id)


def option_of(request: OfficeRequest, view: CaseView, step: str) -> Option | None:
    """The step as it stands for this matter and this actor; None where it does not concern them."""
    found = reads.options(view=view, by=request.actor, at=request.at)
    return next((option for option in found if option.step == step), None)


def standing(request: OfficeRequest, view: CaseView, step: str) -> tuple[Ground, ...]:
    """Why a step does not concern this actor at all."""
    return reads.work_on(view).rule(step, {}, by=request.actor, at=request.at).refusals


def preview(request: OfficeRequest, form: ActForm, option: Option) -> Following:
    """What will follow with the answers so far; without the ones it depends on, what is
    known already.
    """
    view = form.matter.view
    step = view.pack.step(option.step)
    args = {
        **form.args(step, form.words_of() if form.is_bound else form.first()),
        **form.besides(),
    }
    ruling = option.ruling
    try:
        together = form.foreseen(request.at)
    except Refused as refused:
        return Following(refusals=tuple(labels.refusals_short(refused.grounds)))
    if together is not None:
        ruling = together
    elif all(
        arg.name in args
        for arg in step.args
        if arg.required or arg.name in form.further
    ):
        ruling = reads.work_on(view).rule(
            option.step, args, by=request.actor, at=request.at
        )
        ruling = _of_agent(request, form, option.step, args) or ruling
    found = consequences.of(view, ruling, today=request.today)
    term = form.term()
    if term is None or found.refusals:
        return found
    return Following(
        items=(*found.items, *consequences.of_term(term)), articles=found.articles
    )


def _of_agent(
    request: OfficeRequest, form: ActForm, step: str, args: Mapping[str, Value]
) -> Ruling | None:
    """What the law refuses the agent who stands at the window; None where there is
    none, or nothing is refused.
    """
    position, view = (
        form.words_of().get("agent", 0) if form.is_bound else 0,
        form.matter.view,
    )
    if not isinstance(form, AnyForm) or not position:
        return None
    agent = agents.at_window(case_id=view.case_id, position=position, at=request.at)
    ruling = reads.work_on(view).rule(step, args, by=agent, at=request.at)
    return ruling if ruling.refused else None


def _confirm(
    request: OfficeRequest, act: Act, form: ActForm, shown: Following, view: CaseView
) -> HttpResponse:
    if not form.is_valid():
        return _show(request, act, form, shown, view, status=422)
    as_it_was = (
        request.POST.get("as_of") == _as_of(request, view)
        or request.POST.get("seen") == shown.digest
    )
    if not shown.refusals and not as_it_was:
        return _show(request, act, form, shown, view, changed=True)
    told = {
        name: value
        for name, value in form.words_of().items()
        if name not in form.further
    }
    if form.further:
        told["further"] = {**told.get("further", {}), **form.besides()}
    try:
        state = _do(request, act, form, told)
    except Refused as refused:
        reasons = Following(refusals=tuple(labels.refusals_short(refused.grounds)))
        return _show(request, act, form, reasons, view, status=409)
    except Invalid as invalid:
        form.add_error(
            invalid.field if invalid.field in form.fields else None, _(invalid.message)
        )
        return _show(request, act, form, shown, view, status=422)
    return finished(request, view, act.step, state)


def _do(
    request: OfficeRequest, act: Act, form: ActForm, told: Mapping[str, Any]
) -> CaseState:
    """Do the act, with the signed papers that were kept for it."""
    who: dict[str, Any] = {
        "case_id": form.matter.view.case_id,
        "by": request.actor,
        "at": request.at,
    }
    if form.papers and uploads.kept(form):
        return papers.with_papers(act.do, draft=uploads.token(form), **who, **told)
    return act.do(**who, **told)


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
    if act.step in ANSWERS:
        context["answered"] = history.latest(view, ANSWERS[act.step])
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
    messages.success(request, f"{done} {next_words(request, view, state)}".strip())
    try:
        reads.access_row(by=request.actor, case_id=view.case_id)
    except (NotFound, StandsAside):
        return redirect("officer:duties")
    return redirect("officer:case", case_id=view.case_id)


def next_words(request: OfficeRequest, view: CaseView, state: CaseState) -> str:
    """What is owed next in this matter, by whom and until when."""
    coming = sorted(state.open_duties, key=lambda duty: (duty.due_date, duty.ref))
    if not coming:
        return _("The matter is closed.") if state.final else ""
    return _("Next: %(duty)s by %(organ)s, until %(date)s (%(left)s).") % {
        "duty": labels.duty_title(view.pack, coming[0].kind),
        "organ": translated.organ_name(coming[0].owner),
        "date": dates.say_day(coming[0].due_date, request.today),
        "left": dates.say_left(coming[0].due_date, request.today),
    }
