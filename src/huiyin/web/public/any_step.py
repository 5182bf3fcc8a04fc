"""The page of a step that the petitioner may take and that has no page of its own:
asking for a review, for example.
"""

from __future__ import annotations

from collections.abc import Iterator
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
from huiyin.casework.matter import fillers, reads
from huiyin.casework.matter.fillers import Known
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.steps import Step
from huiyin.law.terms.ruling import Option, Ruling
from huiyin.organisations.translated import language, law_text, organ_name
from huiyin.web.kit import step_fields
from huiyin.web.kit.labels import duty_sentence, grounds_full
from huiyin.web.public import access
from huiyin.web.public.context import PublicContext
from huiyin.web.public.context import page as render_page
from huiyin.web.public.submission import refused
from huiyin.web.public.tracking import IN_SECTIONS, PAGES


class StepForm(forms.Form):
    """The questions of a step, from the pack."""

    def __init__(
        self, *args: Any, step: Step, view: CaseView, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.step = step
        values = view.state.values
        category, together = (
            str(values.get("category") or ""),
            bool(values.get("together")),
        )
        self.fields |= step_fields.above_fields(step, view.state.parties)
        self.fields |= step_fields.fields_of(
            step, view.pack, category=category, together=together
        )
        step_fields.name_parties(
            self.fields, step, view.pack, view.state.parties
        )
        for arg in step.asked:
            if arg.default is not None:
                self.initial.setdefault(arg.name, arg.default)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.represented
def page(
    request: HttpRequest, public: PublicContext, view: CaseView, step: str
) -> HttpResponse:
    """Say what a step is and what will follow, ask what it must be told, and take it.

    404 where the law has no such step for whoever asks, or where it has a page or a
    section of its own; 409 where the law refused what was sent.
    """
    rule = _step(public, view, step)
    form = StepForm(
        request.POST if request.method == "POST" else None, step=rule, view=view
    )
    context: dict[str, Any] = {
        "form": form,
        "matter": view,
        "title": law_text(rule.title),
        "plain": law_text(rule.plain),
        "note": law_text(rule.note),
        "ground": grounds_full(view.pack, rule.grounds),
    }
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(request, public, view, form, context)
    ):
        return redirect("public:matter")
    sent_to: list[str] = []
    try:
        sent_to = _sent_to(rule, form, public, view)
    except Invalid as invalid:
        context["problem"] = _(invalid.message)
    context["to"] = [organ_name(code) for code in sent_to]
    option = _option(public, view, step)
    if option is None:
        context |= {"closed": True, "refusals": refused(())}
    elif option.ruling.allowed:
        to = next(iter(sent_to), "")
        context["follows"] = list(_follows(view, public, option.ruling, to))
    elif not form.is_bound:
        context |= {"closed": True, "refusals": refused(option.ruling.refusals)}
    return render_page(request, public, "follow/step.html", context)


def _step(public: PublicContext, view: CaseView, step: str) -> Step:
    """The step that has its page here; 404 for any other."""
    rule = view.pack.steps.get(step)
    if rule is None or step in (*PAGES, *IN_SECTIONS) or "" in rule.sources:
        raise Http404
    if public.by.kind not in {role.partition(".")[0] for role in rule.by}:
        raise Http404
    return rule


def _option(public: PublicContext, view: CaseView, step: str) -> Option | None:
    """How the law rules on the step today; None where it is not among the options."""
    for option in reads.options(view=view, by=public.by, at=public.at):
        if option.step == step:
            return option
    return None


def _sent_to(
    rule: Step, form: StepForm, public: PublicContext, view: CaseView
) -> list[str]:
    """The organs that the step goes to by law, without anybody choosing.

    Raises ``Invalid`` where one cannot be found.
    """
    known = Known(view.pack, view.state, public.by, public.today)
    completed = fillers.completed(rule, {}, known)
    codes = []
    for arg in rule.args:
        chosen_here = arg.name in form.fields
        if arg.find and arg.name in completed and not chosen_here:
            codes.append(str(completed[arg.name]))
    return codes


def _done(
    request: HttpRequest,
    public: PublicContext,
    view: CaseView,
    form: StepForm,
    context: dict[str, Any],
) -> bool:
    try:
        wanted = acts.command(form.step.id, view.case_id, form.cleaned_data)
        acts.perform(wanted, by=public.by, at=public.at)
    except Refused as no:
        context["refusals"] = refused(no.grounds)
    except Invalid as invalid:
        context["problem"] = _(invalid.message)
    else:
        messages.success(
            request, _("Done: %(act)s.") % {"act": context["title"]}
        )
        return True
    return False


def _follows(
    view: CaseView, public: PublicContext, ruling: Ruling, to: str
) -> Iterator[str]:
    """What organs will owe then, as sentences; ``to`` is the organ that it goes to, ""
    where it is to be chosen.
    """
    for duty in ruling.opens:
        owner = duty.owner or to or _("the organ that you choose")
        yield duty_sentence(
            view.pack, duty.kind, owner, duty.deadline.due_date, public.today
        )
    if ruling.state != view.state.state:
        yield _("The matter will then be: %(state)s") % {
            "state": view.pack.state(ruling.state).title.in_language(language())
        }
